/* Light, dark, or as the device says: the button for it. The theme's own script sets the choice again before the next page is drawn. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const KEY = 'coursewright.theme';
  const CHOICES = ['auto', 'light', 'dark'];
  let choice = remembered();

  /* Some browsers refuse storage to local files and in frames: then the choice lasts as long as the page. */
  function remembered() {
    try {
      const kept = window.localStorage.getItem(KEY);
      return CHOICES.indexOf(kept) > 0 ? kept : 'auto';
    } catch (refused) {
      return 'auto';
    }
  }

  function remember() {
    try {
      if (choice === 'auto') window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, choice);
    } catch (refused) {
      return;
    }
  }

  function apply() {
    if (choice === 'auto') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', choice);
  }

  function label(button) {
    const words = coursewright.say('theme-' + choice);
    button.setAttribute('aria-label', words);
    button.title = words;
    button.dataset.choice = choice;
  }

  coursewright.lightButton = function (button) {
    label(button);
    button.hidden = false;
    button.addEventListener('click', function () {
      choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
      apply();
      remember();
      label(button);
    });
  };
})();
