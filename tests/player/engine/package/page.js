/* As little of a page as the engine needs: it tells the session that it is there, and keeps what it is told. */
(function () {
  'use strict';
  const session = window.coursewright.session;
  window.notices = [];
  session.onNotice(function (notice) { window.notices.push(notice); });
  session.whenReady(function () {
    window.isReady = true;
    document.body.dataset.ready = 'yes';
    session.visit(document.body.dataset.page);
  });
})();
