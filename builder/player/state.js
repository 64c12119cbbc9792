/* The learner's state, what two of them are together, and what one is worth. Pure functions; nothing here knows where a state is kept. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const WORTH = ['', 'failed', 'completed', 'passed'];

  /* attempt: a learning system's, '' without one. pages: a Set of tokens. questions, scenarios, stories: Maps from token. others: sections that this player does not know. */
  function fresh() {
    return {
      attempt: '', pages: new Set(), questions: new Map(), scenarios: new Map(), stories: new Map(), place: null,
      seconds: 0, outcome: '', best: 0, others: new Map(), unreadable: false
    };
  }

  /* ---- joining two states ---- */

  function betterAnswer(one, other) {
    if (one.right !== other.right) return one.right ? one : other;
    if (one.closed !== other.closed) return one.closed ? one : other;
    if (one.tries !== other.tries) return one.tries > other.tries ? one : other;
    return one.response >= other.response ? one : other;
  }

  function betterOutcome(one, other) {
    return WORTH.indexOf(one) >= WORTH.indexOf(other) ? one : other;
  }

  function joinMaps(mine, theirs, choose) {
    const joined = new Map(mine);
    theirs.forEach(function (value, token) {
      joined.set(token, mine.has(token) ? choose(mine.get(token), value, token) : value);
    });
    return joined;
  }

  function larger(one, other) {
    return one >= other ? one : other;
  }

  function fuller(one, other) {
    return JSON.stringify(one) >= JSON.stringify(other) ? one : other;
  }

  /* Both states in one: nothing earned in either is lost, in whichever order they meet. Of a path or a place, the one counts that was changed
     just now (`touched`: scenario tokens and '@'), else that of the state with more seconds. */
  function merge(mine, theirs, touched) {
    function later(one, other, key) {
      if (touched && touched.has(key)) return one;
      if (mine.seconds !== theirs.seconds) return mine.seconds > theirs.seconds ? one : other;
      return fuller(one, other);
    }
    return {
      attempt: larger(mine.attempt, theirs.attempt),
      pages: new Set([].concat(Array.from(mine.pages), Array.from(theirs.pages))),
      questions: joinMaps(mine.questions, theirs.questions, betterAnswer),
      scenarios: joinMaps(mine.scenarios, theirs.scenarios, later),
      stories: joinMaps(mine.stories, theirs.stories, larger),
      place: mine.place && theirs.place ? later(mine.place, theirs.place, '@') : mine.place || theirs.place,
      seconds: Math.max(mine.seconds, theirs.seconds),
      outcome: betterOutcome(mine.outcome, theirs.outcome),
      best: Math.max(mine.best, theirs.best),
      others: joinMaps(mine.others, theirs.others, larger),
      unreadable: false
    };
  }

  /* ---- what a state is worth: docs/explanation/scoring.md ---- */

  function score(course, state) {
    const sum = {earned: 0, possible: 0, percent: 0, right: 0, closed: 0, answered: 0, questions: 0};
    Object.keys(course.questions).forEach(function (id) {
      const question = course.questions[id];
      const answer = state.questions.get(question.token);
      if (!question.scored) return;
      sum.questions += 1;
      sum.possible += question.points;
      if (!answer) return;
      sum.answered += 1;
      sum.closed += answer.closed ? 1 : 0;
      sum.right += answer.right ? 1 : 0;
      sum.earned += answer.right ? question.points : 0;
    });
    sum.percent = sum.possible ? Math.floor(100 * sum.earned / sum.possible) : 0;
    return sum;
  }

  /* Whole percent that the rule asks for, or null: 0.7 -> 70, 0.705 -> 71. */
  function threshold(course) {
    return course.rule.score === null ? null : Math.ceil(course.rule.score * 100 - 1e-9);
  }

  /* A rule with neither score nor pages would be met by opening the course: then every page is required. */
  function requiredPages(course) {
    const named = new Set(course.rule.pages);
    return course.pages.filter(function (page) {
      return named.size || course.rule.score !== null ? named.has(page.id) : true;
    });
  }

  function outcomeNow(course, state) {
    const needed = threshold(course);
    const sum = score(course, state);
    const allSeen = requiredPages(course).every(function (page) { return state.pages.has(page.token); });
    if (!allSeen) return '';
    if (needed === null) return 'completed';
    if (sum.percent >= needed) return 'passed';
    return sum.closed === sum.questions ? 'failed' : '';
  }

  /* '', 'completed', 'passed' or 'failed': the better of what was reached before and what the state is worth now. `failed` is not for good:
     where a later edition has something open, nothing is decided until that is done. */
  function outcome(course, state) {
    const now = outcomeNow(course, state);
    return state.outcome === 'failed' ? now : betterOutcome(state.outcome, now);
  }

  coursewright.state = {
    fresh: fresh, merge: merge, score: score, outcome: outcome, threshold: threshold, requiredPages: requiredPages
  };
})();
