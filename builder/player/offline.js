/* The page on which a learner takes the course along, part by part, and sees how large each is before it comes. */
(function () {
  'use strict';
  const coursewright = window.coursewright;
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const kept = coursewright.kept;

  function canKeep() {
    return Boolean(/^http/.test(window.location.protocol) && navigator.serviceWorker && window.caches && window.crypto.subtle);
  }

  /* Rounded up, never "0 kB" where something comes. */
  function size(bytes) {
    return bytes < 950000 ? phrase('offline-kb', {n: Math.ceil(bytes / 1000)}) : phrase('offline-mb', {n: Math.ceil(bytes / 100000) / 10});
  }

  function bytesOf(files) {
    return files.reduce(function (sum, one) { return sum + one.bytes; }, 0);
  }

  function start(box) {
    const status = make('p', {class: 'cw-offline-told', role: 'status', tabindex: '-1'});
    const rows = make('div', {class: 'cw-offline-parts'});
    let busy = false;

    function tell(parts) { status.replaceChildren.apply(status, parts); }

    function told(error) {
      if (error.told) return error.told;
      return error.name === 'QuotaExceededError' ? 'offline-full' : 'offline-stopped';
    }

    /* One thing at a time; afterwards the page shows what is true now. */
    async function act(work, done) {
      if (busy) return;
      busy = true;
      try {
        await work();
        tell([phrase(done)]);
      } catch (error) {
        tell([phrase(told(error))]);
      }
      busy = false;
      await show();
      status.focus();
    }

    function download(list, parts, bytes, done) {
      const bar = make('progress', {max: String(Math.max(bytes, 1)), value: '0', 'aria-label': coursewright.say('offline-coming')});
      rows.querySelectorAll('button').forEach(function (button) { button.disabled = true; });
      tell([phrase('offline-coming'), ' ', bar]);
      act(function () {
        return kept.take(list, parts, function (more) { bar.value += more; });
      }, done);
    }

    function row(title, words, buttons) {
      const heading = make('h2', {}, [make('bdi', {}, [title])]);
      return make('section', {class: 'cw-offline-part'}, [heading, make('p', {}, words), make('div', {class: 'cw-actions'}, buttons)]);
    }

    function button(key, part, onclick, more) {
      return make('button', {type: 'button', class: 'cw-button', onclick: onclick, 'aria-label': coursewright.say(key) + ': ' + part},
        [phrase(key)].concat(more || []));
    }

    function partRow(part, now) {
      const isHere = now.parts.indexOf(part.id) >= 0;
      const wanted = now.parts.concat(isHere ? [] : part.id);
      const bytes = bytesOf(kept.missing(now.list, wanted, now.have));
      if (isHere) {
        return row(part.title, [phrase('offline-here')],
          [button('offline-remove', part.title, function () { act(function () { return kept.leave(part.id); }, 'offline-removed'); })]);
      }
      if (!now.isConnected) return row(part.title, [phrase('offline-away')], []);
      return row(part.title, [phrase('offline-away'), ' ', size(bytes)],
        [button('offline-get', part.title, function () { download(now.list, wanted, bytes, 'offline-done'); })]);
    }

    /* The whole at once; where the course has no parts, the only row. */
    function wholeRow(now) {
      const title = coursewright.course.title;
      const all = now.list.parts.filter(function (part) { return part.id; }).map(function (part) { return part.id; });
      const isHere = Boolean(now.record) && all.every(function (id) { return now.parts.indexOf(id) >= 0; });
      const bytes = bytesOf(kept.missing(now.list, all, now.have));
      if (now.record && isHere) {
        return row(title, [phrase('offline-all-here')],
          [button('offline-remove', title, function () { act(function () { return kept.leave(''); }, 'offline-removed'); })]);
      }
      if (!now.isConnected) return null;
      return row(title, [phrase('offline-whole'), ' ', size(bytes)],
        [button('offline-get', title, function () { download(now.list, all, bytes, 'offline-done'); })]);
    }

    function newerRow(now) {
      if (!now.record || now.list.version === now.record.list.version) return null;
      const bytes = bytesOf(kept.missing(now.list, now.parts, now.have));
      return row(coursewright.say('offline-new-edition'), [phrase('offline-newer'), ' ', size(bytes)],
        [button('offline-update', coursewright.course.title, function () { download(now.list, now.parts, bytes, 'offline-updated'); })]);
    }

    async function show() {
      const found = await Promise.all([kept.askList(), kept.record(), kept.arrived()]);
      const list = found[0] || found[1] && found[1].list;
      if (!list) return rows.replaceChildren(make('p', {}, [phrase('offline-none')]));
      const known = list.parts.map(function (part) { return part.id; });
      const now = {
        list: list, record: found[1], have: found[2], isConnected: Boolean(found[0]),
        parts: found[1] ? found[1].parts.filter(function (id) { return known.indexOf(id) >= 0; }) : []
      };
      const parts = list.parts.filter(function (part) { return part.id; }).map(function (part) { return partRow(part, now); });
      return rows.replaceChildren.apply(rows, [newerRow(now)].concat(parts, wholeRow(now)).filter(Boolean));
    }

    if (window.location.hash === '#missing') tell([phrase('offline-missing')]);
    box.replaceChildren(make('p', {}, [phrase('offline-intro')]), make('p', {}, [phrase('offline-install')]), status, rows);
    show();
    window.addEventListener('online', function () { if (!busy) show(); });
  }

  /* From a folder a manifest would be refused, and nothing can be installed. */
  function offerInstalling() {
    document.head.append(make('link', {rel: 'manifest', href: document.body.dataset.root + 'manifest.webmanifest'}));
  }

  document.addEventListener('DOMContentLoaded', function () {
    const box = document.getElementById('cw-offline');
    if (!box) return;
    if (!canKeep()) return box.replaceChildren(make('p', {}, [phrase('offline-cannot')]));
    offerInstalling();
    return start(box);
  });
})();
