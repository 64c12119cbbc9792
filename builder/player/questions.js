/* A question: its form, the tries, the feedback. What differs from kind to kind is in kinds.js. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;

  /* A fieldset named by the prompt: in a legend if it is one paragraph, else by reference, since a legend holds no lists. */
  function frame(section, body) {
    const prompt = section.querySelector('.cw-prompt');
    const paragraph = prompt.firstElementChild;
    const short = prompt.children.length <= 1 && (!paragraph || paragraph.tagName === 'P');
    const fieldset = make('fieldset', {class: 'cw-fieldset'});
    if (short) {
      fieldset.append(make('legend', {class: 'cw-prompt'}, [coursewright.moved(prompt, 'cw-prompt-text')]), body);
      prompt.remove();
    } else {
      prompt.id = prompt.id || coursewright.freshId();
      fieldset.setAttribute('aria-labelledby', prompt.id);
      fieldset.append(prompt, body);
    }
    return fieldset;
  }

  /* Seconds since the question was first on the screen, or since the last try. */
  function stopwatch(section) {
    let since = 0;
    const watcher = new IntersectionObserver(function (entries) {
      if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
      since = since || performance.now();
      watcher.disconnect();
    });
    watcher.observe(section);
    return function () {
      const seconds = since ? (performance.now() - since) / 1000 : 0;
      since = performance.now();
      return Math.round(seconds * 100) / 100;
    };
  }

  function dropSources(section) {
    section.querySelectorAll('.cw-options, .cw-items, .cw-targets, .cw-blank').forEach(function (one) { one.remove(); });
  }

  /* What the question says back: a verdict that stays, and an explanation that can be folded. */
  function answerBox() {
    const verdict = make('p', {class: 'cw-verdict'});
    const explanation = make('div', {class: 'cw-explanation', id: coursewright.freshId()});
    const box = make('div', {class: 'cw-feedback', role: 'status'}, [verdict, explanation]);

    function show(state, parts) {
      box.dataset.state = state;
      verdict.replaceChildren();
      if (parts.length) verdict.append.apply(verdict, state === 'busy' ? parts : [coursewright.icon(ICON[state])].concat(parts));
    }
    return {
      element: box,
      id: explanation.id,
      show: show,
      tell: function (key) { show('problem', [phrase(key)]); },
      explain: function (parts) { explanation.replaceChildren.apply(explanation, parts); }
    };
  }
  const ICON = {right: 'right', wrong: 'wrong', problem: 'stop'};

  function verdictParts(result) {
    if (result.right) return [make('strong', {}, [phrase('right')])];
    const words = make('strong', {}, [phrase(result.closed ? 'wrong' : 'not-yet')]);
    return result.closed ? [words] : [words, ' ', phrase('tries-left', {n: result.triesLeft})];
  }

  function scoredQuestion(section, session) {
    const id = section.dataset.question;
    const kind = coursewright.kinds[section.dataset.kind](section);
    const box = answerBox();
    const latency = stopwatch(section);
    const words = make('span');
    const button = make('button', {type: 'submit', class: 'cw-button cw-check'}, [words]);
    const form = make('form', {class: 'cw-form', novalidate: true, onsubmit: pressed},
      [frame(section, kind.body), make('div', {class: 'cw-actions'}, [button]), box.element]);
    let result = session.answerOf(id);
    let given = null;
    let open = false;
    let busy = false;

    function key() { return coursewright.keyOf(section.dataset.bank, id); }

    function pressed(event) {
      event.preventDefault();
      if (busy) return;
      if (result && result.closed) unfold();
      else answer();
    }

    function refuse(problem, at) {
      box.tell(problem);
      if (at) at.focus();
    }

    function answer() {
      const reading = kind.read();
      if (reading.problem) return refuse(reading.problem, reading.at);
      if (reading.given === given) return refuse('same-answer');
      loading(function (found) {
        const judged = kind.judge(found);
        const before = result ? result.tries : 0;
        busy = true;
        result = session.answer(id, Object.assign({latency: latency()}, judged));
        busy = false;
        if (!result || (result.tries === before && !result.closed)) return box.tell('not-counted');
        if (result.response !== judged.response) kind.restore(result.response, found);
        given = reading.given;
        render();
        explain(found);
        coursewright.tellScore();
      });
    }

    /* Runs `then` with the key; a bank that does not come costs no try. */
    function loading(then) {
      busy = true;
      const slow = window.setTimeout(function () { box.show('busy', [phrase('checking')]); }, 400);
      const done = function () { busy = false; window.clearTimeout(slow); };
      key().then(function (found) { done(); then(found); }, function () { done(); box.tell('no-bank'); });
    }

    function explain(found) {
      const parts = kind.explain(found, result.right, result.closed);
      if (result.closed) {
        const reveal = kind.reveal(found);
        if (reveal) parts.push(make('div', {class: 'cw-reveal'}, [make('strong', {}, [phrase('answer-is')]), ' ', reveal]));
      }
      box.explain(parts);
      open = true;
      label();
    }

    function unfold() {
      if (open) {
        box.explain([]);
        open = false;
        return label();
      }
      return loading(function (found) {
        kind.restore(result.response, found);
        render();
        section.querySelectorAll('.cw-tag').forEach(function (tag) { tag.remove(); });
        explain(found);
      });
    }

    function label() {
      const closed = result && result.closed;
      words.replaceChildren(phrase(closed ? 'explanation-' + (open ? 'hide' : 'show') : result ? 'again' : 'check'));
      if (!closed) return;
      button.classList.remove('cw-check');
      button.setAttribute('aria-expanded', String(open));
      button.setAttribute('aria-controls', box.id);
    }

    function render() {
      label();
      if (!result) return;
      section.dataset.state = result.right ? 'right' : result.closed ? 'wrong' : 'open';
      box.show(result.right ? 'right' : 'wrong', verdictParts(result));
      if (result.closed) lock();
    }

    /* What is locked gives the focus away, to the button that is left. */
    function lock() {
      const held = document.activeElement;
      const isInside = kind.body.contains(held);
      kind.lock();
      if (isInside && held.disabled) button.focus();
    }

    /* Another tab, or the learning system, knows of an answer that this page has not shown. */
    function catchUp() {
      const now = session.answerOf(id);
      if (busy || !now || result && now.tries <= result.tries && now.closed === result.closed) return;
      result = now;
      kind.restore(result.response, null);
      given = kind.read().given || null;
      box.explain([]);
      open = false;
      render();
    }

    if (result) {
      kind.restore(result.response, null);
      given = kind.read().given || null;
    }
    render();
    dropSources(section);
    section.append(form);
    if (session.onChange) session.onChange(catchUp);
  }

  /* A reflection: words kept on this device. The learning system hears only that something was written. */
  function reflection(section, session) {
    const id = section.dataset.question;
    const asked = coursewright.plain(section.querySelector('.cw-prompt'));
    const area = make('textarea', {id: coursewright.freshId(), rows: '5', class: 'cw-input', oninput: later});
    const hint = make('p', {class: 'cw-hint', id: area.id + '-hint'}, [phrase('note-stays')]);
    const button = make('button', {type: 'submit', class: 'cw-button cw-check'}, [phrase('note-keep')]);
    const box = answerBox();
    const field = make('div', {class: 'cw-field'},
      [make('label', {for: area.id, class: 'cw-field-label'}, [phrase('note-label')]), area, hint]);
    const form = make('form', {class: 'cw-form', novalidate: true, onsubmit: pressed},
      [frame(section, field), make('div', {class: 'cw-actions'}, [button]), box.element]);
    const latency = stopwatch(section);
    let timer = 0;

    function keep() {
      window.clearTimeout(timer);
      timer = 0;
      session.setNote(id, area.value, asked);
    }
    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, 500);
    }
    function pressed(event) {
      event.preventDefault();
      if (!area.value.trim()) {
        box.tell('empty-text');
        return area.focus();
      }
      keep();
      return coursewright.keyOf(section.dataset.bank, id).then(function (found) {
        if (!session.answerOf(id)) session.answer(id, {right: true, response: '', text: '', pattern: '', latency: latency()});
        box.show('right', [phrase('note-kept')]);
        box.explain([coursewright.rendered(found.guidance)]);
        section.dataset.state = 'right';
      }, function () { box.tell('no-bank'); });
    }

    area.setAttribute('aria-describedby', hint.id);
    area.value = session.note(id) || '';
    if (session.answerOf(id)) section.dataset.state = 'right';
    area.addEventListener('blur', function () { if (timer) keep(); });
    window.addEventListener('pagehide', function () { if (timer) keep(); });
    dropSources(section);
    section.append(form);
  }

  /* Under the last question of a page: how many are right. Said after an answer's own feedback, never over it. */
  coursewright.setScore = function (sections, session) {
    const ids = sections.map(function (section) { return section.dataset.question; }).filter(function (id, at, all) {
      return session.course.questions[id] && session.course.questions[id].scored && all.indexOf(id) === at;
    });
    const line = make('p', {class: 'cw-set', 'aria-live': 'polite'});
    if (ids.length < 2) return;
    sections[sections.length - 1].after(line);
    coursewright.tellScore = function () {
      const results = ids.map(function (id) { return session.answerOf(id); }).filter(Boolean);
      const right = results.filter(function (result) { return result.right; });
      if (results.length) line.replaceChildren(phrase('set-score', {right: right.length, answered: results.length, n: ids.length}));
    };
    coursewright.tellScore();
  };
  coursewright.tellScore = function () {};

  coursewright.question = function (section, session) {
    (section.dataset.kind === 'reflection' ? reflection : scoredQuestion)(section, session);
  };
})();
