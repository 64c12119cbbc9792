"""By what a result is known again: hashes of all that it depends on.

Two results with one key are the same, so the second is not run. The journal holds the marks and `autograded` the
executed notebook; there is no other store.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import platform
import sys
import sysconfig
from pathlib import Path

from builder.grading.folder import GradingFolder
from builder.grading.journal import Entry
from builder.grading.work import Graded, Limits

HERE = Path(__file__).parent
MAKERS = (
    "engine",
    "fork_runner",
    "gradebook",
    "intake_notes",
    "kernel_runner",
    "marker",
    "nbgrader_steps",
    "outputs",
    "plan",
    "preparing",
    "reading_names",
    "sandbox",
    "script",
    "seccomp",
    "work",
)
"""The modules that a result depends on, besides all that stands in ``inside``."""


def content_hash(*parts: bytes) -> str:
    """Return a hash of ``parts``, which cannot be joined in another way to give the same."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def submission_hash(notebook: bytes, timestamp: str, version: str) -> str:
    """Return the hash of what was handed in, when, for the exercise's ``version``: does the result still hold?"""
    return content_hash(notebook, timestamp.encode(), version.encode())


def result_key(notebook: bytes, version: str, settings: str) -> str:
    """Return the hash of all that a result depends on; ``settings`` is `settings_hash`."""
    return content_hash(notebook, version.encode(), settings.encode())


def settings_hash(engine: str, limits: Limits, sandboxed: bool) -> str:
    """Return the hash of the environment, the limits, the engine and whether there is a sandbox."""
    told = json.dumps([engine, dataclasses.astuple(limits), sandboxed], sort_keys=True)
    return content_hash(environment_hash().encode(), told.encode())


@functools.cache
def environment_hash() -> str:
    """Return the hash of this Python, of the installed packages with their versions, and of the code that grades."""
    site = Path(sysconfig.get_path("purelib"))
    packages = sorted(path.name for path in site.glob("*.dist-info"))
    makers = [HERE / f"{name}.py" for name in MAKERS]
    code = [path.read_bytes() for path in (*makers, *sorted((HERE / "inside").glob("*.py")))]
    return content_hash(sys.version.encode(), platform.machine().encode(), json.dumps(packages).encode(), *code)


def known_result(folder: GradingFolder, entry: Entry, learner: str) -> Graded | None:
    """Return the result of ``entry`` for ``learner``, or None if its executed notebook is not there as it was."""
    if entry.reason:
        return None
    try:
        notebook = folder.executed(entry.learner, entry.exercise).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(notebook).hexdigest() != entry.notebook:
        return None
    return Graded(
        learner,
        entry.exercise,
        entry.key,
        notebook,
        entry.marks,
        entry.comments,
        entry.flags,
        entry.seconds,
        entry.engine,
        entry.together,
    )
