"""Addresses as authors write them: of files with spaces, accents, `%` and `#`, and of pictures within a notebook.

MyST leaves percent-encoded what it takes for a file's name, and MyST-NB does not know attachments
(https://nbformat.readthedocs.io/en/latest/format_description.html#cell-attachments).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
ATTACHMENT = "attachment:"
LINES_A_CELL = 10_000
"""MyST-NB counts lines so: line 3 of the first cell is line 10003."""
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
WIDGETS_SHOWN = 950
"""The place of a live widget among what an output offers (MyST-NB): after its text, since it loads from other hosts."""
LIVE_WIDGET = "application/vnd.jupyter.widget-view+json"


class FindWrittenAddresses(SphinxTransform):
    """Points pictures and links to the files that are meant, before Sphinx collects them."""

    default_priority = 100

    def apply(self, **_: Any) -> None:
        """Change the page's pictures and links where the file as written is not there and the one meant is."""
        for image in self.document.findall(nodes.image):
            address = str(image.get("uri", ""))
            if address.startswith(ATTACHMENT):
                self._attach(image, unquote(address.removeprefix(ATTACHMENT)))
            elif not SCHEME.match(address) and not self._file(address).is_file():
                meant = unquote(address)
                if self._file(meant).is_file():
                    image["uri"] = meant
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link.get("reftype") == "myst" and not link.get("refdomain"):
                self._lead(link)

    def _lead(self, link: addnodes.pending_xref) -> None:
        for file, anchor in _readings(str(link["reftarget"])):
            if not self._file(file).is_file():
                continue
            page = self.env.path2doc(str(self._file(file)))
            if page:
                link["refdomain"], link["reftarget"], link["reftargetid"] = "doc", page, anchor
            else:
                download = addnodes.download_reference("", "", *link.children, **link.attributes)
                download["reftarget"], download["refdomain"] = file, None
                link.replace_self(download)
            return

    def _attach(self, image: nodes.image, name: str) -> None:
        cells = _attachments(Path(self.env.doc2path(self.env.docname)))
        own = (image.line or 0) // LINES_A_CELL - 1
        for number in [own, *cells]:
            content = cells.get(number, {}).get(name)
            if content:
                image["uri"] = content
                return

    def _file(self, address: str) -> Path:
        return Path(self.env.relfn2path(address, self.env.docname)[1])


def _readings(target: str) -> Iterator[tuple[str, str | None]]:
    """Yield what an address can mean, file and anchor: `#` may stand in a name, and begin an anchor."""
    for place in [None, *(found.start() for found in reversed(list(re.finditer("#", target))))]:
        file = target if place is None else target[:place]
        if file:
            yield unquote(file), None if place is None else unquote(target[place + 1 :])


def _attachments(notebook: Path) -> Mapping[int, Mapping[str, str]]:
    """Return the pictures within a notebook by the number of their cell (from 0) and their name, as addresses."""
    if notebook.suffix != ".ipynb":
        return {}
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
    return {
        number: {
            name: f"data:{kind};base64,{quote(''.join(bundle[kind]).replace(chr(10), ''), safe='+/=')}"
            for name, bundle in cell.get("attachments", {}).items()
            for kind in PICTURES
            if kind in bundle
        }
        for number, cell in enumerate(cells)
        if cell.get("attachments")
    }


def setup_written(app: Any) -> None:
    """Make a Sphinx application read addresses so and, where the theme is ours, show widgets as their text."""
    app.add_transform(FindWrittenAddresses)
    if app.config.coursewright_theme == "ours":
        app.connect("config-inited", prefer_text, priority=100)
        app.connect("doctree-read", leave_out_widget_state)


def prefer_text(app: Any, config: Any) -> None:
    """Let an output's text go before its live widget, whose scripts come from other hosts."""
    config.nb_ipywidgets_js = {}
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, ("*", LIVE_WIDGET, WIDGETS_SHOWN)]


def leave_out_widget_state(app: Any, doctree: nodes.document) -> None:
    """Take out what only live widgets read, and say that each is shown as its text."""
    scripts = getattr(app.env, "nb_metadata", {}).get(app.env.docname, {}).get("js_files", {})
    if scripts.pop("ipywidgets_state", None) is not None:
        logging.getLogger(__name__).warning(
            "widgets are shown as their text: they load from another host; add a picture of them, or the values",
            location=app.env.docname,
            type="coursewright",
            subtype="widgets",
        )
