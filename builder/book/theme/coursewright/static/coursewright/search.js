/* Loads Sphinx's search with its index only when there is something to look for: a plain look at the page costs nothing of it. */
(function () {
  'use strict';
  const asked = new URLSearchParams(window.location.search).get('q');
  if (!asked || !asked.trim()) return;
  document.getElementById('search-results').dataset.scripts.split(' ').forEach(function (address) {
    const script = document.createElement('script');
    script.src = address;
    script.async = false; /* one after the other, as they stand in the list */
    document.body.append(script);
  });
})();
