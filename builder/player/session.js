/* The learner's session: its beginning and end, and what the widgets may ask and tell (docs/reference/pages.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const SOON = 1000;
  const AT_LEISURE = 30000;
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

  function createSession(course) {
    const changes = listeners();
    const notices = listeners();
    const untold = [];
    const progress = coursewright.progress(course);
    const saving = coursewright.saving(course, progress, notify, changes.tell);
    let waiting = [];

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

    /* ---- beginning and end ---- */

    /* `given` is the learning system's adapter, or null: then this device alone keeps the state. Answers, now or later, whether the system
       is in use. */
    function start(given) {
      return coursewright.when(saving.open(given), function () {
        window.setInterval(tick, AT_LEISURE);
        const first = waiting;
        waiting = [];
        first.forEach(function (fn) { fn(); });
        changes.tell();
        if (!saving.isRecording()) notify('not-recorded');
        return saving.hasSystem();
      });
    }

    function whenReady(fn) {
      if (saving.is('opening')) waiting.push(fn);
      else fn();
    }

    function tick() {
      if (document.visibilityState === 'hidden' || !saving.is('open')) return;
      const before = progress.seconds();
      progress.settle();
      if (progress.seconds() === before) return;
      saving.saveWithin(AT_LEISURE);
      changes.tell();
    }

    /* Answers, now or later, whether the session has ended. */
    function end() {
      if (!saving.is('open')) return true;
      const kept = saving.keepHere();
      if (!saving.hasSystem()) {
        if (kept) notify('saved');
        return true;
      }
      return coursewright.when(saving.send(), leave);
    }

    function leave(sent) {
      if (!sent || !saving.is('open')) return false;
      return coursewright.when(saving.close(false), function () {
        notify('ended');
        return true;
      });
    }

    document.addEventListener('visibilitychange', function () {
      progress.watch.run(document.visibilityState !== 'hidden');
      if (document.visibilityState === 'hidden') saving.saveNow();
    });
    /* Also where the browser keeps the page for "back": it may drop it later without a word, and the session would never have ended. */
    window.addEventListener('pagehide', function () {
      saving.keepHere();
      if (saving.is('open') && saving.hasSystem()) saving.close(true);
    });
    /* A page that was kept has heard nothing of other pages, and the learning system has been told that its session ended: then a new one begins. */
    window.addEventListener('pageshow', function (event) {
      if (!event.persisted) return;
      if (!saving.is('open')) {
        saving.remember();
        window.location.reload();
        return;
      }
      progress.watch.run(document.visibilityState !== 'hidden');
      saving.keepHere();
      changes.tell();
    });
    window.addEventListener('online', function () { if (saving.isRetrying()) saving.send(); });

    /* ---- what the widgets tell ---- */

    function changed(away) {
      if (saving.is('ended')) return;
      progress.watch.awake();
      progress.settle();
      saving.saveWithin(away);
      changes.tell();
    }

    function visit(page) {
      if (progress.visit(page)) changed(SOON);
    }

    function place(page, anchor) {
      if (progress.place(page, anchor)) changed(AT_LEISURE);
    }

    function walk(scenario, role, path) {
      if (progress.walk(scenario, role, path)) changed(AT_LEISURE);
    }

    function reach(story, scene) {
      if (progress.reach(story, scene)) changed(AT_LEISURE);
    }

    function answer(id, given) {
      const question = course.questions[id];
      if (!question || saving.is('ended')) return progress.answerOf(id);
      const hasNews = saving.catchUp();
      if (progress.answer(id, given)) {
        saving.addInteraction(interaction(id, question, given));
        changed(SOON);
        saving.saveNow();
      } else if (hasNews) {
        changes.tell();
      }
      return progress.answerOf(id);
    }

    /* A reflection's words, and beside them its question's: a later edition may have lost the question. `setNote` answers whether the
       device has taken the words. */
    function note(id) {
      return saving.kept('note:' + id);
    }

    function setNote(id, text, prompt) {
      const taken = saving.keep('note:' + id, text);
      saving.keep('noted:' + id, text ? JSON.stringify({prompt: prompt || '', time: Date.now()}) : '');
      return taken;
    }

    function interaction(id, question, given) {
      return {
        question: id, kind: question.kind, objective: question.objective, weighting: question.weighting, scored: question.scored,
        right: Boolean(given.right), response: String(given.response || ''), pattern: String(given.pattern || ''),
        text: question.kind === 'reflection' ? '' : String(given.text || ''), latency: Number(given.latency) || 0, time: Date.now()
      };
    }

    return {
      course: course, start: start, end: end, awake: progress.watch.awake, whenReady: whenReady, visit: visit, place: place,
      resumePlace: progress.resumePlace, answer: answer, answerOf: progress.answerOf, note: note, setNote: setNote,
      returnTo: saving.returnTo, kept: saving.kept, keep: saving.keep, keptNames: saving.keptNames,
      walk: walk, walked: progress.walked, reach: reach, reached: progress.reached, progress: progress.summary,
      score: progress.score, onChange: changes.add, onNotice: onNotice
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
