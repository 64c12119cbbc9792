"""Every row of our gradebook beside stock `nbgrader autograde`: varied honest work, both engines, both databases.

`--submissions` (300) learners' work: that of the test suite's cohort (right, wrong, partial, blank, raising, slow,
chatty, plotting, unicode) for all exercises, one exercise more with all that notebooks do, and seeded mixtures.
A PostgreSQL server (Debian's package) is started for this and ended. Ends with 1 if a row differs.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grading_work import ROOT
from measure import copy_course, report

sys.path.insert(0, str(ROOT / "tests" / "integration" / "grading"))
import varied_exercise as varied
from grading_cohort import EXERCISES, filled, model_answers
from honest_cohort import ANSWERS, CELL_SECONDS, EXTRA_CELLS, MAIN, TEXTS, honest_submissions, with_cell
from postgres_server import make_database, postgres_server

from builder.authoring.reading import read_course
from builder.grading.audit import copy_for_stock
from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.gradebook import student_notebook
from builder.grading.planning import Settings, planned_run
from builder.grading.run import grade_planned
from builder.grading.sandbox import PYTHON_SETTINGS
from builder.grading.stored import StoredRow, stored_rows
from builder.grading.work import Limits
from builder.model.course import Course

WORKERS = 2
SLOW_CELLS = ("slow", "for-ever")
Rows = frozenset[StoredRow]


def varied_course(root: Path) -> Course:
    """Put a copy of our course with the varied exercise into ``root``, and return it."""
    copy_course(root)
    folder = root / "exercises" / varied.EXERCISE
    folder.mkdir()
    (folder / f"{varied.EXERCISE}.ipynb").write_bytes(varied.source_notebook())
    (folder / "numbers.csv").write_bytes(varied.NUMBERS)
    course = read_course(ROOT).course
    if course is None:
        sys.exit("The course cannot be read: run `coursewright check`.")
    place = f"exercises/{varied.EXERCISE}"
    more = dataclasses.replace(
        next(iter(course.exercises)),
        id=varied.EXERCISE,
        source=f"{place}/{varied.EXERCISE}.ipynb",
        support_files=(f"{place}/numbers.csv",),
        tasks=(),
        rubric=None,
    )
    last = course.modules[-1]
    longer = dataclasses.replace(last, exercises=(*last.exercises, more))
    return dataclasses.replace(course, modules=(*course.modules[:-1], longer))


def submissions(root: Path, count: int, seed: int) -> Iterator[tuple[str, str, Any]]:
    """Yield ``count`` of (learner, exercise, notebook), all different."""
    sources = {name: (root / "exercises" / name / f"{name}.ipynb").read_text("utf-8") for name in EXERCISES}
    released = {name: _joined(student_notebook(source, name)) for name, source in sources.items()}
    blank = student_notebook(varied.source_notebook().decode(), varied.EXERCISE).encode()
    models = {name: model_answers(root, name) for name in EXERCISES}
    chosen = random.Random(seed)
    cohort = [*honest_submissions(root, released.__getitem__)]
    cohort += [
        (who, varied.EXERCISE, json.loads(varied.submission(answers, blank))) for who, answers in varied.ANSWERS.items()
    ]
    chosen.shuffle(cohort)
    yield from ((f"{who}-{number:03}", *rest) for number, (who, *rest) in enumerate(cohort[:count]))
    quick = [name for name in EXTRA_CELLS if name not in SLOW_CELLS]
    for number in range(len(cohort), count):
        kind = chosen.choice(("main", "main", "other", "varied"))
        if kind == "varied":
            answers = {
                name: chosen.choice([known.get(name, varied.TASKS[name][0]) for known in varied.ANSWERS.values()])
                for name in varied.TASKS
            }
            essay = chosen.choice(["", f"Essay {number}: {chosen.choice(list(TEXTS.values()))}"])
            notebook = json.loads(varied.submission(answers, blank, essay))
            exercise = varied.EXERCISE
        else:
            exercise = MAIN if kind == "main" else chosen.choice(EXERCISES)
            answers = dict(models[exercise])
            for name in answers:
                known = [one[name] for one in ANSWERS.values() if name in one] if kind == "main" else []
                answers[name] = chosen.choice([answers[name], answers[name], *known, "# nothing yet"])
            notebook = filled(released[exercise], answers)
            if chosen.random() < 0.5:
                notebook = with_cell(notebook, EXTRA_CELLS[chosen.choice(quick)])
        notebook["cells"].append(_own_cell(f"# learner {number}\nprint('learner', {number})"))
        yield f"{kind}-{number:03}", exercise, notebook


def _joined(notebook: str) -> Any:
    found = json.loads(notebook)
    for cell in found["cells"]:
        cell["source"] = "".join(cell["source"])
    return found


def _own_cell(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": "last", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def stock(course: Course, root: Path, given: GradingFolder, pairs: Sequence[tuple[str, str]], place: Path) -> Rows:
    """Grade all with stock nbgrader, some in each of `WORKERS` processes, and return its rows."""
    running = []
    for number in range(WORKERS):
        part, work = pairs[number::WORKERS], place / f"part-{number}"
        if not part:
            continue
        copy_for_stock(course, root, given, GradingFolder(work / "given"), part)
        answer = work / "answer.json"
        with answer.open("wb") as told:
            program = ROOT / "builder" / "grading" / "stock.py"
            arguments = (program, work / "given", work, told.fileno(), CELL_SECONDS, 0)
            process = subprocess.Popen(
                [sys.executable, "-P", *map(str, arguments)],
                pass_fds=(told.fileno(),),
                env={**PYTHON_SETTINGS, "HOME": str(work), "IPYTHONDIR": str(work), "MPLCONFIGDIR": str(work)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        running.append((process, answer))
    rows: set[StoredRow] = set()
    for process, answer in running:
        if process.wait() != 0:
            sys.exit("Stock nbgrader ended with a fault.")
        found = json.loads(answer.read_text("utf-8"))
        if found["failures"]:
            sys.exit(f"Stock nbgrader could not grade: {found['failures']}")
        rows |= {StoredRow(**row) for row in found["rows"]}
    return frozenset(rows)


def ours(course: Course, root: Path, folder: GradingFolder, engine: Any) -> Rows:
    """Grade all and return our rows."""
    with planned_run(course, root, folder, Settings(engine, WORKERS, limits=Limits(cell_seconds=CELL_SECONDS))) as plan:
        for _ in grade_planned(plan):
            pass
    database = open_database(folder)
    with database.connect() as connection:
        found = frozenset(stored_rows(connection))
    database.dispose()
    return found


def main() -> None:
    """Grade and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    asked = parser.parse_args()
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="coursewright-scores-") as made, postgres_server() as address:
        place, root = Path(made), Path(made) / "course"
        course = varied_course(root)
        given = GradingFolder(place / "given")
        pairs = []
        for learner, exercise, notebook in submissions(root, asked.submissions, asked.seed):
            path = given.submission(learner, exercise)
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(notebook), encoding="utf-8")
            pairs.append((learner, exercise))
        theirs = stock(course, root, given, pairs, place)
        figures: dict[str, float | int | str] = {"submissions": len(pairs), "score_rows": len(theirs)}
        differing: set[StoredRow] = set()
        for engine in ("fork", "kernel"):
            for database in ("sqlite", "postgresql"):
                db = make_database(address, f"{engine}-scores") if database == "postgresql" else ""
                folder = GradingFolder(place / f"{engine}-{database}", db)
                shutil.copytree(given.submitted, folder.submitted)
                wrong = ours(course, root, folder, engine) ^ theirs
                differing |= wrong
                figures[f"score_rows_differing_{engine}_{database}"] = _cells(wrong)
        figures["score_rows_differing"] = _cells(differing)
    figures["seconds_in_all"] = time.perf_counter() - begun
    report(figures, asked.json)
    for row in sorted(differing, key=repr)[:20]:
        print(row, file=sys.stderr)
    if differing:
        sys.exit(1)


def _cells(rows: set[StoredRow] | Rows) -> int:
    """Count the cells that ``rows`` are about."""
    return len({(row.learner, row.exercise, row.kind, row.task) for row in rows})


if __name__ == "__main__":
    main()
