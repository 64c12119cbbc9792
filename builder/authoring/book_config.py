"""What `_config.yml` says that a course needs to know (Jupyter Book 1)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from builder.authoring.faults import Findings
from builder.authoring.files import read_text
from builder.authoring.yaml_fields import LOADER, compose
from builder.model.problem import Place

CONFIG = "_config.yml"
SUFFIXES = (".ipynb", ".md", ".rst", ".txt")
"""Suffixes of source files, in the order in which they are looked for."""

ALWAYS_EXCLUDED = ("_build", "Thumbs.db", ".DS_Store", "**.ipynb_checkpoints")


@dataclass(frozen=True, slots=True)
class BookConfig:
    """``title`` is "" if none is given. ``suffixes`` include the book's own notebook formats."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    suffixes: tuple[str, ...] = SUFFIXES
    excluded: tuple[str, ...] = ALWAYS_EXCLUDED
    bibliographies: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()


def read_config(root: Path, findings: Findings) -> BookConfig:
    """Read `_config.yml`; the defaults of Jupyter Book where it says nothing or is not there."""
    if not (root / CONFIG).is_file():
        return BookConfig()
    text = read_text(root, CONFIG, findings)
    settings = plain_mapping(text, CONFIG, findings) if text is not None else {}
    sphinx = settings.get("sphinx")
    config = sphinx.get("config") if isinstance(sphinx, dict) else None
    values = config if isinstance(config, dict) else {}
    parse = settings.get("parse")
    formats = values.get("nb_custom_formats")
    return BookConfig(
        title=_text(settings.get("title")),
        authors=tuple(part.strip() for part in _text(settings.get("author")).split(",") if part.strip()),
        language=_text(values.get("language")) or "en",
        suffixes=SUFFIXES + tuple(str(suffix) for suffix in formats or () if isinstance(formats, dict)),
        excluded=ALWAYS_EXCLUDED + _texts(settings.get("exclude_patterns")) + _texts(values.get("exclude_patterns")),
        bibliographies=_texts(settings.get("bibtex_bibfiles")) + _texts(values.get("bibtex_bibfiles")),
        extensions=_texts(parse.get("myst_enable_extensions")) if isinstance(parse, dict) else (),
    )


def plain_mapping(text: str, file: str, findings: Findings) -> dict[str, object]:
    """Return a YAML mapping as plain values, with anchors and merges resolved; {} with a problem if it is none."""
    node = compose(text, file, findings)
    if node is None:
        return {}
    loader = LOADER("")
    try:
        value = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        findings.add_unread(
            "yaml-syntax", Place(file, line=line), f"a value cannot be read: {str(error).splitlines()[0]}"
        )
        return {}
    finally:
        loader.dispose()
    if not isinstance(value, dict):
        findings.add_unread("wrong-type", Place(file, line=1), "the file is not a mapping", "write `key: value` lines")
        return {}
    return value


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
