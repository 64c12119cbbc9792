/* Lets Sphinx's search run from a folder, without eval, and makes it say its result aloud. After doctools.js, deferred. */
(function () {
  'use strict';
  const documentation = Documentation; // eslint-disable-line no-undef
  const options = DOCUMENTATION_OPTIONS; // eslint-disable-line no-undef

  window.SPHINX_HIGHLIGHT_ENABLED = false;
  options.SHOW_SEARCH_SUMMARY = false; // one request for each result, and none of them possible from a folder
  documentation.addTranslations = function (catalogue) {
    Object.assign(documentation.TRANSLATIONS, catalogue.messages);
  };

  const results = document.getElementById('search-results');
  new MutationObserver(function () {
    const summary = results.querySelector('.search-summary');
    if (summary) summary.setAttribute('role', 'status');
  }).observe(results, {childList: true});
})();
