"""What a rendered site holds: which files belong to which page, and what still comes from another host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html

from builder.book.course_data import CourseData
from builder.book.site_only import is_site_only
from builder.model.book import Book, Page, Remote

REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
LOADING = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "input": ("src",),
}
"""Elements that load something when the page opens, and the attributes that say what."""

LINK_RELATIONS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "dns-prefetch"})


@dataclass(frozen=True, slots=True)
class PageScan:
    """What one HTML file refers to: files of the site, and things on other hosts."""

    files: frozenset[str]
    remotes: tuple[Remote, ...]


def scan_page(site: Path, href: str, page: str) -> PageScan:
    """Read one HTML file of ``site`` and return what it refers to."""
    tree = html.fromstring((site / href).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    files: set[str] = set()
    remotes: list[Remote] = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for kind, address in addresses(element):
            if REMOTE.match(address):
                if kind != "a":
                    remotes.append(Remote(page, kind, address))
            elif not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
                path = unquote(re.split(r"[?#]", address)[0])
                if path:
                    files.add(posixpath.normpath(posixpath.join(posixpath.dirname(href), path)))
        remotes.extend(Remote(page, kind, address) for kind, address in inline_code(element))
    return PageScan(frozenset(files), tuple(dict.fromkeys(remotes)))


def addresses(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind and address of everything that ``element`` points at; kind ``a`` is a link to be followed."""
    tag = element.tag
    if tag == "a":
        if element.get("href"):
            yield "a", element.get("href").strip()
        return
    if tag == "link" and not LINK_RELATIONS & set((element.get("rel") or "").lower().split()):
        return
    if element.get("data-audio"):
        yield "audio", element.get("data-audio").strip()
    for name in LOADING.get(tag, ()):
        value = (element.get(name) or "").strip()
        if not value:
            continue
        if name == "srcset":
            yield from ((tag, part.split()[0]) for part in value.split(",") if part.split())
        else:
            yield tag, value


def inline_code(element: Any) -> Iterator[tuple[str, str]]:
    """Yield inline scripts that a strict policy would stop, and remote addresses in inline styles."""
    if element.tag == "script" and not element.get("src"):
        kind = (element.get("type") or "").lower()
        if "json" not in kind and (element.text or "").strip():
            yield "inline-script", " ".join((element.text or "").split())[:80]
    for name, value in element.attrib.items():
        if name.startswith("on") or value.strip().lower().startswith("javascript:"):
            yield "inline-script", " ".join(value.split())[:80]
    for text in ((element.text or "") if element.tag == "style" else "", element.get("style") or ""):
        yield from (("style", address) for address in CSS_ADDRESS.findall(text))


def take_stock(site: Path, data: CourseData, modules: dict[str, str], fingerprint: str) -> Book:
    """Return the `Book` in ``site``; ``modules`` maps the page ids of lessons to the lesson's id."""
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    hrefs = {page.href for page in data.pages}
    everything = sorted(path for path in paths if path in hrefs or not is_site_only(path))
    scans = {page.id: scan_page(site, page.href, page.id) for page in data.pages}
    users: dict[str, int] = {}
    for scan in scans.values():
        for file in scan.files:
            users[file] = users.get(file, 0) + 1
    known = set(everything)
    own = {
        page.id: sorted(
            file
            for file in scans[page.id].files
            if file in known
            and users[file] == 1
            and file not in hrefs
            and not file.startswith("_static/")
            and not file.endswith(".html")
        )
        for page in data.pages
    }
    taken = hrefs.union(*own.values()) if own else hrefs
    pages = tuple(
        Page(
            id=page.id,
            href=page.href,
            title=page.title,
            lesson=modules.get(page.id, ""),
            module=page.module,
            required=page.required,
            files=tuple(own[page.id]),
        )
        for page in data.pages
    )
    styles = (name for name in everything if name.endswith(".css"))
    remotes = [remote for page in data.pages for remote in scans[page.id].remotes]
    for name in styles:
        text = (site / name).read_text(encoding="utf-8", errors="replace")
        remotes.extend(Remote(name, "style", address) for address in CSS_ADDRESS.findall(text))
    return Book(
        root=site,
        title=data.title,
        language=data.language,
        pages=pages,
        shared_files=tuple(name for name in everything if name not in taken),
        fingerprint=fingerprint,
        remotes=tuple(dict.fromkeys(remotes)),
    )
