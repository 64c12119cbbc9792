"""The size that the export counts on is the size that the player can really reach."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builder.book.player_files import FOLDER
from tests.unit.packages.packaged_course import make_book, make_course, make_package

NODE = Path(sys.prefix) / "bin" / "node"
FILL = r"""
const fs = require('fs'), vm = require('vm');
const {scripts, pages, questions, scenarios, stories} = JSON.parse(fs.readFileSync(0, 'utf8'));
const window = {};
scripts.forEach((script) => vm.runInNewContext(fs.readFileSync(script, 'utf8'), {window}));
const coder = window.coursewright.codec;
const entry = (name, more) => Object.assign({token: name}, more);
const course = {
  edition: 'Edit', rule: {score: 0.7, pages: []}, pages: pages.map((token) => entry(token)),
  questions: Object.fromEntries(questions.map(([token]) => [token, entry(token, {points: 1, scored: true})])),
  scenarios: Object.fromEntries(scenarios.map((token) => [token, entry(token)])),
  stories: Object.fromEntries(stories.map((token) => [token, entry(token)]))
};
const full = Object.assign(window.coursewright.state.fresh(), {
  attempt: 'tryA',
  pages: new Set(pages),
  questions: new Map(questions.map(([token, response]) => [token, {tries: 7, right: true, closed: true, response}])),
  scenarios: new Map(scenarios.map((token) => [token, {role: 35, path: 'z'.repeat(coder.LONGEST_PATH)}])),
  stories: new Map(stories.map((token) => [token, 99999])),
  place: {token: pages[0], anchor: 99999}, seconds: 1e15, outcome: 'passed', best: 100
});
const text = coder.encode(course, full, 0);
process.stdout.write(JSON.stringify({text, readable: !coder.decode(course, text).unreadable}));
"""


def fullest_state(pages: list[str], questions: list[tuple[str, str]], scenarios: int, stories: int) -> str:
    """Let the player's own encoder write the fullest state; it must be able to read it back."""
    course = {
        "scripts": [str(FOLDER / name) for name in ("state.js", "codec.js")],
        "pages": pages,
        "questions": questions,
        "scenarios": [f"s{n:03}" for n in range(scenarios)],
        "stories": [f"t{n:03}" for n in range(stories)],
    }
    done = subprocess.run([NODE, "-e", FILL], input=json.dumps(course), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert answer["readable"]
    text: str = answer["text"]
    return text


@pytest.mark.parametrize("pages", [1, 40, 400, 401, 1000])
def test_the_fullest_state_is_exactly_as_long_as_computed(tmp_path: Path, pages: int) -> None:
    book = make_book(tmp_path, pages=[f"p{n}" for n in range(pages)])
    package = make_package(tmp_path, make_course(), book)
    lengths = {
        "single": 1,
        "several": 26,
        "judged": 1,
        "matching": 5,
        "ordering": 3,
        "numeric": 12,
        "words": 2,
        "thought": 0,
    }
    questions = [(f"q{n:03}", "a" * length) for n, length in enumerate(lengths.values())]
    text = fullest_state([f"p{n:03x}" for n in range(pages)], questions, 1, 1)
    assert len(text) == package.state.total
    assert all("!" <= character <= "~" for character in text)
