/* The shell page of a package (launch.html): finds the learning system, shows the book in its frame, says what the learner must know. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const session = coursewright.session;
  const course = coursewright.course;
  const frame = document.querySelector('iframe[name="cw-page"]');
  const status = document.getElementById('cw-shell-status');
  const leave = document.querySelector('[data-cw="end"]');
  const PATIENCE = 5000;
  const PAUSE = 200;
  const own = document.title;
  let startPage = '';
  let pagesShown = 0;

  /* The shell's words: `coursewright.strings` has a catalogue a language; one that lacks these says them in English. */
  const ENGLISH = {
    'shell-connecting': 'Connecting to the learning system …',
    'shell-leave': 'Save and leave',
    'shell-page': 'Course page',
    'shell-ended': 'Saved. You can close this window, or go back to your learning system.',
    'shell-saved': 'Saved.',
    'shell-not-saved': 'Not yet saved in the learning system. Your answers are kept on this device, and we try again. Keep this page open.',
    'shell-back-online': 'Saved. The connection to the learning system is back.',
    'shell-unreadable': 'Your earlier progress could not be read. It has been put aside, and you start anew.',
    'shell-storage-full': 'This device keeps nothing. Your progress may be lost when you close this page.',
    'shell-other-tab': 'The course is open in another tab too. What you did there is shown here.',
    'shell-not-recorded': 'The learning system opened this as a preview or review: nothing is recorded.',
    'shell-no-system': 'No learning system answered. Your progress is kept on this device only.'
  };

  function say(key) {
    const strings = coursewright.strings || {};
    const tag = document.documentElement.lang || 'en';
    const catalogue = strings[tag] || strings[tag.split('-')[0]] || {};
    return catalogue[key] || ENGLISH[key];
  }

  function show(text) {
    if (status) status.textContent = text;
  }

  /* ---- the page in the frame ---- */

  function address(page) {
    return (document.body.dataset.root || '') + page.href.split('/').map(encodeURIComponent).join('/');
  }

  function framed() {
    try {
      return frame.contentDocument;
    } catch (otherOrigin) {
      return null;
    }
  }

  /* Shows the page of `place`, or the first; the page itself goes to the heading. It replaces the empty frame in the history, so that
     "back" leaves the course in one step. */
  function openPlace(place) {
    const page = course.pages.filter(function (one) { return one.id === place.page; })[0] || course.pages[0];
    const hash = place.anchor ? '#cw-at-' + place.anchor : '';
    startPage = page.id;
    frame.contentWindow.location.replace(new URL(address(page) + hash, document.baseURI).href);
  }

  /* Most other sites refuse to be shown in a frame, and leaving the frame would end the session: their links open in a tab. */
  function openElsewhere(event) {
    const link = event.target.closest ? event.target.closest('a[href]') : null;
    if (!link || !/^https?:$/.test(link.protocol) || link.origin === location.origin) return;
    link.target = '_blank';
    link.rel = 'noopener';
  }

  function pageShown() {
    const page = framed();
    if (page) page.addEventListener('click', openElsewhere, true);
    pagesShown += 1;
    if (pagesShown === 1 && document.activeElement === document.body) frame.focus();
    if (!page || !page.title) return;
    document.title = page.title;
    frame.title = page.title;
  }

  /* ---- beginning ---- */

  function findSystem() {
    return (coursewright.systems || []).map(function (system) { return system.find(); }).filter(Boolean)[0] || null;
  }

  function begin(system) {
    show('');
    const isInUse = session.start(system);
    if (leave) leave.hidden = !isInUse;
    if (!isInUse) show(say('shell-no-system'));
  }

  /* Asked for before any page asks, so it is the place of last time. */
  session.whenReady(function () {
    const place = session.resumePlace();
    if (!startPage) openPlace(place || {page: '', anchor: 0});
    else if (place && !isReading(place)) openPlace(place);
  });

  /* Where the system came late: a reader who has begun to read is not pulled away. */
  function isReading(place) {
    const page = framed();
    return place.page === startPage || pagesShown > 1 || Boolean(page && page.defaultView.scrollY > 0);
  }

  /* Some systems put their API there after the content. The first page is shown meanwhile. */
  function search(since) {
    const system = findSystem();
    const isAlone = window.parent === window && !window.opener;
    if (system || isAlone || performance.now() - since > PATIENCE) {
      begin(system);
      return;
    }
    if (!startPage) {
      show(say('shell-connecting'));
      openPlace({page: '', anchor: 0});
    }
    window.setTimeout(function () { search(since); }, PAUSE);
  }

  /* ---- end ---- */

  function goodbye() {
    const words = document.createElement('p');
    words.className = 'cw-shell-ended';
    words.textContent = say('shell-ended');
    words.setAttribute('tabindex', '-1');
    frame.replaceWith(words);
    if (leave) leave.hidden = true;
    document.title = own;
    show('');
    words.focus();
    if (window.opener) window.close();
  }

  session.onNotice(function (notice) {
    if (notice === 'ended') goodbye();
    else show(say('shell-' + notice));
  });
  frame.addEventListener('load', pageShown);
  if (!frame.title) frame.title = say('shell-page');
  if (leave) {
    if (!leave.textContent.trim()) leave.textContent = say('shell-leave');
    leave.addEventListener('click', function () { session.end(); });
  }
  search(performance.now());
})();
