/* What the learner has reached in a course, in memory: what the widgets ask and tell (docs/reference/pages.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const states = coursewright.state;
  const codec = coursewright.codec;

  coursewright.progress = function (course) {
    const watch = coursewright.stopwatch();
    const touched = new Set();
    let state = states.fresh();
    let seconds = 0;

    /* ---- the state as a whole ---- */

    /* Nothing that was told before the saved state is read overrules it. */
    function begin() {
      state.place = null;
      touched.clear();
    }

    function join(other) {
      state = states.merge(state, other, touched);
    }

    /* The attempt that a learning system is in, with what it says of outcome and place. */
    function enter(attempt, outcome, place) {
      state.attempt = attempt;
      state.outcome = reachedBefore(outcome);
      const page = place && pageOf(place.page);
      if (page && !state.place) state.place = {token: page.token, anchor: place.anchor};
    }

    /* A system's word is taken for what is good for ever, and only where it can mean our rule: "completed" is no pass. */
    function reachedBefore(outcome) {
      const isOurs = outcome === 'passed' || outcome === 'completed' && states.threshold(course) === null;
      return isOurs && state.outcome !== 'passed' ? outcome : state.outcome;
    }

    /* Adds the time learned since it was last settled, and decides whether anything is reached for good. */
    function settle() {
      const learned = watch.take();
      seconds += learned;
      state.seconds += learned;
      state.outcome = states.outcome(course, state);
      if (state.outcome) state.best = Math.max(state.best, states.score(course, state).percent);
    }

    /* What a save carries to a learning system, but for the answers' records; the text at most `limit` characters. */
    function record(limit) {
      const needed = states.threshold(course);
      return {
        text: codec.encode(course, state, limit), outcome: state.outcome, seconds: seconds,
        score: needed === null ? null : Math.max(state.best, states.score(course, state).percent), place: resumePlace()
      };
    }

    /* ---- pages ---- */

    function pageOf(id) {
      return course.pages.filter(function (page) { return page.id === id; })[0];
    }

    function visit(id) {
      const page = pageOf(id);
      if (!page) return false;
      state.pages.add(page.token);
      if (!state.place || state.place.token !== page.token) setPlace(page.token, 0);
      return true;
    }

    function setPlace(token, anchor) {
      state.place = {token: token, anchor: Math.max(0, Math.floor(anchor) || 0)};
      touched.add('@');
    }

    function place(id, anchor) {
      const page = pageOf(id);
      if (!page) return false;
      setPlace(page.token, anchor);
      return true;
    }

    function resumePlace() {
      const page = state.place && course.pages.filter(function (one) { return one.token === state.place.token; })[0];
      return page ? {page: page.id, anchor: state.place.anchor} : null;
    }

    /* ---- questions, scenarios, stories ---- */

    function answerOf(id) {
      const question = course.questions[id];
      const answer = question && state.questions.get(question.token);
      if (!answer) return null;
      const left = answer.closed ? 0 : Math.max(0, Math.min(question.tries, codec.MOST_TRIES) - answer.tries);
      return {tries: answer.tries, triesLeft: left, right: answer.right, closed: answer.closed, response: answer.response};
    }

    function answer(id, given) {
      const question = course.questions[id];
      const before = state.questions.get(question.token);
      if (before && before.closed) return false;
      const tries = Math.min((before ? before.tries : 0) + 1, codec.MOST_TRIES);
      const right = Boolean(given.right);
      state.questions.set(question.token, {
        tries: tries, right: right, closed: right || tries >= Math.min(question.tries, codec.MOST_TRIES),
        response: String(given.response || '').replace(/[^!-~]|[,;]/g, '').slice(0, codec.LONGEST_RESPONSES[question.kind])
      });
      return true;
    }

    function walk(id, role, path) {
      const scenario = course.scenarios[id];
      if (!scenario) return false;
      state.scenarios.set(scenario.token, {
        role: Math.max(0, Math.min(35, Math.floor(role) || 0)),
        path: [].concat(path).join('').replace(/[^0-9a-z]/g, '').slice(0, codec.LONGEST_PATH)
      });
      touched.add(scenario.token);
      return true;
    }

    function walked(id) {
      const walk = course.scenarios[id] && state.scenarios.get(course.scenarios[id].token);
      return walk ? {role: walk.role, path: walk.path} : null;
    }

    function reached(id) {
      return (course.stories[id] && state.stories.get(course.stories[id].token)) || 0;
    }

    function reach(id, scene) {
      if (!course.stories[id] || !(scene > 0)) return false;
      state.stories.set(course.stories[id].token, Math.max(reached(id), Math.floor(scene)));
      return true;
    }

    function summary() {
      const required = states.requiredPages(course);
      function isSeen(page) { return state.pages.has(page.token); }
      return {
        seen: course.pages.filter(isSeen).map(function (page) { return page.id; }), required: required.length,
        requiredSeen: required.filter(isSeen).length, seconds: state.seconds, outcome: state.outcome
      };
    }

    /* visit, place, answer, walk and reach return whether there was anything to change. */
    return {
      watch: watch, begin: begin, join: join, enter: enter, settle: settle, record: record, visit: visit, place: place,
      resumePlace: resumePlace, answer: answer, answerOf: answerOf, walk: walk, walked: walked, reach: reach, reached: reached,
      summary: summary,
      attempt: function () { return state.attempt; },
      seconds: function () { return seconds; },
      score: function () { return states.score(course, state); },
      text: function () { return codec.encode(course, state, 0); },
      kept: function () { touched.clear(); }
    };
  };
})();
