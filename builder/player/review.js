/* A review session: questions that were missed and are due today, one at a time, in mixed order, with the page's own widget. Nothing of it is scored. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const line = coursewright.line;
  const arrived = {};

  /* What a file of cards calls: the questions of a module as their pages show them, without keys. */
  coursewright.cards = function (module, cards) {
    arrived[module] = cards;
  };

  /* A promise of the card; what makes a question of it comes with the first. */
  function cardOf(module, question) {
    return Promise.all([
      coursewright.question || coursewright.bring('player-question.js'),
      arrived[module] || coursewright.bring('cards/' + encodeURIComponent(module) + '.js')
    ]).then(function () { return arrived[module][question]; });
  }

  function mixed(list) {
    const all = list.slice();
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = Math.floor(Math.random() * (at + 1));
      all.splice(at, 1, all.splice(other, 1, all[at])[0]);
    }
    return all;
  }

  /* What the widget takes for the session: one try, told to nobody but the plan. */
  function rehearsal(session, id, done) {
    let result = null;
    return {
      course: session.course,
      answerOf: function () { return result; },
      answer: function (_, given) {
        result = {tries: 1, triesLeft: 0, right: Boolean(given.right), closed: true, response: String(given.response || '')};
        done(result.right);
        return result;
      }
    };
  }

  coursewright.review = function (session, learning) {
    const before = new Set(learning.pairs.map(function (pair) { return pair[0]; }));
    const ids = Object.keys(session.course.questions).filter(function (id) { return !before.has(id); });
    const stage = make('div', {class: 'cw-review'});
    let turn = [];
    let at = 0;
    let right = 0;

    function offer() {
      const waiting = coursewright.schedule.waiting(session, ids);
      const due = waiting.filter(function (one) { return one.due <= coursewright.today(); });
      if (!waiting.length) return stage.replaceChildren(line('review-none'));
      if (!due.length) return stage.replaceChildren(line('review-later', {n: waiting.length, day: coursewright.dateOfDay(waiting[0].due)}));
      return stage.replaceChildren(line('review-due', {n: due.length}),
        coursewright.button(phrase('review-start'), {class: 'cw-button cw-check', onclick: function () { begin(due); }}));
    }

    function begin(due) {
      turn = mixed(due.map(function (one) { return one.question; }));
      at = 0;
      right = 0;
      draw();
    }

    function draw() {
      const id = turn[at];
      const module = session.course.questions[id].module;
      const box = make('div', {'aria-live': 'polite'});
      cardOf(module, id).then(function (card) {
        const page = coursewright.pageOf(session.course, session.course.questions[id].page);
        const count = make('p', {class: 'cw-count', tabindex: '-1'}, [phrase('review-at', {at: at + 1, n: turn.length})]);
        const holder = make('div');
        if (!card) return onward();
        holder.innerHTML = card;
        coursewright.question(holder.querySelector('.cw-question'), rehearsal(session, id, function (isRight) { answered(id, isRight, box); }));
        stage.replaceChildren(count, holder, box, make('p', {class: 'cw-hint'}, [phrase('review-from'), ' ', coursewright.link(page, 'question-' + id)]));
        return count.focus();
      }, function () {
        stage.replaceChildren(line('review-lost'), coursewright.button(phrase('review-again'), {onclick: draw}));
      });
    }

    function answered(id, isRight, box) {
      const days = coursewright.schedule.answered(session, id, isRight);
      const isLast = at === turn.length - 1;
      right += isRight ? 1 : 0;
      box.replaceChildren(line(days ? 'review-back' : 'review-learned', {day: coursewright.dateOfDay(coursewright.today() + days)}),
        coursewright.button(phrase(isLast ? 'review-finish' : 'review-next'), {onclick: onward}));
    }

    function onward() {
      at += 1;
      if (at < turn.length) return draw();
      const said = make('p', {tabindex: '-1'}, [phrase('review-done', {right: right, n: turn.length})]);
      offer();
      stage.prepend(said);
      return said.focus();
    }

    offer();
    return coursewright.part('review', [line('review-rule'), stage]);
  };
})();
