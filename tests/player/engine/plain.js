/* States as plain objects and back, for the tests. */
(function () {
  'use strict';
  window.toState = function (plain) {
    return Object.assign(window.coursewright.state.fresh(), plain, {
      pages: new Set(plain.pages), questions: new Map(plain.questions), scenarios: new Map(plain.scenarios),
      stories: new Map(plain.stories), others: new Map(plain.others)
    });
  };
  window.toPlain = function (state) {
    function sorted(list) { return Array.from(list).sort(function (a, b) { return String(a) < String(b) ? -1 : 1; }); }
    return Object.assign({}, state, {
      pages: sorted(state.pages), questions: sorted(state.questions), scenarios: sorted(state.scenarios),
      stories: sorted(state.stories), others: sorted(state.others)
    });
  };
})();
