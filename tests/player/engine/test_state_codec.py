"""The saved state: any state comes back whole, junk brings nothing, and two states join without a loss."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

BATCHES = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
WORTH = ["", "failed", "completed", "passed"]
KNOWN = {
    "pages": ["st-1", "on-2", "tw-3", "mo-4"],
    "questions": ["qs-1", "qv-2", "qt-3", "qm-4", "qo-5", "qn-6", "qx-7", "qr-8"],
    "scenarios": ["sc-1"],
    "stories": ["sy-1"],
}
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
RESPONSE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in ",;")

tokens = st.text(BASE64, min_size=4, max_size=4)


def entries(kind: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    """Entries under known and unknown tokens, sorted by token."""
    keys = st.one_of(st.sampled_from(KNOWN[kind]), tokens)
    return st.dictionaries(keys, value, max_size=12).map(lambda found: sorted([key, found[key]] for key in found))


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    right = draw(st.booleans())
    return {
        "tries": draw(st.integers(1, 7)),
        "right": right,
        "closed": right or draw(st.booleans()),
        "response": draw(st.text(RESPONSE, max_size=26)),
    }


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    outcome = draw(st.sampled_from(WORTH))
    letters = st.sampled_from("CDFGHIJKLMRUVWXYZ")
    walks = st.fixed_dictionaries({"role": st.integers(0, 35), "path": st.text(BASE36, max_size=60)})
    body = st.text(RESPONSE + ",", min_size=1, max_size=20)
    return {
        "attempt": draw(st.one_of(st.just(""), tokens)),
        "pages": sorted(draw(st.sets(st.one_of(st.sampled_from(KNOWN["pages"]), tokens), max_size=12))),
        "questions": draw(entries("questions", answers())),
        "scenarios": draw(entries("scenarios", walks)),
        "stories": draw(entries("stories", st.integers(0, 1295))),
        "place": draw(st.none() | st.fixed_dictionaries({"token": tokens, "anchor": st.integers(0, 1295)})),
        "seconds": draw(st.integers(0, 9999 * 3600 + 3599)),
        "outcome": outcome,
        "best": draw(st.integers(0, 100)) if outcome else 0,
        "others": sorted([letter, draw(body)] for letter in draw(st.sets(letters, max_size=3))),
        "unreadable": False,
    }


FRESH = {
    "attempt": "",
    "pages": [],
    "questions": [],
    "scenarios": [],
    "stories": [],
    "place": None,
    "seconds": 0,
    "outcome": "",
    "best": 0,
    "others": [],
    "unreadable": False,
}


def run(engine: Page, body: str, given: Any) -> Any:
    """Evaluate ``body`` with ``given``, the course, the codec and the rules of states at hand."""
    return engine.evaluate("given => { const {course, codec, state: states} = coursewright; " + body + "}", given)


@BATCHES
@given(st.lists(states(), min_size=3, max_size=3))
def test_any_state_comes_back_whole_in_printable_ascii(engine: Page, batch: list[dict[str, Any]]) -> None:
    body = """return given.map(plain => {
        const text = codec.encode(course, toState(plain), 0);
        return [text, toPlain(codec.decode(course, text)), codec.encode(course, codec.decode(course, text), 0)];
    });"""
    for plain, (text, back, again) in zip(batch, run(engine, body, batch), strict=True):
        assert back == plain
        assert again == text
        assert all(0x21 <= ord(character) <= 0x7E for character in text)


@BATCHES
@given(st.lists(st.one_of(st.text(max_size=80), st.text("1EPQSTNO@B;,-_abcAB019", max_size=80)), max_size=12))
def test_junk_never_throws_and_never_brings_progress(engine: Page, batch: list[str]) -> None:
    body = """return given.map(text => {
        const state = codec.decode(course, codec.seal(text));
        return [toPlain(state), codec.encode(course, state, 0).slice(0, -6), toPlain(codec.decode(course, text))];
    });"""
    for text, (found, again, unsealed) in zip(batch, run(engine, body, batch), strict=True):
        assert unsealed == {**FRESH, "unreadable": text != ""}
        if found["unreadable"]:
            assert found == {**FRESH, "unreadable": True}
        else:
            assert sorted(text.replace("ESm4_;", "")[1:]) <= sorted(again) or found == FRESH
            assert set(found["pages"]) <= {text[at : at + 4] for at in range(len(text))} | set(KNOWN["pages"])


def damage(text: str, place: int, how: str, by: str) -> str:
    """The text with one thing done to it, as disks, people and systems do."""
    before, after = text[:place], text[place:]
    return {
        "cut": before,
        "drop": before + after[1:],
        "put in": before + by + after,
        "replace": before + by + after[1:],
        "swap": before + after[1:2] + after[:1] + after[2:],
    }[how]


DAMAGES = st.tuples(
    st.integers(0, 400),
    st.sampled_from(["cut", "drop", "put in", "replace", "swap"]),
    st.sampled_from([chr(code) for code in range(0x21, 0x7F)]),
)


@BATCHES
@given(states(), st.lists(DAMAGES, min_size=60, max_size=60))
def test_a_damaged_state_never_throws(engine: Page, plain: dict[str, Any], damages: list[tuple[int, str, str]]) -> None:
    text = run(engine, "return codec.encode(course, toState(given), 0);", plain)
    damaged = {damage(text, place % len(text), how, by) for place, how, by in damages} - {text, ""}
    found = run(engine, "return given.map(text => toPlain(codec.decode(course, text)));", sorted(damaged))
    assert found == [{**FRESH, "unreadable": True}] * len(damaged)


def test_no_change_of_a_single_character_goes_unseen(engine: Page) -> None:
    body = """const text = codec.seal('1ESm4_;Pst-1;Qqs-1Ia,;N5;');
        const readable = [];
        for (let at = 0; at < text.length; at += 1) {
            for (let code = 0x20; code < 0x7f; code += 1) {
                const other = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
                if (other !== text && !codec.decode(course, other).unreadable) readable.push(other);
            }
        }
        return [codec.decode(course, text).unreadable, readable];"""
    assert run(engine, body, None) == [False, []]


def test_more_time_than_anybody_learns_is_no_time(engine: Page) -> None:
    body = "return given.map(text => codec.decode(course, codec.seal(text))).map(one => [one.seconds, one.unreadable]);"
    told = run(engine, body, ["1Nlfls7;", "1Nlflrz;", "1Nzzzzz;", "1Nzzzzzzz;"])
    assert told == [[0, True], [35_999_999, False], [0, True], [0, True]]


@BATCHES
@given(states(), states())
def test_joining_loses_nothing_in_either_order(engine: Page, one: dict[str, Any], other: dict[str, Any]) -> None:
    body = """const [a, b] = given.map(toState);
        const joined = states.merge(a, b);
        return [joined, states.merge(b, a), states.merge(joined, b), states.merge(a, a)].map(toPlain);"""
    joined, turned, again, same = run(engine, body, [one, other])
    assert joined == turned
    assert again == joined
    assert same == one
    assert set(joined["pages"]) == set(one["pages"]) | set(other["pages"])
    assert joined["seconds"] == max(one["seconds"], other["seconds"])
    assert WORTH.index(joined["outcome"]) == max(WORTH.index(one["outcome"]), WORTH.index(other["outcome"]))
    found = dict(joined["questions"])
    for token, answer in [*one["questions"], *other["questions"]]:
        assert found[token]["right"] >= answer["right"]
        assert found[token]["closed"] or not answer["closed"]


@BATCHES
@given(states(), st.integers(60, 900))
def test_a_state_too_long_for_a_system_gives_way_in_the_stated_order(
    engine: Page, plain: dict[str, Any], limit: int
) -> None:
    body = """const [plain, limit] = given;
        const text = codec.encode(course, toState(plain), limit);
        return [text, toPlain(codec.decode(course, text)), codec.encode(course, toState(plain), 0).length];"""
    text, kept, full = run(engine, body, [plain, limit])
    assert len(text) <= limit
    assert (kept["outcome"], kept["best"], kept["seconds"]) == (plain["outcome"], plain["best"], plain["seconds"])
    known = {token: answer for token, answer in plain["questions"] if token in KNOWN["questions"]}
    if full <= limit:
        assert kept == plain
    if kept["scenarios"] or any(answer["response"] for _, answer in kept["questions"]):
        bare = {token: (answer["right"], answer["closed"]) for token, answer in known.items()}
        found = {token: (answer["right"], answer["closed"]) for token, answer in kept["questions"]}
        assert bare.items() <= found.items()


def test_a_version_of_tomorrow_is_not_read_as_todays(engine: Page) -> None:
    for text in ("2ESm4_;Pst-1;", "1ESm4_;Pst-1", "1Pst-1st-1;", "1Qqs-1Ab,;", "1Qqs-1Mb,;", "1Op2t;", "null", " 1"):
        assert run(engine, "return codec.decode(course, codec.seal(given)).unreadable;", text), text
    assert not run(engine, "return codec.decode(course, codec.seal(given)).unreadable;", "1ESm4_;Pst-1;")


def test_sections_and_tokens_of_a_later_edition_are_written_back(engine: Page) -> None:
    text = "1ESm4_;Pst-1zzzz;Qqs-1Ob,yyyyIc,;Zlater,on;"
    body = "return [codec.seal(given), codec.encode(course, codec.decode(course, codec.seal(given)), 0)];"
    sealed, written = run(engine, body, text)
    assert written == sealed
    assert sealed.startswith(text)


def test_a_large_book_keeps_a_bit_a_page_and_drops_those_of_another_edition(engine: Page) -> None:
    body = """const tokens = Array.from({length: 1000}, (_, at) => ('000' + at.toString(36)).slice(-4));
        const pages = tokens.map(token => ({id: token, token: token}));
        const large = Object.assign({}, course, {pages: pages, edition: 'La9_'});
        const state = states.fresh();
        given.forEach(at => state.pages.add(tokens[at]));
        Object.assign(state, {outcome: 'completed', best: 12});
        const text = codec.encode(large, state, 0);
        const next = codec.decode(Object.assign({}, large, {edition: 'La10'}), text);
        const back = codec.decode(large, text);
        return [text.length, Array.from(back.pages, token => tokens.indexOf(token)), next.pages.size, next.outcome];"""
    seen = [0, 5, 6, 399, 998, 999]
    length, back, later, outcome = run(engine, body, seen)
    assert back == seen
    assert (later, outcome) == (0, "completed")
    assert length < 200


def score_of(
    engine: Page, right: list[str], points: int, rule: float, seen: list[str], closed: bool = True
) -> list[Any]:
    """Percent and outcome for a course of ten questions, of which ``right`` are answered."""
    body = """const [right, points, score, seen, closed] = given;
        const questions = {};
        for (let at = 0; at < 10; at += 1) {
            questions['q' + at] = {token: 'q' + at + '__', points: at ? 1 : points, tries: 2, scored: true};
        }
        const rule = {score: score, pages: ['start', 'two']};
        const made = Object.assign({}, course, {questions: questions, rule: rule});
        const state = states.fresh();
        seen.forEach(token => state.pages.add(token));
        Object.keys(questions).forEach(id => {
            const isRight = right.indexOf(id) >= 0;
            const answer = {tries: 2, right: isRight, closed: true, response: ''};
            if (isRight || closed) state.questions.set(questions[id].token, answer);
        });
        return [states.score(made, state).percent, states.outcome(made, state)];"""
    return list(run(engine, body, [right, points, rule, seen, closed]))


def test_the_score_is_rounded_down_and_the_rule_up(engine: Page) -> None:
    both = ["st-1", "tw-3"]
    first_seven = [f"q{at}" for at in range(7)]
    assert score_of(engine, first_seven, 1, 0.7, both) == [70, "passed"]
    assert score_of(engine, first_seven, 1, 0.705, both) == [70, "failed"]
    assert score_of(engine, [f"q{at}" for at in range(1, 8)], 2, 0.64, both) == [63, "failed"]
    assert score_of(engine, first_seven[:1], 12, 0.57, both) == [57, "passed"]
    assert score_of(engine, first_seven[:2], 9, 0.55, both) == [55, "passed"]


def test_passing_asks_for_the_pages_and_failing_for_every_answer(engine: Page) -> None:
    right = [f"q{at}" for at in range(7)]
    assert score_of(engine, right, 1, 0.7, ["st-1"]) == [70, ""]
    assert score_of(engine, [], 1, 0.7, ["st-1"]) == [0, ""]
    assert score_of(engine, right[:2], 1, 0.7, ["st-1", "tw-3"], closed=False) == [20, ""]
    assert score_of(engine, right[:2], 1, 0.7, ["st-1", "tw-3"]) == [20, "failed"]


def test_passed_is_never_taken_back(engine: Page) -> None:
    body = """const state = codec.decode(course, codec.seal('1EOld_;Op28;'));
        const harder = Object.assign({}, course, {rule: {score: 1, pages: ['more']}});
        const failed = codec.decode(course, codec.seal('1Of0;'));
        return [states.outcome(harder, state), states.outcome(course, states.merge(failed, state))];"""
    assert run(engine, body, None) == ["passed", "passed"]


def test_a_rule_without_score_is_completed_by_pages_alone(engine: Page) -> None:
    body = """return [['start'], []].map(pages => {
        const made = Object.assign({}, course, {rule: {score: null, pages: pages}});
        const state = states.fresh();
        const before = states.outcome(made, state);
        state.pages.add('st-1');
        return [before, states.outcome(made, state)];
    });"""
    assert run(engine, body, None) == [["", "completed"], ["", ""]]
