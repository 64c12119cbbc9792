"""The saved state in later editions of its course, and the longest that our own course can make."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from builder.model.book import Book
from tests.player.engine.test_state_codec import BATCHES, KNOWN, WORTH, run, states, tokens

QUESTIONS = ["q-single", "q-several", "q-true", "q-match", "q-order", "q-number", "q-text"]
LONGEST = 3500
"""Characters; a SCORM 1.2 system takes 4,096."""
FULLEST = """() => {
    const {course, codec, state: states} = coursewright;
    const longest = (question, key) => {
        if (question.kind === 'single' || question.kind === 'true-false') return 1;
        if (question.kind === 'several') return Object.keys(key.feedback).length;
        if (question.kind === 'matching') return Object.keys(key.right).length;
        if (question.kind === 'ordering') return key.right.length;
        return codec.LONGEST_RESPONSES[question.kind];
    };
    const state = states.fresh();
    Object.assign(state, {attempt: 'wxyz', seconds: 36 ** 9, outcome: 'passed', best: 100});
    course.pages.forEach(page => state.pages.add(page.token));
    state.place = {token: course.pages[0].token, anchor: 1295};
    Object.keys(course.questions).forEach(id => {
        const response = 'x'.repeat(longest(course.questions[id], keys[id]));
        state.questions.set(course.questions[id].token, {tries: 7, right: true, closed: true, response: response});
    });
    Object.values(course.scenarios).forEach(one => {
        state.scenarios.set(one.token, {role: 35, path: 'z'.repeat(codec.LONGEST_PATH)});
    });
    Object.values(course.stories).forEach(one => { state.stories.set(one.token, 1295); });
    const text = codec.encode(course, state, 0);
    return [text.length, text === codec.encode(course, codec.decode(course, text), 0), Object.keys(keys).length];
}"""


@st.composite
def editions(draw: st.DrawFn) -> dict[str, Any]:
    """What a later edition may do to the small course: leave pages and questions out, add some, ask for more."""
    return {
        "pages": sorted(draw(st.sets(st.sampled_from(["start", "one/the lesson", "two", "more"]), max_size=4))),
        "questions": sorted(draw(st.sets(st.sampled_from(QUESTIONS), max_size=7))),
        "added": draw(st.sets(tokens.filter(lambda one: one not in KNOWN["questions"] + KNOWN["pages"]), max_size=3)),
        "score": draw(st.sampled_from([None, 0.3, 0.7, 1])),
    }


NEXT_EDITION = """
    const next = edition => {
        const pages = course.pages.filter(page => !edition.pages.includes(page.id));
        const questions = Object.assign({}, course.questions);
        edition.questions.forEach(id => { delete questions[id]; });
        edition.added.forEach(token => {
            pages.push({id: 'new ' + token, token: token});
            questions['new-' + token] = {token: token, kind: 'single', points: 3, tries: 2, scored: true};
        });
        const rule = {score: edition.score, pages: pages.map(page => page.id)};
        return Object.assign({}, course, {edition: 'Next', pages: pages, questions: questions, rule: rule});
    };
"""


@BATCHES
@given(st.lists(st.tuples(states(), editions()), min_size=3, max_size=3))
def test_a_later_edition_finds_all_by_its_id_and_takes_back_neither_passed_nor_completed(
    engine: Page, batch: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    body = (
        NEXT_EDITION
        + """return given.map(([plain, edition]) => {
        const made = next(edition);
        const read = codec.decode(made, codec.encode(course, toState(plain), 0));
        const found = toPlain(read);
        read.outcome = states.outcome(made, read);
        const again = toPlain(codec.decode(course, codec.encode(made, read, 0)));
        return [found, read.outcome, again];
    });"""
    )
    told = [(plain, {**edition, "added": sorted(edition["added"])}) for plain, edition in batch]
    for (plain, _), (found, outcome, again) in zip(told, run(engine, body, told), strict=True):
        assert found == plain
        if plain["outcome"] in ("completed", "passed"):
            assert WORTH.index(outcome) >= WORTH.index(plain["outcome"])
        assert again == {**plain, "outcome": outcome, "best": plain["best"] if outcome else 0}


@BATCHES
@given(states(), editions())
def test_a_question_or_page_of_a_new_edition_begins_untouched(
    engine: Page, plain: dict[str, Any], edition: dict[str, Any]
) -> None:
    known = {token for token, _ in plain["questions"]} | set(plain["pages"])
    added = sorted(edition["added"] - known)
    body = (
        NEXT_EDITION
        + """const [plain, edition] = given;
        const made = next(edition);
        const before = codec.decode(made, codec.encode(course, toState(plain), 0));
        const answers = id => before.questions.get(made.questions[id].token) || {};
        const right = Object.keys(made.questions).filter(id => answers(id).right);
        return [edition.added.some(token => before.questions.has(token) || before.pages.has(token)),
            right, states.score(made, before).right, edition.questions];"""
    )
    touched, right, counted, removed = run(engine, body, [plain, {**edition, "added": added}])
    assert not touched
    assert not set(right) & set(removed)
    assert counted <= len(right)


def test_a_renamed_question_begins_anew_and_a_pass_stays(engine: Page) -> None:
    body = """const questions = Object.assign({}, course.questions);
        questions.renamed = Object.assign({}, questions['q-order'], {token: 'qR-9'});
        delete questions['q-order'];
        const made = Object.assign({}, course, {edition: 'Next', questions: questions});
        const read = codec.decode(made, codec.seal(given));
        const failing = Object.assign({}, made, {rule: {score: 1, pages: []}});
        const written = codec.encode(made, read, 0);
        return [states.score(made, read).right, read.questions.has('qR-9'), states.outcome(failing, read), written];"""
    text = "1ESm4_;Pst-1on-2tw-3;Qqs-1Ob,qo-5Oc,;Op2s;"
    right, renamed, outcome, written = run(engine, body, text)
    assert (right, renamed, outcome) == (1, False, "passed")
    assert "qo-5Oc," in written
    assert written[:-6].endswith("Op2s;")


def test_who_failed_is_undecided_again_where_an_edition_has_something_open(engine: Page) -> None:
    body = """const add = (id, token) => ({[id]: {token: token, kind: 'single', points: 90, tries: 1, scored: true}});
        const state = states.fresh();
        course.pages.forEach(page => state.pages.add(page.token));
        Object.values(course.questions).forEach(one => {
            state.questions.set(one.token, {tries: 2, right: false, closed: true, response: ''});
        });
        state.outcome = states.outcome(course, state);
        const read = made => codec.decode(made, codec.encode(course, state, 0));
        const asking = Object.assign({}, course, {questions: Object.assign(add('new', 'nw-1'), course.questions)});
        const longer = Object.assign({}, course, {pages: course.pages.concat({id: 'last', token: 'la-1'}),
            rule: {score: 0.7, pages: ['start', 'last']}});
        const before = [course, asking, longer].map(made => states.outcome(made, read(made)));
        return before.concat([true, false].map(right => {
            const after = read(asking);
            after.outcome = states.outcome(asking, after);
            after.questions.set('nw-1', {tries: 1, right: right, closed: true, response: ''});
            return states.outcome(asking, after);
        }));"""
    assert run(engine, body, None) == ["failed", "", "", "passed", "failed"]


def test_the_longest_state_of_our_own_course_has_room_in_every_learning_system(
    browser: Browser, site: str, own_book: Book
) -> None:
    assets = own_book.root / "_static/coursewright"
    page = browser.new_page()
    page.goto(f"{site}/start.html")
    page.add_script_tag(path=assets / "course.js")
    page.evaluate("() => { window.keys = {}; coursewright.bank = (_, found) => Object.assign(keys, found); }")
    for bank in sorted((assets / "bank").glob("*.js")):
        page.add_script_tag(path=bank)
    length, is_same, questions = page.evaluate(FULLEST)
    page.close()
    assert questions > 30
    assert is_same
    assert length <= LONGEST
