/* The page: starts its widgets, tells the session where the reader is, and shows progress and notices. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const SETTLED = 600;
  const WIDGETS = [
    ['.cw-question', 'question'],
    ['.cw-scenario', 'scenario'],
    ['.cw-story', 'story']
  ];
  const TROUBLES = ['not-saved', 'storage-full', 'unreadable', 'not-recorded', 'no-system', 'launch-again'];
  const ENDS = {'saved': 'storage-full', 'back-online': 'not-saved'}; /* good news, and the trouble that is over with it */
  const READ = 10000;

  /* Each widget in a task of its own: one that fails leaves its readable text, and the others start. */
  function startWidgets(session) {
    WIDGETS.forEach(function (widget) {
      document.querySelectorAll('section' + widget[0]).forEach(function (section) {
        Promise.resolve().then(function () { coursewright[widget[1]](section, session); });
      });
    });
    const questions = Array.from(document.querySelectorAll('section.cw-question'));
    if (questions.length) Promise.resolve().then(function () { coursewright.setScore(questions, session); });
  }

  /* Tells the session, once the page has come to rest, which heading was passed last. */
  function follow(session, page, heads) {
    let timer = 0;
    function settle() {
      const passed = heads.filter(function (head) { return head.getBoundingClientRect().top < window.innerHeight / 3; });
      session.place(page, Math.max(0, heads.indexOf(passed[passed.length - 1])));
    }
    const watcher = new IntersectionObserver(function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, SETTLED);
    }, {rootMargin: '0px 0px -66% 0px'});
    heads.forEach(function (head) { watcher.observe(head); });
  }

  /* '#cw-at-3' goes to that heading: a link to a place in another page, whose ids are unknown here. */
  function goToPlace(heads) {
    const asked = /^#cw-at-(\d+)$/.exec(window.location.hash);
    const head = asked && heads[Number(asked[1])];
    if (!head) return;
    head.tabIndex = -1;
    head.focus();
    head.scrollIntoView();
  }

  function whenVisible(then) {
    if (!document.hidden) return then();
    return document.addEventListener('visibilitychange', function once() {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', once);
      then();
    });
  }

  function showProgress(session) {
    const box = document.getElementById('cw-progress');
    const progress = session.progress();
    const score = session.score();
    const minutes = Math.floor(progress.seconds / 60);
    if (!box) return;
    const lines = [phrase('pages-read', {seen: progress.requiredSeen, n: progress.required})];
    if (score.questions) lines.push(phrase('questions-answered', {answered: score.answered, n: score.questions}));
    if (score.answered && score.possible) lines.push(phrase('score', {percent: score.percent}));
    if (minutes) lines.push(phrase('minutes', {n: minutes}));
    if (progress.outcome) lines.push(make('strong', {}, [phrase('outcome-' + progress.outcome)]));
    const bar = make('span', {class: 'cw-fill'});
    bar.style.inlineSize = (progress.required ? 100 * progress.requiredSeen / progress.required : 0) + '%';
    box.replaceChildren(make('span', {class: 'cw-bar', 'aria-hidden': 'true'}, [bar]),
      make('ul', {}, lines.map(function (line) { return make('li', {}, [line]); })));
  }

  /* The days that a record of learning names: of the first visit on this device, and of what was reached. */
  function noteDays(session) {
    const outcome = session.progress().outcome;
    if (!session.kept('begun')) session.keep('begun', String(Date.now()));
    if (outcome && session.kept('outcome-on').split(' ')[0] !== outcome) session.keep('outcome-on', outcome + ' ' + Date.now());
  }

  function tick(session) {
    session.progress().seen.forEach(function (id) {
      document.querySelectorAll('a[data-page="' + CSS.escape(id) + '"]:not(.cw-read)').forEach(function (link) {
        link.classList.add('cw-read');
        link.append(make('span', {class: 'cw-hidden'}, [' ', phrase('read')]));
      });
    });
  }

  /* On the start page, before its first paragraph: the way back to where the reader was. */
  function offerPlace(session, place) {
    const page = session.course.pages.filter(function (one) { return place && one.id === place.page; })[0];
    const title = document.querySelector('main h1') || document.querySelector('h1');
    if (!page || !title) return;
    const href = document.body.dataset.root + page.href.split('/').map(encodeURIComponent).join('/');
    title.after(make('p', {class: 'cw-continue'},
      [make('a', {href: href + (place.anchor ? '#cw-at-' + place.anchor : '')}, [phrase('continue', {title: page.title})])]));
  }

  /* Puts the focus, where it stands in what is about to go, back to where it came from. */
  function giveBack(going, before) {
    const rest = going.parentElement && Array.from(going.parentElement.querySelectorAll('button')).filter(function (one) { return !going.contains(one); })[0];
    const main = document.querySelector('main') || document.body;
    const to = rest || (before && before.isConnected && before !== document.body ? before : main);
    if (!going.contains(document.activeElement)) return;
    if (to === main && !main.hasAttribute('tabindex')) main.tabIndex = -1;
    to.focus({preventScroll: true});
  }

  /* Trouble stays until it is over or closed; good news goes by itself, and takes no trouble away but its own. */
  function notices(session) {
    const box = document.getElementById('cw-status');
    let before = null;
    if (!box) return;

    function drop(notice) {
      box.querySelectorAll('[data-notice="' + notice + '"], [data-kind="' + notice + '"]').forEach(function (one) {
        giveBack(one, before);
        window.clearTimeout(one.timer);
        one.remove();
      });
    }

    function show(notice) {
      const isBad = TROUBLES.indexOf(notice) >= 0;
      const close = coursewright.button(phrase('close'), {onclick: function () { drop(notice); }});
      const told = make('p', {'data-notice': notice, 'data-kind': isBad ? 'bad' : 'good'}, [phrase('notice-' + notice), ' ', close]);
      drop(notice);
      if (!isBad) drop('good');
      if (ENDS[notice]) drop(ENDS[notice]);
      box.append(told);
      if (!isBad) told.timer = window.setTimeout(function () { drop(notice); }, READ);
    }

    box.addEventListener('focusin', function (event) {
      if (!box.contains(event.relatedTarget)) before = event.relatedTarget;
    });
    session.onNotice(show);
  }

  /* The start page is for going on from: looking at it does not forget where the reader was. */
  function ready(session) {
    const page = document.body.dataset.page;
    const first = session.course.pages[0];
    const isStart = Boolean(first) && first.id === page;
    const heads = coursewright.headings(document);
    const place = session.resumePlace();
    if (isStart && place && place.page !== page) offerPlace(session, place);
    startWidgets(session);
    notices(session);
    session.onChange(function () {
      showProgress(session);
      tick(session);
      noteDays(session);
    });
    whenVisible(function () {
      session.visit(page);
      if (!isStart) follow(session, page, heads);
      else if (place) session.place(place.page, place.anchor);
    });
    showProgress(session);
    tick(session);
    noteDays(session);
    Promise.resolve().then(function () { goToPlace(heads); });
  }

  function start() {
    const session = coursewright.session;
    document.querySelectorAll('[data-cw="theme"]').forEach(coursewright.lightButton);
    if (session) session.whenReady(function () { ready(session); });
  }

  /* After all deferred scripts: the widgets' files come after this one. */
  if (document.readyState === 'complete') start();
  else document.addEventListener('DOMContentLoaded', start);
})();
