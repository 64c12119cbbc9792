/* What the two adapters for SCORM share: finding the system's API, calling it, and the records that both versions keep alike. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const MOST_PARENTS = 20;
  const GENERAL_FAILURE = '101';
  const ALREADY_BEGUN = '103';
  const NOT_IMPLEMENTED = ['401', '402'];

  /* ---- finding the system ---- */

  /* A window of another origin may hold no API that we can reach, but its parents may: only its properties are closed to us. */
  function apiIn(win, name, probe) {
    try {
      return win[name] && win[name][probe] ? win[name] : null;
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

  /* The object `name` that has a function `probe`, in this window, its parents, or their openers. */
  function findApi(name, probe) {
    const own = withParents(window);
    const openers = own.map(openerOf).filter(Boolean).map(withParents);
    return [].concat.apply(own, openers).map(function (win) { return apiIn(win, name, probe); }).filter(Boolean)[0] || null;
  }

  /* ---- calling it ---- */

  /* `prefix` stands before each function's name ('LMS' or ''), `finish` is the last one's, `probe` an element that every system has. */
  function calls(api, prefix, finish, probe) {
    const written = {};
    let dirty = false;

    /* Every call has its string arguments; what comes back is made a string, since some systems answer true or null. */
    function call(name) {
      try {
        return String(api[prefix + name].apply(api, Array.prototype.slice.call(arguments, 1)));
      } catch (broken) {
        return 'false';
      }
    }

    /* '' when nothing is wrong. */
    function errorCode() {
      const code = call('GetLastError');
      return code === '0' || code === 'false' ? '' : code;
    }

    function isMissing() {
      return NOT_IMPLEMENTED.indexOf(errorCode()) >= 0;
    }

    /* '' also for what has no value yet, which SCORM 2004 calls an error (403) and is none. */
    function get(element) {
      const value = call('GetValue', element);
      return !errorCode() && value !== 'null' && value !== 'undefined' ? value : '';
    }

    /* How many a collection has, -1 where the system has no such collection. */
    function count(collection) {
      const found = call('GetValue', collection + '._count');
      return errorCode() ? -1 : parseInt(found, 10) || 0;
    }

    function set(element, value) {
      if (written[element] === value) return true;
      if (call('SetValue', element, value) !== 'true' || errorCode()) return false;
      written[element] = value;
      dirty = true;
      return true;
    }

    /* For what a system need not offer (401): the record is whole without it. */
    function offer(element, value) {
      return set(element, value) || isMissing();
    }

    function commit() {
      if (!dirty) return true;
      const done = call('Commit', '') === 'true' && !errorCode();
      if (done) dirty = false;
      else forget();
      return done;
    }

    /* After a commit that failed nobody knows what the system still holds: everything is said again. */
    function forget() {
      Object.keys(written).forEach(function (element) { delete written[element]; });
    }

    /* `isAgain`: this page has ended a session just before, so none that is still open can be its own. */
    function begin(isAgain) {
      return call('Initialize', '') === 'true' || !isAgain && isBegun();
    }

    /* A page that was killed has left the system's session open: then Initialize is refused, but the rest works. */
    function isBegun() {
      if ([GENERAL_FAILURE, ALREADY_BEGUN].indexOf(errorCode()) < 0) return false;
      call('GetValue', probe);
      return !errorCode();
    }

    return {
      begin: begin, get: get, count: count, set: set, offer: offer, commit: commit, isMissing: isMissing,
      holds: function (element, value) { written[element] = value; },
      finish: function () { return call(finish, '') === 'true'; }
    };
  }

  /* ---- values ---- */

  function two(number) {
    return String(number).padStart(2, '0');
  }

  /* HH:MM:SS, the learner's own clock. */
  function clock(time) {
    const date = new Date(time);
    return two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds());
  }

  /* At most `limit` characters, none of them a control character or half of one. */
  function cut(text, limit) {
    return String(text).replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  }

  /* "1e3", "1e-7" and ".5" are no decimal number of the standard; 1000, 0.0000001 and 0.5 are. '' for what has no such form of at most 10
     digits before the point and 18 after it, which is all that systems take. */
  function plainNumber(text) {
    const number = Number(String(text).trim() || NaN);
    const short = String(number);
    const plain = /e-/.test(short) ? number.toFixed(18).replace(/0+$/, '') : short;
    return /^-?[0-9]{1,10}(\.[0-9]{1,18})?$/.test(plain) && Number(plain) === number ? plain : '';
  }

  /* The system's own pass mark as a share of `full`; null where it has none, or none that asks for anything. */
  function passMark(text, full) {
    const mark = Number(plainNumber(text) || NaN);
    return mark > 0 && mark <= full ? mark / full : null;
  }

  /* An answer that is recorded and not scored weighs nothing. */
  function weighting(interaction) {
    return plainNumber(interaction.scored ? interaction.weighting : 0);
  }

  /* The page's id with the heading after `#`, in ASCII; '' when that is too long (the saved state holds the place as well). */
  function locationOf(place, limit) {
    const page = place ? place.page.split('/').map(encodeURIComponent).join('/') : '';
    const text = page + (page && place.anchor ? '#' + place.anchor : '');
    return text.length <= limit ? text : '';
  }

  function placeOf(text) {
    try {
      const parts = text.split('#');
      return parts[0] ? {page: parts[0].split('/').map(decodeURIComponent).join('/'), anchor: parseInt(parts[1], 10) || 0} : null;
    } catch (junk) {
      return null;
    }
  }

  /* ---- records ---- */

  /* Records answers, each once, though it is brought again until it got through. A system without interactions is left alone.
     `fill(at, interaction)` says what the version has to say besides the id. */
  function recorder(system, fill, limit) {
    const recorded = new Set();
    let next = system.count('cmi.interactions');
    return function (list) {
      list.forEach(function (interaction) {
        const at = 'cmi.interactions.' + next + '.';
        if (next < 0 || recorded.has(interaction)) return;
        if (system.set(at + 'id', cut(interaction.question, limit))) {
          next += 1;
          recorded.add(interaction);
          fill(at, interaction);
        } else if (system.isMissing()) {
          next = -1;
        }
      });
    };
  }

  /* What the learner has reached of each objective that a scored question speaks to: percent, and whether all its questions are closed. */
  function objectives(session) {
    const found = {};
    Object.keys(session.course.questions).forEach(function (id) {
      const question = session.course.questions[id];
      const answer = session.answerOf(id);
      if (!question.scored || !question.objective) return;
      const sum = found[question.objective] = found[question.objective] || {id: question.objective, earned: 0, possible: 0, answered: false, closed: true};
      sum.possible += question.points;
      sum.earned += answer && answer.right ? question.points : 0;
      sum.answered = sum.answered || Boolean(answer);
      sum.closed = sum.closed && Boolean(answer && answer.closed);
    });
    return Object.keys(found).map(function (id) {
      return Object.assign(found[id], {percent: Math.floor(100 * found[id].earned / found[id].possible)});
    });
  }

  /* Records objectives, each in the place that the system has for its id, or in a new one. `fill(at, objective)` says the rest. */
  function objectiveRecorder(system, fill, limit) {
    const places = {};
    let next = system.count('cmi.objectives');
    for (let at = 0; at < next; at += 1) places[system.get('cmi.objectives.' + at + '.id')] = at;
    return function () {
      if (next < 0) return;
      objectives(coursewright.session).filter(function (one) { return one.answered; }).forEach(function (one) {
        const id = cut(one.id, limit);
        if (places[id] === undefined) {
          if (!system.set('cmi.objectives.' + next + '.id', id)) return;
          places[id] = next;
          next += 1;
        }
        fill('cmi.objectives.' + places[id] + '.', one);
      });
    };
  }

  coursewright.scorm = {
    findApi: findApi, calls: calls, two: two, clock: clock, cut: cut, plainNumber: plainNumber, passMark: passMark, weighting: weighting, locationOf: locationOf, placeOf: placeOf,
    recorder: recorder, objectiveRecorder: objectiveRecorder
  };
})();
