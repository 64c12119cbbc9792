/* A reflection: words kept on this device, and the learner's own mark of them. The learning system hears only that something was written. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const MARKS = ['all', 'some', 'none'];

  /* What is between the beginning and the end that `text` has in common with `base`. */
  function change(base, text) {
    const least = Math.min(base.length, text.length);
    let from = 0;
    let same = 0;
    while (from < least && base[from] === text[from]) from += 1;
    while (same < least - from && base[base.length - 1 - same] === text[text.length - 1 - same]) same += 1;
    return {from: from, to: base.length - same, text: text.slice(from, text.length - same)};
  }

  function changed(base, one) {
    return base.slice(0, one.from) + one.text + base.slice(one.to);
  }

  /* One text with the changes of two to `base`. Where both have changed the same place, one stands under the other. */
  coursewright.bothTexts = function (base, mine, theirs) {
    if (mine === theirs || theirs === base) return mine;
    if (mine === base) return theirs;
    const own = change(base, mine);
    const other = change(base, theirs);
    if (own.to < other.from) return changed(changed(base, other), own);
    if (other.to < own.from) return changed(changed(base, own), other);
    if (own.from === other.to && other.from === own.to) {
      return changed(base, {from: own.from, to: own.to, text: other.text.trimEnd() + '\n\n' + own.text.trimStart()});
    }
    if (theirs.includes(mine)) return theirs;
    return mine.includes(theirs) ? mine : theirs + '\n\n' + mine;
  };

  /* How far the learner's own words go, in the learner's own eyes. */
  function marks(session, id) {
    const name = coursewright.freshId();
    const hint = make('p', {class: 'cw-hint', id: name + '-hint'}, [phrase('mark-stays')]);
    const inputs = MARKS.map(function (mark) { return make('input', {type: 'radio', name: name, value: mark, onchange: keep}); });
    const rows = inputs.map(function (input) {
      return make('label', {class: 'cw-option'}, [input, make('span', {class: 'cw-option-text'}, [phrase('mark-' + input.value)])]);
    });
    const element = make('fieldset', {class: 'cw-fieldset cw-marks', 'aria-describedby': hint.id},
      [make('legend', {}, [phrase('mark-ask')])].concat(rows, hint));

    function keep(event) { session.keep('mark:' + id, event.target.value); }
    return {
      element: element,
      show: function () {
        const kept = session.kept('mark:' + id);
        inputs.forEach(function (input) { input.checked = input.value === kept; });
        return Boolean(kept);
      }
    };
  }

  coursewright.reflection = function (section, session) {
    const asking = coursewright.asking;
    const id = section.dataset.question;
    const asked = coursewright.plain(section.querySelector('.cw-prompt'));
    const area = make('textarea', {id: coursewright.freshId(), rows: '5', class: 'cw-input', oninput: later});
    const hint = make('p', {class: 'cw-hint', id: area.id + '-hint'}, [phrase('note-stays')]);
    const button = make('button', {type: 'submit', class: 'cw-button cw-check'}, [phrase('note-keep')]);
    const box = asking.answerBox();
    const own = marks(session, id);
    const field = make('div', {class: 'cw-field'},
      [make('label', {for: area.id, class: 'cw-field-label'}, [phrase('note-label')]), area, hint]);
    const form = make('form', {class: 'cw-form', novalidate: true, onsubmit: pressed},
      [asking.frame(section, field), make('div', {class: 'cw-actions'}, [button]), box.element]);
    const latency = asking.stopwatch(section);
    let known = session.note(id); /* what is kept, as far as this page knows */
    let timer = 0;

    /* Keeps the words, and beside them what another tab has kept in the meantime. Answers whether the device has taken them. */
    function keep() {
      window.clearTimeout(timer);
      timer = 0;
      put(coursewright.bothTexts(known, area.value, session.note(id)));
      known = area.value;
      return session.setNote(id, known, asked);
    }
    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, 500);
    }
    function keepAtOnce() {
      if (timer) keep();
    }

    /* Changes the text and leaves the cursor between the words where it was. */
    function put(text) {
      const before = area.value;
      const at = area.selectionStart;
      if (text === before) return;
      area.value = text;
      if (document.activeElement !== area) return;
      const cursor = text.startsWith(before.slice(0, at)) ? at : Math.max(0, text.length - (before.length - at));
      area.setSelectionRange(cursor, cursor);
    }

    /* What another tab has kept is shown, unless there are words here that are still to be kept. */
    function catchUp() {
      if (timer) return;
      known = session.note(id);
      put(known);
      showMarks();
    }

    function showMarks() {
      if (own.show() && !own.element.isConnected) section.append(own.element);
    }

    function pressed(event) {
      event.preventDefault();
      if (!area.value.trim()) {
        box.tell('empty-text');
        return area.focus();
      }
      const taken = keep();
      return coursewright.keyOf(section.dataset.bank, id).then(function (found) {
        if (!session.answerOf(id)) session.answer(id, {right: true, response: '', text: '', pattern: '', latency: latency()});
        box.show(taken ? 'right' : 'problem', [phrase(taken ? 'note-kept' : 'note-not-kept')]);
        box.explain([coursewright.rendered(found.guidance)]);
        section.dataset.state = 'right';
        section.append(own.element);
        own.show();
      }, function () { box.tell('no-bank'); });
    }

    area.setAttribute('aria-describedby', hint.id);
    area.value = known;
    if (session.answerOf(id)) section.dataset.state = 'right';
    area.addEventListener('blur', keepAtOnce);
    window.addEventListener('pagehide', keepAtOnce);
    ['storage', 'focus', 'pageshow'].forEach(function (what) { window.addEventListener(what, catchUp); });
    asking.dropSources(section);
    section.append(form);
    showMarks();
  };
})();
