"""What becomes of the pass rule: each format writes it, or says at export that an instructor has to."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from builder.packages.formats import FORMATS
from builder.packages.loss import find_losses
from tests.unit.packages.packaged_course import make_course, make_package

WRITES_IT = ("scorm12", "scorm2004", "cmi5")


def test_the_table_says_of_every_format_of_the_registry_what_it_writes(root: Path) -> None:
    text = (root / "docs/reference/pass-rule.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^## Every format\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| `")]
    assert [name for name, _, _ in rows] == [f"`{name}`" for name in FORMATS]
    assert all(len(writes) > 5 and len(target) > 5 for _, writes, target in rows)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_that_does_not_write_the_rule_says_what_it_asks(name: str, tmp_path: Path) -> None:
    package = make_package(tmp_path, make_course(score=0.725))
    found = {loss.code: loss.items for loss in find_losses(FORMATS[name], package)}
    if name in WRITES_IT:
        assert "pass-rule" not in found
    else:
        assert found["pass-rule"] == ("Fair markets: 72.5 % of the points and 2 pages seen",)


def test_a_book_without_score_and_pages_to_see_asks_nothing(tmp_path: Path) -> None:
    package = make_package(tmp_path, make_course(score=None))
    (whole,) = package.items
    free = replace(package, items=(replace(whole, required=0),))
    assert "pass-rule" not in {loss.code for loss in find_losses(FORMATS["epub"], free)}
