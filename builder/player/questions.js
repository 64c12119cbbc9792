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
    const fields = frame(section, kind.body);
    const form = make('form', {class: 'cw-form', novalidate: true, onsubmit: pressed},
      [fields, make('div', {class: 'cw-actions'}, [button]), box.element]);
    let result = session.answerOf(id);
    let given = null;
    let judging = null; /* what was given, while its key is waited for */
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
      judging = reading;
      loading(function (found) {
        kind.put(reading);
        const judged = kind.judge(found, reading);
        const before = result ? result.tries : 0;
        busy = true;
        if (kind.hasWords) keepWords(before + 1, judged.response, judged.text);
        result = session.answer(id, Object.assign({latency: latency()}, judged));
        busy = false;
        if (!result || (result.tries === before && !result.closed)) return box.tell('not-counted');
        if (result.response !== judged.response) kind.restore(result.response, found, wordsOf(result));
        given = reading.given;
        render();
        explain(found);
        coursewright.tellScore();
      });
    }

    /* What is judged is what was submitted: until then no control changes, and each stays where it can be reached. */
    function hold(event) {
      if (!judging) return;
      if (event.type === 'click') {
        event.preventDefault();
        event.stopPropagation();
      } else {
        kind.put(judging);
      }
    }

    /* The typed words, which the state has no room for: on this device, with the try and the response that they belong to. */
    function keepWords(tries, response, words) {
      if (session.keep && session.course.questions[id]) session.keep('typed:' + id, tries + ' ' + response + ' ' + words);
    }
    function wordsOf(answer) {
      const beginning = answer.tries + ' ' + answer.response + ' ';
      const kept = kind.hasWords && session.kept ? session.kept('typed:' + id) : '';
      return kept.startsWith(beginning) ? kept.slice(beginning.length) : '';
    }

    /* Puts back the answer that the session has. */
    function recall() {
      kind.restore(result.response, null, wordsOf(result));
      given = kind.read().given || null;
    }

    /* Runs `then` with the key; a bank that does not come costs no try. */
    function loading(then) {
      busy = true;
      const slow = window.setTimeout(function () { box.show('busy', [phrase('checking')]); }, 400);
      const done = function () {
        busy = false;
        judging = null;
        window.clearTimeout(slow);
      };
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
        kind.restore(result.response, found, wordsOf(result));
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
      recall();
      box.explain([]);
      open = false;
      render();
    }

    if (result) recall();
    ['click', 'input', 'change'].forEach(function (what) { fields.addEventListener(what, hold, true); });
    render();
    dropSources(section);
    section.append(form);
    if (session.onChange) session.onChange(catchUp);
  }

  /* What reflection.js shares. */
  coursewright.asking = {frame: frame, stopwatch: stopwatch, answerBox: answerBox, dropSources: dropSources};

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
    (section.dataset.kind === 'reflection' ? coursewright.reflection : scoredQuestion)(section, session);
  };
})();
