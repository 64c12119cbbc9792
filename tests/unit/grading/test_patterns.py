"""Whose file is it: the names that learning systems give, with a roster and without, and an academy's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.grading.attempts import read_record
from builder.grading.folder import GradingFolder
from builder.grading.intake_notes import NOTES
from builder.grading.patterns import Owner, find_owner
from builder.grading.patterns_file import GradingSettings, SettingsError, read_settings
from builder.grading.roster import Learner, Roster, UnknownOwnerError, find_learner, make_roster
from tests.unit.grading.hand_ins import EXERCISES, codes, collect, notebook, who, zipped

ROSTER = make_roster(
    (
        Learner("1001", "Amina Noor", "amina@example.org", "anoor", ("1001", "77"), ("4711",)),
        Learner("1002", "Ben Okoye", "ben@example.org", "bokoye", ("1002",), ("4712",)),
        Learner("1003", "Ana Bint Noor", "ana@example.org", "abint"),
        Learner("1004", "Ana Bint Noor", "ana2@example.org", "abint2"),
    )
)


@pytest.mark.parametrize(
    ("place", "owner"),
    [
        (
            "Amina Noor_4711_assignsubmission_file_/x.ipynb",
            Owner("moodle", "Amina Noor_4711_assignsubmission_file_", name="Amina Noor", participant="4711"),
        ),
        (
            "Amina Noor_4711_assignsubmission_file/sub/x.ipynb",
            Owner("moodle", "Amina Noor_4711_assignsubmission_file", name="Amina Noor", participant="4711"),
        ),
        (
            "Amina Noor_4711_assignsubmission_file_my_trust-index.ipynb",
            Owner(
                "moodle",
                "Amina Noor_4711_assignsubmission_file_my_trust-index.ipynb",
                name="Amina Noor",
                participant="4711",
            ),
        ),
        (
            "nooramina_123_456_trust-index-2.ipynb",
            Owner("canvas", "nooramina_123_456_trust-index-2.ipynb", id="123", name="nooramina"),
        ),
        (
            "nooramina_LATE_123_456_a_7_8_b.ipynb",
            Owner("canvas", "nooramina_LATE_123_456_a_7_8_b.ipynb", id="123", name="nooramina", late=True),
        ),
        (
            "Trust index/Submissions/Noor_Amina_a_noor_345/Late Submission - x.ipynb",
            Owner("ilias", "Noor_Amina_a_noor_345", id="345", name="Amina Noor", login="a_noor", late=True),
        ),
        ("week_one_draft_3/amina/x.ipynb", Owner("folder", "amina", text="amina")),
    ],
)
def test_the_names_of_learning_systems_are_understood(place: str, owner: Owner) -> None:
    assert find_owner(place, EXERCISES, "auto") == owner


def test_only_the_chosen_system_is_asked() -> None:
    assert find_owner("Noor_Amina_anoor_345/x.ipynb", EXERCISES, "ilias") is not None
    assert find_owner("Noor_Amina_anoor_345/x.ipynb", EXERCISES, "moodle") is None
    owner = find_owner("nooramina_123_456_x.ipynb", EXERCISES, "folder")
    assert owner is None


def test_the_outermost_name_says_whose_it_is() -> None:
    place = "Amina Noor_4711_assignsubmission_file_/Ben Okoye_4712_assignsubmission_file_/ben_1_2_x.ipynb"
    owner = find_owner(place, EXERCISES, "auto")
    assert owner is not None
    assert owner.name == "Amina Noor"


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_characters="/\0_", exclude_categories=["Cs"]), min_size=1),
    st.integers(1, 9**9),
)
def test_any_full_name_in_moodles_folder_is_found(name: str, number: int) -> None:
    owner = find_owner(f"{name}_{number}_assignsubmission_file_/x.ipynb", EXERCISES, "auto")
    assert owner is not None
    assert (owner.system, owner.participant) == ("moodle", str(number))


@settings(deadline=None)
@given(st.text())
def test_any_path_has_an_owner_or_none(place: str) -> None:
    for system in ("auto", "moodle", "canvas", "ilias", "folder"):
        owner = find_owner(place, EXERCISES, system)
        assert owner is None or owner.shown


@pytest.mark.parametrize(
    ("owner", "learner"),
    [
        (Owner("moodle", "", name="Amina Noor", participant="9"), "1001"),
        (Owner("moodle", "", name="Noor, Amina", participant="9"), "1001"),
        (Owner("moodle", "", name="AMINA  NOOR", participant="4711"), "1001"),
        (Owner("moodle", "", name="Participant", participant="4712"), "1002"),
        (Owner("canvas", "", name="nooramina", id="77"), "1001"),
        (Owner("canvas", "", name="nooramina", id="5"), "1001"),
        (Owner("ilias", "", name="A. Noor", login="ANOOR", id="345"), "1001"),
        (Owner("folder", "", text="1002"), "1002"),
        (Owner("folder", "", text="ben@example.org"), "1002"),
        (Owner("folder", "", text="ben okoye"), "1002"),
    ],
)
def test_the_roster_finds_one_learner(owner: Owner, learner: str) -> None:
    assert find_learner(ROSTER, owner) == learner


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        (Owner("moodle", "", name="Ana Bint Noor", participant="9"), "several-fit"),
        (Owner("moodle", "", name="Amina", participant="9"), "not-in-roster"),
        (Owner("moodle", "", name="Participant", participant="9"), "not-in-roster"),
        (Owner("canvas", "", name="okoyeben", id="1001"), "number-and-name"),
        (Owner("folder", "", text="---"), "not-in-roster"),
    ],
)
def test_the_roster_guesses_nobody(owner: Owner, code: str) -> None:
    with pytest.raises(UnknownOwnerError) as refused:
        find_learner(ROSTER, owner)
    assert refused.value.code == code


MOODLE_MEMBERS = {
    "Amina Noor_4711_assignsubmission_file_/trust-index.ipynb": notebook("a = 1"),
    "Ben Okoye_4712_assignsubmission_file_/notes.pdf": b"%PDF",
    "Cem Kaya_4713_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
    "Cem Kaya_4713_assignsubmission_file_/trust-index.ipynb": notebook("c = 1"),
}


def test_moodles_zip_without_a_roster(tmp_path: Path) -> None:
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", MOODLE_MEMBERS))
    assert who(collected) == [("Amina-Noor", "trust-index"), ("Cem-Kaya", "trust-index")]
    assert codes(collected) == ["no-notebook"]
    assert "Ben Okoye" in collected.set_aside[0].reason


def test_moodles_zip_with_a_roster(tmp_path: Path) -> None:
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", MOODLE_MEMBERS), roster=ROSTER)
    assert who(collected) == [("1001", "trust-index")]
    assert codes(collected) == ["no-notebook", "not-in-roster"]
    record = read_record(GradingFolder(tmp_path / "grading"), "1001", "trust-index")
    assert record is not None
    assert record.counting is not None
    assert record.counting.handle == "Amina Noor_4711_assignsubmission_file_"


def test_two_of_one_name_in_moodle_are_told_apart_only_by_a_roster(tmp_path: Path) -> None:
    members = {f"Ana Noor_{n}_assignsubmission_file_/trust-index.ipynb": notebook(f"n = {n}") for n in (1, 2)}
    incoming = zipped(tmp_path / "in.zip", members)
    assert codes(collect(tmp_path / "one", incoming)) == ["two-as-one"] * 2
    roster = make_roster((Learner("a", "Ana Noor", participants=("1",)), Learner("b", "Ana Noor", participants=("2",))))
    assert who(collect(tmp_path / "two", incoming, roster=roster)) == [("a", "trust-index"), ("b", "trust-index")]


@pytest.mark.parametrize(
    "place", ["Participant_4711_assignsubmission_file_/trust-index.ipynb", "anon_Ab1Cd_456_trust-index.ipynb"]
)
@pytest.mark.parametrize("roster", [None, make_roster(())])
def test_a_blind_download_is_not_guessed(tmp_path: Path, place: str, roster: Roster | None) -> None:
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", {place: notebook()}), roster=roster)
    assert codes(collected) == ["blind"]
    assert "anonymous marking" in collected.set_aside[0].fix


def test_canvas_late_mark_is_kept(tmp_path: Path) -> None:
    members = {
        "nooramina_LATE_77_456_trust-index.ipynb": notebook(),
        "okoyeben_1002_457_trust-index-2.ipynb": notebook("b = 1"),
    }
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members), roster=ROSTER)
    assert [(one.learner, [note.code for note in one.notes]) for one in collected.taken] == [
        ("1001", ["late"]),
        ("1002", []),
    ]
    assert not (tmp_path / "grading/submitted/1001/trust-index/timestamp.txt").exists()


def test_a_time_in_a_zip_is_no_hand_in_time_unless_the_academy_says_so(tmp_path: Path) -> None:
    (tmp_path / "grading.yml").write_text(
        "exercises: {trust-index: {due: 2020-01-05T11:00:00+03:00}}\n", encoding="utf-8"
    )
    said = read_settings(tmp_path / "grading.yml")
    members = {"Amina Noor_4711_assignsubmission_file_/trust-index.ipynb": notebook()}
    (taken,) = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members), settings=said).taken
    assert not taken.notes
    assert not (tmp_path / "grading/submitted/Amina-Noor/trust-index/timestamp.txt").exists()


def test_a_hand_in_time_goes_on_and_what_is_overdue_is_noted(tmp_path: Path) -> None:
    (tmp_path / "grading.yml").write_text(
        "zip_times: true\nzone: Africa/Nairobi\nexercises: {trust-index: {due: 2026-01-05T11:00:00+03:00}}\n",
        encoding="utf-8",
    )
    said = read_settings(tmp_path / "grading.yml")
    members = {"Amina Noor_4711_assignsubmission_file_/trust-index.ipynb": notebook()}
    (taken,) = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members), settings=said).taken
    assert [note.code for note in taken.notes] == ["late"]
    stamp = tmp_path / "grading/submitted/Amina-Noor/trust-index/timestamp.txt"
    assert stamp.read_text(encoding="utf-8") == "2026-01-05 09:00:00 UTC\n"


def test_an_academys_own_pattern_comes_first(tmp_path: Path) -> None:
    (tmp_path / "grading.yml").write_text(
        "patterns: ['(?P<id>\\d{4})-(?P<late>late-)?(?P<file>.*)']\n"
        "exercises: {trust-index: {names: [vertrauen]}}\nlate_names: ['Verspätet - ']\n",
        encoding="utf-8",
    )
    said = read_settings(tmp_path / "grading.yml")
    members = {
        "all/1001-late-vertrauen.ipynb": notebook(),
        "1002-x/Verspätet - vertrauen.ipynb": notebook("b = 1"),
    }
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members), settings=said, roster=ROSTER)
    assert [(one.learner, [note.code for note in one.notes]) for one in collected.taken] == [
        ("1001", ["late"]),
        ("1002", ["late"]),
    ]


WRONG_SETTINGS = {
    "not_yaml": ("patterns: [", "line 1 is not YAML"),
    "a_list": ("- x", "keys with values"),
    "unknown_key": ("pattern: []", "there is no key `pattern`; use patterns,"),
    "pattern_no_list": ("patterns: x", "patterns must be a list of texts"),
    "pattern_broken": ("patterns: ['(?P<id>']", r"pattern 1 \(`\(\?P<id>`\) is no regular expression"),
    "pattern_of_nobody": ("patterns: ['(?P<file>.*)']", "does not say whose it is; name a group"),
    "pattern_strange_group": ("patterns: ['(?P<learner>.*)']", "has a group `learner`; groups are"),
    "roster_key": ("roster: {number plate: x}", "roster: there is no key `number plate`"),
    "roster_title": ("roster: {id: 7}", "id must be the title of a column"),
    "zip_times": ("zip_times: moodle", "zip_times must be true or false"),
    "zone": ("zone: Mars/Olympus", "zone `Mars/Olympus` is not known"),
    "zone_leads_out": ("zone: ../../etc/passwd", "is not known"),
    "due_without_zone": ("exercises: {a: {due: 2026-01-05T11:00:00}}", "a time with its zone"),
    "due_no_time": ("exercises: {a: {due: soon}}", "a time with its zone"),
    "exercise_key": ("exercises: {a: {points: 3}}", "exercises: a: there is no key `points`"),
}


@pytest.mark.parametrize("defect", WRONG_SETTINGS)
def test_wrong_settings_are_told_plainly(tmp_path: Path, defect: str) -> None:
    content, message = WRONG_SETTINGS[defect]
    (tmp_path / "grading.yml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message) as refused:
        read_settings(tmp_path / "grading.yml")
    assert "grading.yml" in str(refused.value)


@pytest.mark.parametrize("content", [None, "", "# nothing\n"])
def test_no_settings_are_no_fault(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "grading.yml").write_text(content, encoding="utf-8")
    assert read_settings(tmp_path / "grading.yml") == GradingSettings()


def test_the_settings_in_the_documentation_are_right(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "reference" / "grading-files.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "grading.yml").write_text(example, encoding="utf-8")
    said = read_settings(tmp_path / "grading.yml")
    assert said.of("trust-index").column == "Trust index (4711)"
    assert said.zone is not None
    assert len(said.patterns) == 1


def test_every_note_is_in_the_documentation(root: Path) -> None:
    page = (root / "docs" / "reference" / "grading-files.md").read_text(encoding="utf-8")
    assert not [code for code in NOTES if f"`{code}`" not in page]
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "builder" / "grading").glob("*.py"))
    codes = set(re.findall(r'(?:NotTakenError|NotASubmissionError|UnknownOwnerError)\(\s*"([a-z0-9-]+)"', sources))
    assert len(codes) > 15
    assert not [code for code in codes if f"`{code}`" not in page]
