"""The rendered site: complete without scripts, nothing from elsewhere, no inline code, the last good one kept."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from builder.book.ensure import Built, ensure_book
from builder.book.player_files import LEARNING_SCRIPTS, PAGE_SCRIPTS, SERVED, served
from builder.book.render import RenderFailed
from builder.book.site_only import is_site_only

SOUND = Path(__file__).parent.parent / "courses" / "sound"
LESSON = "modules/one/lesson.html"
HANDLER = re.compile(r"^on[a-z]+$")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the sound course, and a folder to build in."""
    base = tmp_path_factory.mktemp("sound")
    return shutil.copytree(SOUND, base / "course"), base / "build"


@pytest.fixture(scope="module")
def built(workshop: tuple[Path, Path]) -> Built:
    """The sound course, rendered once."""
    return ensure_book(*workshop)


@pytest.fixture
def lesson(built: Built, browser: Browser) -> Iterator[Page]:
    """The lesson opened from disk with scripts switched off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built.book.root / LESSON).as_uri())
    yield page
    context.close()


def test_every_page_is_listed_in_reading_order(built: Built) -> None:
    assert [page.id for page in built.book.pages][:2] == ["index", "modules/one/index"]
    assert all((built.book.root / page.href).is_file() for page in built.book.pages)
    on_disk = {path.relative_to(built.book.root).as_posix() for path in built.book.root.rglob("*") if path.is_file()}
    listed = {page.href for page in built.book.pages} | set(built.book.shared_files)
    listed |= {file for page in built.book.pages for file in page.files}
    assert on_disk - listed == {name for name in on_disk if is_site_only(name)}
    assert {"_static/coursewright/course.json", "sw.js", "offline.html"} <= on_disk - listed
    assert listed <= on_disk


def test_no_page_runs_inline_code_or_loads_from_another_host(built: Built) -> None:
    assert built.book.remotes == ()
    for path in built.book.root.rglob("*.html"):
        for element in html.fromstring(path.read_bytes()).iter():
            if isinstance(element.tag, str):
                assert element.tag != "script" or element.get("src"), path
                assert not any(HANDLER.match(name) for name in element.attrib), (path, dict(element.attrib))


def test_without_scripts_a_question_reads_as_text_and_keeps_its_key(lesson: Page, built: Built) -> None:
    questions = lesson.locator(".cw-question")
    assert questions.count() >= 1
    assert all(text.strip() for text in questions.locator(".cw-prompt").all_inner_texts())
    page = (built.book.root / LESSON).read_text(encoding="utf-8")
    bank = (built.book.root / "_static/coursewright/bank/one.js").read_text(encoding="utf-8")
    entries = json.loads(bank[bank.index(",") + 1 : bank.rindex(")")])
    feedback = [text for entry in entries.values() for text in (entry.get("feedback") or {}).values()]
    assert len(feedback) > 10
    assert not any(re.sub("<[^>]+>", "", text).strip() in page for text in feedback)


def test_without_scripts_a_scenario_leads_by_links_and_a_story_shows_all_scenes(built: Built, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    pages = [built.book.root / page.href for page in built.book.pages]
    scenario = next(path for path in pages if "cw-scenario" in path.read_text(encoding="utf-8"))
    page.goto(scenario.as_uri())
    for link in page.locator(".cw-choices a").all():
        target = link.get_attribute("href") or ""
        assert page.locator(f"[id='{target.removeprefix('#')}']").count() == 1
    story = next(path for path in pages if "cw-story" in path.read_text(encoding="utf-8"))
    page.goto(story.as_uri())
    assert page.locator(".cw-scene img").count() == page.locator(".cw-scene .cw-narration").count() >= 1
    assert all(image.get_attribute("alt") for image in page.locator(".cw-scene img").all())
    context.close()


def test_a_page_loads_only_the_widgets_that_it_shows(built: Built) -> None:
    lesson = (built.book.root / LESSON).read_text(encoding="utf-8")
    glossary = (built.book.root / "course/glossary.html").read_text(encoding="utf-8")
    widgets = ("player-question.js", "player-scenario.js", "player-story.js")
    assert all(f"coursewright/{name}" in lesson for name in widgets)
    assert not any(f"coursewright/{name}" in glossary for name in widgets)
    assert lesson.index("course.js") < lesson.index("words.js") < lesson.index("player.js") < lesson.index(widgets[0])
    assert "coursewright/player.js" in glossary


def test_the_player_is_served_whole_and_each_of_its_files_once(built: Built) -> None:
    """But for the plan of the review, which the learner's own page has before it has anything for questions."""
    folder = built.book.root / "_static/coursewright"
    for name in SERVED:
        assert (folder / name).read_text(encoding="utf-8") == served(name), name
    parts = Counter(part for name in SERVED for part in SERVED[name])
    assert {*PAGE_SCRIPTS, *LEARNING_SCRIPTS} <= set(parts)
    assert {part for part, times in parts.items() if times > 1} == {"schedule.js"}


def test_nothing_changed_means_nothing_rendered(workshop: tuple[Path, Path], built: Built) -> None:
    again = ensure_book(*workshop)
    assert not again.fresh
    assert again.book == built.book


def test_a_course_that_cannot_be_rendered_leaves_the_last_good_site(
    workshop: tuple[Path, Path], built: Built, tmp_path: Path
) -> None:
    course = shutil.copytree(workshop[0], tmp_path / "course")
    build = shutil.copytree(workshop[1], tmp_path / "build")
    before = (build / "site" / LESSON).read_bytes()
    page = course / "modules/one/lesson.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{ref}`nowhere-at-all`\n", encoding="utf-8")
    with pytest.raises(RenderFailed) as failure:
        ensure_book(course, build)
    assert any("modules/one/lesson.md" in line and "nowhere-at-all" in line for line in failure.value.lines)
    assert str(tmp_path) not in str(failure.value)
    assert (build / "site" / LESSON).read_bytes() == before


def test_a_fault_is_said_again_until_it_is_mended(workshop: tuple[Path, Path], tmp_path: Path) -> None:
    course = shutil.copytree(workshop[0], tmp_path / "course")
    page = course / "modules/one/index.md"
    bank = course / "modules/one/questions.yml"
    page.write_text(page.read_text(encoding="utf-8") + "\n```{question} q-late\n```\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RenderFailed, match="q-late"):
            ensure_book(course, tmp_path / "build")
    text = bank.read_text(encoding="utf-8")
    objective = re.search(r"objective: ([\w-]+)", text)
    assert objective
    late = [
        "- id: q-late",
        "  kind: true-false",
        f"  objective: {objective[1]}",
        "  prompt: A question that came late.",
        "  answer: true",
        "  feedback: {right: Yes., wrong: No.}",
    ]
    bank.write_text("\n".join([text.rstrip(), *late, ""]), encoding="utf-8")
    built = ensure_book(course, tmp_path / "build")
    assert "A question that came late." in (built.book.root / "modules/one/index.html").read_text(encoding="utf-8")


def test_changed_data_run_the_cells_again_and_show_the_new_result(workshop: tuple[Path, Path], tmp_path: Path) -> None:
    course = shutil.copytree(workshop[0], tmp_path / "course")
    notebook = course / "modules/one/computing.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))
    source = "print(open('numbers.txt', encoding='utf-8').read())"
    cells["cells"].append(
        {
            "cell_type": "code",
            "id": "read-data",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source,
        }
    )
    notebook.write_text(json.dumps(cells), encoding="utf-8")
    data = course / "modules/one/numbers.txt"
    data.write_text("the number is 41", encoding="utf-8")
    page = tmp_path / "build/site/modules/one/computing.html"
    ensure_book(course, tmp_path / "build")
    assert "the number is 41" in page.read_text(encoding="utf-8")
    data.write_text("the number is 42", encoding="utf-8")
    ensure_book(course, tmp_path / "build")
    assert "the number is 42" in page.read_text(encoding="utf-8")


def test_a_changed_question_is_on_its_page_after_the_next_build(workshop: tuple[Path, Path], tmp_path: Path) -> None:
    course = shutil.copytree(workshop[0], tmp_path / "course")
    ensure_book(course, tmp_path / "build")
    bank = course / "modules/one/questions.yml"
    text = bank.read_text(encoding="utf-8")
    prompt = re.search(r"prompt: (.+)", text)
    assert prompt
    bank.write_text(text.replace(prompt[0], "prompt: Something wholly new?", 1), encoding="utf-8")
    ensure_book(course, tmp_path / "build")
    pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "build/site").rglob("*.html"))
    assert "Something wholly new?" in pages
