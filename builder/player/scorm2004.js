/* The adapter for SCORM 2004 4th Edition (Run-Time Environment, chapters 3 and 4): the session's records as calls of the system's API. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const scorm = coursewright.scorm;
  const LONGEST_STATE = 64000;
  const LONGEST_PLACE = 1000;
  const LONGEST_TEXT = 250;
  const LONGEST_ID = 4000;
  const COMPLETION = 'cmi.completion_status';
  const SUCCESS = 'cmi.success_status';
  const TYPES = {
    single: 'choice', several: 'choice', 'true-false': 'true-false', matching: 'matching', ordering: 'sequencing',
    numeric: 'numeric', 'short-text': 'fill-in', reflection: 'long-fill-in'
  };
  const TRUTH = {t: 'true', f: 'false'};
  const MARK = '[,]';
  const SINGLE = /^[0-9a-z](,[0-9a-z])*$/;
  const PAIRS = /^[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*$/;

  /* ---- the standard's values ---- */

  /* timeinterval (second,10,2): PT1H2M3.04S. */
  function timeinterval(seconds) {
    const hundredths = Math.max(0, Math.round(seconds * 100));
    const whole = Math.floor(hundredths / 100);
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const rest = whole % 60 + (hundredths % 100 ? '.' + scorm.two(hundredths % 100) : '');
    return 'PT' + (hours ? hours + 'H' : '') + (minutes ? minutes + 'M' : '') + rest + 'S';
  }

  /* time (second,10,0), the learner's own clock. A zone is allowed by the standard and refused by systems, so there is none. */
  function timestamp(time) {
    const date = new Date(time);
    return date.getFullYear() + '-' + scorm.two(date.getMonth() + 1) + '-' + scorm.two(date.getDate()) + 'T' + scorm.clock(time);
  }

  /* Identifiers ("a,c") or pairs of them ("a.2,b.1"), between the standard's own marks. */
  function list(form, text) {
    return form.test(text) ? text.split('.').join('[.]').split(',').join(MARK) : '';
  }

  /* A text that begins with a brace would be read as a setting such as {lang=en}. */
  function words(text) {
    const value = scorm.cut(text, LONGEST_TEXT).trim();
    return value[0] === '{' ? '' : value;
  }

  /* The text as a legal response of that type, or '' if it cannot be one: then it is better left out. */
  function response(type, text) {
    if (type === 'true-false') return TRUTH[text] || '';
    if (type === 'numeric') return scorm.plainNumber(text);
    if (type === 'fill-in') return words(text);
    return list(type === 'matching' ? PAIRS : SINGLE, text);
  }

  /* The right answer likewise; a number is a range from itself to itself. */
  function pattern(type, text) {
    const value = response(type, text);
    return type === 'numeric' && value ? value + '[:]' + value : value;
  }

  function result(interaction) {
    if (interaction.kind === 'reflection') return 'neutral';
    return interaction.right ? 'correct' : 'incorrect';
  }

  /* What was asked, from the page in the frame, if it is still there. */
  function prompt(question) {
    try {
      const page = document.querySelector('iframe[name="cw-page"]').contentDocument;
      return words(page.querySelector('[data-question="' + question + '"] .cw-prompt').textContent.replace(/\s+/g, ' '));
    } catch (gone) {
      return '';
    }
  }

  /* ---- the adapter ---- */

  function adapter(api) {
    const system = scorm.calls(api, '', 'Terminate', COMPLETION);
    let saveInteractions = null;
    let saveObjectives = null;
    let best = -1;
    let completion = '';
    let success = '';
    let recording = true;

    function open(isAgain) {
      if (!system.begin(isAgain)) return null;
      const mode = system.get('cmi.mode');
      recording = mode !== 'browse' && mode !== 'review';
      completion = system.get(COMPLETION);
      success = system.get(SUCCESS);
      const text = system.get('cmi.suspend_data');
      [['cmi.suspend_data', text], [COMPLETION, completion], [SUCCESS, success]].forEach(function (one) { system.holds(one[0], one[1]); });
      const isNew = ['completed', 'incomplete'].indexOf(completion) < 0;
      const isAnother = system.get('cmi.entry') === 'ab-initio'; /* some systems begin an attempt with a status already there */
      const fresh = !text && (isAnother ? ['', 'failed'].indexOf(outcomeSaid()) >= 0 : isNew && !outcomeSaid());
      const opened = {
        text: text, outcome: outcomeSaid(), place: scorm.placeOf(system.get('cmi.location')),
        learner: system.get('cmi.learner_id'), fresh: fresh, recording: recording,
        mastery: scorm.passMark(system.get('cmi.scaled_passing_score'), 1)
      };
      if (recording) begin(isNew, fresh);
      return opened;
    }

    function outcomeSaid() {
      if (success === 'passed' || success === 'failed') return success;
      return completion === 'completed' ? completion : '';
    }

    function begin(isNew, fresh) {
      const scaled = fresh ? '' : system.get('cmi.score.scaled');
      best = scaled === '' ? -1 : Math.round(100 * Number(scaled));
      saveInteractions = scorm.recorder(system, fillInteraction, LONGEST_ID);
      saveObjectives = scorm.objectiveRecorder(system, fillObjective, LONGEST_ID);
      system.set('cmi.exit', 'suspend');
      if (isNew && system.set(COMPLETION, 'incomplete')) completion = 'incomplete';
      system.commit();
    }

    /* The score goes with the decision and not before it: docs/explanation/scoring.md. */
    function saveScore(record) {
      const isDecided = record.outcome === 'passed' || record.outcome === 'failed';
      if (record.score === null || !isDecided || record.score < best) return true;
      const done = system.offer('cmi.score.scaled', scorm.plainNumber(record.score / 100)) &&
        system.offer('cmi.score.raw', String(record.score)) && system.offer('cmi.score.min', '0') && system.offer('cmi.score.max', '100');
      if (done) best = record.score;
      return done;
    }

    /* `passed` is not taken back, `completed` neither; both are said again at every save after a commit that failed. */
    function saveSuccess(record) {
      const isDecided = record.outcome === 'passed' || record.outcome === 'failed';
      if (success !== 'passed' && isDecided) success = record.outcome;
      return success !== 'passed' && success !== 'failed' || system.set(SUCCESS, success);
    }

    function saveCompletion(record) {
      const sum = coursewright.session.progress();
      const isDone = Boolean(record.outcome) || sum.required > 0 && sum.requiredSeen === sum.required;
      const share = isDone ? 1 : sum.required ? Math.floor(100 * sum.requiredSeen / sum.required) / 100 : 0;
      if (isDone) completion = 'completed';
      system.offer('cmi.progress_measure', String(completion === 'completed' ? 1 : share));
      return system.set(COMPLETION, completion || 'incomplete');
    }

    function fillInteraction(at, interaction) {
      const type = TYPES[interaction.kind];
      const isNote = interaction.kind === 'reflection';
      const given = isNote ? '' : response(type, interaction.text);
      const right = isNote ? '' : pattern(type, interaction.pattern);
      const asked = prompt(interaction.question);
      system.set(at + 'type', type);
      if (interaction.objective) system.set(at + 'objectives.0.id', scorm.cut(interaction.objective, LONGEST_ID));
      system.set(at + 'timestamp', timestamp(interaction.time));
      if (right) system.set(at + 'correct_responses.0.pattern', right);
      system.set(at + 'weighting', scorm.weighting(interaction));
      if (given) system.set(at + 'learner_response', given);
      system.set(at + 'result', result(interaction));
      system.set(at + 'latency', timeinterval(interaction.latency));
      if (asked) system.set(at + 'description', asked);
    }

    /* No rule says when an objective is passed: its score is told, and whether all that asks for it has been answered. */
    function fillObjective(at, objective) {
      system.set(at + 'score.scaled', scorm.plainNumber(objective.percent / 100));
      system.set(at + 'score.raw', String(objective.percent));
      system.set(at + 'score.min', '0');
      system.set(at + 'score.max', '100');
      system.set(at + 'completion_status', objective.closed ? 'completed' : 'incomplete');
    }

    function write(record) {
      saveInteractions(record.interactions);
      saveObjectives();
      const place = scorm.locationOf(record.place, LONGEST_PLACE);
      if (place) system.offer('cmi.location', place);
      const done = system.set('cmi.suspend_data', record.text);
      system.offer('cmi.session_time', timeinterval(record.seconds));
      return saveScore(record) && saveSuccess(record) && saveCompletion(record) && done;
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
        system.set('cmi.exit', record.outcome ? 'normal' : 'suspend');
        system.commit();
      }
      return system.finish();
    }

    return {name: 'scorm2004', limit: LONGEST_STATE, open: open, save: save, close: close};
  }

  coursewright.systems = (coursewright.systems || []).concat({
    name: 'scorm2004',
    find: function () {
      const api = scorm.findApi('API_1484_11', 'Initialize');
      return api ? adapter(api) : null;
    }
  });
})();
