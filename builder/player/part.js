/* A part of the course, opened by itself: narrows `coursewright.course` to it before the session begins. Which belongs to what: builder/packages/parts.py. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const course = coursewright.course;
  const part = document.body.dataset.part;
  const moduleOf = {};

  function isGeneral(page) { return !page.module; }
  function isOwn(page) { return page.module === part; }

  /* Its own pages and those that belong to none; what comes before the first part comes before it there too. */
  function pages() {
    const begins = course.pages.findIndex(function (page) { return page.module; });
    if (course.pages[begins].module === part) return course.pages.filter(function (page) { return isOwn(page) || isGeneral(page); });
    return course.pages.filter(isOwn).concat(course.pages.filter(isGeneral));
  }

  function only(things, isIn) {
    const kept = {};
    Object.keys(things).forEach(function (id) { if (isIn(things[id])) kept[id] = things[id]; });
    return kept;
  }

  function isAsked(question) {
    return (moduleOf[question.page] || question.module) === part;
  }

  function isShown(thing) {
    return !moduleOf[thing.page] || moduleOf[thing.page] === part;
  }

  /* The same rule for less: its own required pages, and the score if it has questions that are scored. */
  function rule(questions) {
    const isScored = Object.keys(questions).some(function (id) { return questions[id].scored; });
    const own = course.pages.filter(isOwn).map(function (page) { return page.id; });
    const required = own.filter(function (id) { return course.rule.pages.indexOf(id) >= 0; });
    return {score: isScored ? course.rule.score : null, pages: required.length || isScored ? required : own};
  }

  course.pages.forEach(function (page) { moduleOf[page.id] = page.module; });
  const questions = only(course.questions, isAsked);
  coursewright.course = Object.assign({}, course, {
    id: course.id + '/' + part, part: part, pages: pages(), questions: questions, rule: rule(questions),
    scenarios: only(course.scenarios, isShown), stories: only(course.stories, isShown)
  });

  /* ---- a page of another part, in this part's frame ---- */

  /* Its questions can be tried: one try, with the explanation, and nothing is kept of it. */
  function tryElsewhere(session) {
    const answer = session.answer;
    session.answer = function (id, given) {
      if (coursewright.course.questions[id] || !course.questions[id]) return answer(id, given);
      return {tries: 1, triesLeft: 0, right: Boolean(given.right), closed: true, response: given.response};
    };
  }

  function pageIn(frame) {
    try {
      return frame.contentDocument.body.dataset.page;
    } catch (otherOrigin) {
      return '';
    }
  }

  document.addEventListener('DOMContentLoaded', function () {
    const frame = document.querySelector('iframe[name="cw-page"]');
    const note = document.getElementById('cw-shell-note');
    tryElsewhere(coursewright.session);
    frame.addEventListener('load', function () {
      const place = moduleOf[pageIn(frame)];
      note.textContent = place && place !== part ? note.dataset.words : '';
    });
  });
})();
