"""The sandbox is there or nothing runs; the pool streams, survives a lost worker, and our exercises run apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "attacks"))

from attack import EXERCISE, RIGHT, TESTS, WRONG, notebook

from builder.grading import fork_runner, sandbox
from builder.grading.engine import SandboxSettings, open_engine
from builder.grading.marker import Marker
from builder.grading.plan import first_plan
from builder.grading.pool import grade_all
from builder.grading.preparing import prepare_exercise, prepare_files
from builder.grading.sandbox import SandboxError, check_sandbox
from builder.grading.script import Held, Outcome
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work
from builder.model.course import Course

FULL = dict.fromkeys(TESTS, 4.0)


@pytest.fixture(scope="module")
def target() -> Prepared:
    """The exercise that the attacks are made on."""
    return prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook(), "notes.txt": b"notes\n"})


def marks(found: Graded | Ungraded) -> dict[str, float | None]:
    """Return the marks by task."""
    assert isinstance(found, Graded), found
    return {mark.task: mark.auto_score for mark in found.marks}


def test_without_bubblewrap_nothing_runs_and_the_message_names_the_package(
    target: Prepared, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        check_sandbox(SandboxSettings())
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        next(grade_all([Work("a", EXERCISE, "", notebook(RIGHT))], "fork", [target], Limits(), SandboxSettings(), 1))


def test_a_bubblewrap_that_may_not_make_namespaces_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(SandboxError, match=r"No permissions to create new namespace.*AppArmor"):
        check_sandbox(SandboxSettings())


def stopping(monkeypatch: pytest.MonkeyPatch, times: float) -> None:
    """Let the first ``times`` scripts be stopped, as a loaded machine may."""
    usual, left = fork_runner.ForkRunner.holding, [times]

    @contextmanager
    def holding(runner: fork_runner.ForkRunner, *given: Any, **more: Any) -> Iterator[Held]:
        left[0] -= 1
        if left[0] >= 0:
            yield Held(Outcome((), "it ran longer than 300 seconds"), lambda _: {})
            return
        with usual(runner, *given, **more) as held:
            yield held

    monkeypatch.setattr(fork_runner.ForkRunner, "holding", holding)


def test_a_trial_that_a_busy_machine_stopped_is_made_again(target: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_engine("fork", [target], Limits(), SandboxSettings()) as engine:
        assert isinstance(engine, Marker)
        usual = engine.plan(target)
        graded = engine.grade(Work("a", EXERCISE, "", notebook(RIGHT)))
    assert usual.plain
    assert isinstance(graded, Graded)
    assert graded.together == ("drawn",)
    for times in (1, 2):
        stopping(monkeypatch, times)
        with open_engine("fork", [target], Limits(), SandboxSettings()) as engine:
            assert isinstance(engine, Marker)
            assert engine.plan(target) == usual
        monkeypatch.undo()


def test_an_exercise_whose_own_notebook_is_always_stopped_is_no_reason_to_run_its_tests_together(
    target: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping(monkeypatch, float("inf"))
    with (
        open_engine("fork", [target], Limits(), SandboxSettings()) as engine,
        pytest.raises(SandboxError, match=r"target: its own notebook was stopped 3 times .*300 seconds"),
    ):
        engine.grade(Work("a", EXERCISE, "", notebook(RIGHT)))


def test_a_normal_user_and_root_both_get_a_sandbox() -> None:
    """As root the same is tried once more as a normal user of a namespace, and the other way round nothing is lost."""
    wrapped = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from attack import *\n"
        "from builder.grading.engine import SandboxSettings, open_engine\n"
        "from builder.grading.preparing import prepare_files\n"
        "from builder.grading.work import Limits, Work\n"
        "files = {'target.ipynb': notebook(), 'notes.txt': b''}\n"
        "look = 'import os\\nprint(os.getuid(), os.getpid() != 1, os.listdir(\"/\"))'\n"
        "with open_engine('fork', [prepare_files('target', files)], Limits(), SandboxSettings()) as engine:\n"
        "    graded = engine.grade(Work('a', 'target', '', notebook(RIGHT, look)))\n"
        "    print([mark.auto_score for mark in graded.marks], '1000 True' in graded.notebook.decode())\n"
    )
    command = [*wrapped, sys.executable, "-c", code, str(Path(__file__).parent / "attacks")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.strip() == "[4.0, 4.0, 4.0, 4.0] True", done.stderr[-2000:]


def test_without_the_sandbox_marks_are_the_same_and_orphans_are_still_ended(target: Prepared) -> None:
    orphan = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\nprint('PARENT', os.getppid())"
    with open_engine("fork", [target], Limits(), SandboxSettings(on=False)) as engine:
        found = engine.grade(Work("a", EXERCISE, "", notebook(RIGHT, orphan)))
        assert marks(found) == FULL
        assert isinstance(found, Graded)
        zygote = found.notebook.decode().partition('"PARENT ')[2].partition("\\n")[0]
        assert Path(f"/proc/{zygote}/task/{zygote}/children").read_text() == ""


def test_every_test_of_our_exercises_runs_apart_from_learners_code(course: Course, root: Path) -> None:
    prepared = [prepare_exercise(exercise, root) for exercise in course.exercises]
    with open_engine("fork", prepared, Limits(), SandboxSettings()) as engine:
        assert isinstance(engine, Marker)
        for one in prepared:
            tests = {cell.id for cell in one.cells if cell.is_grade and cell.locked}
            assert engine.plan(one).plain == first_plan(one).plain == tests, one.exercise
            graded = engine.grade(Work("model", one.exercise, "", one.model))
            assert isinstance(graded, Graded)
            assert all(mark.auto_score == mark.max_score for mark in graded.marks if mark.task in tests), one.exercise
            assert graded.flags == ()


def test_the_pool_takes_no_more_than_it_can_hold_and_yields_as_results_come(target: Prepared) -> None:
    drawn = []

    def works() -> Iterator[Work]:
        for number in range(12):
            drawn.append(number)
            yield Work(f"learner-{number}", EXERCISE, str(number), notebook(RIGHT if number % 2 else WRONG))

    results = grade_all(works(), "fork", [target], Limits(), SandboxSettings(), 2)
    first = next(results)
    assert len(drawn) <= 6
    found = {one.digest: marks(one) for one in [first, *results]}
    assert len(found) == 12
    assert found["1"] == FULL
    assert not any(found["2"].values())


def test_a_lost_worker_costs_one_submission(target: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Marker.grade

    def fatal(self: Marker, work: Work) -> Graded | Ungraded:
        if work.learner == "fatal":
            os._exit(9)
        return usual(self, work)

    monkeypatch.setattr(Marker, "grade", fatal)
    works = [Work(name, EXERCISE, "", notebook(RIGHT)) for name in ("a", "fatal", "b", "c")]
    found: Mapping[str, Graded | Ungraded] = {
        one.learner: one for one in grade_all(works, "fork", [target], Limits(), SandboxSettings(), 1)
    }
    assert isinstance(found["fatal"], Ungraded)
    assert [marks(found[name]) for name in "abc"] == [FULL] * 3


def test_a_zygote_that_somebody_ended_is_replaced(target: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    usual = sandbox.start

    def remembered(*given: Any, **named: Any) -> subprocess.Popen[bytes]:
        started.append(usual(*given, **named))
        return started[-1]

    monkeypatch.setattr(fork_runner, "start", remembered)
    with open_engine("fork", [target], Limits(), SandboxSettings()) as engine:
        assert marks(engine.grade(Work("a", EXERCISE, "", notebook(RIGHT)))) == FULL
        for process in started:
            process.kill()
            process.wait()
        assert marks(engine.grade(Work("b", EXERCISE, "", notebook(RIGHT)))) == FULL


def test_an_interpreter_below_tmp_is_seen_and_nothing_that_leads_to_it_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = Path(tempfile.mkdtemp(dir="/tmp", prefix="cw-ground-")) / "deep" / "venv"
    place.mkdir(parents=True)
    (place / "seen").write_text("yes")
    own = sandbox._interpreter_folders()
    monkeypatch.setattr(sandbox, "_interpreter_folders", lambda: (*own, str(place)))
    ground = place.parents[1]
    script = (
        f"import os, sys; sys.path[:0] = ['/coursewright']; from pathlib import Path\n"
        f"from inside.clearing import clear_away\n"
        f"assert open('{place}/seen').read() == 'yes'\n"
        f"for folder in ('{place}', '{place.parent}', '{ground}'):\n"
        f"    try: open(folder + '/new', 'w')\n"
        f"    except OSError: pass\n"
        f"    else: raise SystemExit('written into ' + folder)\n"
        f"os.makedirs('/tmp/mine/too'); open('/tmp/mine/file', 'w').close()\n"
        f"assert clear_away(Path('/tmp'))\n"
        f"assert os.listdir('/tmp') == ['{ground.name}'], os.listdir('/tmp')\n"
        f"assert open('{place}/seen').read() == 'yes'\n"
    )
    with tempfile.TemporaryFile() as errors, sandbox.open_sandbox(SandboxSettings(), tmp_path, 8) as made:
        process = sandbox.start(made, [sys.executable, "-E", "-s", "-B", "-c", script], (), errors.fileno())
        code = process.wait(60)
        errors.seek(0)
        said = errors.read().decode()
    shutil.rmtree(ground)
    assert code == 0, said
