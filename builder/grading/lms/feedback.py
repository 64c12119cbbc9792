"""A zip of feedback that a learning system takes back: each file is named as the hand-in was.

Moodle: `mod/assign/feedback/file/importziplib.php`. Canvas: `Assignment#infer_comment_context_from_filename`. ILIAS:
its multi-feedback upload, a folder for each learner.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from builder.grading.patterns import CANVAS, ILIAS, MOODLE, safe_learner

DATE = (1980, 1, 1, 0, 0, 0)


class FeedbackPackError(Exception):
    """The zip cannot be made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """A learner's feedback for one exercise; ``handle`` is that of the attempt that counts
    (`builder.grading.attempts.Attempt`), ``suffix`` the file's ending."""

    learner: str
    exercise: str
    handle: str
    content: bytes
    suffix: str = ".html"


def pack_feedback(target: str, entries: Sequence[FeedbackEntry]) -> bytes:
    """Return a zip for ``target`` (a key of `NAMERS`), of one exercise; the same entries give the same bytes.

    Raises `FeedbackPackError` for an entry that did not come from that system, and for two with one name.
    """
    exercises = {entry.exercise for entry in entries}
    if len(exercises) > 1 and target != "folder":
        raise FeedbackPackError("A learning system takes feedback for one assignment at a time: make a zip for each.")
    members: dict[str, bytes] = {}
    for entry in sorted(entries, key=lambda one: (one.exercise, one.learner)):
        name = NAMERS[target](entry)
        if name in members:
            raise FeedbackPackError(f"Two files would be called {name}; tell the learners apart with a roster.")
        members[name] = entry.content
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, members[name])
    return written.getvalue()


def _moodle(entry: FeedbackEntry) -> str:
    found = _fitting(MOODLE.expression, entry, "Moodle")
    return f"{found['name']}_{found['participant']}_assignfeedback_file_/feedback-{entry.exercise}{entry.suffix}"


def _canvas(entry: FeedbackEntry) -> str:
    found = _fitting(CANVAS.expression, entry, "Canvas")
    late = "_LATE" if found["late"] else ""
    return f"{found['name']}{late}_{found['id']}_{found['attachment']}_feedback-{entry.exercise}{entry.suffix}"


def _ilias(entry: FeedbackEntry) -> str:
    _fitting(ILIAS.expression, entry, "ILIAS")
    return f"{entry.handle}/feedback-{entry.exercise}{entry.suffix}"


def _folder(entry: FeedbackEntry) -> str:
    return f"{safe_learner(entry.learner)}/{entry.exercise}{entry.suffix}"


def _fitting(expression: re.Pattern[str], entry: FeedbackEntry, system: str) -> re.Match[str]:
    found = expression.fullmatch(entry.handle)
    if found is None or "/" in entry.handle:
        raise FeedbackPackError(
            f"{entry.learner} {entry.exercise}: this did not come in a download of {system}, so its feedback cannot go "
            "back to it by name. Collect that download, or pack into folders."
        )
    return found


NAMERS: Mapping[str, Callable[[FeedbackEntry], str]] = MappingProxyType(
    {"moodle": _moodle, "canvas": _canvas, "ilias": _ilias, "folder": _folder}
)
"""The registry of targets."""
