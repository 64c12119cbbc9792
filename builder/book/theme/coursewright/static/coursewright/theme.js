/* Light or dark as the reader chose last time, before the page is drawn. The button is the player's (light.js). */
(function () {
  'use strict';
  try {
    const kept = window.localStorage.getItem('coursewright.theme');
    if (kept === 'light' || kept === 'dark') document.documentElement.setAttribute('data-theme', kept);
  } catch (refused) {
    return;
  }
})();
