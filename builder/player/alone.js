/* Several pages in one document (docs/reference/pages.md, "A document that stands alone"): the page that is read counts as seen, the
   document opens where the reader was, and at its end stand the learner's notes and record, to be saved as files of their own. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const make = coursewright.make;
  const SETTLED = 600;

  /* Ids begin with their page's place. */
  coursewright.link = function (page, hash, words) {
    return make('a', {href: page.href + (hash ? '-' + hash : '')}, [words || make('bdi', {}, [page.title])]);
  };

  function promptsHere() {
    const prompts = {};
    document.querySelectorAll('[data-question]').forEach(function (one) {
      const prompt = one.querySelector('.cw-prompt');
      if (prompt) prompts[one.dataset.question] = coursewright.plain(prompt);
    });
    return prompts;
  }

  /* What a learner takes out of the file again. A note is looked up anew when it was written. */
  function showOwn(session) {
    const learning = coursewright.learning = {prompts: promptsHere(), pairs: [], exercises: 0};
    const notes = make('div');
    const list = document.querySelector('#cw-contents ul');
    let shown = '';

    function showNotes() {
      const now = session.keptNames('note:').map(session.kept).join('\n');
      if (notes.firstChild && now === shown) return;
      shown = now;
      notes.replaceChildren.apply(notes, [coursewright.portfolio(session, learning)].filter(Boolean));
    }

    showNotes();
    document.querySelector('main').append(make('section', {class: 'cw-article', id: 'cw-learning'},
      [notes, coursewright.record(session, learning)]));
    document.querySelectorAll('#cw-learning section.cw-own').forEach(function (part) {
      const title = part.querySelector('h2').textContent;
      list.append(make('li', {}, [make('a', {href: '#' + part.id}, [make('bdi', {}, [title])])]));
    });
    session.onChange(showNotes);
  }

  function begin(session) {
    const pages = Array.from(document.querySelectorAll('article[data-page]'));
    const heads = pages.map(coursewright.headings);
    let timer = 0;

    function isPassed(element) { return element.getBoundingClientRect().top < window.innerHeight / 3; }

    /* The page at the line where one reads, and the heading passed last in it. */
    function settle() {
      const at = Math.max(0, pages.filter(isPassed).length - 1);
      if (document.hidden || !pages.length) return;
      session.visit(pages[at].dataset.page);
      session.place(pages[at].dataset.page, Math.max(0, heads[at].filter(isPassed).length - 1));
      document.querySelectorAll('#cw-contents a[data-page]').forEach(function (link) {
        if (link.dataset.page === pages[at].dataset.page) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, SETTLED);
    }

    function goOn(place) {
      const at = pages.findIndex(function (page) { return place && page.dataset.page === place.page; });
      const head = at < 0 ? null : heads[at][place.anchor] || pages[at];
      if (!head || at + place.anchor === 0 || window.location.hash) return;
      head.scrollIntoView({behavior: 'instant', block: 'start'});
    }

    /* On a phone the contents lie over the pages' beginning: they fold up when a page is chosen. */
    function fold() { document.querySelector('.cw-fold-side').open = false; }

    document.querySelectorAll('#cw-contents a').forEach(function (link) { link.addEventListener('click', fold); });
    goOn(session.resumePlace());
    window.addEventListener('scroll', later, {passive: true});
    document.addEventListener('visibilitychange', later);
    later();
  }

  /* After page.js has started the widgets, which change how long the pages are. */
  document.addEventListener('DOMContentLoaded', function () {
    coursewright.session.whenReady(function () {
      window.setTimeout(function () {
        showOwn(coursewright.session);
        begin(coursewright.session);
      });
    });
  });
})();
