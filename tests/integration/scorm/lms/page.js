/* As little of a page as a session needs: it says that it is there. */
(function () {
  'use strict';
  const session = window.coursewright.session;
  session.whenReady(function () {
    document.body.dataset.ready = 'yes';
    session.visit(document.body.dataset.page);
  });
})();
