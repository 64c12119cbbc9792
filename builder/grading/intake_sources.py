"""What was given (a folder, a zip, a notebook) as a row of files; nothing is unpacked to disk, no link is followed."""

from __future__ import annotations

import os
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.grading.arrivals import (
    ASK,
    ENDINGS,
    LARGEST,
    MOST_FILES,
    Arrival,
    Found,
    NotTakenError,
    OtherFile,
    SetAside,
    UnreadableError,
    ending_notes,
    not_plain,
    passed_over,
    refused_place,
    too_large,
    wanted,
)
from builder.grading.intake_zip import NESTED_LARGEST, from_zip, inside_zip


@contextmanager
def opened(incoming: Path) -> Iterator[Iterator[Found]]:
    """Yield the files in ``incoming``, sorted by place; they can be read until the end of the ``with``.

    Raises `UnreadableError` if it is no folder, no zip and no notebook.
    """
    if incoming.is_dir():
        yield _from_folder(incoming)
    elif incoming.name.lower().endswith(ENDINGS):
        yield iter((_of_file(incoming, incoming.name),))
    elif zipfile.is_zipfile(incoming):
        with from_zip(incoming) as found:
            yield found
    else:
        raise UnreadableError(
            f"{incoming} is neither a folder nor a zip nor a notebook. Give what the learning system let you download."
        )


def _from_folder(folder: Path) -> Iterator[Found]:
    for place in sorted(_places(folder)):
        if passed_over(place):
            continue
        refused = refused_place(place)
        if refused is not None:
            yield refused
        elif not wanted(place):
            yield OtherFile(place)
        else:
            found = _of_file(folder / place, place)
            if isinstance(found, Arrival) and place.lower().endswith(".zip"):
                yield from inside_zip(place, found.when, _reader(folder / place, NESTED_LARGEST))
            else:
                yield found


def _places(folder: Path) -> Iterator[str]:
    count = 0
    for parent, _, names in os.walk(folder, followlinks=False):
        for name in names:
            count += 1
            if count > MOST_FILES:
                raise UnreadableError(f"{folder} has more than {MOST_FILES} files; give it in parts.")
            yield (Path(parent) / name).relative_to(folder).as_posix()


def _of_file(path: Path, place: str) -> Arrival | SetAside:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        return not_plain(place)
    notes = ending_notes(place)
    return Arrival(place, "", time.localtime(found.st_mtime)[:6], _reader(path, LARGEST), notes)


def _content(path: Path, largest: int) -> bytes:
    """Return a file's bytes; whatever it has become since it was listed, only a plain file is read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise NotTakenError("not-plain", "it is not a plain file", ASK)
            content = stream.read(largest + 1)
    except OSError as fault:
        raise NotTakenError("unreadable", f"it cannot be read: {fault.strerror}", "mend it and collect again") from None
    if len(content) > largest:
        raise too_large(largest)
    return content


def _reader(path: Path, largest: int) -> Callable[[], bytes]:
    return lambda: _content(path, largest)
