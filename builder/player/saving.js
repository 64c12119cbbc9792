/* Where progress is kept: on this device first, then in the learning system (docs/explanation/saving.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const codec = coursewright.codec;
  const SOON = 1000;
  const RETRIES = [5000, 10000, 20000, 40000, 60000];

  /* `notify(notice)` tells what the learner must know, `changed()` that another tab's progress has come in. */
  coursewright.saving = function (course, progress, notify, changed) {
    const saveHere = coursewright.alarm(keepHere);
    const saveAway = coursewright.alarm(send);
    const unkept = new Map();
    let phase = 'opening'; /* then 'open', then 'ended' */
    let device = null;
    let system = null;
    let recording = true;
    let textHere = '';
    let unsent = [];
    let failures = 0;
    let deviceFails = false;
    let otherTab = false;

    /* ---- opening ---- */

    /* `given` is the learning system's adapter, or null: then this device alone keeps the state. */
    function open(given) {
      const opened = given && given.open();
      system = opened ? given : null;
      recording = !opened || opened.recording;
      if (!opened) device = coursewright.local(course.id, '');
      else if (recording && opened.learner) device = coursewright.local(course.id, opened.learner);
      progress.begin();
      if (opened && device && isOtherAttempt(opened)) putAside();
      if (device) takeHere();
      if (opened) takeAway(opened);
      phase = 'open';
      progress.settle();
      saveWithin(SOON);
      if (device) device.watch(fromOtherTab);
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
      const attempt = codec.decode(course, opened.text).attempt || progress.attempt() || drawAttempt();
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

    function catchUp() {
      if (device && recording) absorb(device.read(''));
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
      absorb(device.read(''));
      progress.settle();
      const text = progress.text();
      const kept = device.save({text: text});
      if (kept) {
        textHere = text;
        progress.kept();
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

    /* What stays on this device and is in no record: notes, preferences, the plan of review. In memory where there is no room. */
    function kept(name) {
      return (device && device.read(name)) || unkept.get(name) || '';
    }

    function keep(name, text) {
      unkept.set(name, text);
      if (device) tellDevice(device.write(name, text));
    }

    function keptNames(beginning) {
      const inMemory = Array.from(unkept.keys()).filter(function (name) { return name.startsWith(beginning) && unkept.get(name); });
      return Array.from(new Set(inMemory.concat(device ? device.names(beginning) : []))).sort();
    }

    /* ---- in the learning system ---- */

    function record() {
      return Object.assign(progress.record(system.limit), {interactions: unsent});
    }

    function send() {
      saveAway.off();
      if (!system || !recording || phase !== 'open') return true;
      progress.settle();
      const sent = system.save(record());
      if (sent) hasSent();
      else hasNotSent();
      return sent;
    }

    function hasSent() {
      if (device) {
        device.write('reached', progress.attempt());
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

    function addInteraction(interaction) {
      if (system && recording) unsent.push(interaction);
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

    function close() {
      if (recording) progress.settle();
      if (system) system.close(record());
      phase = 'ended';
      saveHere.off();
      saveAway.off();
    }

    return {
      open: open, close: close, catchUp: catchUp, saveWithin: saveWithin, saveNow: saveNow, keepHere: keepHere, send: send,
      addInteraction: addInteraction, kept: kept, keep: keep, keptNames: keptNames,
      is: function (asked) { return phase === asked; },
      hasSystem: function () { return Boolean(system); },
      isRecording: function () { return recording; },
      isRetrying: function () { return failures > 0; }
    };
  };
})();
