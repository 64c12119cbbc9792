/* The adapter for cmi5 (Quartz, 1st edition): one launch of an assignable unit, from the fetch address to `terminated`. What it says is told in
   docs/reference/cmi5.md; sections below are the specification's. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const xapi = coursewright.xapi;
  const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
  const OVER = 'launch-again';
  const KEY = 'coursewright:cmi5';
  const OURS = 'coursewright';
  const PAUSES = [1000, 4000];
  const MOST_CONFLICTS = 2;
  const LONGEST_STATE = 30000;
  const ARRIVED = 1000; /* milliseconds after which what was asked has surely come to the store, answered or not */

  /* ---- the launch (8.1) ---- */

  function launchParameters() {
    const given = new URLSearchParams(window.location.search);
    const launch = {actor: xapi.parsed(given.get('actor'))};
    ['endpoint', 'fetch', 'registration', 'activityId'].forEach(function (name) { launch[name] = given.get(name); });
    return Object.keys(launch).every(function (name) { return launch[name]; }) ? launch : null;
  }

  /* By what the device tells learners apart. */
  function nameOf(actor) {
    const account = actor.account || {};
    return account.name ? account.name + '@' + account.homePage : actor.mbox || actor.openid || actor.mbox_sha1sum || '';
  }

  /* What outlasts a crash of the page, and no longer than the tab: the token above all, which is given only once. */
  function sessionMemory(fetchAddress) {
    let memory = {fetch: fetchAddress};
    try {
      const found = xapi.parsed(window.sessionStorage.getItem(KEY));
      if (found && found.fetch === fetchAddress) memory = found;
    } catch (refused) { /* then a crash is the end of the session */ }
    return {
      read: function () { return memory; },
      keep: function (more) {
        memory = Object.assign({}, memory, more);
        try {
          window.sessionStorage.setItem(KEY, JSON.stringify(memory));
        } catch (refused) { /* as above */ }
      }
    };
  }

  function later(pause) {
    return new Promise(function (resolve) { window.setTimeout(resolve, pause); });
  }

  /* Asks again where nobody answered, or nobody could; what is refused is refused. */
  function patiently(ask) {
    return PAUSES.reduce(function (answer, pause) {
      return answer.then(function (said) {
        return said.status && said.status < 500 ? said : later(pause).then(ask);
      });
    }, ask());
  }

  function isFine(said) { return said.status >= 200 && said.status < 300; }
  function isOver(said) { return said.status === 401 || said.status === 403; }

  /* ---- the adapter ---- */

  function adapter(launch, course) {
    const memory = sessionMemory(launch.fetch);
    const received = new Set();
    let store = null;
    let statements = null;
    let data = null; /* LMS.LaunchData */
    let kept = null; /* what we have kept in the store for this registration */
    let etag = '';
    let hasTags = false;
    let conflicts = 0;
    let underway = []; /* the statements that the store has been asked to take and has not answered */
    let askedAt = 0; /* when */

    /* ---- beginning ---- */

    function open() {
      const before = memory.read();
      if (before.over) return refusal(OVER);
      return (before.token ? Promise.resolve(before.token) : fetchToken()).then(function (token) {
        if (!token) return refusal(OVER);
        memory.keep({token: token, secondsBefore: before.seconds || 0});
        store = xapi.store(launch.endpoint, token);
        return Promise.all([patiently(readLaunchData), patiently(readKept), readPreferences()]).then(function (said) {
          return hasRead(said[0], said[1]);
        });
      });
    }

    function refusal(notice) {
      return {refused: notice, learner: nameOf(launch.actor)};
    }

    /* Exactly one POST (8.2): whether or not an answer came, the address is used up. */
    function fetchToken() {
      return window.fetch(launch.fetch, {method: 'POST', cache: 'no-store'}).then(function (answer) { return answer.json(); }).then(function (said) {
        return said && said['auth-token'] || '';
      }).catch(function () { return ''; });
    }

    function stateOf(id) {
      return {activityId: launch.activityId, agent: JSON.stringify(launch.actor), registration: launch.registration, stateId: id};
    }

    function readLaunchData() { return store.ask('GET', 'activities/state', stateOf('LMS.LaunchData')); }
    function readKept() { return store.ask('GET', 'activities/state', stateOf(OURS)); }

    /* Must be read (11). We have one language and no sound that begins by itself, so nothing in it changes anything. */
    function readPreferences() {
      return store.ask('GET', 'agents/profile', {agent: JSON.stringify(launch.actor), profileId: 'cmi5LearnerPreferences'});
    }

    function hasRead(launchData, ours) {
      if (isOver(launchData)) return refusal(OVER);
      data = isFine(launchData) && xapi.parsed(launchData.text);
      if (!data || !isFine(ours) && ours.status !== 404) return refusal('no-system');
      hasTags = Boolean(launchData.etag);
      statements = coursewright.cmi5Statements(launch, data.contextTemplate || {}, course, memory);
      takeKept(ours);
      return sayInitialized().then(function (said) {
        if (said !== true) return said && said.refused ? refusal(OVER) : refusal('no-system');
        return {
          text: kept.text, outcome: kept.passed ? 'passed' : kept.completed ? 'completed' : '', place: null, learner: nameOf(launch.actor),
          fresh: ours.status === 404, recording: isRecording(), mastery: data.masteryScore, returnTo: safeAddress(data.returnURL)
        };
      });
    }

    /* An empty or unknown mode is an ordinary launch. */
    function isRecording() { return data.launchMode !== 'Browse' && data.launchMode !== 'Review'; }

    function safeAddress(text) {
      return /^https?:\/\//i.test(text || '') ? text : '';
    }

    /* What another session has said in this registration stays said. */
    function takeKept(said) {
      const found = said.status === 404 ? {} : xapi.parsed(said.text) || {text: said.text};
      const before = kept || {seconds: Number(found.seconds) || 0};
      etag = said.etag;
      kept = {
        text: String(found.text || ''), seconds: before.seconds, completed: Boolean(found.completed || before.completed),
        passed: Boolean(found.passed || before.passed), failed: typeof found.failed === 'number' ? found.failed : null
      };
    }

    function sayInitialized() {
      if (memory.read().isBegun) return Promise.resolve(true);
      return patiently(function () { return post([statements.defined('initialized', {})]); }).then(weigh).then(function (said) {
        if (said === true) memory.keep({isBegun: true});
        return said;
      });
    }

    /* ---- what is to be said ---- */

    /* What this record asks to be said and has not been: answers, then completed, then one of passed and failed in a session (9.3). */
    function owed(record) {
      const list = record.interactions.map(statements.allowed);
      const total = xapi.duration(kept.seconds + record.seconds);
      const judged = memory.read().judged || judgement(record);
      if (record.completed && !kept.completed) list.push(statements.defined('completed', {completion: true, duration: total}));
      if (judged && !memory.read().isJudged) {
        memory.keep({judged: judged});
        list.push(statements.defined(judged, judgedResult(judged, record, total), masteryGiven() ? {[MASTERY]: data.masteryScore} : {}));
      }
      return list.filter(function (one) { return !received.has(one.id); }).sort(function (one, other) {
        return one.timestamp < other.timestamp ? -1 : 1;
      });
    }

    function masteryGiven() { return typeof data.masteryScore === 'number'; }

    function judgement(record) {
      if (kept.passed) return '';
      if (record.outcome === 'passed') return 'passed';
      return record.outcome === 'failed' && record.score !== kept.failed ? 'failed' : '';
    }

    /* The score only where it says the same as the verb (9.5.1): the system may have raised its mastery score since. */
    function judgedResult(verb, record, total) {
      const scaled = record.score / 100;
      const isEnough = scaled >= (masteryGiven() ? data.masteryScore : course.rule.score);
      const result = {success: verb === 'passed', duration: total};
      if (isEnough === result.success) result.score = {scaled: scaled, raw: record.score, min: 0, max: 100};
      return result;
    }

    /* Once the store has it, it is said for good. */
    function note(record, list) {
      list.forEach(function (one) {
        const verb = one.verb.id.slice(xapi.VERBS.length);
        if (verb === 'completed' || verb === 'passed') kept[verb] = true;
        if (verb === 'failed') kept.failed = record.score;
        if (verb === 'passed' || verb === 'failed') memory.keep({isJudged: true});
      });
    }

    /* ---- sending ---- */

    /* Once asked, the store is to get it, even if the page goes away before it answers. */
    function post(list) {
      return store.ask('POST', 'statements', {}, list, {}, true);
    }

    /* true: the store has it; false: try again later; {refused}: the session is over for the system. */
    function weigh(said) {
      if (isOver(said)) return {refused: OVER};
      return isFine(said) || said.status === 409;
    }

    function isAsking(list) {
      underway = list;
      askedAt = performance.now();
    }

    /* In one request; if the store has some already, or cannot take one, each by itself. */
    function say(list) {
      if (!list.length) return Promise.resolve(true);
      isAsking(list);
      return post(list).then(function (said) {
        underway = [];
        if ([400, 409, 413].indexOf(said.status) >= 0) return sayEach(list);
        if (isFine(said)) list.forEach(function (one) { received.add(one.id); });
        return weigh(said);
      });
    }

    function sayEach(list) {
      return list.reduce(function (before, one) {
        return before.then(function (done) {
          return done === true ? sayOne(one) : done;
        });
      }, Promise.resolve(true));
    }

    /* An answer that the store will never take must not hold up the rest; its points are in the score. */
    function sayOne(one) {
      isAsking([one]);
      return store.ask('PUT', 'statements', {statementId: one.id}, one, {}, true).then(function (said) {
        underway = [];
        const isGivenUp = said.status === 400 && one.verb.id === xapi.VERBS + 'answered';
        if (weigh(said) === true || isGivenUp) received.add(one.id);
        return isGivenUp || weigh(said);
      });
    }

    function ourDocument(record) {
      return {
        version: 1, text: record.text, seconds: kept.seconds + record.seconds, completed: kept.completed, passed: kept.passed, failed: kept.failed
      };
    }

    /* With the tag of what we have read, where the store gives tags: what another tab has written is never overwritten unread. */
    function put(record, going) {
      const condition = {};
      if (hasTags && conflicts <= MOST_CONFLICTS) condition[etag ? 'If-Match' : 'If-None-Match'] = etag || '*';
      return store.ask('PUT', 'activities/state', stateOf(OURS), ourDocument(record), condition, going);
    }

    function hasPut(record, said) {
      if (said.status === 412 || said.status === 409) return conflicts > MOST_CONFLICTS ? false : patiently(readKept).then(hasConflict);
      if (isOver(said)) return {refused: OVER};
      if (!isFine(said)) return false;
      return said.etag || !hasTags ? isKept(said.etag) : readTag(record);
    }

    function isKept(tag) {
      conflicts = 0;
      etag = tag;
      return true;
    }

    /* Most stores tell a document's tag only to who reads it. (Some answer with what was there a moment ago: they are not asked for ever.) */
    function readTag(record) {
      return readKept().then(function (said) {
        const found = xapi.parsed(said.text);
        const isOther = isFine(said) && found && found.text !== record.text;
        return isOther && conflicts <= MOST_CONFLICTS ? hasConflict(said) : isKept(said.etag);
      });
    }

    function hasConflict(said) {
      if (!isFine(said)) return false;
      conflicts += 1;
      takeKept(said);
      return {text: kept.text};
    }

    function save(record) {
      const list = owed(record);
      memory.keep({seconds: secondsOf(record)});
      return say(list).then(function (done) {
        if (done !== true) return done;
        note(record, list);
        return put(record).then(function (said) { return hasPut(record, said); });
      });
    }

    /* Those of this session, what was before a crash included. */
    function secondsOf(record) { return memory.read().secondsBefore + record.seconds; }

    /* ---- end ---- */

    /* The last statement, and after it none, even if the page is loaded again. */
    function terminated(record) {
      memory.keep({token: '', over: true});
      return statements.defined('terminated', {duration: xapi.duration(secondsOf(record))});
    }

    function close(record, going) {
      const list = isRecording() ? owed(record) : [];
      if (going) return leave(record, list);
      return (list.length ? save(record) : Promise.resolve(true)).then(function () {
        const last = [terminated(record)];
        return patiently(function () { return post(last); });
      }).then(function (said) { return weigh(said) === true; });
    }

    /* A page that goes away says all at once, in order, in a request that outlives it. What it asked just now is in it again, or it could come
       after the end; what was asked long since has arrived and is left out, for some stores refuse all where they know one. No browser tells
       whether the page will be loaded again; most are not, and a session without an end proves no hours. */
    function leave(record, list) {
      const arrived = performance.now() - askedAt > ARRIVED ? underway : [];
      const ids = arrived.map(function (one) { return one.id; });
      post(list.filter(function (one) { return ids.indexOf(one.id) < 0; }).concat(terminated(record)));
      if (isRecording()) put(record, true);
      return true;
    }

    return {name: 'cmi5', limit: LONGEST_STATE, open: open, save: save, close: close};
  }

  coursewright.systems = (coursewright.systems || []).concat({
    name: 'cmi5',
    find: function () {
      const launch = launchParameters();
      return launch ? adapter(launch, coursewright.course) : null;
    }
  });
})();
