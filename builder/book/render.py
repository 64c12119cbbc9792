"""The one module that runs Jupyter Book 1 and Sphinx: staged sources in, a folder of HTML out.

Jupyter Book 1 is a frozen line (docs/decisions/jupyter-book-1.md); everything that depends on it is here.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from builder.book.course_data import load_course_data
from builder.book.execution import Limits, execute_ahead
from builder.book.words import words_for
from builder.lean_imports import skip_address_grammar
from builder.model.course import Course

THEMES = Path(__file__).parent / "theme"
LEFT_OUT = frozenset({"sphinx_copybutton", "sphinx_thebe", "sphinx_comments", "sphinx_book_theme"})
"""Extensions that our theme replaces or that load from other hosts."""

COURSE_EXTENSION = "builder.book.extension"
STOCK_STATIC = (
    "basic.css",
    "doctools.js",
    "documentation_options.js",
    "file.png",
    "language_data.js",
    "minus.png",
    "plus.png",
    "pygments.css",
    "searchtools.js",
    "sphinx_highlight.js",
    "togglebutton.css",
    "togglebutton.js",
    "design-tabs.js",
    "sphinx-design.min.css",
)
FIXED_ENVIRONMENT = {"SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
"""What code cells see, so that the same cells give the same outputs on any machine and day."""

KERNEL_CONFIG = "c.IPKernelApp.log_level = 50\nc.HistoryManager.enabled = False\n"
"""The kernel's own settings, in a folder of ours: nobody's start-up files run, no history is written."""


class RenderFailed(Exception):
    """The book could not be rendered; ``lines`` say why, each with its file."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class ExtensionMissing(Exception):
    """The book names a Sphinx extension that is not installed here; the message says what to do."""


MISSING_EXTENSION = re.compile(r"Could not import extension (\S+)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """``site`` is the folder of HTML; ``warnings`` are Sphinx's, a line each; ``unread_math`` page and LaTeX source."""

    site: Path
    warnings: tuple[str, ...]
    unread_math: tuple[tuple[str, str], ...]


def render_site(
    course: Course,
    staged: Path,
    work: Path,
    *,
    theme: str,
    downloads: tuple[str, ...],
    execution: str,
    builder: str,
    whole: bool = True,
) -> Rendered:
    """Render ``staged`` into ``work``/html.

    Reading is incremental and code cells run once (``execution`` names what their results rest on); writing is
    whole, into an empty folder, so nothing of an older state is left. With ``whole`` off only pages that changed are
    written, which is for a writer's eyes and never packaged. Raises `RenderFailed` and `ExtensionMissing`.
    """
    skip_address_grammar()
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    site = work / "html"
    if whole:
        shutil.rmtree(site, ignore_errors=True)
    heard = io.StringIO()
    nocolor()
    try:
        with rare_collections(), contextlib.redirect_stdout(heard), patch_docutils(), docutils_namespace():
            config = sphinx_config(course, staged, work, theme, execution)
            config["coursewright_builder"] = builder
            if course.ours:
                config["coursewright_downloads"] = list(downloads)
            app: Any = Sphinx(
                srcdir=str(staged),
                confdir=None,
                outdir=str(site),
                doctreedir=str(work / "doctrees"),
                buildername="html",
                confoverrides=config,
                status=None,
                warning=heard,
            )
            app.connect("env-updated", settle_images)
            app.connect("html-page-context", remember_stems)
            with fixed_environment(work), remembered_plugins():
                run_ahead(app, course, staged)
                app.build()
            unread: list[tuple[str, str]] = list(dict.fromkeys(app.coursewright_unread_math))
    except SphinxError as fault:
        if missing := MISSING_EXTENSION.search(str(fault)):
            raise ExtensionMissing(missing_extension(missing[1])) from fault
        raise RenderFailed((*warning_lines(heard.getvalue(), staged), clean(str(fault), staged))) from fault
    data = load_course_data(site)
    if whole:
        tidy(site, quote(data.pages[0].href), keep=theme == "keep")
    if theme == "keep":
        for page in data.pages:
            name_page(site / page.href, page.id)
    return Rendered(site, warning_lines(heard.getvalue(), staged), tuple(unread))


def sphinx_config(course: Course, staged: Path, work: Path, theme: str, execution: str) -> dict[str, Any]:
    """Return Jupyter Book's own configuration for the book, with our theme and formulas in it."""
    from jupyter_book.config import get_final_config

    config: dict[str, Any]
    config, _ = get_final_config(
        user_yaml=staged / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=staged
    )
    ours = theme == "ours"
    extensions = [name for name in config["extensions"] if not (ours and name in LEFT_OUT)]
    if course.ours and COURSE_EXTENSION not in extensions:
        extensions.append(COURSE_EXTENSION)
    config |= {
        "extensions": [*extensions, "builder.book.web"],
        "external_toc_path": "_toc.yml",
        "nb_execution_cache_path": str(work / "executions" / execution),
        "html_math_renderer": "coursewright",
        "coursewright_theme": theme,
    }
    if ours:
        config.pop("comments_config", None)
        config |= {
            "html_theme": "coursewright",
            "html_theme_path": [str(THEMES)],
            "html_theme_options": theme_options(course, config),
            "html_copy_source": False,
            "html_show_sourcelink": False,
            "html_show_search_summary": False,
            "html_last_updated_fmt": None,
        }
    if course.ours:
        # Exercises stand in the same folder; their sources hold the solutions and are never pages.
        config |= {"language": course.language, "external_toc_exclude_missing": True}
    if ours:
        words = words_for(config.get("language") or course.language)
        config.setdefault("nb_code_prompt_show", words["show-code"])
        config.setdefault("nb_code_prompt_hide", words["hide-code"])
    return config


def theme_options(course: Course, config: dict[str, Any]) -> dict[str, Any]:
    """Return what our theme is told: of a course of ours its own, of any book what its configuration gave its theme."""
    asked = config.get("html_theme_options", {})
    options: dict[str, Any] = {
        "announcement": asked.get("announcement"),
        "extra_footer": asked.get("extra_footer"),
        "description": course.description,
    }
    if course.ours:
        options |= {"csp": True, "version": course.version, "licence": course.licence}
    return {name: value for name, value in options.items() if value not in ("", None)}


@contextlib.contextmanager
def fixed_environment(work: Path) -> Iterator[None]:
    """Set `FIXED_ENVIRONMENT` while code cells may run, then put back what was there."""
    profile = work / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIG, encoding="utf-8")
    settings = {**FIXED_ENVIRONMENT, "IPYTHONDIR": str(work / "ipython")}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def run_ahead(app: Any, course: Course, staged: Path) -> None:
    """Execute the notebooks side by side, where the book caches outputs and runs cells in the notebooks' folders."""
    config = app.config
    if config.nb_execution_mode != "cache" or config.nb_execution_in_temp or config.nb_execution_excludepatterns:
        return
    execute_ahead(
        [file for page in course.toc if (file := staged / f"{page}.ipynb").is_file()],
        Path(config.nb_execution_cache_path),
        Limits(
            timeout=config.nb_execution_timeout if config.nb_execution_timeout > 0 else None,
            allow_errors=config.nb_execution_allow_errors,
        ),
    )


@contextlib.contextmanager
def rare_collections() -> Iterator[None]:
    """Collect garbage less often: a rendering makes millions of nodes and throws few of them away."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def remembered_plugins() -> Iterator[None]:
    """Let pybtex look up each plugin once; it reads the metadata of every installed package for every citation."""
    from pybtex import plugin

    asked = plugin.entry_points
    plugin.entry_points = functools.cache(lambda **wanted: tuple(asked(**wanted)))
    try:
        yield
    finally:
        plugin.entry_points = asked


def remember_stems(app: Any, *page: Any) -> None:
    """Let the search index stem each word once for all pages; Sphinx does it once for each."""
    language = getattr(getattr(app.builder, "indexer", None), "lang", None)
    if language is not None and not hasattr(language.stem, "cache_info"):
        language.stem = functools.cache(language.stem)


def settle_images(app: Any, env: Any) -> None:
    """Name the images anew in the order of their paths; Sphinx's own names depend on the history of edits."""
    from sphinx.util import FilenameUniqDict

    settled = FilenameUniqDict()
    for path in sorted(env.images):
        for page in sorted(env.images[path][0]):
            settled.add_file(page, path)
    env.images = settled


def warning_lines(heard: str, staged: Path) -> tuple[str, ...]:
    """Return what Sphinx said, a line each, files named relative to the book."""
    lines = (clean(line, staged) for line in heard.splitlines() if line.strip())
    return tuple(dict.fromkeys(lines))


def clean(line: str, staged: Path) -> str:
    """Take the staging folder and terminal colours out of a message."""
    line = re.sub(r"\x1b\[[0-9;]*m", "", line)
    return line.replace(f"{staged.resolve()}{os.sep}", "").replace(f"{staged}{os.sep}", "").rstrip()


def missing_extension(name: str) -> str:
    """Return what to do about an extension that is not installed."""
    package = name.split(".")[0].replace("_", "-")
    return (
        f"_config.yml asks for the Sphinx extension `{name}`, which is not installed here.\n"
        f"Install the package that has it, most likely: {sys.executable} -m pip install {package}\n"
        "or take it out of `sphinx: extra_extensions`."
    )


def name_page(file: Path, page: str) -> None:
    """Tell the player, in a page of somebody else's theme, which page it is on (docs/reference/pages.md)."""
    text = file.read_text(encoding="utf-8")
    attrs = f'data-page="{escape(page)}" data-root="{"../" * page.count("/")}"'
    file.write_text(re.sub(r"<body\b", lambda _: f"<body {attrs}", text, count=1), encoding="utf-8")


def tidy(site: Path, start: str, *, keep: bool) -> None:
    """Remove what no page needs, and give a book whose first page is elsewhere an index.html that leads there."""
    for name in (".buildinfo", ".buildinfo.bak", ".doctrees"):
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "reports", ignore_errors=True)
    if not keep:
        pages = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in site.rglob("*.html"))
        stock = [*(site / "_static" / name for name in STOCK_STATIC), *site.glob("_static/mystnb.*.css")]
        for file in stock:
            if file.name not in pages:
                file.unlink(missing_ok=True)
        shutil.rmtree(site / "_sphinx_design_static", ignore_errors=True)
    if not (site / "index.html").exists():
        (site / "index.html").write_text(
            f'<!DOCTYPE html>\n<meta charset="utf-8">\n<meta http-equiv="refresh" content="0; url={start}">\n'
            f'<title>…</title>\n<a href="{start}">…</a>\n',
            encoding="utf-8",
        )


WARM = (
    "jupyter_book.config",
    "jupyter_cache.executors.basic",
    "latex2mathml.converter",
    "myst_nb.sphinx_ext",
    "sphinx.application",
    "sphinx.builders.html",
    "sphinx_design",
    "sphinxcontrib.bibtex",
)


def picture_size(file: Path) -> tuple[int, int] | None:
    """Return a picture's width and height in pixels, None where they are not known."""
    from sphinx.util.images import get_image_size

    size = get_image_size(str(file))
    return (round(size[0]), round(size[1])) if size and min(size) > 0 else None


def warm_up() -> None:
    """Import what a rendering needs, for a process that will render often."""
    skip_address_grammar()
    for name in WARM:
        importlib.import_module(name)
