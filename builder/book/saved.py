"""The book's description, kept beside the site so that packages can be written without rendering again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from builder.model.book import Book, Page, Remote


def save_book(book: Book, path: Path) -> None:
    """Write ``book`` to ``path``, all or nothing; the site's folder is noted relative to it."""
    raw = asdict(book)
    raw["root"] = Path(os.path.relpath(book.root, path.parent)).as_posix()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(raw, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    fresh.replace(path)


def load_book(path: Path) -> Book | None:
    """Read a book back; None if there is none, or one that another version wrote."""
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        pages = tuple(Page(**{**page, "files": tuple(page["files"])}) for page in raw["pages"])
        return Book(
            root=(path.parent / raw["root"]).resolve(),
            title=raw["title"],
            language=raw["language"],
            pages=pages,
            shared_files=tuple(raw["shared_files"]),
            fingerprint=raw["fingerprint"],
            remotes=tuple(Remote(**remote) for remote in raw["remotes"]),
        )
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        return None
