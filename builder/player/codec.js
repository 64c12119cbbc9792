/* The state as its one string, and back: docs/reference/state.md. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const states = coursewright.state;
  const VERSION = '1';
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const CHECKSUM = 6;
  const PAGES_BY_TOKEN = 400;
  const LONGEST_RESPONSES = {
    single: 1, several: 26, 'true-false': 1, matching: 26, ordering: 26, numeric: 12, 'short-text': 2, reflection: 0
  };
  const LONGEST_PATH = 60;
  const MOST_TRIES = 7;
  const MOST_SECONDS = 9999 * 3600 + 3599; /* SCORM 1.2 tells no longer time either */
  const MOST_TWO_DIGITS = 36 * 36 - 1;
  const LETTERS = {completed: 'c', passed: 'p', failed: 'f'};
  const OUTCOMES = {c: 'completed', p: 'passed', f: 'failed'};

  /* ---- writing ---- */

  function twoDigits(number) {
    return Math.min(number, MOST_TWO_DIGITS).toString(36).padStart(2, '0');
  }

  /* The given tokens in the course's order, then those that the course does not know. */
  function inOrder(tokens, known) {
    const order = new Set(known);
    const strangers = Array.from(tokens.keys()).filter(function (token) { return !order.has(token); }).sort();
    return Array.from(order).filter(function (token) { return tokens.has(token); }).concat(strangers);
  }

  function tokensOf(entries) {
    return Object.keys(entries).map(function (id) { return entries[id].token; });
  }

  function pageTokens(course) {
    return course.pages.map(function (page) { return page.token; });
  }

  function section(letter, body) {
    return body ? letter + body + ';' : '';
  }

  function writePages(course, state) {
    const known = pageTokens(course);
    if (known.length <= PAGES_BY_TOKEN) return section('P', inOrder(state.pages, known).join(''));
    const strangers = new Set(state.pages);
    known.forEach(function (token) { strangers.delete(token); });
    const seen = strangers.size < state.pages.size;
    return section('P', inOrder(strangers, []).join('')) + section('B', seen ? course.edition + bits(known, state.pages) : '');
  }

  function bits(tokens, seen) {
    let text = '';
    for (let at = 0; at < tokens.length; at += 6) {
      let value = 0;
      for (let bit = 0; bit < 6; bit += 1) value = value * 2 + (seen.has(tokens[at + bit]) ? 1 : 0);
      text += DIGITS[value];
    }
    return text;
  }

  function writeQuestions(course, state) {
    return section('Q', inOrder(state.questions, tokensOf(course.questions)).map(function (token) {
      const answer = state.questions.get(token);
      const flags = Math.min(answer.tries, MOST_TRIES) * 8 + (answer.right ? 4 : 0) + (answer.closed ? 2 : 0);
      return token + DIGITS[flags] + answer.response + ',';
    }).join(''));
  }

  function writeScenarios(course, state) {
    return section('S', inOrder(state.scenarios, tokensOf(course.scenarios)).map(function (token) {
      const walk = state.scenarios.get(token);
      return token + walk.role.toString(36) + walk.path + ',';
    }).join(''));
  }

  function writeStories(course, state) {
    return section('T', inOrder(state.stories, tokensOf(course.stories)).map(function (token) {
      return token + twoDigits(state.stories.get(token));
    }).join(''));
  }

  /* 32 bits of the text in six characters (FNV-1a, then mixed). Every step can be undone, so no change of a single character goes unseen. */
  function checksum(text) {
    let sum = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
    sum = Math.imul(sum ^ sum >>> 16, 0x85ebca6b);
    sum ^= sum >>> 13;
    return [30, 24, 18, 12, 6, 0].map(function (shift) { return DIGITS[sum >>> shift & 63]; }).join('');
  }

  function seal(text) {
    return text + checksum(text);
  }

  function write(course, state) {
    return seal(VERSION + section('E', course.edition) + section('A', state.attempt) + writePages(course, state) + writeQuestions(course, state) +
      writeScenarios(course, state) + writeStories(course, state) +
      section('@', state.place ? state.place.token + twoDigits(state.place.anchor) : '') +
      section('N', state.seconds ? Math.min(state.seconds, MOST_SECONDS).toString(36) : '') +
      section('O', state.outcome ? LETTERS[state.outcome] + state.best.toString(36) : '') +
      Array.from(state.others.keys()).sort().map(function (letter) { return section(letter, state.others.get(letter)); }).join(''));
  }

  /* What is given up when a learning system has no room, the least needed first. */
  const SACRIFICES = [
    function unknown(course, state) {
      const known = {
        pages: new Set(pageTokens(course)), questions: new Set(tokensOf(course.questions)),
        scenarios: new Set(tokensOf(course.scenarios)), stories: new Set(tokensOf(course.stories))
      };
      function isKnown(name) { return function (entry) { return known[name].has(Array.isArray(entry) ? entry[0] : entry); }; }
      return {
        pages: new Set(Array.from(state.pages).filter(isKnown('pages'))),
        questions: new Map(Array.from(state.questions).filter(isKnown('questions'))),
        scenarios: new Map(Array.from(state.scenarios).filter(isKnown('scenarios'))),
        stories: new Map(Array.from(state.stories).filter(isKnown('stories'))),
        others: new Map()
      };
    },
    function paths() { return {scenarios: new Map()}; },
    function responses(course, state) {
      return {questions: new Map(Array.from(state.questions, function (entry) {
        return [entry[0], Object.assign({}, entry[1], {response: ''})];
      }))};
    },
    function scenesAndPlace() { return {stories: new Map(), place: null}; },
    function furtherPages(course, state) {
      const needed = new Set(states.requiredPages(course).map(function (page) { return page.token; }));
      return {pages: new Set(Array.from(state.pages).filter(function (token) { return needed.has(token); }))};
    },
    function openTries(course, state) { return {questions: answersThat(state, function (answer) { return answer.closed; })}; },
    function allPages() { return {pages: new Set()}; },
    function closedWrong(course, state) { return {questions: answersThat(state, function (answer) { return answer.right; })}; }
  ];

  function answersThat(state, isKept) {
    return new Map(Array.from(state.questions).filter(function (entry) { return isKept(entry[1]); }));
  }

  /* The state as text, at most `limit` characters (0: as long as it takes). */
  function encode(course, state, limit) {
    let text = write(course, state);
    let rest = state;
    for (let at = 0; limit && text.length > limit && at < SACRIFICES.length; at += 1) {
      rest = Object.assign({}, rest, SACRIFICES[at](course, rest));
      text = write(course, rest);
    }
    const left = inOrder(rest.questions, tokensOf(course.questions));
    while (limit && text.length > limit && left.length) {
      rest.questions.delete(left.pop());
      text = write(course, rest);
    }
    return text;
  }

  /* ---- reading ---- */

  const READERS = {
    E: {form: /^[\w-]{4}$/, read: function () { return true; }},
    A: {form: /^[\w-]{4}$/, read: function (body, state) {
      state.attempt = body;
      return true;
    }},
    P: {form: /^(?:[\w-]{4})+$/, read: function (body, state) {
      return pieces(body, /[\w-]{4}/g).every(function (token) { return addOnce(state.pages, token); });
    }},
    B: {form: /^[\w-]{5,}$/, read: function (body, state, course) {
      if (body.slice(0, 4) === course.edition) readBits(body.slice(4), state.pages, course);
      return true;
    }},
    Q: {form: /^(?:[\w-]{5}[!-+\--:<-~]{0,26},)+$/, read: function (body, state) {
      return pieces(body, /[^,]+/g).every(function (piece) { return readAnswer(piece, state.questions); });
    }},
    S: {form: /^(?:[\w-]{4}[0-9a-z]{1,61},)+$/, read: function (body, state) {
      return pieces(body, /[^,]+/g).every(function (piece) {
        return setOnce(state.scenarios, piece.slice(0, 4), {role: parseInt(piece[4], 36), path: piece.slice(5)});
      });
    }},
    T: {form: /^(?:[\w-]{4}[0-9a-z]{2})+$/, read: function (body, state) {
      return pieces(body, /[\w-]{4}../g).every(function (piece) {
        return setOnce(state.stories, piece.slice(0, 4), parseInt(piece.slice(4), 36));
      });
    }},
    '@': {form: /^[\w-]{4}[0-9a-z]{2}$/, read: function (body, state) {
      state.place = {token: body.slice(0, 4), anchor: parseInt(body.slice(4), 36)};
      return true;
    }},
    N: {form: /^[0-9a-z]{1,5}$/, read: function (body, state) {
      state.seconds = parseInt(body, 36);
      return state.seconds <= MOST_SECONDS;
    }},
    O: {form: /^[cpf][0-9a-z]{1,2}$/, read: function (body, state) {
      state.outcome = OUTCOMES[body[0]];
      state.best = parseInt(body.slice(1), 36);
      return state.best <= 100;
    }}
  };

  function pieces(body, form) {
    return body.match(form) || [];
  }

  function addOnce(set, token) {
    return !set.has(token) && Boolean(set.add(token));
  }

  function setOnce(map, token, value) {
    return !map.has(token) && Boolean(map.set(token, value));
  }

  function readBits(text, pages, course) {
    pageTokens(course).forEach(function (token, at) {
      const value = DIGITS.indexOf(text[Math.floor(at / 6)] || 'A');
      if ((value >> (5 - at % 6)) & 1) pages.add(token);
    });
  }

  /* Flags that no player writes (no try, right but open) are junk, not progress. */
  function readAnswer(piece, questions) {
    const flags = DIGITS.indexOf(piece[4]);
    const answer = {tries: flags >> 3, right: Boolean(flags & 4), closed: Boolean(flags & 2), response: piece.slice(5)};
    const sound = answer.tries > 0 && !(flags & 1) && (answer.closed || !answer.right);
    return sound && setOnce(questions, piece.slice(0, 4), answer);
  }

  function readSection(text, state, course, met) {
    const letter = text[0];
    const body = text.slice(1);
    if (!addOnce(met, letter)) return false;
    if (READERS[letter]) return READERS[letter].form.test(body) && READERS[letter].read(body, state, course);
    state.others.set(letter, body);
    return /^[A-Z][!-~]+$/.test(text);
  }

  /* The state that `text` holds; junk, or a text that does not fit its checksum, gives an empty state with `unreadable: true`. Never throws. */
  function decode(course, text) {
    const state = states.fresh();
    if (text === '' || text === null || text === undefined) return state;
    const whole = String(text);
    const body = whole.slice(0, -CHECKSUM);
    const sections = body.slice(1).split(';');
    const met = new Set();
    const sound = whole[0] === VERSION && seal(body) === whole && sections.pop() === '' && sections.every(function (one) {
      return readSection(one, state, course, met);
    });
    return sound ? state : Object.assign(states.fresh(), {unreadable: true});
  }

  coursewright.codec = {
    encode: encode, decode: decode, seal: seal, LONGEST_RESPONSES: LONGEST_RESPONSES, LONGEST_PATH: LONGEST_PATH, MOST_TRIES: MOST_TRIES
  };
})();
