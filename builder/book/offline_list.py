"""What a learner can take along of a site, part by part, with sizes and hashes (docs/reference/offline.md).

It is made when all else of the site is there. The same site has the same list.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from builder.book.course_data import FOLDER, CourseData
from builder.book.icon import FIGURE, GROUND, draw_icon
from builder.book.inventory import scan_page
from builder.book.offline_page import NAME, SCRIPT
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import WORKER
from builder.book.site_only import OWN, SITE_MANIFEST, is_listed
from builder.model.course import Course

HASH_LENGTH = 24
"""Hexadecimal digits of SHA-256 that name a content: 96 bits."""
ICON_SIZES = (192, 512)
"""Pixels that phones ask for (Web Application Manifest, section "Icons")."""


@dataclass(frozen=True, slots=True)
class OfflinePart:
    """What comes at once: ``id`` is a module's, "" for what every part needs; ``files`` are paths in the site."""

    id: str
    title: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfflineList:
    """The whole list. ``files`` maps a path to the hash and size in bytes of its content; ``page`` is the page on which
    parts are chosen; ``version`` changes with any of it."""

    version: str
    page: str
    parts: tuple[OfflinePart, ...]
    files: Mapping[str, tuple[str, int]]


def write_offline(course: Course, data: CourseData, site: Path) -> None:
    """Add to ``site`` what makes it installable: icons, manifest, service worker, list and version."""
    own = site / OWN
    own.mkdir(parents=True, exist_ok=True)
    for size in ICON_SIZES:
        (own / f"icon-{size}.png").write_bytes(draw_icon(size))
    (site / SITE_MANIFEST).write_text(_as_json(web_manifest(data)), encoding="utf-8")
    shutil.copyfile(PLAYER / WORKER, site / WORKER)
    listed = plan_offline(course, data, site)
    (own / "list.json").write_text(_as_json(asdict(listed)), encoding="utf-8")
    (own / "version.json").write_text(_as_json({"version": listed.version}), encoding="utf-8")


def plan_offline(course: Course, data: CourseData, site: Path) -> OfflineList:
    """Return what each part of the site in ``site`` consists of."""
    files = sorted(
        name for path in site.rglob("*") if path.is_file() and is_listed(name := path.relative_to(site).as_posix())
    )
    users = _users(data, site, frozenset(files))
    titles = {module.id: module.title for module in course.modules if any(p.module == module.id for p in data.pages)}
    parts = [OfflinePart("", data.title, tuple(file for file in files if "" in users.get(file, {""})))]
    parts += [
        OfflinePart(module, title, tuple(file for file in files if _is_for(module, users.get(file, set()))))
        for module, title in titles.items()
    ]
    contents = {file: _content(site / file) for file in files}
    known = json.dumps([[asdict(part) for part in parts], contents], sort_keys=True)
    return OfflineList(hashlib.sha256(known.encode()).hexdigest()[:HASH_LENGTH], _page(site), tuple(parts), contents)


def web_manifest(data: CourseData) -> dict[str, object]:
    """Return the Web Application Manifest (https://www.w3.org/TR/appmanifest/)."""
    return {
        "name": data.title,
        "short_name": data.title,
        "lang": data.language,
        "dir": data.direction,
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": _colour(FIGURE),
        "theme_color": _colour(GROUND),
        "icons": [
            {"src": f"{OWN}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in ICON_SIZES
        ],
    }


def _users(data: CourseData, site: Path, files: Collection[str]) -> Mapping[str, set[str]]:
    """Which parts a file is for: those whose pages show it or link to it; "" where a page of no module does.

    A file that no page names is for all.
    """
    hrefs = {page.href for page in data.pages}
    users: dict[str, set[str]] = {page.href: {page.module} for page in data.pages}
    for page in data.pages:
        for file in scan_page(site, page.href, page.id).files & set(files) - hrefs:
            if file.startswith(("_images/", "_downloads/")):
                users.setdefault(file, set()).add(page.module)
    for module in {page.module for page in data.pages}:
        for name in ("bank", "cards"):
            users[f"{FOLDER}/{name}/{module}.js"] = {module}
    return users


def _is_for(module: str, users: Collection[str]) -> bool:
    return module in users and "" not in users


def _page(site: Path) -> str:
    """The page that loads the script for choosing parts: `offline.html`, or numbered where the book has that name."""
    pages: Iterable[Path] = sorted(site.glob(f"{NAME}*.html"))
    return next(path.name for path in pages if SCRIPT in path.read_text(encoding="utf-8"))


def _content(file: Path) -> tuple[str, int]:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:HASH_LENGTH], file.stat().st_size


def _colour(parts: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
