"""`course/sources.yml`: the works that may be cited and the words that may be quoted."""

from __future__ import annotations

import re
from pathlib import Path

from builder.authoring.faults import Findings
from builder.authoring.yaml_fields import Fields, read_fields
from builder.model.course import Quotation, Source

SOURCES = "course/sources.yml"
STATUSES = ("P", "S")
KEY = re.compile(r"[A-Za-z0-9_.:+-]+")
"""What a source's id looks like: it is also its key in `references.bib`."""


def read_sources(root: Path, findings: Findings) -> tuple[dict[str, Source], dict[str, Quotation]]:
    """Return sources and quotations by id; both empty if the course has no such file."""
    if not (root / SOURCES).exists():
        return {}, {}
    fields = read_fields(root, SOURCES, findings)
    if fields is None:
        return {}, {}
    sources: dict[str, Source] = {}
    for entry in fields.each("sources"):
        source = _source(entry)
        if source.id in sources:
            findings.add("duplicate-id", source.where, f"another source has the id `{source.id}`")
        sources[source.id] = source
    quotations: dict[str, Quotation] = {}
    for entry in fields.each("quotations"):
        quotation = _quotation(entry)
        if quotation.id in quotations:
            findings.add("duplicate-id", quotation.where, f"another quotation has the id `{quotation.id}`")
        quotations[quotation.id] = quotation
    return sources, quotations


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
    )


def _quotation(entry: Fields) -> Quotation:
    return Quotation(entry.slug("id"), entry.text("text"), entry.text("source"), entry.place)
