/* What an Experience API store is asked and told (xAPI 1.0.3): requests, and statements about answers. Who the learner is and what may be
   said when is the profile's business: cmi5.js. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const VERSION = '1.0.3';
  const PATIENCE = 20000;
  const KEPT_ALIVE = 60000; /* bytes; browsers allow 64 KiB for all requests that outlive their page */
  const LONGEST_WORDS = 500;
  const VERBS = 'http://adlnet.gov/expapi/verbs/';
  const ACTIVITIES = 'http://adlnet.gov/expapi/activities/';
  const TYPES = {
    single: 'choice', several: 'choice', 'true-false': 'true-false', matching: 'matching', ordering: 'sequencing',
    numeric: 'numeric', 'short-text': 'fill-in', reflection: 'other'
  };

  /* ---- requests ---- */

  /* `endpoint` is the store's address, `token` what it let us in with. Each request answers {status, text, etag}; status 0: no answer. */
  function store(endpoint, token) {
    const base = endpoint.replace(/\/?$/, '/');
    let outliving = 0;

    function address(resource, parameters) {
      const query = Object.keys(parameters).map(function (name) { return name + '=' + encodeURIComponent(parameters[name]); });
      return base + resource + (query.length ? '?' + query.join('&') : '');
    }

    /* `outlives`: the request shall outlive the page, if that goes away. One that is too long is tried all the same, and perhaps cut off. */
    function ask(method, resource, parameters, body, headers, outlives) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const said = {'Authorization': 'Basic ' + token, 'X-Experience-API-Version': VERSION};
      if (text !== undefined) said['Content-Type'] = 'application/json';
      const size = outlives ? new Blob([text || '']).size : 0;
      const isKept = outlives && outliving + size <= KEPT_ALIVE;
      const answer = window.fetch(address(resource, parameters), {
        method: method, headers: Object.assign(said, headers), body: text, cache: 'no-store', keepalive: Boolean(isKept)
      });
      function isAnswered() { outliving -= isKept ? size : 0; }
      outliving += isKept ? size : 0;
      answer.then(isAnswered, isAnswered);
      return Promise.race([answer.then(read), silence()]).catch(function () { return {status: 0, text: '', etag: ''}; });
    }

    function read(answer) {
      return answer.text().then(function (text) {
        return {status: answer.status, text: text, etag: answer.headers.get('ETag') || ''};
      });
    }

    function silence() {
      return new Promise(function (resolve, reject) { window.setTimeout(reject, PATIENCE); });
    }

    return {ask: ask};
  }

  /* The object in a text, or null. */
  function parsed(text) {
    try {
      const found = JSON.parse(text);
      return found && typeof found === 'object' ? found : null;
    } catch (junk) {
      return null;
    }
  }

  /* ---- values ---- */

  /* ISO 8601. */
  function duration(seconds) {
    return 'PT' + Math.max(0, Math.round(seconds * 100) / 100) + 'S';
  }

  function plainNumber(text) {
    const number = Number(String(text).trim() || NaN);
    return isFinite(number) && !/e/.test(String(number)) ? String(number) : '';
  }

  /* A response as the specification writes it (Data 2.4.4.1), or '' if it cannot be one: then it is better left out. */
  function response(type, text) {
    if (type === 'true-false') return {t: 'true', f: 'false'}[text] || '';
    if (type === 'numeric') return plainNumber(text);
    if (type === 'fill-in') return String(text).replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, LONGEST_WORDS).replace(/[\ud800-\udbff]$/, '').trim();
    if (type === 'matching') return /^\w\.\w(,\w\.\w)*$/.test(text) ? text.replace(/\./g, '[.]').replace(/,/g, '[,]') : '';
    return /^\w(,\w)*$/.test(text) ? text.replace(/,/g, '[,]') : '';
  }

  /* What was asked and what was answered: the statement's object and result. `iri(kind, id)` names the course's things. */
  function answered(interaction, iri) {
    const type = TYPES[interaction.kind];
    const isNote = type === 'other';
    const given = isNote ? '' : response(type, interaction.text);
    const pattern = isNote ? '' : response(type, interaction.pattern);
    const definition = {type: ACTIVITIES + 'cmi.interaction', interactionType: type, extensions: {}};
    const result = {duration: duration(interaction.latency)};
    definition.extensions[iri('weighting', '')] = interaction.weighting;
    if (pattern) definition.correctResponsesPattern = [pattern];
    if (given) result.response = given;
    if (!isNote) result.success = interaction.right;
    return {object: {objectType: 'Activity', id: iri('question', interaction.question), definition: definition}, result: result};
  }

  /* ---- ids ---- */

  /* SHA-1 (FIPS 180-4) of an array of bytes: the browser's own is kept from pages that came over plain http. */
  function sha1(bytes) {
    const padded = bytes.concat([128]);
    const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    while (padded.length % 64 !== 56) padded.push(0);
    for (let shift = 56; shift >= 0; shift -= 8) padded.push(shift > 24 ? 0 : bytes.length * 8 >>> shift & 255);
    for (let at = 0; at < padded.length; at += 64) addBlock(state, padded.slice(at, at + 64));
    return [].concat.apply([], state.map(function (word) { return [word >>> 24 & 255, word >>> 16 & 255, word >>> 8 & 255, word & 255]; }));
  }

  function turned(word, by) {
    return word << by | word >>> 32 - by;
  }

  function addBlock(state, block) {
    const words = [];
    let [a, b, c, d, e] = state;
    for (let t = 0; t < 80; t += 1) {
      const four = block.slice(t * 4, t * 4 + 4);
      words.push(t < 16 ? four[0] << 24 | four[1] << 16 | four[2] << 8 | four[3] :
        turned(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1));
      const mixed = t < 20 ? (b & c | ~b & d) + 0x5a827999 : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1 :
        t < 60 ? (b & c | b & d | c & d) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
      [a, b, c, d, e] = [turned(a, 5) + mixed + e + words[t] | 0, a, turned(b, 30), c, d];
    }
    [a, b, c, d, e].forEach(function (value, at) { state[at] = state[at] + value | 0; });
  }

  /* The UUID that a name has within another UUID (RFC 9562, version 5): whoever says the same thing twice gives it the same id. */
  function namedId(space, name) {
    const within = (space.replace(/[^0-9a-f]/gi, '').match(/../g) || []).map(function (two) { return parseInt(two, 16); });
    const bytes = sha1(within.concat(Array.from(new TextEncoder().encode(name)))).slice(0, 16);
    bytes[6] = bytes[6] & 15 | 80;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = bytes.map(function (byte) { return byte.toString(16).padStart(2, '0'); }).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  coursewright.xapi = {
    store: store, parsed: parsed, duration: duration, answered: answered, namedId: namedId, VERBS: VERBS, ACTIVITIES: ACTIVITIES
  };
})();
