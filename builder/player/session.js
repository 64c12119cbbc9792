/* The learner's session: what the widgets ask and tell (docs/reference/pages.md), kept on this device first and then in the learning system. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const states = coursewright.state;
  const codec = coursewright.codec;
  const SOON = 1000;
  const AT_LEISURE = 30000;
  const RETRIES = [5000, 10000, 20000, 40000, 60000];
  const LONGEST_PAUSE = 5 * 60 * 1000;
  const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart', 'wheel'];

  coursewright.headings = function (page) {
    return Array.from(page.querySelectorAll('h1, h2, h3, h4'));
  };

  /* Calls every listener; one that fails is reported by the browser and stops neither the others nor the saving. */
  function listeners() {
    const list = [];
    return {
      add: function (fn) {
        list.push(fn);
        return function () { if (list.indexOf(fn) >= 0) list.splice(list.indexOf(fn), 1); };
      },
      any: function () { return list.length > 0; },
      tell: function (what) {
        list.slice().forEach(function (fn) {
          try {
            fn(what);
          } catch (error) {
            window.setTimeout(function () { throw error; });
          }
        });
      }
    };
  }

  /* Seconds of learning: those in which the page is on the screen, and at most five minutes after the last sign of life. */
  function stopwatch() {
    let running = document.visibilityState !== 'hidden';
    let counted = performance.now();
    let alive = counted;
    let total = 0;

    function count() {
      const now = performance.now();
      if (running) total += Math.max(0, Math.min(now, alive + LONGEST_PAUSE) - counted);
      counted = now;
    }

    return {
      awake: function () {
        count();
        alive = counted;
      },
      run: function (visible) {
        count();
        running = visible;
        if (visible) alive = counted;
      },
      /* Whole seconds since they were last taken. */
      take: function () {
        count();
        const seconds = Math.floor(total / 1000);
        total -= seconds * 1000;
        return seconds;
      }
    };
  }

  /* One timer that fires at the earliest of the times asked for. */
  function alarm(fn) {
    let timer = 0;
    let due = Infinity;
    return {
      within: function (delay) {
        const at = performance.now() + delay;
        if (at >= due) return;
        window.clearTimeout(timer);
        due = at;
        timer = window.setTimeout(function () {
          due = Infinity;
          fn();
        }, delay);
      },
      off: function () {
        window.clearTimeout(timer);
        due = Infinity;
      }
    };
  }

  function createSession(course) {
    const changes = listeners();
    const notices = listeners();
    const untold = [];
    const watch = stopwatch();
    const saveHere = alarm(keepHere);
    const saveAway = alarm(send);
    const notes = new Map();
    const touched = new Set();
    let waiting = [];
    let state = states.fresh();
    let device = null;
    let system = null;
    let phase = 'opening';
    let recording = true;
    let seconds = 0;
    let textHere = '';
    let unsent = [];
    let failures = 0;
    let deviceFails = false;
    let otherTab = false;

    /* What was noticed before anybody listened is told to the first who does. */
    function notify(notice) {
      if (notices.any()) notices.tell(notice);
      else untold.push(notice);
    }

    function onNotice(fn) {
      const stop = notices.add(fn);
      untold.splice(0).forEach(notices.tell);
      return stop;
    }

    /* ---- saving ---- */

    function settle() {
      const learned = watch.take();
      seconds += learned;
      state.seconds += learned;
      state.outcome = states.outcome(course, state);
      if (state.outcome) state.best = Math.max(state.best, states.score(course, state).percent);
    }

    function absorb(text) {
      if (!text || text === textHere) return false;
      const other = codec.decode(course, text);
      textHere = text;
      if (other.unreadable || other.attempt !== state.attempt) return false;
      state = states.merge(state, other, touched);
      return true;
    }

    /* Takes in what another tab has kept in the meantime, then keeps the whole on this device. */
    function keepHere() {
      saveHere.off();
      if (!device || !recording || phase !== 'open') return false;
      absorb(device.read(''));
      settle();
      const text = codec.encode(course, state, 0);
      const kept = device.save({text: text});
      if (kept) {
        textHere = text;
        touched.clear();
      }
      tellDevice(kept);
      return kept;
    }

    function tellDevice(kept) {
      if (deviceFails === !kept) return;
      deviceFails = !kept;
      if (kept) notify('saved');
      else if (!system || failures) notify('storage-full');
    }

    function record() {
      const needed = states.threshold(course);
      return {
        text: codec.encode(course, state, system.limit), outcome: state.outcome, seconds: seconds, interactions: unsent,
        score: needed === null ? null : Math.max(state.best, states.score(course, state).percent),
        place: resumePlace()
      };
    }

    function send() {
      saveAway.off();
      if (!system || !recording || phase !== 'open') return true;
      settle();
      const sent = system.save(record());
      if (sent) hasSent();
      else hasNotSent();
      return sent;
    }

    function hasSent() {
      if (device) {
        device.write('reached', state.attempt);
        if (unsent.length) device.write('unsent', '');
      }
      unsent = [];
      if (failures) notify('back-online');
      failures = 0;
    }

    function hasNotSent() {
      if (device && unsent.length) device.write('unsent', JSON.stringify(unsent));
      failures += 1;
      saveAway.within(RETRIES[Math.min(failures, RETRIES.length) - 1]);
      if (failures > 1) return;
      notify('not-saved');
      if (deviceFails) notify('storage-full');
    }

    function changed(away) {
      if (phase === 'ended') return;
      watch.awake();
      settle();
      saveHere.within(SOON);
      if (!failures) saveAway.within(away);
      changes.tell();
    }

    /* ---- beginning and end ---- */

    /* `given` is the learning system's adapter, or null: then this device alone keeps the state. Returns whether the system is in use. */
    function start(given) {
      const opened = given && given.open();
      system = opened ? given : null;
      recording = !opened || opened.recording;
      if (!opened) device = coursewright.local(course.id, '');
      else if (recording && opened.learner) device = coursewright.local(course.id, opened.learner);
      state.place = null;
      touched.clear();
      if (opened && device && isOtherAttempt(opened)) putAside();
      if (device) takeHere();
      if (opened) takeAway(opened);
      phase = 'open';
      settle();
      saveHere.within(SOON);
      if (device) device.watch(fromOtherTab);
      saveAway.within(SOON);
      window.setInterval(tick, AT_LEISURE);
      const first = waiting;
      waiting = [];
      first.forEach(function (fn) { fn(); });
      changes.tell();
      if (!recording) notify('not-recorded');
      return Boolean(system);
    }

    /* What this device has kept belongs to an attempt that the system is no longer in: its answers must not count in the new one. */
    function isOtherAttempt(opened) {
      const reached = device.read('reached');
      const attempt = codec.decode(course, opened.text).attempt;
      return Boolean(reached) && (opened.fresh || Boolean(attempt) && attempt !== reached);
    }

    function putAside() {
      device.write('before', device.read(''));
      ['', 'unsent', 'reached'].forEach(function (name) { device.write(name, ''); });
    }

    function takeHere() {
      const text = device.read('');
      take(text, 'unreadable');
      textHere = text;
      if (system) unsent = listFrom(device.read('unsent')).concat(unsent);
    }

    function listFrom(text) {
      try {
        return [].concat(JSON.parse(text || '[]')).filter(function (one) { return one && course.questions[one.question]; });
      } catch (junk) {
        return [];
      }
    }

    function takeAway(opened) {
      const attempt = codec.decode(course, opened.text).attempt || state.attempt || drawAttempt();
      take(opened.text, 'unreadable-system');
      state.attempt = attempt;
      state.outcome = reachedBefore(opened.outcome);
      const page = opened.place && course.pages.filter(function (one) { return one.id === opened.place.page; })[0];
      if (page && !state.place) state.place = {token: page.token, anchor: opened.place.anchor};
    }

    function drawAttempt() {
      return Array.from(window.crypto.getRandomValues(new Uint8Array(4)), function (value) {
        return (value % 36).toString(36);
      }).join('');
    }

    /* A system's word is taken for what is good for ever, and only where it can mean our rule: "completed" is no pass. */
    function reachedBefore(outcome) {
      const isOurs = outcome === 'passed' || outcome === 'completed' && states.threshold(course) === null;
      return isOurs && state.outcome !== 'passed' ? outcome : state.outcome;
    }

    function take(text, aside) {
      const found = codec.decode(course, text);
      if (found.unreadable) {
        if (device) device.write(aside, text);
        notify('unreadable');
      } else {
        state = states.merge(state, found, touched);
      }
    }

    function fromOtherTab(text) {
      if (phase !== 'open' || !absorb(text)) return;
      settle();
      if (codec.encode(course, state, 0) !== text) saveHere.within(SOON);
      changes.tell();
      if (!otherTab) notify('other-tab');
      otherTab = true;
    }

    function tick() {
      if (document.visibilityState === 'hidden' || phase !== 'open') return;
      const before = seconds;
      settle();
      if (seconds === before) return;
      saveHere.within(SOON);
      if (!failures) saveAway.within(AT_LEISURE);
      changes.tell();
    }

    function end() {
      if (phase !== 'open') return true;
      const kept = keepHere();
      if (!system) {
        if (kept) notify('saved');
        return true;
      }
      if (!send()) return false;
      close();
      notify('ended');
      return true;
    }

    function close() {
      if (recording) settle();
      if (system) system.close(record());
      phase = 'ended';
      saveHere.off();
      saveAway.off();
    }

    document.addEventListener('visibilitychange', function () {
      watch.run(document.visibilityState !== 'hidden');
      if (document.visibilityState !== 'hidden') return;
      keepHere();
      send();
    });
    window.addEventListener('pagehide', function (event) {
      keepHere();
      if (phase !== 'open' || !system) return;
      if (event.persisted) send();
      else close();
    });
    window.addEventListener('online', function () { if (failures) send(); });

    /* ---- what the widgets ask and tell ---- */

    function whenReady(fn) {
      if (phase === 'opening') waiting.push(fn);
      else fn();
    }

    function pageOf(id) {
      return course.pages.filter(function (page) { return page.id === id; })[0];
    }

    function visit(id) {
      const page = pageOf(id);
      if (!page) return;
      state.pages.add(page.token);
      if (!state.place || state.place.token !== page.token) setPlace(page.token, 0);
      changed(SOON);
    }

    function setPlace(token, anchor) {
      state.place = {token: token, anchor: Math.max(0, Math.floor(anchor) || 0)};
      touched.add('@');
    }

    function place(id, anchor) {
      const page = pageOf(id);
      if (!page) return;
      setPlace(page.token, anchor);
      changed(AT_LEISURE);
    }

    function resumePlace() {
      const page = state.place && course.pages.filter(function (one) { return one.token === state.place.token; })[0];
      return page ? {page: page.id, anchor: state.place.anchor} : null;
    }

    function answerOf(id) {
      const question = course.questions[id];
      const answer = question && state.questions.get(question.token);
      if (!answer) return null;
      const left = answer.closed ? 0 : Math.max(0, Math.min(question.tries, codec.MOST_TRIES) - answer.tries);
      return {tries: answer.tries, triesLeft: left, right: answer.right, closed: answer.closed, response: answer.response};
    }

    function answer(id, given) {
      const question = course.questions[id];
      if (!question || phase === 'ended') return answerOf(id);
      if (device && recording) absorb(device.read(''));
      const before = state.questions.get(question.token);
      if (before && before.closed) return answerOf(id);
      const tries = Math.min((before ? before.tries : 0) + 1, codec.MOST_TRIES);
      const right = Boolean(given.right);
      state.questions.set(question.token, {
        tries: tries, right: right, closed: right || tries >= Math.min(question.tries, codec.MOST_TRIES),
        response: String(given.response || '').replace(/[^!-~]|[,;]/g, '').slice(0, codec.LONGEST_RESPONSES[question.kind])
      });
      if (system && recording) unsent.push(interaction(id, question, given));
      changed(SOON);
      keepHere();
      send();
      return answerOf(id);
    }

    function interaction(id, question, given) {
      return {
        question: id, kind: question.kind, objective: question.objective, weighting: question.weighting, scored: question.scored,
        right: Boolean(given.right), response: String(given.response || ''), pattern: String(given.pattern || ''),
        text: question.scored ? String(given.text || '') : '', latency: Number(given.latency) || 0, time: Date.now()
      };
    }

    /* A reflection's words stay on this device: they are in no record. */
    function note(id) {
      return (device && device.read('note:' + id)) || notes.get(id) || '';
    }

    function setNote(id, text) {
      notes.set(id, text);
      if (device) tellDevice(device.write('note:' + id, text));
    }

    function walk(id, role, path) {
      const scenario = course.scenarios[id];
      if (!scenario) return;
      state.scenarios.set(scenario.token, {
        role: Math.max(0, Math.min(35, Math.floor(role) || 0)),
        path: [].concat(path).join('').replace(/[^0-9a-z]/g, '').slice(0, codec.LONGEST_PATH)
      });
      touched.add(scenario.token);
      changed(AT_LEISURE);
    }

    function walked(id) {
      const walk = course.scenarios[id] && state.scenarios.get(course.scenarios[id].token);
      return walk ? {role: walk.role, path: walk.path} : null;
    }

    function reached(id) {
      return (course.stories[id] && state.stories.get(course.stories[id].token)) || 0;
    }

    function reach(id, scene) {
      if (!course.stories[id] || !(scene > 0)) return;
      state.stories.set(course.stories[id].token, Math.max(reached(id), Math.floor(scene)));
      changed(AT_LEISURE);
    }

    function progress() {
      const required = states.requiredPages(course);
      function isSeen(page) { return state.pages.has(page.token); }
      return {
        seen: course.pages.filter(isSeen).map(function (page) { return page.id; }), required: required.length,
        requiredSeen: required.filter(isSeen).length, seconds: state.seconds, outcome: state.outcome
      };
    }

    return {
      course: course, start: start, end: end, awake: watch.awake, whenReady: whenReady, visit: visit, place: place,
      resumePlace: resumePlace, answer: answer, answerOf: answerOf, note: note, setNote: setNote, walk: walk, walked: walked,
      reach: reach, reached: reached, progress: progress, onChange: changes.add, onNotice: onNotice,
      score: function () { return states.score(course, state); }
    };
  }

  /* ---- whose session it is ---- */

  function shellSession() {
    try {
      return window.parent !== window && window.parent.coursewright && window.parent.coursewright.session || null;
    } catch (otherOrigin) {
      return null;
    }
  }

  /* The shell's session as a page in its frame sees it: listeners go when the page goes, and notices are the shell's to show. */
  function pageSession(shell) {
    const leaving = [];
    const session = Object.create(shell);
    let gone = false;
    session.onChange = function (fn) { leaving.push(shell.onChange(fn)); };
    session.onNotice = function () {};
    session.whenReady = function (fn) {
      shell.whenReady(function () { if (!gone) fn(); });
    };
    window.addEventListener('pagehide', function (event) {
      if (event.persisted) return;
      gone = true;
      leaving.forEach(function (stop) { stop(); });
    });
    return session;
  }

  const shell = shellSession();
  coursewright.session = shell ? pageSession(shell) : createSession(coursewright.course);
  SIGNS_OF_LIFE.forEach(function (sign) {
    window.addEventListener(sign, coursewright.session.awake, {capture: true, passive: true});
  });
  /* In the shell page the session waits for shell.js, which knows whether there is a learning system. */
  if (!shell && !document.querySelector('iframe[name="cw-page"]')) coursewright.session.start(null);
})();
