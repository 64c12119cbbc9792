"""The site while it is being written: served on 127.0.0.1, rendered again at every edit, reloaded in the browser.

A warmed process holds everything imported; each rendering runs in a fork of it, so an edit costs reading and writing
only, and a crash in somebody's extension ends nothing but that rendering.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from builder.authoring.reading import CourseUnreadable
from builder.book.ensure import Release, refresh_site
from builder.book.render import RenderFailed, warm_up
from builder.book.staging import walk_sources

POLL = 0.15
"""Seconds between two looks at the sources."""

VERSION_PATH = "/__preview__/version"
SCRIPT_PATH = "/__preview__/reload.js"
SCRIPT = """(function () {
  'use strict';
  var seen = null;
  function ask() {
    fetch('/__preview__/version?' + (seen === null ? '' : seen)).then(function (answer) {
      return answer.text();
    }).then(function (version) {
      if (seen !== null && version !== seen) { location.reload(); return; }
      seen = version;
      ask();
    }).catch(function () { setTimeout(ask, 1000); });
  }
  ask();
}());
"""
FORK = multiprocessing.get_context("fork")
HOLD = 20.0
"""Seconds for which a question for the version waits for a new one."""


class Preview:
    """Serves the course in ``root``; ``build`` is where the preview's own site and work are kept."""

    def __init__(self, root: Path, build: Path, port: int, release: Release | None) -> None:
        self.root = root.resolve()
        self.build = build.resolve()
        self.release = release
        self.version = 0
        self.changed = threading.Condition()
        self.failure = ""
        self.ours = (self.root / "course" / "course.yml").is_file()
        site = self.build / "work" / "html"
        site.mkdir(parents=True, exist_ok=True)
        handler = functools.partial(PreviewHandler, self, directory=str(site))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        """The port that is served."""
        return self.server.server_address[1]

    def events(self) -> Iterator[str]:
        """Serve and watch until interrupted; yield a line for each rendering."""
        warm_up()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        seen: dict[str, tuple[int, int]] = {}
        try:
            while True:
                now = self.look()
                if now != seen:
                    seen = now
                    yield self.render()
                time.sleep(POLL)
        except KeyboardInterrupt:
            return
        finally:
            self.server.shutdown()

    def look(self) -> dict[str, tuple[int, int]]:
        """Return size and time of every source."""
        found = {}
        for path in walk_sources(self.root, ours=self.ours):
            try:
                stat = (self.root / path).stat()
            except FileNotFoundError:
                continue
            found[path] = (stat.st_size, stat.st_mtime_ns)
        return found

    def render(self) -> str:
        """Render in a fork; return what happened in one line."""
        start = time.perf_counter()
        reader, writer = os.pipe()
        child = FORK.Process(target=render_and_tell, args=(self.root, self.build, self.release, writer))
        child.start()
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            said = pipe.read()
        child.join()
        took = time.perf_counter() - start
        failed = child.exitcode != 0
        with self.changed:
            self.failure = (said or "The renderer died.") if failed else ""
            self.version += 1
            self.changed.notify_all()
        return f"not rendered:\n{self.failure}" if failed else f"rendered in {took:.1f} s"

    def wait_for_change(self, seen: str) -> int:
        """Return the version, at once if it is not ``seen``, else when it changes or after `HOLD` seconds."""
        with self.changed:
            self.changed.wait_for(lambda: str(self.version) != seen, timeout=HOLD if seen else 0)
            return self.version


class PreviewHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the site with the reload script in every page, or what is wrong."""

    def __init__(self, preview: Preview, *args: object, directory: str) -> None:
        self.preview = preview
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer one request."""
        path, _, query = self.path.partition("?")
        if path == VERSION_PATH:
            self.answer(str(self.preview.wait_for_change(query)).encode(), "text/plain")
        elif path == SCRIPT_PATH:
            self.answer(SCRIPT.encode(), "text/javascript")
        elif path.endswith(("/", ".html")):
            self.answer_page(path)
        else:
            super().do_GET()

    def answer_page(self, path: str) -> None:
        """Send a page with the reload script, or the renderer's words."""
        if self.preview.failure:
            text = self.preview.failure.replace("&", "&amp;").replace("<", "&lt;")
            page = f'<!DOCTYPE html><meta charset="utf-8"><title>Not rendered</title><pre>{text}</pre>'
        else:
            file = Path(self.translate_path(path))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                page = '<!DOCTYPE html><meta charset="utf-8"><title>…</title><p>Not here (yet).</p>'
            else:
                page = file.read_text(encoding="utf-8")
        script = f'<script src="{SCRIPT_PATH}" defer></script>'
        head, found, rest = page.partition("</head>")
        page = f"{head}{script}{found}{rest}" if found else page + script
        self.answer(page.encode("utf-8"), "text/html; charset=utf-8")

    def answer(self, body: bytes, kind: str) -> None:
        """Send ``body``."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # a tab that was closed while it waited
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def render_and_tell(root: Path, build: Path, release: Release | None, writer: int) -> None:
    """Render in this process, a fork; whatever is wrong goes to ``writer``, a traceback too."""
    os.dup2(writer, 2)
    gc.disable()  # a short life: collecting what the next moment throws away anyway costs a fifth of it
    try:
        refresh_site(root, build, release)
    except RenderFailed as fault:
        sys.stderr.write("\n".join(fault.lines))
        sys.exit(1)
    except CourseUnreadable as fault:
        sys.stderr.write(str(fault))
        sys.exit(1)
