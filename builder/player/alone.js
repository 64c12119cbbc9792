/* Several pages in one document (docs/reference/pages.md, "A document that stands alone"): the page that is read counts as seen, and the
   document opens where the reader was. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const SETTLED = 600;

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
      window.setTimeout(function () { begin(coursewright.session); });
    });
  });
})();
