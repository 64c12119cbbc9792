"""The report as one page of HTML that needs no network and no script: figures as drawings, each with its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from builder.grading.awards import Standing
from builder.grading.figures import SMALL, ExerciseFigures
from builder.grading.lms.results import GRADED, Result, decimal
from builder.grading.outcomes import Outcome
from builder.grading.plain_page import el, html_page

STYLE = Path(__file__).parent / "report.css"
ABOUT = (
    "Facility is the mean share of a task's points: 1 is easy. Discrimination says whether those who do well elsewhere "
    "do well here: below 0.2 look at the task. Alpha says how far the tasks of an exercise measure the same; with few "
    f"tasks it is low. What waits for a person is left out. n is the number of learners behind a figure; below {SMALL} "
    "nothing is shown."
)
BARS = 10
WIDTH, HEIGHT = 320, 120


def render_report(
    title: str,
    standings: Sequence[Standing],
    results: Sequence[Result],
    outcomes: Sequence[Outcome],
    figures: Iterable[ExerciseFigures],
    titles: dict[str, str],
) -> bytes:
    """Return the report; ``titles`` leads from an exercise's id to its title. Learners are named by their ids."""
    return html_page(
        f"Grading report: {title}",
        "en",
        "ltr",
        STYLE.read_text(encoding="utf-8"),
        el("h1", f"Grading report: {title}"),
        _summary(standings, results),
        _award(standings),
        _attention(results, outcomes, titles),
        el("h2", "Exercises and tasks"),
        el("p", ABOUT),
        *(part for one in figures for part in _exercise(one, titles)),
        _times(outcomes, titles),
    )


def _summary(standings: Sequence[Standing], results: Sequence[Result]) -> etree._Element:
    counts = {
        "learners": len(standings),
        "graded": sum(result.state == GRADED for result in results),
        "without a result": sum(result.state != GRADED for result in results),
        "texts still to mark": sum(result.to_mark for result in results),
    }
    return el("dl", *(part for name, number in counts.items() for part in (el("dt", name), el("dd", str(number)))))


def _award(standings: Sequence[Standing]) -> etree._Element:
    words = {True: "earned", False: "not yet", None: "open"}
    rows = [
        (
            f"{one.name} ({one.learner})" if one.name else one.learner,
            words[one.earned],
            f"{decimal(one.points)} of {decimal(one.possible)}",
            el("ul", *(el("li", line) for line in (*one.doubts, *one.missing))),
        )
        for one in standings
    ]
    return el("section", el("h2", "The award"), _table(("Learner", "Award", "Points", "What is missing"), rows))


def _attention(results: Sequence[Result], outcomes: Sequence[Outcome], titles: dict[str, str]) -> etree._Element:
    rows = [
        (result.shown, titles.get(result.exercise, result.exercise), result.state)
        for result in results
        if result.state != GRADED
    ]
    rows += [
        (one.learner, titles.get(one.exercise, one.exercise), "; ".join(flag.message for flag in one.flags))
        for one in outcomes
        if one.flags
    ]
    if not rows:
        return el("section", el("h2", "To look at"), el("p", "Nothing is missing and nothing was flagged."))
    return el("section", el("h2", "To look at"), _table(("Learner", "Exercise", "Why"), rows))


def _exercise(one: ExerciseFigures, titles: dict[str, str]) -> list[etree._Element]:
    title = titles.get(one.exercise, one.exercise)
    parts = [el("h3", title)]
    if one.is_small:
        few = "nobody" if not one.learners else f"fewer than {SMALL}"
        return [*parts, el("p", f"{few.capitalize()} graded: no figures.")]
    if one.complete:
        parts += _sums(one, title)
    else:
        few = f"Fewer than {SMALL} of {one.learners} learners have all their marks: no alpha, no discrimination."
        parts.append(el("p", few))
    rows = [
        (
            task.task,
            decimal(task.possible),
            _with_n(task.facility, task.learners),
            _with_n(task.discrimination, one.complete),
        )
        for task in one.tasks
    ]
    parts.append(_table(("Task", "Points", "Facility", "Discrimination"), rows))
    return parts


def _with_n(figure: float | None, learners: int) -> str:
    return "none" if figure is None else f"{figure:.2f} (n = {learners})"


def _sums(one: ExerciseFigures, title: str) -> list[etree._Element]:
    """What is said about the sums of the points of those who have all their marks."""
    alpha = "cannot be worked out" if one.alpha is None else f"{one.alpha:.2f}"
    tasks = f"{one.counted} tasks" if one.counted == len(one.tasks) else f"{one.counted} of {len(one.tasks)} tasks"
    counts = _counts(one)
    spans = [(f"{10 * place} to {10 * place + 10} %", str(count)) for place, count in enumerate(counts)]
    caption = f"How many learners have how many of the points (n = {one.complete}, {tasks})"
    return [
        el("p", f"{one.learners} learners. Cronbach's alpha {alpha} (n = {one.complete}, {tasks})."),
        el("figure", _bars(counts, title), el("figcaption", caption)),
        el("details", el("summary", "The same as a table"), _table(("Points", "Learners"), spans)),
    ]


def _counts(one: ExerciseFigures) -> list[int]:
    """How many learners have each tenth of the points; the highest tenth holds all points too."""
    counts = [0] * BARS
    for total in one.totals:
        counts[min(BARS - 1, int(BARS * total / one.possible)) if one.possible else 0] += 1
    return counts


def _bars(counts: Sequence[int], title: str) -> etree._Element:
    most = max(counts) or 1
    wide = WIDTH / len(counts)
    drawing = etree.Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT + 16}", "role": "img"})
    drawing.set("aria-label", f"{title}: {', '.join(map(str, counts))} learners in each tenth of the points")
    for place, count in enumerate(counts):
        tall = HEIGHT * count / most
        bar = {
            "x": f"{place * wide + 2:.1f}",
            "y": f"{HEIGHT - tall:.1f}",
            "width": f"{wide - 4:.1f}",
            "height": f"{tall:.1f}",
        }
        etree.SubElement(drawing, "rect", bar)
        text = etree.SubElement(drawing, "text", {"x": f"{(place + 0.5) * wide:.1f}", "y": str(HEIGHT + 12)})
        text.text = f"{10 * place + 10}"
    return drawing


def _times(outcomes: Sequence[Outcome], titles: dict[str, str]) -> etree._Element:
    """How long grading ran, in all and at most, by exercise."""
    seconds: dict[str, list[float]] = {}
    for one in outcomes:
        if one.seconds:
            seconds.setdefault(one.exercise, []).append(one.seconds)
    rows = [
        (titles.get(name, name), str(len(found)), f"{sum(found):.1f}", f"{max(found):.2f}")
        for name, found in sorted(seconds.items())
    ]
    return el(
        "section",
        el("h2", "Time used"),
        _table(("Exercise", "Submissions", "Seconds in all", "Longest"), rows) if rows else el("p", "None."),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str | etree._Element]]) -> etree._Element:
    head = el("tr", *(el("th", name, scope="col") for name in header))
    body = (el("tr", el("th", row[0], scope="row"), *(el("td", cell) for cell in row[1:])) for row in rows)
    table = el("table", el("thead", head), el("tbody", *body))
    return el("div", table, {"class": "wide"})
