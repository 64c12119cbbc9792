"""YAML is read with places, as it is written, and junk becomes problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.authoring.faults import Findings
from builder.authoring.yaml_fields import Fields, read_fields


def reading(folder: Path, text: str | bytes) -> tuple[Fields | None, Findings]:
    findings = Findings()
    (folder / "a.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_fields(folder, "a.yml", findings), findings


def listed(findings: Findings) -> list[tuple[str, int]]:
    return [(problem.code, problem.where.line) for problem in findings]


def test_a_text_is_what_is_written_whatever_yaml_makes_of_it(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "a: Yes\nb: 2021\nc: 1.10\nd: 2021-13-45\ne: 'null'\n")
    assert fields is not None
    assert [fields.text(key) for key in "abcde"] == ["Yes", "2021", "1.10", "2021-13-45", "null"]
    assert listed(findings) == []


@pytest.mark.parametrize("written", ["", " ", "~", "null", "''"])
def test_a_value_that_is_needed_and_empty_is_missing(tmp_path: Path, written: str) -> None:
    fields, findings = reading(tmp_path, f"b: 1\na: {written}\n")
    assert fields is not None
    assert fields.text("a") == ""
    assert listed(findings) == [("missing-value", 2)]


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("-0.5", -0.5), ("1e-3", 0.001), ("+.5", 0.5)])
def test_numbers_are_decimal(tmp_path: Path, written: str, number: float) -> None:
    fields, findings = reading(tmp_path, f"a: {written}\n")
    assert fields is not None
    assert fields.number("a", -100, 100) == number
    assert listed(findings) == []


@pytest.mark.parametrize("written", ["1:30", "0x1f", ".nan", ".inf", "twelve", "true", "[1]", "{a: 1}"])
def test_what_is_no_decimal_number_is_a_problem(tmp_path: Path, written: str) -> None:
    fields, findings = reading(tmp_path, f"a: {written}\n")
    assert fields is not None
    assert fields.number("a", 0, 100, 7) == 7
    assert listed(findings) == [("wrong-type", 1)]


def test_a_whole_number_has_no_fraction(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "a: 1.5\nb: 2.0\nc: 9\n")
    assert fields is not None
    assert [fields.whole(key, 0, 5, 1) for key in "abc"] == [1, 2, 1]
    assert listed(findings) == [("wrong-type", 1), ("bad-value", 3)]


def test_a_flag_is_true_or_false(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "a: true\nb: No\nc: 1\nd: 'true'\n")
    assert fields is not None
    assert [fields.flag(key) for key in "abcde"] == [True, False, False, False, False]
    assert listed(findings) == [("wrong-type", 3), ("wrong-type", 4)]


def test_a_mistyped_key_is_told_the_key_that_was_meant(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "titel: A\n")
    assert fields is not None
    fields.text("title", "")
    fields.close()
    assert [(problem.code, problem.fix) for problem in findings] == [("unknown-key", "did you mean `title`?")]


def test_a_key_written_twice_is_a_problem_and_the_last_counts(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert fields is not None
    assert fields.text("a") == "3"
    assert listed(findings) == [("duplicate-key", 3)]


@pytest.mark.parametrize(
    ("text", "line", "fix"),
    [
        ("a: 1\nb:\n\tc: 2\n", 3, "indent with spaces: YAML does not allow tabs"),
        ("a: 1\n b: 2\n", 2, ""),
        ("a: [1, 2\nb: 3\n", 2, ""),
        ("a: 'open\n", 1, ""),
        ("a: one: two\n", 1, "put a value that contains `: ` in double quotes"),
        ("a: *nobody\n", 1, ""),
        ("a: 1\n---\nb: 2\n", 2, ""),
        ("a: 1\nb: \x07\n", 2, "remove the invisible character"),
        ("[" * 3000, 1, ""),
    ],
)
def test_text_that_is_no_yaml_is_one_problem_with_its_line(tmp_path: Path, text: str, line: int, fix: str) -> None:
    fields, findings = reading(tmp_path, text)
    assert fields is None
    assert listed(findings) == [("yaml-syntax", line)]
    assert fix in findings.problems[0].fix
    assert findings.unread == {"a.yml"}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_that_is_not_utf_8_is_a_problem(tmp_path: Path, encoding: str) -> None:
    fields, findings = reading(tmp_path, "a: 1\nb: é\n".encode(encoding))
    assert fields is None
    assert [problem.code for problem in findings] == ["wrong-encoding"]


def test_a_byte_order_mark_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "\ufeffa: 1\n")
    assert fields is not None
    assert fields.text("a") == "1"
    assert listed(findings) == [("byte-order-mark", 1)]


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    fields, findings = reading(tmp_path, "# nothing yet\n")
    assert fields is not None
    assert not fields.nodes
    assert listed(findings) == []


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    findings = Findings()
    assert read_fields(tmp_path, ".", findings) is None
    assert [problem.code for problem in findings] == ["file-missing"]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text("ab:-[]{}&*!|>'\"#%@\n \t,?0", max_size=40).map(str.encode)))
def test_no_bytes_make_reading_raise(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    fields, findings = reading(tmp_path_factory.mktemp("junk"), junk)
    if fields is None:
        assert findings.problems
        return
    for key in ("a", "b"):
        fields.text(key, "")
        fields.number(key, 0, 1, 0)
        fields.flag(key)
        fields.texts(key)
        list(fields.each(key))
        fields.fields(key, optional=True)
    list(fields.entries())
    fields.close()
