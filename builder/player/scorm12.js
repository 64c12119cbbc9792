/* The adapter for SCORM 1.2 (Run-Time Environment, version 1.2, chapter 3): the session's records as calls of the system's API. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const LONGEST_STATE = 4096;
  const LONGEST_TEXT = 255;
  const MOST_PARENTS = 20;
  const HEAVIEST = 100;
  const GENERAL_FAILURE = '101';
  const NOT_IMPLEMENTED = '401';
  const TYPES = {
    single: 'choice', several: 'choice', 'true-false': 'true-false', matching: 'matching', ordering: 'sequencing',
    numeric: 'numeric', 'short-text': 'fill-in', reflection: 'fill-in'
  };
  /* What the standard allows as a response, by type of interaction. */
  const RESPONSES = {
    choice: /^[0-9a-z](,[0-9a-z])*$/, 'true-false': /^[tf]$/, matching: /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/,
    sequencing: /^[0-9a-z](,[0-9a-z])*$/, numeric: /^-?[0-9]+(\.[0-9]+)?$/, 'fill-in': /[^\s]/
  };

  /* ---- finding the system ---- */

  /* A window of another origin may hold no API that we can reach, but its parents may: only its properties are closed to us. */
  function apiIn(win) {
    try {
      return win.API && win.API.LMSInitialize ? win.API : null;
    } catch (otherOrigin) {
      return null;
    }
  }

  function withParents(win) {
    const chain = [win];
    while (chain.length < MOST_PARENTS && chain[chain.length - 1].parent && chain[chain.length - 1].parent !== chain[chain.length - 1]) {
      chain.push(chain[chain.length - 1].parent);
    }
    return chain;
  }

  function openerOf(win) {
    try {
      return win.opener || null;
    } catch (otherOrigin) {
      return null;
    }
  }

  function findApi() {
    const own = withParents(window);
    const openers = own.map(openerOf).filter(Boolean).map(withParents);
    return [].concat.apply(own, openers).map(apiIn).filter(Boolean)[0] || null;
  }

  /* ---- the standard's values ---- */

  function two(number) {
    return String(number).padStart(2, '0');
  }

  /* CMITimespan: HHHH:MM:SS.SS. */
  function timespan(seconds) {
    const hundredths = Math.min(Math.max(0, Math.round(seconds * 100)), 9999 * 360000 + 359999);
    const whole = Math.floor(hundredths / 100);
    return String(Math.floor(whole / 3600)).padStart(4, '0') + ':' + two(Math.floor(whole / 60) % 60) + ':' +
      two(whole % 60) + '.' + two(hundredths % 100);
  }

  /* CMITime: HH:MM:SS, the learner's own clock. */
  function clock(time) {
    const date = new Date(time);
    return two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds());
  }

  /* CMIString255: at most 255 characters, none of them a control character or half of one. */
  function string255(text) {
    return String(text).replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '');
  }

  /* The text as a legal response of that type, or '' if it cannot be one: then it is better left out. */
  function feedback(type, text) {
    const value = string255(type === 'numeric' ? plainNumber(text) : text).trim();
    return RESPONSES[type].test(value) ? value : '';
  }

  /* "1e3" and ".5" are no CMIDecimal; 1000 and 0.5 are. */
  function plainNumber(text) {
    const number = Number(String(text).trim() || NaN);
    return isFinite(number) ? String(number) : '';
  }

  function result(interaction) {
    if (interaction.kind === 'reflection') return 'neutral';
    return interaction.right ? 'correct' : 'wrong';
  }

  /* The page's id with the heading after `#`, in ASCII; '' when that is too long (the saved state holds the place as well). */
  function locationOf(place) {
    const page = place ? place.page.split('/').map(encodeURIComponent).join('/') : '';
    const text = page + (page && place.anchor ? '#' + place.anchor : '');
    return text.length <= LONGEST_TEXT ? text : '';
  }

  function placeOf(text) {
    try {
      const parts = text.split('#');
      return parts[0] ? {page: parts[0].split('/').map(decodeURIComponent).join('/'), anchor: parseInt(parts[1], 10) || 0} : null;
    } catch (junk) {
      return null;
    }
  }

  /* ---- the adapter ---- */

  function adapter(api) {
    const written = {};
    const recorded = new Set();
    let interactions = 0;
    let best = -1;
    let status = '';
    let recording = true;
    let dirty = false;

    /* Every call has its string arguments; what comes back is made a string, since some systems answer true or null. */
    function call(name) {
      try {
        return String(api[name].apply(api, Array.prototype.slice.call(arguments, 1)));
      } catch (broken) {
        return 'false';
      }
    }

    /* '' when nothing is wrong. */
    function errorCode() {
      const code = call('LMSGetLastError');
      return code === '0' || code === 'false' ? '' : code;
    }

    function get(element) {
      const value = call('LMSGetValue', element);
      return !errorCode() && value !== 'null' && value !== 'undefined' ? value : '';
    }

    function set(element, value) {
      if (written[element] === value) return true;
      if (call('LMSSetValue', element, value) !== 'true' || errorCode()) return false;
      written[element] = value;
      dirty = true;
      return true;
    }

    /* For what a system need not offer (401): the record is whole without it. */
    function offer(element, value) {
      return set(element, value) || errorCode() === NOT_IMPLEMENTED;
    }

    function commit() {
      if (!dirty) return true;
      const done = call('LMSCommit', '') === 'true' && !errorCode();
      if (done) dirty = false;
      else forget();
      return done;
    }

    /* After a commit that failed nobody knows what the system still holds: everything is said again. */
    function forget() {
      Object.keys(written).forEach(function (element) { delete written[element]; });
    }

    function open() {
      if (call('LMSInitialize', '') !== 'true' && !isBegun()) return null;
      const mode = get('cmi.core.lesson_mode');
      recording = mode !== 'browse' && mode !== 'review';
      status = get('cmi.core.lesson_status');
      const text = get('cmi.suspend_data');
      written['cmi.core.lesson_status'] = status;
      written['cmi.suspend_data'] = text;
      const isNew = ['', 'not attempted', 'unknown', 'browsed'].indexOf(status) >= 0;
      const opened = {
        text: text, outcome: isNew || status === 'incomplete' ? '' : status, place: placeOf(get('cmi.core.lesson_location')),
        learner: get('cmi.core.student_id'), fresh: isNew && !text, recording: recording
      };
      if (recording) begin(isNew);
      return opened;
    }

    /* A page that was killed has left the system's session open: then Initialize is refused, but the rest works. */
    function isBegun() {
      if (errorCode() !== GENERAL_FAILURE) return false;
      call('LMSGetValue', 'cmi.core.lesson_status');
      return !errorCode();
    }

    function begin(isNew) {
      const raw = get('cmi.core.score.raw');
      best = raw === '' ? -1 : Number(raw);
      const count = call('LMSGetValue', 'cmi.interactions._count');
      interactions = errorCode() ? -1 : parseInt(count, 10) || 0;
      set('cmi.core.exit', 'suspend');
      if (isNew && set('cmi.core.lesson_status', 'incomplete')) status = 'incomplete';
      commit();
    }

    /* The score goes with the decision and not before it: docs/explanation/scoring.md. */
    function saveScore(record) {
      const isDecided = record.outcome === 'passed' || record.outcome === 'failed';
      if (record.score === null || !isDecided || record.score < best) return true;
      const done = offer('cmi.core.score.raw', String(record.score)) &&
        offer('cmi.core.score.min', '0') && offer('cmi.core.score.max', '100');
      if (done) best = record.score;
      return done;
    }

    /* Without a decision the status stays what it was. (A pass is never taken back: the session begins with what `open` tells.) */
    function saveStatus(record) {
      const next = record.outcome || status;
      if (!next || !set('cmi.core.lesson_status', next)) return !next;
      status = next;
      return true;
    }

    function saveInteraction(interaction) {
      const at = 'cmi.interactions.' + interactions + '.';
      const type = TYPES[interaction.kind];
      if (!type || !set(at + 'id', string255(interaction.question))) {
        if (errorCode() === NOT_IMPLEMENTED) interactions = -1;
        return;
      }
      const response = interaction.kind === 'reflection' ? '' : feedback(type, interaction.text);
      const pattern = interaction.kind === 'reflection' ? '' : feedback(type, interaction.pattern);
      interactions += 1;
      recorded.add(interaction);
      set(at + 'type', type);
      if (interaction.objective) set(at + 'objectives.0.id', string255(interaction.objective));
      set(at + 'time', clock(interaction.time));
      if (pattern) set(at + 'correct_responses.0.pattern', pattern);
      if (interaction.weighting <= HEAVIEST) set(at + 'weighting', plainNumber(interaction.weighting));
      if (response) set(at + 'student_response', response);
      set(at + 'result', result(interaction));
      set(at + 'latency', timespan(interaction.latency));
    }

    /* Each once, though a record brings them again until it got through. A system without them is left alone. */
    function saveInteractions(list) {
      list.forEach(function (interaction) {
        if (interactions >= 0 && !recorded.has(interaction)) saveInteraction(interaction);
      });
    }

    function write(record) {
      saveInteractions(record.interactions);
      const place = locationOf(record.place);
      if (place) offer('cmi.core.lesson_location', place);
      const done = set('cmi.suspend_data', record.text);
      offer('cmi.core.session_time', timespan(record.seconds));
      return saveScore(record) && saveStatus(record) && done;
    }

    function save(record) {
      if (!recording) return true;
      const done = write(record);
      const committed = commit();
      return done && committed;
    }

    /* `suspend` keeps the state for the next launch; a decided attempt is left in the ordinary way. */
    function close(record) {
      if (recording) {
        write(record);
        set('cmi.core.exit', record.outcome ? '' : 'suspend');
        commit();
      }
      return call('LMSFinish', '') === 'true';
    }

    return {name: 'scorm12', limit: LONGEST_STATE, open: open, save: save, close: close};
  }

  coursewright.systems = (coursewright.systems || []).concat({
    name: 'scorm12',
    find: function () {
      const api = findApi();
      return api ? adapter(api) : null;
    }
  });
})();
