"""`_toc.yml`: the pages of a book in reading order (https://sphinx-external-toc.readthedocs.io)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from builder.authoring.book_config import BookConfig, plain_mapping
from builder.authoring.faults import Findings, did_you_mean
from builder.authoring.files import is_inside, read_text
from builder.authoring.yaml_fields import compose, line_of
from builder.model.problem import Place

if TYPE_CHECKING:
    from sphinx_external_toc.api import Document, SiteMap

TOC = "_toc.yml"
NAMING = ("root", "file", "glob")
TWICE = re.compile(r"document file used multiple times: '(.*)'")
SET = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Toc:
    """``sources`` maps each document name (no suffix) to its file, in reading order, the root first; ``missing`` are
    those whose file is not there."""

    sources: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def read_toc(root: Path, config: BookConfig, findings: Findings) -> Toc | None:
    """Read `_toc.yml`; None with a problem if it cannot be read. A page that is not there is a problem and left out."""
    text = read_text(root, TOC, findings)
    if text is None:
        return None
    site_map = _parse(text, findings)
    if site_map is None:
        return None
    lines = _lines_by_value(text)
    toc = Toc()
    for kind, name in _in_reading_order(site_map):
        place = Place(TOC, line=lines.get(name, [0])[0])
        if kind == "glob":
            matches = sorted(
                document for document in _documents(root, name, config) if _pattern(name).fullmatch(document)
            )
            if not matches:
                findings.add("toc-entry-missing", place, f"no page matches the pattern `{name}`")
        else:
            matches = [_without_suffix(name, config.suffixes)]
        for document in matches:
            if document in toc.sources:
                continue
            source = source_of(root, document, config.suffixes)
            if source is None:
                toc.missing.append(document)
                fix = did_you_mean(document, _neighbours(root, document, config))
                findings.add("toc-entry-missing", place, f"there is no page `{document}`", fix)
                continue
            toc.sources[document] = source
            toc.places[document] = place
    return toc


def source_of(root: Path, document: str, suffixes: tuple[str, ...]) -> str | None:
    """Return the file of a document name, relative to the root, or None."""
    if not is_inside(document):
        return None
    for suffix in suffixes:
        try:
            if (root / (document + suffix)).is_file():
                return document + suffix
        except (OSError, ValueError):
            return None
    return None


def _parse(text: str, findings: Findings) -> SiteMap | None:
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    tree = plain_mapping(text, TOC, findings)
    if TOC in findings.unread:
        return None
    try:
        return parse_toc_data(tree)
    except MalformedError as error:
        message, _, path = str(error).partition(" @ '")
        twice = TWICE.fullmatch(message)
        line = _lines_by_value(text)[twice[1]][1] if twice else _line_at(text, path.partition("'")[0])
        findings.add_unread("toc-broken", Place(TOC, line=line), SET.sub(_sorted_set, message))
    except (AttributeError, TypeError, ValueError, KeyError, RecursionError) as error:
        findings.add_unread("toc-broken", Place(TOC), f"not a table of contents: {error}")
    return None


def _in_reading_order(site_map: SiteMap) -> Iterator[tuple[str, str]]:
    """Yield ("file" or "glob", name), depth first; addresses of other sites are no pages."""
    yield from _document(site_map, site_map.root)


def _document(site_map: SiteMap, document: Document) -> Iterator[tuple[str, str]]:
    from sphinx_external_toc.api import FileItem, GlobItem

    yield "file", document.docname
    for subtree in document.subtrees:
        for item in reversed(subtree.items) if subtree.reversed else subtree.items:
            if isinstance(item, GlobItem):
                yield "glob", str(item)
            elif isinstance(item, FileItem):
                yield from _document(site_map, site_map[item])


def _without_suffix(name: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return name


def _documents(root: Path, pattern: str, config: BookConfig) -> Iterator[str]:
    """Every document name that ``pattern`` may match and that is not excluded."""
    excluded = [_pattern(other) for other in config.excluded]
    literal = re.split(r"[*?\[]", pattern)[0].rpartition("/")[0]
    for folder, folders, files in os.walk(root / literal):
        relative = Path(folder).relative_to(root).as_posix()
        prefix = "" if relative == "." else f"{relative}/"
        folders[:] = sorted(name for name in folders if not any(other.fullmatch(prefix + name) for other in excluded))
        for name in files:
            document = _without_suffix(prefix + name, config.suffixes)
            if document != prefix + name and not any(other.fullmatch(prefix + name) for other in excluded):
                yield document


def _neighbours(root: Path, document: str, config: BookConfig) -> Iterator[str]:
    """The document names in the folder of ``document``."""
    prefix, slash, _ = document.rpartition("/")
    if not is_inside(document) or not (root / prefix).is_dir():
        return
    for path in sorted((root / prefix).iterdir()):
        if path.suffix in config.suffixes:
            yield f"{prefix}{slash}{path.stem}"


def _pattern(pattern: str) -> re.Pattern[str]:
    """Sphinx's patterns: `*` stays in its folder, `**` does not, `?` is one character, `[...]` one of a set."""
    parts = re.split(r"(\*\*/?|\*|\?|\[[^\]]+\])", pattern)
    known = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    written = []
    for part in parts:
        if part.startswith("[") and part.endswith("]"):
            inner = part[1:-1].replace("\\", r"\\")
            written.append(f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]")
        else:
            written.append(known.get(part, re.escape(part)))
    try:
        return re.compile("".join(written))
    except re.error:
        return re.compile(re.escape(pattern))


def _lines_by_value(text: str) -> dict[str, list[int]]:
    """The lines on which each name stands after `root`, `file` or `glob`."""
    lines: dict[str, list[int]] = {}
    todo = [compose(text, TOC, Findings())]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.SequenceNode):
            todo.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value in NAMING and isinstance(value, yaml.ScalarNode):
                    lines.setdefault(value.value, []).append(line_of(value))
            todo.extend(value for _, value in reversed(node.value))
    return lines


def _sorted_set(match: re.Match[str]) -> str:
    """Python prints a set in another order in each run."""
    return ", ".join(sorted(part.strip() for part in match[1].split(",")))


def _line_at(text: str, path: str) -> int:
    """The line of a path such as `/parts/0/chapters/1` in the YAML text: the nearest part of it that exists."""
    node = compose(text, TOC, Findings())
    for step in (part for part in path.split("/") if part):
        if isinstance(node, yaml.MappingNode):
            below = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            below = node.value[int(step)]
        else:
            below = None
        if below is None:
            break
        node = below
    return line_of(node) if node is not None else 0
