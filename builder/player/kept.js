/* What the learner has taken along, in the browser's cache storage: each file under the hash of its content, and one record of what counts.
   A download that breaks off changes nothing: the record comes last, and what has arrived is there when it goes on. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const scope = new URL(document.body.dataset.root || './', window.location.href).href;
  const store = 'coursewright ' + scope;
  const RECORD = scope + '_offline/kept';
  const CONTENT = scope + '_offline/content/';
  const AT_ONCE = 4;

  function refusal(name) {
    const error = new Error(name);
    error.told = name;
    return error;
  }

  /* The files of these parts, and of what every part needs: {file: [hash, bytes]}. */
  function filesOf(list, parts) {
    const files = {};
    list.parts.forEach(function (part) {
      if (part.id && parts.indexOf(part.id) < 0) return;
      part.files.forEach(function (file) { files[file] = list.files[file]; });
    });
    return files;
  }

  async function record() {
    const found = await caches.has(store) && await (await caches.open(store)).match(RECORD);
    return found ? found.json() : null;
  }

  /* The hashes that have arrived, whatever the record says. */
  async function arrived() {
    if (!await caches.has(store)) return new Set();
    const keys = await (await caches.open(store)).keys();
    return new Set(keys.filter(function (key) { return key.url.startsWith(CONTENT); }).map(function (key) { return key.url.slice(CONTENT.length); }));
  }

  /* The site's list as it is now, or null without a connection. */
  async function askList() {
    try {
      const answer = await fetch(scope + '_offline/list.json', {cache: 'no-cache'});
      return answer.ok ? await answer.json() : null;
    } catch (away) {
      return null;
    }
  }

  function missing(list, parts, have) {
    const files = filesOf(list, parts);
    const met = new Set();
    return Object.keys(files).filter(function (file) {
      const hash = files[file][0];
      if (have.has(hash) || met.has(hash)) return false;
      met.add(hash);
      return true;
    }).map(function (file) { return {file: file, hash: files[file][0], bytes: files[file][1]}; });
  }

  /* Takes only what is what the list says: a server may be in the middle of a change. `?content` passes by the service worker, and by
     caches on the way that hold another edition. */
  async function bring(one, cache) {
    const address = scope + one.file.split('/').map(encodeURIComponent).join('/') + '?content=' + one.hash;
    const answer = await fetch(address, {cache: 'no-cache'});
    if (!answer.ok) throw refusal(answer.status === 404 ? 'offline-changing' : 'offline-stopped');
    const content = await answer.arrayBuffer();
    const digest = new Uint8Array(await window.crypto.subtle.digest('SHA-256', content));
    const hash = Array.from(digest, function (byte) { return byte.toString(16).padStart(2, '0'); }).join('');
    if (!hash.startsWith(one.hash)) throw refusal('offline-changing');
    await cache.put(CONTENT + one.hash, new Response(content, {headers: {
      'Content-Type': answer.headers.get('Content-Type') || 'application/octet-stream', 'Content-Length': String(content.byteLength)
    }}));
  }

  async function bringAll(wanted, cache, progressed) {
    const waiting = wanted.slice();
    let broken = false;
    async function work() {
      while (waiting.length && !broken) {
        const one = waiting.shift();
        try {
          await bring(one, cache);
        } catch (error) {
          broken = true;
          throw error;
        }
        progressed(one.bytes);
      }
    }
    const workers = [];
    while (workers.length < AT_ONCE) workers.push(work());
    await Promise.all(workers);
  }

  async function sweep(cache, files) {
    const kept = new Set(Object.keys(files).map(function (file) { return CONTENT + files[file]; }));
    const keys = await cache.keys();
    await Promise.all(keys.filter(function (key) { return key.url !== RECORD && !kept.has(key.url); }).map(function (key) { return cache.delete(key); }));
  }

  /* From this moment the edition of `list` counts, whole. */
  async function settle(cache, list, parts) {
    const files = {};
    const found = filesOf(list, parts);
    Object.keys(found).forEach(function (file) { files[file] = found[file][0]; });
    await cache.put(RECORD, new Response(JSON.stringify({list: list, parts: parts, files: files}), {headers: {'Content-Type': 'application/json'}}));
    await sweep(cache, files);
  }

  /* Two tabs do not change what is kept at the same time. */
  function alone(work) {
    return navigator.locks ? navigator.locks.request(store, work) : work();
  }

  /* Takes `parts` along as `list` has them, in the place of all that was kept; `progressed(bytes)` as they come. */
  async function take(list, parts, progressed) {
    await navigator.serviceWorker.register(scope + 'sw.js', {scope: scope});
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    await alone(async function () {
      const cache = await caches.open(store);
      await bringAll(missing(list, parts, await arrived()), cache, progressed);
      await settle(cache, list, parts);
    });
  }

  async function leave(id) {
    await alone(async function () {
      const kept = await record();
      const parts = kept.parts.filter(function (part) { return part !== id; });
      if (id && parts.length) return settle(await caches.open(store), kept.list, parts);
      await caches.delete(store);
      const worker = await navigator.serviceWorker.getRegistration(scope);
      return worker && worker.unregister();
    });
  }

  coursewright.kept = {record: record, arrived: arrived, askList: askList, missing: missing, take: take, leave: leave};
})();
