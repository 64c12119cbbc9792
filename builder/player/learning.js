/* The learner's own page: what was done, what is left, and the parts that other files bring (docs/explanation/learning-features.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const line = coursewright.line;
  const FEW = 5;

  function list(items) {
    return make('ul', {}, items.map(function (item) { return make('li', {}, [].concat(item)); }));
  }

  function folded(summary, items) {
    return make('details', {open: items.length <= FEW}, [make('summary', {}, [summary]), list(items)]);
  }

  function unread(session) {
    const seen = new Set(session.progress().seen);
    return coursewright.state.requiredPages(session.course).filter(function (page) { return !seen.has(page.id); });
  }

  /* Questions that still take a try, by page. */
  function openQuestions(session) {
    const found = new Map();
    Object.keys(session.course.questions).forEach(function (id) {
      const answer = session.answerOf(id);
      const page = session.course.questions[id].page;
      if (!answer || !answer.closed) found.set(page, (found.get(page) || []).concat(id));
    });
    return session.course.pages.filter(function (page) { return found.has(page.id); }).map(function (page) {
      return {page: page, ids: found.get(page.id)};
    });
  }

  function left(session) {
    const pages = unread(session);
    const questions = openQuestions(session);
    const parts = [];
    const minutes = pages.reduce(function (sum, page) { return sum + page.minutes; }, 0);
    if (pages.length) {
      const items = pages.map(function (page) {
        return page.minutes ? [coursewright.link(page), ' ', phrase('left-minutes', {n: page.minutes})] : [coursewright.link(page)];
      });
      parts.push(folded(phrase('left-pages', {n: pages.length}), items));
      if (minutes) parts.push(line('left-time', {n: minutes}));
    }
    if (questions.length) {
      const count = questions.reduce(function (sum, one) { return sum + one.ids.length; }, 0);
      parts.push(coursewright.foldedUntilAsked(phrase('left-questions', {n: count}), function (prompts) {
        return questions.map(function (one) {
          return make('div', {}, [make('h4', {}, [make('bdi', {}, [one.page.title])]), list(one.ids.map(function (id) {
            return coursewright.link(one.page, 'question-' + id, make('bdi', {}, [prompts[id] || id]));
          }))]);
        });
      }));
    }
    return parts.length ? parts : [line('left-nothing')];
  }

  function progressPart(session) {
    const place = session.resumePlace();
    const page = place && coursewright.pageOf(session.course, place.page);
    const progress = session.progress();
    const score = session.score();
    const lines = [phrase('pages-read', {seen: progress.requiredSeen, n: progress.required})];
    if (score.questions) lines.push(phrase('questions-answered', {answered: score.answered, n: score.questions}));
    if (score.answered) lines.push(phrase('score', {percent: score.percent}));
    lines.push(phrase('minutes', {n: Math.floor(progress.seconds / 60)}));
    if (progress.outcome) lines.push(make('strong', {}, [phrase('outcome-' + progress.outcome)]));
    const parts = [list(lines)];
    if (page) {
      parts.unshift(make('p', {class: 'cw-continue'},
        [coursewright.link(page, place.anchor ? 'cw-at-' + place.anchor : '', phrase('continue', {title: page.title}))]));
    }
    return coursewright.part('progress', parts.concat(make('h3', {}, [phrase('left-title')]), left(session)));
  }

  /* What another tab may change while this page is open. */
  function reached(session) {
    return JSON.stringify([session.progress().seen, session.progress().outcome, session.score().closed, session.score().answered]);
  }

  function show(session) {
    const learning = coursewright.learning;
    const box = document.getElementById('cw-learning');
    const hasQuestions = Object.keys(session.course.questions).length > 0;
    const here = make('div', {}, [progressPart(session)]);
    const parts = [here, hasQuestions && coursewright.review(session, learning), coursewright.gain(session, learning),
      coursewright.portfolio(session, learning), coursewright.record(session, learning)].filter(Boolean);
    let shown = reached(session);
    box.replaceChildren.apply(box, [line('learning-here')].concat(parts));
    session.onChange(function () {
      if (reached(session) === shown) return;
      shown = reached(session);
      here.replaceChildren(progressPart(session));
    });
  }

  if (document.getElementById('cw-learning') && coursewright.session) coursewright.session.whenReady(function () { show(coursewright.session); });
})();
