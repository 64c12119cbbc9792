/* When a missed question comes back: after 1, 3, 7 and 21 days, one step further with each right answer, from the first again after a wrong
   one (boxes, after S. Leitner). Days are counted on this device. The plan is kept here only, and no score knows of it. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  if (coursewright.schedule) return; /* pages with questions have it, and the learner's own page, which takes the questions' file only when asked */
  const WAITS = [1, 3, 7, 21];
  const DAY = 24 * 60 * 60 * 1000;

  /* The number of today's date where the learner is. */
  coursewright.today = function () {
    const now = new Date();
    return Math.floor((now.getTime() - now.getTimezoneOffset() * 60000) / DAY);
  };

  /* {question: [box, day it is due]}; a box beyond the last: it stays away. Junk is no plan. */
  function read(session) {
    try {
      const plan = Object.assign({}, JSON.parse(session.kept('review') || '{}'));
      Object.keys(plan).forEach(function (id) {
        if (!Array.isArray(plan[id]) || !(plan[id][0] >= 0) || !(plan[id][1] >= 0)) delete plan[id];
      });
      return plan;
    } catch (junk) {
      return {};
    }
  }

  function isMissed(session, id) {
    const answer = session.course.questions[id].kind !== 'reflection' && session.answerOf(id);
    return Boolean(answer) && answer.closed && (!answer.right || answer.tries > 1);
  }

  /* Takes what was missed into the plan: it is due for the first time tomorrow. */
  function takeIn(session) {
    const plan = read(session);
    const missed = Object.keys(session.course.questions).filter(function (id) { return !plan[id] && isMissed(session, id); });
    missed.forEach(function (id) { plan[id] = [0, coursewright.today() + WAITS[0]]; });
    if (missed.length) session.keep('review', JSON.stringify(plan));
    return plan;
  }

  /* What waits of the questions in `ids`: {question, due, box}, soonest first. A day further off than its box allows comes from a wrong clock. */
  function waiting(session, ids) {
    const plan = takeIn(session);
    return ids.filter(function (id) { return plan[id] && plan[id][0] < WAITS.length; }).map(function (id) {
      return {question: id, box: plan[id][0], due: Math.min(plan[id][1], coursewright.today() + WAITS[plan[id][0]])};
    }).sort(function (one, other) { return one.due - other.due; });
  }

  /* Notes an answer given in review; returns in how many days the question comes back, 0 for never. */
  function answered(session, id, right) {
    const plan = read(session);
    const box = right ? (plan[id] ? plan[id][0] : 0) + 1 : 0;
    const days = WAITS[box] || 0;
    plan[id] = [Math.min(box, WAITS.length), coursewright.today() + days];
    session.keep('review', JSON.stringify(plan));
    return days;
  }

  coursewright.schedule = {waiting: waiting, answered: answered, WAITS: WAITS};

  if (coursewright.session && coursewright.course) {
    coursewright.session.whenReady(function () {
      takeIn(coursewright.session);
      coursewright.session.onChange(function () { takeIn(coursewright.session); });
    });
  }
})();
