"""The whole and its parts: which page, question and rule belongs where."""

from __future__ import annotations

from pathlib import Path

from builder.packages.settings import Settings
from tests.unit.packages.packaged_course import make_package
from tests.unit.packages.parted_course import PAGES, make_parts, module, statement, two_parts


def test_each_module_is_a_part_with_its_own_pages_questions_and_rule(tmp_path: Path) -> None:
    one, two = two_parts(tmp_path).parts
    assert (one.part, two.part) == ("one", "two")
    assert two.files == ("_images/two.svg", "modules/two/index.html", "modules/two/lesson.html")
    assert [question.identifier for question in one.interactions] == ["a", "b"]
    assert (one.mastery_score, two.mastery_score) == (0.7, None)
    assert (one.minutes, two.minutes) == (30, 20)
    assert (one.required, two.required) == (1, 1)


def test_the_first_part_begins_with_the_books_start_page(tmp_path: Path) -> None:
    one, two = two_parts(tmp_path).parts
    assert (one.launch, two.launch) == ("index.html", "modules/two/index.html")


def test_parts_have_identifiers_of_their_own_that_a_new_version_keeps(tmp_path: Path) -> None:
    package = two_parts(tmp_path)
    names = [item.identifier for item in (*package.items, *package.parts)]
    assert names == ["cw_fair-markets__all", "cw_fair-markets_one", "cw_fair-markets_two"]


def test_a_question_on_a_page_of_no_part_is_its_own_modules(tmp_path: Path) -> None:
    modules = (module("one", 30, statement("a"), statement("b")), module("two", 20, statement("c")))
    package = make_parts(
        tmp_path, {"glossary": ["c"], "modules/two/lesson": ["b"], "modules/one/lesson": ["a"]}, *modules
    )
    recorded = {part.part: {question.identifier for question in part.interactions} for part in package.parts}
    assert recorded == {"one": {"a"}, "two": {"b", "c"}}
    assert {bank.identifier: [q.id for q in bank.questions] for bank in package.banks} == {
        "one": ["a"],
        "two": ["b", "c"],
    }
    assert package.banks[1].page == {"b": "modules/two/lesson", "c": "glossary"}


def test_a_parts_state_is_shorter_than_the_wholes(tmp_path: Path) -> None:
    package = two_parts(tmp_path)
    sizes = [part.state.total for part in package.parts if part.state]
    assert len(sizes) == 2
    assert all(size < package.state.total for size in sizes)
    assert package.parts[0].state
    assert package.parts[0].state.pages == 2 + 4 * 4


def test_a_book_without_modules_has_no_parts_and_is_launched_whole(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    assert package.parts == ()
    assert package.launched(Settings(scos="modules")) == package.items


def test_settings_choose_between_the_whole_and_its_parts(tmp_path: Path) -> None:
    package = two_parts(tmp_path)
    assert package.launched(Settings()) == package.items
    assert package.launched(Settings(scos="modules")) == package.parts


def test_pages_are_known_with_their_part_in_reading_order(tmp_path: Path) -> None:
    pages = two_parts(tmp_path).pages
    assert [(page.id, page.part) for page in pages] == list(PAGES)
    assert pages[2].href == "modules/one/lesson.html"


def test_catalogues_are_told_minutes_rights_and_who_had_a_share(tmp_path: Path) -> None:
    metadata = two_parts(tmp_path).metadata
    assert (metadata.minutes, metadata.rights, metadata.languages) == (50, "CC-BY-4.0", ("en",))
    assert [(one.name, one.role) for one in metadata.contributors] == [("The team", "author")]
