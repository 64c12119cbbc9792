"""A rendered book, rendered only if something changed since the last time."""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from builder.authoring.reading import load_course
from builder.book.course_data import load_course_data
from builder.book.course_index import without_suffix
from builder.book.fingerprint import builder_key, environment_key, fingerprint
from builder.book.saved import load_book, save_book
from builder.book.staging import execution_key, scan_sources, stage_sources
from builder.model.book import Book
from builder.model.course import Course

KEPT_EXECUTIONS = 3
"""How many states of data and packages keep their cell outputs, so that an undone change costs nothing."""

Release = Callable[[Course], Mapping[str, Path]]
"""Makes the learners' versions of the exercises: name of a download -> its file."""


@dataclass(frozen=True, slots=True)
class Built:
    """``fresh`` is False when the book on disk was still right; ``notes`` are warnings, a line each."""

    course: Course
    book: Book
    fresh: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a book is worked on: ``work`` is private, ``site`` is the result, ``saved`` its description."""

    work: Path
    site: Path
    saved: Path


def places_for(root: Path, build: Path, *, ours: bool, theme: str) -> Places:
    """Return the folders for ``root`` under ``build``: our own course has the plain names, other books a name each."""
    if ours and theme == "ours":
        return Places(build / "work", build / "site", build / "site.json")
    name = hashlib.sha256(f"{root.resolve()}\0{theme}".encode()).hexdigest()[:12]
    base = build / "books" / name
    return Places(base / "work", base / "site", base / "site.json")


def ensure_book(root: Path, build: Path, *, theme: str = "ours", release: Release | None = None) -> Built:
    """Return the rendered book of ``root``, rendering it if its fingerprint changed.

    ``theme`` is ``ours`` or ``keep`` (the book's own). Raises `CourseUnreadable` for sources that cannot be read and
    `RenderFailed` for a book that cannot be rendered; the last good site stays in both cases.
    """
    root = root.resolve()
    ours = (root / "course" / "course.yml").is_file()
    places = places_for(root, build.resolve(), ours=ours, theme=theme)
    sources = scan_sources(root, ours=ours)
    mark = fingerprint(root, sources, theme)
    saved = load_book(places.saved)
    if saved is not None and saved.fingerprint == mark and saved.root == places.site and places.site.is_dir():
        return Built(load_course(root), saved, fresh=False, notes=())
    with locked(places.work):
        return build_book(root, places, sources, mark, theme, release)


def refresh_site(root: Path, build: Path, release: Release | None) -> Path:
    """Render what changed in ``root`` and return the folder to show; for a preview."""
    from builder.book.render import RenderFailed, render_site

    root = root.resolve()
    ours = (root / "course" / "course.yml").is_file()
    course = load_course(root)
    sources = scan_sources(root, ours=ours)
    work = build / "work"
    stage_sources(root, sources, work / "source")
    downloads = release(course) if release is not None else {}
    rendered = render_site(
        course,
        work / "source",
        work,
        theme="ours",
        downloads=tuple(sorted(downloads)),
        execution=execution_key(sources, environment_key()),
        builder=builder_key(),
        whole=False,
    )
    place_downloads(rendered.site, downloads)
    if course.ours and rendered.warnings:
        forget_pages(work, rendered.warnings)
        raise RenderFailed(rendered.warnings)
    return rendered.site


def build_book(
    root: Path, places: Places, sources: Mapping[str, str], mark: str, theme: str, release: Release | None
) -> Built:
    """Stage, render, take stock, and move the site into place."""
    from builder.book.inventory import take_stock
    from builder.book.offline_list import write_offline
    from builder.book.render import RenderFailed, render_site

    course = load_course(root)
    staged = places.work / "source"
    stage_sources(root, sources, staged)
    downloads = release(course) if release is not None else {}
    execution = execution_key(sources, environment_key())
    rendered = render_site(
        course,
        staged,
        places.work,
        theme=theme,
        downloads=tuple(sorted(downloads)),
        execution=execution,
        builder=builder_key(),
    )
    forget_executions(places.work / "executions", execution)
    if course.ours and rendered.warnings:
        forget_pages(places.work, ())
        raise RenderFailed(rendered.warnings)
    place_downloads(rendered.site, downloads)
    if theme == "ours":
        write_offline(course, load_course_data(rendered.site), rendered.site)
    lessons = {without_suffix(lesson.source): lesson.id for lesson in course.lessons}
    publish(rendered.site, places.site)
    book = take_stock(places.site, load_course_data(places.site), lessons, mark)
    save_book(book, places.saved)
    unread = (
        f"{page}: formula kept as LaTeX source: {shorten(latex, 80, placeholder='...')}"
        for page, latex in rendered.unread_math
    )
    return Built(course, book, fresh=True, notes=(*rendered.warnings, *unread, *unguarded(course, book)))


def unguarded(course: Course, book: Book) -> tuple[str, ...]:
    """Say which pages of a course of ours go without a Content-Security-Policy, since their own scripts need to run."""
    if not course.ours:
        return ()
    pages = dict.fromkeys(remote.page for remote in book.remotes if remote.kind in ("inline-script", "script"))
    return tuple(
        f"{page}: has scripts of its own, so this page goes without a Content-Security-Policy" for page in pages
    )


PLACE = re.compile(r"(?P<page>[^:\n]+)\.(?:md|ipynb|rst):")
"""How a line of the renderer begins that names a page."""


def forget_pages(work: Path, lines: tuple[str, ...]) -> None:
    """Have the pages that ``lines`` name read again next time, all of them if none is named.

    Sphinx keeps what it read of a page even if it had something to say about it, and would not say it twice.
    """
    doctrees = work / "doctrees"
    named = {found["page"] for line in lines if (found := PLACE.match(line))}
    if not named:
        shutil.rmtree(doctrees, ignore_errors=True)
    for page in named:
        (doctrees / f"{page}.doctree").unlink(missing_ok=True)


def place_downloads(site: Path, downloads: Mapping[str, Path]) -> None:
    """Copy the exercises' zips and worksheets into the site."""
    target = site / "_downloads" / "exercises"
    for name, file in downloads.items():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / name)


def publish(rendered: Path, site: Path) -> None:
    """Put the rendered folder in the place of the last one; at any moment one whole site is there."""
    site.parent.mkdir(parents=True, exist_ok=True)
    old = site.with_name(site.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    rendered.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def forget_executions(folder: Path, current: str) -> None:
    """Keep the outputs of the last few states only."""
    if not folder.is_dir():
        return
    states = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for state in [path for path in states if path.name != current][KEPT_EXECUTIONS - 1 :]:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def locked(work: Path) -> Iterator[None]:
    """Let one build at a time work in ``work``."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
