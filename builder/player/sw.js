/* Serves what the learner has taken along with offline.js, and nothing else: what was not asked for is never kept (docs/reference/offline.md).
   A page that is kept is served whole from what is kept; any other comes from the network, and from here only where there is none. */
(function () {
  'use strict';
  const scope = new URL('./', self.location.href).href;
  const store = 'coursewright ' + scope;
  const HOUR = 3600000;
  let looked = {at: -HOUR, version: null};

  function contentOf(hash) { return scope + '_offline/content/' + hash; }

  /* The file of the site that an address means: without query, with the name that a folder stands for. */
  function fileOf(address) {
    const path = decodeURIComponent(address.slice(scope.length).split(/[?#]/)[0]);
    return path === '' || path.endsWith('/') ? path + 'index.html' : path;
  }

  /* What is kept, or null: {list, parts, files: {file: hash}}. */
  async function record() {
    const found = await caches.has(store) && await (await caches.open(store)).match(scope + '_offline/kept');
    return found ? found.json() : null;
  }

  async function stored(request, hash) {
    const found = await (await caches.open(store)).match(contentOf(hash));
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') || '');
    return found && range ? piece(found, Number(range[1]), range[2]) : found;
  }

  /* A recording is asked for in pieces (RFC 9110, section 14). */
  async function piece(found, first, last) {
    const whole = await found.blob();
    const end = Math.min(last ? Number(last) + 1 : whole.size, whole.size);
    return new Response(whole.slice(first, end), {status: 206, headers: {
      'Content-Type': found.headers.get('Content-Type'), 'Content-Range': 'bytes ' + first + '-' + (end - 1) + '/' + whole.size
    }});
  }

  async function pageThatAsks(event, file) {
    if (event.request.mode === 'navigate') return file;
    const client = event.clientId && await self.clients.get(event.clientId);
    return client && client.url.startsWith(scope) ? fileOf(client.url) : '';
  }

  async function answer(event) {
    const request = event.request;
    const file = fileOf(request.url);
    const kept = await record();
    if (!kept) return fetch(request);
    const page = await pageThatAsks(event, file);
    const here = kept.files[file] && await stored(request, kept.files[file]);
    if (here && kept.files[page]) return here;
    try {
      return await fetch(request);
    } catch (away) {
      if (here) return here;
      if (request.mode !== 'navigate') return Response.error();
      return Response.redirect(scope + kept.list.page + '#missing');
    }
  }

  /* Tells a page that asks whether there is a newer edition: a few bytes, once an hour. Nothing is taken before the learner says so. */
  async function look(page) {
    const kept = await record();
    if (!kept) return;
    if (Date.now() - looked.at > HOUR) {
      const told = await (await fetch(scope + '_offline/version.json', {cache: 'no-cache'})).json();
      looked = {at: Date.now(), version: told.version};
    }
    if (looked.version !== kept.list.version) page.postMessage('newer');
  }

  self.addEventListener('install', function () { self.skipWaiting(); });
  self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
  self.addEventListener('fetch', function (event) {
    const request = event.request;
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
    if (/^(_offline\/(list|version)\.json|sw\.js)$/.test(fileOf(request.url)) || /\?content=/.test(request.url)) return;
    event.respondWith(answer(event));
  });
  self.addEventListener('message', function (event) {
    event.waitUntil(look(event.source).catch(function () {}));
  });
})();
