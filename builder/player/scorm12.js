/* The adapter for SCORM 1.2 (Run-Time Environment, version 1.2, chapter 3): the session's records as calls of the system's API. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const scorm = coursewright.scorm;
  const LONGEST_STATE = 4096;
  const LONGEST_TEXT = 255;
  const HEAVIEST = 100;
  const STATUS = 'cmi.core.lesson_status';
  const TYPES = {
    single: 'choice', several: 'choice', 'true-false': 'true-false', matching: 'matching', ordering: 'sequencing',
    numeric: 'numeric', 'short-text': 'fill-in', reflection: 'fill-in'
  };
  /* What the standard allows as a response, by type of interaction. */
  const RESPONSES = {
    choice: /^[0-9a-z](,[0-9a-z])*$/, 'true-false': /^[tf]$/, matching: /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/,
    sequencing: /^[0-9a-z](,[0-9a-z])*$/, numeric: /^-?[0-9]+(\.[0-9]+)?$/, 'fill-in': /[^\s]/
  };

  /* CMITimespan: HHHH:MM:SS.SS. */
  function timespan(seconds) {
    const hundredths = Math.min(Math.max(0, Math.round(seconds * 100)), 9999 * 360000 + 359999);
    const whole = Math.floor(hundredths / 100);
    return String(Math.floor(whole / 3600)).padStart(4, '0') + ':' + scorm.two(Math.floor(whole / 60) % 60) + ':' +
      scorm.two(whole % 60) + '.' + scorm.two(hundredths % 100);
  }

  /* The text as a legal response of that type, or '' if it cannot be one: then it is better left out. */
  function feedback(type, text) {
    const value = scorm.cut(type === 'numeric' ? scorm.plainNumber(text) : text, LONGEST_TEXT).trim();
    return RESPONSES[type].test(value) ? value : '';
  }

  function result(interaction) {
    if (interaction.kind === 'reflection') return 'neutral';
    return interaction.right ? 'correct' : 'wrong';
  }

  function adapter(api) {
    const system = scorm.calls(api, 'LMS', 'Finish', STATUS);
    let saveInteractions = null;
    let saveObjectives = null;
    let best = -1;
    let status = '';
    let recording = true;

    function open(isAgain) {
      if (!system.begin(isAgain)) return null;
      const mode = system.get('cmi.core.lesson_mode');
      recording = mode !== 'browse' && mode !== 'review';
      status = system.get(STATUS);
      const text = system.get('cmi.suspend_data');
      system.holds(STATUS, status);
      system.holds('cmi.suspend_data', text);
      const isUnset = ['', 'not attempted', 'unknown', 'browsed'].indexOf(status) >= 0;
      const isGood = status === 'passed' || status === 'completed';
      const fresh = !text && !isGood && (isUnset || system.get('cmi.core.entry') === 'ab-initio');
      const opened = {
        text: text, outcome: isUnset || status === 'incomplete' ? '' : status, place: scorm.placeOf(system.get('cmi.core.lesson_location')),
        learner: system.get('cmi.core.student_id'), fresh: fresh, recording: recording,
        mastery: scorm.passMark(system.get('cmi.student_data.mastery_score'), 100)
      };
      if (recording) begin(isUnset || fresh, fresh);
      return opened;
    }

    /* Some systems begin an attempt with a status already there: `incomplete`, or what became of the attempt before. */
    function begin(isNew, fresh) {
      const raw = fresh ? '' : system.get('cmi.core.score.raw');
      best = raw === '' ? -1 : Number(raw);
      saveInteractions = scorm.recorder(system, fillInteraction, LONGEST_TEXT);
      saveObjectives = scorm.objectiveRecorder(system, fillObjective, LONGEST_TEXT);
      system.set('cmi.core.exit', 'suspend');
      if (isNew && system.set(STATUS, 'incomplete')) status = 'incomplete';
      system.commit();
    }

    /* The score goes with the decision and not before it: docs/explanation/scoring.md. */
    function saveScore(record) {
      const isDecided = record.outcome === 'passed' || record.outcome === 'failed';
      if (record.score === null || !isDecided || record.score < best) return true;
      const done = system.offer('cmi.core.score.raw', String(record.score)) &&
        system.offer('cmi.core.score.min', '0') && system.offer('cmi.core.score.max', '100');
      if (done) best = record.score;
      return done;
    }

    /* Without a decision the status stays what it was. (A pass is never taken back: the session begins with what `open` tells.) */
    function saveStatus(record) {
      const next = record.outcome || status;
      if (!next || !system.set(STATUS, next)) return !next;
      status = next;
      return true;
    }

    function fillInteraction(at, interaction) {
      const type = TYPES[interaction.kind];
      const isNote = interaction.kind === 'reflection';
      const response = isNote ? '' : feedback(type, interaction.text);
      const pattern = isNote ? '' : feedback(type, interaction.pattern);
      system.set(at + 'type', type);
      if (interaction.objective) system.set(at + 'objectives.0.id', scorm.cut(interaction.objective, LONGEST_TEXT));
      system.set(at + 'time', scorm.clock(interaction.time));
      if (pattern) system.set(at + 'correct_responses.0.pattern', pattern);
      if (interaction.weighting <= HEAVIEST) system.set(at + 'weighting', scorm.weighting(interaction));
      if (response) system.set(at + 'student_response', response);
      system.set(at + 'result', result(interaction));
      system.set(at + 'latency', timespan(interaction.latency));
    }

    /* No rule says when an objective is passed: its score is told, and whether all that asks for it has been answered. */
    function fillObjective(at, objective) {
      system.set(at + 'score.raw', String(objective.percent));
      system.set(at + 'score.min', '0');
      system.set(at + 'score.max', '100');
      system.set(at + 'status', objective.closed ? 'completed' : 'incomplete');
    }

    function write(record) {
      saveInteractions(record.interactions);
      saveObjectives();
      const place = scorm.locationOf(record.place, LONGEST_TEXT);
      if (place) system.offer('cmi.core.lesson_location', place);
      const done = system.set('cmi.suspend_data', record.text);
      system.offer('cmi.core.session_time', timespan(record.seconds));
      return saveScore(record) && saveStatus(record) && done;
    }

    function save(record) {
      if (!recording) return true;
      const done = write(record);
      const committed = system.commit();
      return done && committed;
    }

    /* `suspend` keeps the state for the next launch; a decided attempt is left in the ordinary way. */
    function close(record) {
      if (recording) {
        write(record);
        system.set('cmi.core.exit', record.outcome ? '' : 'suspend');
        system.commit();
      }
      return system.finish();
    }

    return {name: 'scorm12', limit: LONGEST_STATE, open: open, save: save, close: close};
  }

  coursewright.systems = (coursewright.systems || []).concat({
    name: 'scorm12',
    find: function () {
      const api = scorm.findApi('API', 'LMSInitialize');
      return api ? adapter(api) : null;
    }
  });
})();
