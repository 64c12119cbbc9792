/* A learner in a hurry, for the tests: answers at random until nothing is left, and tells on the console what it has seen answered.
   `told` counts that; it is Infinity when nothing is left to answer. */
(function () {
  'use strict';
  const session = window.coursewright.session;
  let seed = 0;
  window.told = 0;

  function random(most) {
    seed = Math.imul(seed, 1664525) + 1013904223 >>> 0;
    return (seed >>> 16) % most;
  }

  function oneOf(list) { return list[random(list.length)]; }

  function tell(id) {
    const one = session.answerOf(id);
    if (one) console.log('said: ' + JSON.stringify([id, one.tries, one.right, one.closed]));
    window.told += 1;
  }

  function goOn(left, answer, again) {
    if (!left.length) {
      window.told = Infinity;
      return;
    }
    answer(oneOf(left));
    window.setTimeout(again, random(20));
  }

  /* Through the session, where the pages have no widgets. */
  window.answerInSession = function (given) {
    seed = given;
    (function next() {
      const left = Object.keys(session.course.questions).filter(function (id) { return !(session.answerOf(id) || {}).closed; });
      goOn(left, function (id) {
        session.answer(id, {right: random(2) === 1, response: oneOf('ab'), text: 'a', pattern: 'a', latency: 1});
        tell(id);
      }, next);
    })();
  };

  /* By choosing and pressing, as on any page; an answer is told when its verdict is to be read. */
  window.answerOnPage = function (given) {
    seed = given;
    new MutationObserver(function (changes) {
      changes.filter(function (one) { return one.target.dataset.question; }).forEach(function (one) { tell(one.target.dataset.question); });
    }).observe(document.body, {subtree: true, attributeFilter: ['data-state']});
    (function next() {
      const left = Array.from(document.querySelectorAll('section.cw-question')).filter(function (section) {
        return section.querySelector('button.cw-check') && section.dataset.state !== 'right';
      });
      goOn(left, function (section) {
        fill(section);
        section.querySelector('button.cw-check').click();
      }, next);
    })();
  };

  function fill(section) {
    function all(name) { return Array.from(section.querySelectorAll(name)); }
    const radios = all('input[type=radio]');
    if (radios.length) oneOf(radios).click();
    all('input[type=checkbox]').forEach(function (one) { if (random(2)) one.click(); });
    all('select').forEach(function (one) { one.selectedIndex = 1 + random(one.options.length - 1); });
    all('input:not([type=radio]):not([type=checkbox]), textarea').forEach(function (one) { one.value = String(random(99)); });
    const moves = all('ol button:not(:disabled)');
    if (moves.length) oneOf(moves).click();
  }
})();
