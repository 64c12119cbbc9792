/* Before and after: what pairs of questions say of what was learned, and what they cannot say. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const line = coursewright.line;

  /* true or false for the first try at a question, null if there was none. */
  function firstTry(session, id) {
    const answer = session.answerOf(id);
    return answer ? answer.right && answer.tries === 1 : null;
  }

  function read(session, pair) {
    return {ids: pair, before: firstTry(session, pair[0]), after: firstTry(session, pair[1])};
  }

  /* {n, before, after, gain, share}: numbers of right first tries; `share` of what was left to gain, in whole percent, null where there is none. */
  coursewright.gainOf = function (pairs) {
    const before = pairs.filter(function (pair) { return pair.before; }).length;
    const after = pairs.filter(function (pair) { return pair.after; }).length;
    const left = pairs.length - before;
    return {n: pairs.length, before: before, after: after, gain: after - before,
      share: left && after >= before ? Math.round(100 * (after - before) / left) : null};
  };

  function mark(isRight) {
    return make('td', {class: isRight ? 'cw-good' : 'cw-bad'}, [coursewright.icon(isRight ? 'right' : 'wrong'), ' ', phrase(isRight ? 'gain-right' : 'gain-wrong')]);
  }

  function table(session, prompts, pairs) {
    const rows = pairs.map(function (pair) {
      const page = coursewright.pageOf(session.course, session.course.questions[pair.ids[1]].page);
      return make('tr', {}, [make('th', {scope: 'row'}, [coursewright.link(page, 'question-' + pair.ids[1], prompts[pair.ids[1]])]),
        mark(pair.before), mark(pair.after)]);
    });
    return make('table', {class: 'cw-table'}, [
      make('thead', {}, [make('tr', {}, ['gain-question', 'gain-before', 'gain-after'].map(function (key) {
        return make('th', {scope: 'col'}, [phrase(key)]);
      }))]), make('tbody', {}, rows)]);
  }

  function result(session, pairs) {
    const sum = coursewright.gainOf(pairs);
    const parts = [make('dl', {class: 'cw-sums'}, [
      make('dt', {}, [phrase('gain-before')]), make('dd', {}, [phrase('gain-of', {right: sum.before, n: sum.n})]),
      make('dt', {}, [phrase('gain-after')]), make('dd', {}, [phrase('gain-of', {right: sum.after, n: sum.n})])])];
    if (sum.before === sum.n) parts.push(line('gain-full'));
    else if (sum.gain < 0) parts.push(line('gain-less', {n: -sum.gain}));
    else if (sum.gain === 0) parts.push(line('gain-same'));
    else parts.push(line('gain-more', {n: sum.gain}), line('gain-share', {left: sum.n - sum.before, gain: sum.gain, percent: sum.share}));
    return parts.concat(line('gain-limits', {n: sum.n}), line('gain-no-rank'),
      coursewright.foldedUntilAsked(phrase('gain-each'), function (prompts) { return [table(session, prompts, pairs)]; }));
  }

  /* Pairs that begin on one page belong together. */
  function groups(session, learning) {
    const found = new Map();
    const questions = session.course.questions;
    learning.pairs.filter(function (pair) { return questions[pair[0]] && questions[pair[1]]; }).forEach(function (pair) {
      const page = questions[pair[0]].page;
      found.set(page, (found.get(page) || []).concat(read(session, pair)));
    });
    return found;
  }

  function open(session, pairs) {
    return ['before', 'after'].filter(function (side) {
      return pairs.some(function (pair) { return pair[side] === null; });
    }).map(function (side) {
      const missing = pairs.filter(function (pair) { return pair[side] === null; });
      const id = missing[0].ids[side === 'before' ? 0 : 1];
      const page = coursewright.pageOf(session.course, session.course.questions[id].page);
      return make('p', {}, [phrase('gain-open-' + side, {n: missing.length}), ' ', coursewright.link(page, 'question-' + id)]);
    });
  }

  /* null in a course without pairs. */
  coursewright.gain = function (session, learning) {
    const parts = [];
    groups(session, learning).forEach(function (pairs) {
      const still = open(session, pairs);
      parts.push.apply(parts, still.length ? still : result(session, pairs));
    });
    return parts.length ? coursewright.part('gain', [line('gain-what')].concat(parts)) : null;
  };
})();
