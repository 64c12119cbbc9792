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
  const SHORT_WAIT = 1500;
  const TROUBLES = ['not-saved', 'storage-full', 'unreadable', 'not-recorded', 'no-system', 'launch-again'];
  const ENDS = {'saved': 'storage-full', 'back-online': 'not-saved'}; /* good news, and the trouble that is over with it */
  const own = document.title;
  let startPage = '';
  let pagesShown = 0;
  let notices = 0;
  let troubles = [];

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

  /* A system may take its time to answer: the first page is shown meanwhile, but not before it had a fair chance. */
  function begin(system) {
    const before = notices;
    const first = window.setTimeout(showFirst, SHORT_WAIT);
    if (system) show(coursewright.say('connecting'));
    coursewright.when(session.start(system), function (isInUse) {
      window.clearTimeout(first);
      if (leave) leave.hidden = !isInUse;
      if (notices === before) show(isInUse ? '' : coursewright.say('notice-no-system'));
    });
  }

  function showFirst() {
    if (startPage) return;
    show(coursewright.say('connecting'));
    openPlace({page: '', anchor: 0});
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
    showFirst();
    window.setTimeout(function () { search(since); }, PAUSE);
  }

  /* ---- end ---- */

  function goodbye() {
    const words = document.createElement('p');
    words.className = 'cw-shell-ended';
    words.textContent = coursewright.say('notice-ended');
    words.setAttribute('tabindex', '-1');
    frame.replaceWith(words);
    if (leave) leave.hidden = true;
    document.title = own;
    show('');
    words.focus();
    if (session.returnTo()) window.location.replace(session.returnTo());
    else if (window.opener) window.close();
  }

  /* Trouble stays until it is over; other news stands behind it until the next. */
  function tell(notice) {
    troubles = troubles.filter(function (one) { return one !== ENDS[notice] && one !== notice; });
    show(troubles.concat(notice).map(function (one) { return coursewright.say('notice-' + one); }).join(' '));
    if (TROUBLES.indexOf(notice) >= 0) troubles.push(notice);
  }

  session.onNotice(function (notice) {
    notices += 1;
    if (notice === 'ended') goodbye();
    else tell(notice);
  });
  frame.addEventListener('load', pageShown);
  if (leave) {
    leave.addEventListener('click', function () { session.end(); });
  }
  search(performance.now());
})();
