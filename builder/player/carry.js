/* The way to the page that takes the course along (offline.js), and the manifest that lets a browser install the course: only on a site
   that can do that, never in a package, a frame or a folder, where a manifest would be refused. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const place = document.querySelector('[data-cw="offline"]');
  const worker = navigator.serviceWorker;
  if (!place || !worker || window.parent !== window || coursewright.course.carried || !/^http/.test(window.location.protocol)) return;
  const link = coursewright.make('a', {href: place.dataset.href}, Array.from(place.childNodes));
  const newer = coursewright.make('span', {hidden: true}, [' (' + place.dataset.newer + ')']);
  link.append(newer);
  document.head.append(coursewright.make('link', {rel: 'manifest', href: document.body.dataset.root + 'manifest.webmanifest'}));
  place.replaceChildren(link);
  place.hidden = false;
  worker.addEventListener('message', function (event) {
    if (event.data === 'newer') newer.hidden = false;
  });
  if (worker.controller) worker.controller.postMessage('newer?');
})();
