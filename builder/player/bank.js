/* Keys and feedback: they come as a script when an answer asks for them, since a page opened from a disk cannot fetch. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const PATIENCE = 15000;
  const arrived = {};
  const waiting = {};

  /* What a bank file calls. */
  coursewright.bank = function (module, keys) {
    arrived[module] = keys;
  };

  function load(module) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement('script');
      const late = window.setTimeout(fail, PATIENCE);
      function fail() {
        window.clearTimeout(late);
        script.remove();
        reject(new Error('bank ' + module + ' did not load'));
      }
      script.src = document.body.dataset.root + '_static/coursewright/bank/' + encodeURIComponent(module) + '.js';
      script.onerror = fail;
      script.onload = function () {
        if (!arrived[module]) return fail();
        window.clearTimeout(late);
        resolve();
      };
      document.head.append(script);
    });
  }

  /* In a document that stands alone each question's key lies in it as base64: nobody reads it by accident, and nothing is protected by it. */
  function keyHere(question) {
    const kept = document.querySelector('script[data-key="' + CSS.escape(question) + '"]');
    if (!kept) return null;
    const bytes = Uint8Array.from(window.atob(kept.textContent), function (one) { return one.charCodeAt(0); });
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  /* A promise of the key of `question`; refused when the bank cannot be had, and asked for anew the next time. */
  coursewright.keyOf = function (module, question) {
    const here = keyHere(question);
    if (here) return Promise.resolve(here);
    if (!arrived[module] && !waiting[module]) {
      const forget = function () { delete waiting[module]; };
      waiting[module] = load(module);
      waiting[module].then(forget, forget);
    }
    return Promise.resolve(arrived[module] ? undefined : waiting[module]).then(function () {
      if (!arrived[module][question]) throw new Error('bank ' + module + ' lacks ' + question);
      return arrived[module][question];
    });
  };
})();
