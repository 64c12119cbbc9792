"""The registry of rules is complete, and docs/reference/verify.md tells it to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import builder.packages.verify
from builder.packages.verify.finding import Rule
from builder.packages.verify.registry import RULES


def test_every_code_is_there_once_and_reads_as_one() -> None:
    codes = [rule.code for rules in RULES.values() for rule in rules]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+[0-9]*(-[a-z0-9]+)+", code) for code in codes)


def test_every_rule_says_why_what_to_do_and_by_which_clause() -> None:
    for rule in (rule for rules in RULES.values() for rule in rules):
        assert all((rule.cause, rule.remedy, rule.clause, rule.check.__doc__ or rule.check.__name__ == "check")), (
            rule.code
        )


def test_no_rule_is_left_out_of_the_registry() -> None:
    import importlib
    import pkgutil

    listed = {rule for rules in RULES.values() for rule in rules}
    for module in pkgutil.iter_modules(builder.packages.verify.__path__):
        values = vars(importlib.import_module(f"builder.packages.verify.{module.name}")).values()
        for value in values:
            if isinstance(value, tuple):
                assert {rule for rule in value if isinstance(rule, Rule)} <= listed, module.name


def test_the_table_of_rules_is_complete_and_to_the_letter(root: Path) -> None:
    text = (root / "docs/reference/verify.md").read_text(encoding="utf-8").partition("## The rules")[2]
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("### "):
            told[line.removeprefix("### ")] = []
        elif line.startswith("| `"):
            told[list(told)[-1]].append(line)
    assert told == {
        title: [f"| `{rule.code}` | {rule.severity} | {rule.cause} | {rule.remedy} | {rule.clause} |" for rule in rules]
        for title, rules in RULES.items()
    }
