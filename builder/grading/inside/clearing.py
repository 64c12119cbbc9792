"""Between two submissions: every process ended, every file gone, the next workplace filled."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from .usage import children

MOST_REMOVED = 20_000


def end_all() -> None:
    """End every process of the submission, daemons included, and wait for each.

    The first process of a pid namespace reaches all others with one call (kill(2), pid -1). Without a namespace
    (`--unsafe`) orphans have become this process's children (PR_SET_CHILD_SUBREAPER) and are ended round by round.
    """
    alone = os.getpid() == 1
    while True:
        if alone:
            _send_all()
        else:
            for pid in children(os.getpid()):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _send_all() -> None:
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return


def fresh_place(workplace: Path) -> Path:
    """Return where below ``workplace`` a submission finds the exercise's files."""
    return workplace / "exercise"


def fill_workplace(source: Path, workplace: Path) -> Path:
    """Copy the exercise's files into a fresh folder below ``workplace`` and return it."""
    place = fresh_place(workplace)
    shutil.copytree(source, place, copy_function=shutil.copyfile)
    place.chmod(0o700)
    return place


def clear_away(workplace: Path) -> bool:
    """Empty ``workplace`` of all but what is mounted there.

    False if there is more than can be removed quickly: then the sandbox has to be made anew.
    """
    left = MOST_REMOVED
    device = workplace.stat().st_dev
    waiting = [str(workplace)]
    folders: list[str] = []
    while waiting:
        folder = waiting.pop()
        try:
            if folder != str(workplace):
                Path(folder).chmod(0o700)
            with os.scandir(folder) as found:
                for entry in found:
                    left -= 1
                    if left < 0:
                        return False
                    if entry.is_dir(follow_symlinks=False):
                        if entry.stat(follow_symlinks=False).st_dev != device:
                            continue
                        waiting.append(entry.path)
                        folders.append(entry.path)
                    else:
                        Path(entry.path).unlink()
        except OSError:
            return False
    for folder in reversed(folders):
        Path(folder).rmdir()
    return True
