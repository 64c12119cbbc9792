"""`course/sources.yml`: works that may be cited, words that may be quoted, figures that may be stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from builder.authoring.faults import Findings
from builder.authoring.yaml_fields import Fields, read_fields
from builder.model.course import Figure, Quotation, Source

SOURCES = "course/sources.yml"
STATUSES = ("P", "S")
E = TypeVar("E", Source, Quotation, Figure)
KEY = re.compile(r"[A-Za-z0-9_.:+-]+")
"""What a source's id looks like: it is also its key in `references.bib`."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands in the file, by id."""

    works: Mapping[str, Source] = field(default_factory=dict)
    quotations: Mapping[str, Quotation] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


def read_sources(root: Path, findings: Findings) -> Sources:
    """Return works, quotations and figures; none of them if the course has no such file."""
    if not (root / SOURCES).exists():
        return Sources()
    fields = read_fields(root, SOURCES, findings)
    if fields is None:
        return Sources()
    return Sources(
        works=_by_id(fields, "sources", "source", _source),
        quotations=_by_id(fields, "quotations", "quotation", _quotation),
        figures=_by_id(fields, "figures", "figure", _figure),
    )


def _by_id(fields: Fields, key: str, what: str, read: Callable[[Fields], E]) -> dict[str, E]:
    found: dict[str, E] = {}
    for entry in (read(each) for each in fields.each(key)):
        if entry.id in found:
            fields.findings.add("duplicate-id", entry.where, f"another {what} has the id `{entry.id}`")
        found[entry.id] = entry
    return found


def _source(entry: Fields) -> Source:
    """Further keys (`in`, `url`, `note` ...) are the author's own."""
    status = entry.text("status")
    identifier = entry.text("id")
    if identifier and not KEY.fullmatch(identifier):
        message = f"`{identifier}` is no BibTeX key"
        entry.findings.add("bad-slug", entry.place_of("id"), message, "write letters, digits and `_ - . : +` only")
    if status and status not in STATUSES:
        entry.findings.add("source-status", entry.place_of("status"), f"the status of `{identifier}` is `{status}`")
    return Source(
        id=identifier,
        status=status,
        by=entry.text("by", ""),
        title=entry.text("title"),
        year=entry.text("year", ""),
        where=entry.place,
        review=entry.day("review"),
    )


def _quotation(entry: Fields) -> Quotation:
    return Quotation(entry.slug("id"), entry.text("text"), entry.text("source"), entry.place)


def _figure(entry: Fields) -> Figure:
    """Further keys (`measures`, `population`, `unit`, `caveat` ...) are the author's own."""
    figure = Figure(
        id=entry.slug("id"),
        source=entry.text("source"),
        values=entry.numbers("values"),
        words=entry.text("words", ""),
        noted=entry.text("noted", ""),
        where=entry.place,
    )
    if not figure.words and not figure.noted:
        fix = "add `words:`, the source's words on which the figure rests, or `noted:`, what was noted of it"
        entry.findings.add("missing-value", entry.place, f"figure `{figure.id}` rests on no words", fix)
    return figure
