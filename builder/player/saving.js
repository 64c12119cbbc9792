/* Where progress is kept: on this device first, then in the learning system (docs/explanation/saving.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const codec = coursewright.codec;
  const SOON = 1000;
  const LEARNER = 'coursewright:learner:';
  const RETRIES = [5000, 10000, 20000, 40000, 60000];

  /* Goes on with an answer: at once if it is there, else when it comes. One that breaks is reported by the browser and counts as false. */
  coursewright.when = function (answer, then) {
    if (!answer || !answer.then) return then(answer);
    return answer.then(null, function (error) {
      window.setTimeout(function () { throw error; });
      return false;
    }).then(then);
  };

  /* `notify(notice)` tells what the learner must know, `changed()` that another tab's progress has come in. */
  coursewright.saving = function (course, progress, notify, changed) {
    const saveHere = coursewright.alarm(keepHere);
    const saveAway = coursewright.alarm(send);
    const unkept = new Map(); /* what the device did not take, by name */
    const owed = coursewright.owed(course);
    const refused = new Set(); /* the names that it refused, '' for the state */
    let phase = 'opening'; /* then 'open', then 'ended' */
    let device = null;
    let system = null;
    let recording = true;
    let owing = false; /* whether answers are owed to a learning system, be it at the next launch */
    let isShut = false; /* the system takes nothing any more */
    let sending = null; /* the answer that is waited for */
    let next = null; /* the send after it */
    let returnTo = '';
    let learner = ''; /* whom the system has launched */
    let textHere = '';
    let failures = 0;
    let otherTab = false;

    /* ---- opening ---- */

    /* `given` is the learning system's adapter, or null: then this device alone keeps the state. The adapter is told whether this page has
       ended a session itself just before. */
    function open(given) {
      const before = remember('');
      return coursewright.when(given ? given.open(Boolean(before)) : null, function (answer) {
        /* A system that begins no second session in one launch: what is owed to it goes with the next launch. */
        begin(given, answer || given && before && {refused: 'launch-again', learner: before} || null);
      });
    }

    /* For a page that is loaded again in the same tab: whose session has just ended. Read once. */
    function remember(learner) {
      try {
        const before = window.sessionStorage.getItem(LEARNER + course.id);
        if (learner) window.sessionStorage.setItem(LEARNER + course.id, learner);
        else window.sessionStorage.removeItem(LEARNER + course.id);
        return before || '';
      } catch (refusedToo) {
        return '';
      }
    }

    function begin(given, answer) {
      const opened = answer && !answer.refused ? answer : null;
      system = opened ? given : null;
      recording = !opened || opened.recording;
      owing = Boolean(answer) && recording;
      learner = opened ? opened.learner || '' : '';
      if (answer && answer.learner && recording) device = coursewright.local(course.id, answer.learner);
      else if (!opened) device = coursewright.local(course.id, '');
      progress.begin();
      if (opened && device && isOtherAttempt(opened)) putAside();
      if (device) {
        keepRest();
        takeHere();
      }
      if (opened) takeAway(opened);
      phase = 'open';
      progress.settle();
      if (opened) keepHere(); /* a second tab, opened at the same moment, must find the attempt that this one has begun */
      saveWithin(SOON);
      if (device) device.watch(fromOtherTab);
      if (answer && answer.refused) notify(answer.refused);
    }

    /* What this device has kept belongs to an attempt that the system is no longer in: its answers must not count in the new one. */
    function isOtherAttempt(opened) {
      const reached = device.read('reached');
      const attempt = codec.decode(course, opened.text).attempt;
      return Boolean(reached) && (opened.fresh || Boolean(attempt) && attempt !== reached);
    }

    function putAside() {
      device.write('before', device.read(''));
      ['', 'unsent', 'reached', 'begun', 'outcome-on'].forEach(function (name) { device.write(name, ''); });
    }

    function takeHere() {
      const text = device.read('');
      take(text, 'unreadable');
      textHere = text;
      if (owing) owed.on(device);
    }

    function takeAway(opened) {
      const attempt = codec.decode(course, opened.text).attempt || progress.attempt() || drawAttempt();
      if (typeof opened.mastery === 'number' && course.rule.score !== null) {
        course.rule = Object.assign({}, course.rule, {score: opened.mastery});
      }
      returnTo = opened.returnTo || '';
      take(opened.text, 'unreadable-system');
      progress.enter(attempt, opened.outcome, opened.place);
    }

    function drawAttempt() {
      return Array.from(window.crypto.getRandomValues(new Uint8Array(4)), function (value) {
        return (value % 36).toString(36);
      }).join('');
    }

    function take(text, aside) {
      const found = codec.decode(course, text);
      if (found.unreadable) {
        if (device) device.write(aside, text);
        notify('unreadable');
      } else {
        progress.join(found);
      }
    }

    /* ---- on this device ---- */

    /* Takes in what another tab has kept in the meantime; returns whether there was anything of this attempt. */
    function absorb(text) {
      if (!text || text === textHere) return false;
      const other = codec.decode(course, text);
      textHere = text;
      if (other.unreadable || other.attempt !== progress.attempt()) return false;
      progress.join(other);
      return true;
    }

    /* Returns likewise. */
    function catchUp() {
      return Boolean(device) && recording && absorb(device.read(''));
    }

    function fromOtherTab(text) {
      if (phase !== 'open' || !absorb(text)) return;
      progress.settle();
      if (progress.text() !== text) saveHere.within(SOON);
      changed();
      if (!otherTab) notify('other-tab');
      otherTab = true;
    }

    function keepHere() {
      saveHere.off();
      if (!device || !recording || phase !== 'open') return false;
      const hasNews = catchUp();
      progress.settle();
      const text = progress.text();
      const kept = device.save({text: text});
      if (kept) {
        textHere = text;
        progress.kept();
      }
      tellDevice('', kept);
      if (kept) keepRest();
      if (hasNews) changed();
      return kept;
    }

    /* Once when the device first fails to take something, and once when it has taken all. */
    function tellDevice(name, taken) {
      const failed = refused.size > 0;
      if (taken) refused.delete(name);
      else refused.add(name);
      if (failed === refused.size > 0) return;
      if (failed) notify('saved');
      else if (!system || failures) notify('storage-full');
    }

    /* What stays on this device and is in no record: notes, preferences, the plan of review. In memory where there is no room. */
    function kept(name) {
      return unkept.has(name) ? unkept.get(name) : device ? device.read(name) : '';
    }

    /* Answers whether the device has taken it. */
    function keep(name, text) {
      const taken = Boolean(device) && device.write(name, text);
      if (taken) unkept.delete(name);
      else unkept.set(name, text);
      if (device) tellDevice(name, taken);
      return taken;
    }

    /* What had no room before, or no device. */
    function keepRest() {
      Array.from(unkept.keys()).forEach(function (name) { keep(name, unkept.get(name)); });
    }

    function keptNames(beginning) {
      const names = Array.from(unkept.keys()).filter(function (name) { return name.startsWith(beginning); });
      return Array.from(new Set(names.concat(device ? device.names(beginning) : []))).filter(kept).sort();
    }

    /* ---- in the learning system ---- */

    function record() {
      const sum = progress.summary();
      const completed = Boolean(sum.outcome) || sum.required > 0 && sum.requiredSeen === sum.required;
      return Object.assign(progress.record(system.limit), {completed: completed, interactions: owed.list()});
    }

    /* Answers whether the system has it, now or later. While one send is under way the next waits, and takes all that has come meanwhile. */
    function send() {
      saveAway.off();
      if (!system || !recording || phase !== 'open' || isShut) return !isShut;
      if (sending) {
        next = next || sending.then(function (sent) {
          next = null;
          return sent && send();
        });
        return next;
      }
      progress.settle();
      const given = record();
      const answer = coursewright.when(system.save(given), function (said) {
        sending = null;
        return hasAnswered(given, said);
      });
      if (answer.then) sending = answer;
      return answer;
    }

    function hasAnswered(given, said) {
      if (said === true) hasSent(given);
      else if (said && said.refused) isRefused(said.refused);
      else if (said && said.text !== undefined) return sendJoined(said.text);
      else hasNotSent();
      return said === true;
    }

    /* Somebody else has saved in the meantime: what both have reached is sent again. */
    function sendJoined(text) {
      take(text, 'unreadable-system');
      changed();
      return send();
    }

    function hasSent(given) {
      owed.sent(given.interactions, progress.attempt());
      if (failures) notify('back-online');
      failures = 0;
    }

    function hasNotSent() {
      failures += 1;
      saveAway.within(RETRIES[Math.min(failures, RETRIES.length) - 1]);
      if (failures > 1) return;
      notify('not-saved');
      if (refused.size) notify('storage-full');
    }

    function isRefused(notice) {
      isShut = true;
      notify(notice);
    }

    function addInteraction(interaction) {
      if (owing) owed.add(interaction);
    }

    /* ---- when ---- */

    /* On the device soon, in the learning system within `away` ms; one that fails is tried again in its own time. */
    function saveWithin(away) {
      saveHere.within(SOON);
      if (!failures) saveAway.within(away);
    }

    /* Both at once; returns whether the learning system, if there is one, took it. */
    function saveNow() {
      keepHere();
      return send();
    }

    /* `going`: the page goes away and waits for nothing. */
    function close(going) {
      if (recording) progress.settle();
      saveHere.off();
      saveAway.off();
      const given = system && record();
      const answer = system ? system.close(given, going) : true;
      phase = 'ended';
      return going ? answer : coursewright.when(answer, function (closed) {
        if (closed === true && system && recording) hasSent(given);
        return closed;
      });
    }

    return {
      open: open, close: close, catchUp: catchUp, saveWithin: saveWithin, saveNow: saveNow, keepHere: keepHere, send: send,
      addInteraction: addInteraction, kept: kept, keep: keep, keptNames: keptNames,
      is: function (asked) { return phase === asked; },
      hasSystem: function () { return Boolean(system); },
      isRecording: function () { return recording; },
      isRetrying: function () { return failures > 0 && !sending; },
      returnTo: function () { return returnTo; },
      remember: function () { remember(learner); }
    };
  };
})();
