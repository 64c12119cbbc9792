"""Every problem code, with its weight, its cause and its remedy (docs/reference/problems.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from builder.model.problem import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of problem: ``cause`` completes "this is reported when ...", ``remedy`` is what to do about it."""

    severity: Severity
    cause: str
    remedy: str


def _error(cause: str, remedy: str) -> Fault:
    return Fault(Severity.ERROR, cause, remedy)


def _warning(cause: str, remedy: str) -> Fault:
    return Fault(Severity.WARNING, cause, remedy)


FAULTS: dict[str, Fault] = {
    # The folder and its files.
    "not-a-book": _error(
        "the folder has neither `_toc.yml` nor `course/course.yml`",
        "go to the folder of the book, or name it with `--root`",
    ),
    "toc-missing": _error("the course has no `_toc.yml`", "write `_toc.yml`, a Jupyter Book 1 table of contents"),
    "config-missing": _error("the course has no `_config.yml`", "write `_config.yml`, a Jupyter Book 1 configuration"),
    "toc-broken": _error("`_toc.yml` is no Jupyter Book 1 table of contents", "correct the entry that is named"),
    "toc-entry-missing": _error(
        "`_toc.yml` names a page that is not on disk, or a pattern that no page matches",
        "create the file, or correct or remove the entry",
    ),
    "file-missing": _error(
        "a file that the course names or needs is not there or cannot be read",
        "create the file, or correct its name where it is named",
    ),
    "wrong-encoding": _error("a text file is not UTF-8", "save the file as UTF-8"),
    "byte-order-mark": _warning(
        "a file begins with an invisible byte order mark", "save the file as UTF-8 without a byte order mark"
    ),
    # YAML.
    "yaml-syntax": _error("a YAML file cannot be parsed", "correct the line that is named"),
    "duplicate-key": _error("a YAML mapping has the same key twice", "remove or rename one of the two"),
    "unknown-key": _error(
        "a YAML key has no meaning at its place, most often a typing error", "correct or remove the key"
    ),
    "missing-value": _error("a value that is needed is not given", "add the value"),
    "wrong-type": _error("a value is of another type than its key asks for", "write a value of the type that is named"),
    "bad-value": _error(
        "a value is out of its range or none of those that are known", "write one of the values allowed"
    ),
    "bad-slug": _error(
        "an id is not lower-case words joined by hyphens", "rename it, for example `human-security` or `ccp1`"
    ),
    # Modules and lessons.
    "module-not-in-toc": _error(
        "a folder under `modules/` has a `module.yml`, but its `index` is not in `_toc.yml`",
        "add the module's index to `_toc.yml`",
    ),
    "lesson-missing": _error(
        "`module.yml` names a lesson whose file is not there", "create the lesson, or remove it from `module.yml`"
    ),
    "lesson-not-in-toc": _error(
        "`module.yml` names a lesson that `_toc.yml` does not have", "add the lesson to `_toc.yml`"
    ),
    "page-not-in-module": _error(
        "`_toc.yml` has a page in a module's folder that is no lesson of its `module.yml`",
        "add the lesson to `module.yml` with its minutes and objectives",
    ),
    "title-missing": _error("a lesson has no level-1 heading", "begin the lesson with a line such as `# Its title`"),
    "unknown-lesson": _error(
        "the pass rule or an exception names a lesson that the course does not have", "correct the lesson's id"
    ),
    "unknown-objective": _error(
        "a lesson, question, scenario or exercise names an objective that its module does not have",
        "correct the id, or add the objective to `module.yml`",
    ),
    "duplicate-id": _error("two things of a kind have the same id", "rename one of the two"),
    "token-collision": _error(
        "two ids have the same 4-character token, by which saved progress names them",
        "rename the newer of the two, if learners have begun the course",
    ),
    # Questions.
    "question-without-answer": _error("a question has no right answer", "mark the right answer"),
    "question-with-several-answers": _error(
        "a question of kind `single` has more than one right option",
        "leave one option right, or make the question's kind `several`",
    ),
    "question-without-feedback": _error(
        "an answer gets no feedback", "write what a learner should read after that answer"
    ),
    "question-with-few-choices": _error(
        "a question offers fewer than two options, pairs or items", "add at least a second one"
    ),
    "too-many-choices": _error(
        "a question or scenario moment has more than 26 options, pairs, items or choices", "split it in two"
    ),
    "question-cannot-be-missed": _error(
        "a scored question has as many tries as it has possible answers, so that trying all of them earns its points",
        "give it fewer tries, or more choices",
    ),
    "question-tells-answer": _error(
        "what is read after a wrong answer says an accepted one, and the question can be tried again",
        "write a hint without the word: after the last try the right answer is shown anyway",
    ),
    "question-not-shown": _warning("no lesson shows the question", "show it with a `question` directive, or remove it"),
    "question-unpaired": _error(
        "a question of before or after (`gain` in `course.yml`) has no partner, or is neither right nor wrong",
        "give both the same ending, or rename it",
    ),
    # What lessons refer to.
    "unknown-question": _error("a directive names a question that does not exist", "correct the id"),
    "unknown-scenario": _error("a directive names a scenario that does not exist", "correct the id"),
    "unknown-story": _error("a directive names a story that does not exist", "correct the id"),
    "unknown-exercise": _error("a directive or `module.yml` names an exercise that does not exist", "correct the id"),
    "unknown-quotation": _error(
        "a directive names a quotation that `course/sources.yml` does not have",
        "correct the id, or add the quotation with its source",
    ),
    "unknown-term": _warning(
        "a `term` role names a word that the glossary does not have", "add the term to the glossary, or correct it"
    ),
    "unknown-citation": _error(
        "a citation's key is not in the bibliography", "correct the key, or add the entry to the bibliography"
    ),
    "broken-link": _error("a link leads to a file, page or heading that does not exist", "correct the link"),
    "broken-image": _error("an image file does not exist", "correct the path, or add the file"),
    "missing-alt": _error(
        "an image has no text alternative", "write in a sentence what a reader who cannot see it needs to know"
    ),
    "plot-without-alt": _error(
        "a code cell draws a plot that has no text alternative",
        "give the cell's metadata `mystnb: {image: {alt: ...}}`",
    ),
    # Notebooks and exercises.
    "notebook-invalid": _error("a notebook is not valid JSON or not a valid notebook", "open and save it in Jupyter"),
    "notebook-not-v4": _error(
        "a notebook is of an old or unknown format", "convert it with `jupyter nbconvert --to notebook --nbformat 4`"
    ),
    "committed-output": _warning("a code cell holds outputs", "clear all outputs: the build makes them anew"),
    "exercise-unused": _warning(
        "a folder under `exercises/` belongs to no module", "add the exercise to a `module.yml`, or remove it"
    ),
    "exercise-without-points": _error(
        "an exercise, or a graded cell of it, has no points", "give each graded cell points above zero in its metadata"
    ),
    "exercise-without-worksheet": _error(
        "an exercise has no worksheet for learners without a computer",
        "write a worksheet and name it in `exercise.yml`",
    ),
    "rubric-without-gate": _warning(
        "no criterion of a rubric is a gate", "make the do-no-harm criterion a gate: `gate: true`"
    ),
    "rubric-unknown-task": _error(
        "a rubric names a task that is no manually graded cell of the notebook", "write the cell's grade_id"
    ),
    # Scenarios and stories.
    "scenario-unknown-node": _error(
        "a scenario's start or choice leads to a node that does not exist", "correct the node's name, or add the node"
    ),
    "scenario-unreachable": _error(
        "nothing leads to a node, in a perspective that it has text for",
        "add a choice that leads there, or remove the node or its text",
    ),
    "scenario-dead-end": _error(
        "a perspective reaches a node where it has no text, or neither a choice nor an end",
        "write the text, or add a choice or an end",
    ),
    "scenario-end-with-choices": _error("a scenario's node has both choices and an end", "remove one of the two"),
    "scenario-names-without-stop": _error(
        "a choice collects names without consent and its path does not stop",
        "let the choice lead to an end of kind `stopped`",
    ),
    "onscreen-too-long": _error("a story's on-screen words are more than seven", "say the rest in the narration"),
    # Sources.
    "source-status": _error(
        "a source's status is neither P (seen at its issuer) nor S (seen elsewhere)",
        "see the source and give its status, or do without it",
    ),
    "unknown-source": _error(
        "the source of a quotation or figure is not in `course/sources.yml`",
        "correct the source's id, or add the source",
    ),
    "bibliography-without-source": _error(
        "a key of `references.bib` is not in `course/sources.yml`",
        "add the source with its status, or remove the entry",
    ),
    # Content, where `content:` in `course.yml` asks for it.
    "citation-without-source": _error(
        "a work is cited that is in the bibliography and not in `course/sources.yml`",
        "add the source with its status, or cite another",
    ),
    "source-not-cited": _warning(
        "nothing cites a source, and no `quotation` directive shows words of it", "cite it, or remove it"
    ),
    "quotation-altered": _error(
        "words in quotation marks with a citation stand in no quotation of the cited work",
        "quote to the letter, add the quotation to `course/sources.yml`, or say it in other words without the marks",
    ),
    "figure-without-source": _error(
        "a number stands in a sentence with a citation, and is no figure of the cited work in `course/sources.yml`",
        "correct the number or the citation, or add the figure with the words on which it rests",
    ),
    "number-without-source": _warning(
        "a number in a lesson is neither cited nor computed, and no exception names it",
        "cite its source in the sentence, glue it from a computation, or name it under `without_source` with a reason",
    ),
    "exception-unused": _warning("an exception names words that no page has", "remove the exception, or correct it"),
    "objective-not-taught": _error(
        "no lesson names an objective of its module", "name it in the lesson that teaches it, or remove the objective"
    ),
    "objective-not-practised": _error("no question names an objective of its module", "write a question on it"),
    "objective-not-assessed": _error(
        "neither an exercise nor two scored questions name an objective of their module",
        "name it in an exercise, or write further questions on it",
    ),
    "reading-too-hard": _error(
        "the reading grade of a lesson is above the course's",
        "split sentences and choose shorter words, or name the lesson under `exceptions` with a reason",
    ),
    "minutes-off": _error(
        "the minutes that a lesson states are too far from those that its words and activities take",
        "correct the minutes in `module.yml`, or shorten the lesson",
    ),
    "review-passed": _warning(
        "the day has passed by which the course, a source or a part of a page was to be looked at again",
        "look at it again, correct what has changed, and set the next day",
    ),
}
"""The registry: code to fault. A code never changes its meaning; `check --json` users rely on it."""


@dataclass(slots=True)
class Findings:
    """Collects the problems of one run, in the order in which they are met, and the files that could not be read:
    what is missing only because of such a file is no second problem."""

    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def add(self, code: str, where: Place, message: str, fix: str = "") -> None:
        """Note a problem; without ``fix`` the remedy of its code is given."""
        self.problems.append(problem(code, where, message, fix))

    def add_unread(self, code: str, where: Place, message: str, fix: str = "") -> None:
        """Note a problem because of which nothing of its file could be read."""
        self.unread.add(where.file)
        self.add(code, where, message, fix)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


def problem(code: str, where: Place, message: str, fix: str = "") -> Problem:
    """Return the problem ``code`` with the severity, and unless ``fix`` is given the remedy, of its registry line."""
    fault = FAULTS[code]
    return Problem(code, fault.severity, where, message, fix or fault.remedy)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest of ``known``, or "" if none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""
