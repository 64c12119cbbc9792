/* The answers that are owed to a learning system: one list, which all windows on this device have in common (docs/explanation/saving.md). */
(function () {
  'use strict';
  const coursewright = window.coursewright;

  /* A random UUID (RFC 9562, version 4), by which a system knows an answer that is sent again. */
  function drawId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    return Array.from(bytes, function (byte, at) {
      return ([4, 6, 8, 10].indexOf(at) < 0 ? '' : '-') + byte.toString(16).padStart(2, '0');
    }).join('');
  }

  function idsOf(list) {
    return new Set(list.map(function (one) { return one.id; }));
  }

  coursewright.owed = function (course) {
    const listed = new Set(); /* ids of the answers that are on the device's list, or were */
    let device = null;
    let unsent = [];

    function onDevice() {
      try {
        return [].concat(JSON.parse(device.read('unsent') || '[]')).filter(function (one) { return one && course.questions[one.question]; });
      } catch (junk) {
        return [];
      }
    }

    /* Takes over what the device has on its list; from now on it is kept there. */
    function on(given) {
      const own = idsOf(unsent);
      device = given;
      const list = onDevice();
      list.forEach(function (one) { listed.add(one.id); });
      unsent = list.filter(function (one) { return !own.has(one.id); }).concat(unsent);
    }

    /* What other windows have put on the list stays there; `sent` are the ids that the system has now. */
    function keep(sent) {
      if (!device) return;
      dropSent();
      const own = idsOf(unsent);
      const others = onDevice().filter(function (one) { return !sent.has(one.id) && !own.has(one.id); });
      const all = others.concat(unsent);
      if (device.write('unsent', all.length ? JSON.stringify(all) : '')) unsent.forEach(function (one) { listed.add(one.id); });
    }

    /* What was on the list and is no longer there has been sent by another window. (`reached` is written before anything is taken off it;
       without that somebody has emptied the storage.) */
    function dropSent() {
      if (!device || !listed.size || !device.read('reached')) return;
      const left = idsOf(onDevice());
      unsent = unsent.filter(function (one) { return left.has(one.id) || !listed.has(one.id); });
    }

    return {
      on: on,
      /* It is kept here before it is sent. */
      add: function (interaction) {
        unsent.push(Object.assign(interaction, {id: drawId()}));
        keep(new Set());
      },
      list: function () {
        dropSent();
        return unsent.slice();
      },
      /* The system has these now, of this attempt. */
      sent: function (interactions, attempt) {
        const sent = idsOf(interactions);
        unsent = unsent.filter(function (one) { return !sent.has(one.id); });
        if (!device) return;
        device.write('reached', attempt);
        keep(sent);
      }
    };
  };
})();
