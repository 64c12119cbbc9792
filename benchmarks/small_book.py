"""Ten pages and twelve questions, as our course and as plain Jupyter Book pages, for comparison with other programs."""

from __future__ import annotations

from pathlib import Path

PAGES = 10
QUESTIONS = 12
TEXT = "Officers and residents meet, look at a street together, and agree on what each will do until they meet again. "
PARAGRAPHS = "\n\n".join(f"## Part {number}\n\n{TEXT * 4}" for number in range(1, 5))
LESSONS = [f"page-{number}" for number in range(1, PAGES - 1)]


def write_ours(folder: Path) -> Path:
    """Write the course: a start page, a module's page and eight lessons, which ask the questions."""
    asked = {
        lesson: [f"q{n}" for n in range(QUESTIONS) if n % len(LESSONS) == place] for place, lesson in enumerate(LESSONS)
    }
    _write(folder, asked)
    (folder / "course").mkdir()
    (folder / "course/course.yml").write_text(
        "id: ten-pages\ntitle: Ten pages\nversion: 1.0.0\nlanguage: en\ndescription: Ten pages and twelve questions.\n"
        "authors: [Nobody]\nlicence: CC0-1.0\npass_rule:\n  package: {score: 0.7, lessons: all}\n"
    )
    lessons = "".join(f"  {lesson}: {{minutes: 5, objectives: [see]}}\n" for lesson in LESSONS)
    (folder / "modules/one/module.yml").write_text(
        f"title: One\nminutes: 40\nobjectives:\n- {{id: see, statement: see it}}\nlessons:\n{lessons}"
    )
    (folder / "modules/one/questions.yml").write_text("questions:\n" + "".join(map(_question, range(QUESTIONS))))
    return folder


def write_plain(folder: Path) -> Path:
    """Write the same pages without the questions, for which the peers have no words: they have less to do."""
    _write(folder, {lesson: [] for lesson in LESSONS})
    return folder


def _write(folder: Path, asked: dict[str, list[str]]) -> None:
    (folder / "modules/one").mkdir(parents=True)
    (folder / "_config.yml").write_text("title: Ten pages\nauthor: Nobody\nexecute:\n  execute_notebooks: 'off'\n")
    sections = "".join(f"  - file: modules/one/{lesson}\n" for lesson in LESSONS)
    (folder / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n- file: modules/one/index\n  sections:\n{sections}"
    )
    (folder / "index.md").write_text(f"# Ten pages\n\n{TEXT}\n")
    (folder / "modules/one/index.md").write_text(f"# One\n\n{TEXT}\n")
    for lesson, questions in asked.items():
        shown = "".join(f"\n```{{question}} {name}\n```\n" for name in questions)
        (folder / f"modules/one/{lesson}.md").write_text(f"# {lesson}\n\n{PARAGRAPHS}\n{shown}")


def _question(number: int) -> str:
    return (
        f"- id: q{number}\n  kind: single\n  objective: see\n  prompt: Which of these {number} is so?\n  options:\n"
        "  - {text: This one, right: true, feedback: Yes.}\n  - {text: Another, feedback: Not this one.}\n"
    )
