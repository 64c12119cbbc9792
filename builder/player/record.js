/* A record of what was done, to print or save. It says what it shows, and that nobody has verified it. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const say = coursewright.say;

  function row(key, value) {
    return [make('dt', {}, [phrase(key)]), make('dd', {}, [].concat(value))];
  }

  function rule(session) {
    const required = session.progress().required;
    const score = session.course.rule.score;
    const percent = score === null ? 0 : Math.ceil(score * 100 - 1e-9);
    return phrase(score === null ? 'record-rule-pages' : required ? 'record-rule' : 'record-rule-score', {n: required, percent: percent});
  }

  /* The day that `name` was kept on, in words, or ''. */
  function dayOf(session, name) {
    const time = Number(session.kept(name).split(' ').pop());
    return time ? coursewright.date(time) : '';
  }

  function facts(session, learning) {
    const progress = session.progress();
    const score = session.score();
    const minutes = Math.floor(progress.seconds / 60);
    const reached = session.kept('outcome-on').split(' ')[0] === progress.outcome && dayOf(session, 'outcome-on');
    const outcome = [phrase('outcome-' + (progress.outcome || 'open'))];
    const rows = [row('record-course', [make('bdi', {}, [session.course.title]), ', ', phrase('record-version', {version: session.course.version})])];
    if (reached) outcome.push(', ', make('bdi', {}, [reached]));
    rows.push(row('record-outcome', outcome), row('record-asks', rule(session)),
      row('record-pages', phrase('pages-read', {seen: progress.requiredSeen, n: progress.required})));
    if (score.questions) {
      rows.push(row('record-questions', phrase('questions-answered', {answered: score.answered, n: score.questions})),
        row('record-score', phrase('record-points', {percent: score.percent, earned: score.earned, possible: score.possible})));
    }
    rows.push(row('record-time', phrase('record-hours', {hours: Math.floor(minutes / 60), minutes: minutes % 60})));
    if (dayOf(session, 'begun')) rows.push(row('record-begun', make('bdi', {}, [dayOf(session, 'begun')])));
    rows.push(row('record-made', make('bdi', {}, [coursewright.date(Date.now())])));
    return make('dl', {class: 'cw-sums'}, [].concat.apply([], rows));
  }

  function limits(session, learning) {
    return make('ul', {}, ['record-unverified', 'record-how-time', learning.exercises ? 'record-exercises' : '', 'record-system'].filter(Boolean).map(function (key) {
      return make('li', {}, [phrase(key)]);
    }));
  }

  function sheet(session, learning, name) {
    return make('div', {}, [make('h1', {}, [say('record-file')]), make('p', {class: 'cw-holder', dir: 'auto'}, [name]), facts(session, learning), limits(session, learning)]);
  }

  /* `name` stands in what is printed or saved; it is not kept. */
  coursewright.record = function (session, learning) {
    const holder = make('p', {class: 'cw-holder', dir: 'auto'});
    const field = make('input', {class: 'cw-input', id: coursewright.freshId(), autocomplete: 'off', oninput: function () {
      holder.textContent = field.value;
    }});
    const hint = make('p', {class: 'cw-hint', id: field.id + '-hint'}, [phrase('record-name-hint')]);
    const details = make('div', {}, [facts(session, learning)]);
    field.setAttribute('aria-describedby', hint.id);
    window.addEventListener('afterprint', function () { document.body.classList.remove('cw-print-record'); });
    session.onChange(function () { details.replaceChildren(facts(session, learning)); });
    return coursewright.part('record', [holder, details, limits(session, learning),
      make('div', {class: 'cw-field'}, [make('label', {for: field.id, class: 'cw-field-label'}, [phrase('record-name')]), field, hint]),
      make('div', {class: 'cw-actions'}, [
        coursewright.button(phrase('record-save'), {onclick: function () {
          coursewright.keepFile(coursewright.course.id + '-record-' + coursewright.isoDay() + '.html', say('record-file'), sheet(session, learning, field.value));
        }}),
        coursewright.button(phrase('record-print'), {onclick: function () {
          document.body.classList.add('cw-print-record');
          window.print();
        }})])]);
  };
})();
