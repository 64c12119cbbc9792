"""The rendered book: one set of HTML files that the site and every web package share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page. ``id`` is the source file without suffix, the same in every edition; ``href`` is relative to the
    site's root, not percent-encoded; ``files`` are the site files that only pages like this one need (images).
    ``lesson`` is the lesson's id, or "" for a page that is no lesson. ``required``: must be seen to complete."""

    id: str
    href: str
    title: str
    lesson: str
    module: str
    required: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remote:
    """Something that a page loads from another host and that a package cannot hold."""

    page: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Book:
    """``root`` is the folder of the site; every path in ``pages`` and ``shared_files`` is relative to it, POSIX style.

    ``pages`` are in reading order, the first is the start. ``shared_files`` are those that no page owns alone
    (theme, player, search). ``fingerprint`` covers all that went in; ``remotes`` lists what comes from elsewhere.
    """

    root: Path
    title: str
    language: str
    pages: tuple[Page, ...]
    shared_files: tuple[str, ...]
    fingerprint: str
    remotes: tuple[Remote, ...] = ()
