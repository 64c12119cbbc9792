/* Lets Sphinx's search run from a folder and without eval, fills the holes in its catalogues, and has its result read
   aloud. Stands after doctools.js and before translations.js, deferred. */
(function () {
  'use strict';
  const documentation = Documentation; // eslint-disable-line no-undef
  const options = DOCUMENTATION_OPTIONS; // eslint-disable-line no-undef
  const results = document.getElementById('search-results');
  const words = documentation.TRANSLATIONS;

  window.SPHINX_HIGHLIGHT_ENABLED = false;
  options.SHOW_SEARCH_SUMMARY = false; // one request for each result, and none of them possible from a folder

  words['Searching'] = results.dataset.searching;
  words['Search finished, found ${resultCount} page(s) matching the search query.'] = results.dataset.found;
  words['Your search did not match any documents. Please make sure that all words are spelled correctly and that '
    + "you've selected enough categories."] = results.dataset.none;
  documentation.addTranslations = function (catalogue) {
    Object.keys(catalogue.messages).forEach(function (source) {
      if (catalogue.messages[source].length) words[source] = catalogue.messages[source];
    });
  };

  new MutationObserver(function () {
    const summary = results.querySelector('.search-summary');
    if (summary) summary.setAttribute('role', 'status');
  }).observe(results, {childList: true});
})();
