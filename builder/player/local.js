/* Keeps the state on this device, in local storage: one key a course and learner. Storage may be full, and some browsers refuse even
   the look at it (blocked cookies, sandboxed frames): that is an answer here, never an error. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};

  /* `learner` is whom a learning system has launched; '' on a device that nobody else's progress is kept on. */
  coursewright.local = function (course, learner) {
    const key = 'coursewright:' + course + (learner ? '@' + learner : '');

    function keyOf(name) {
      return name ? key + ':' + name : key;
    }

    /* The text kept under `name`, '' if there is none. */
    function read(name) {
      try {
        return window.localStorage.getItem(keyOf(name)) || '';
      } catch (refused) {
        return '';
      }
    }

    /* Keeps `text` under `name`, or forgets the name when it is empty; false if the device does not take it. */
    function write(name, text) {
      try {
        if (text) window.localStorage.setItem(keyOf(name), text);
        else window.localStorage.removeItem(keyOf(name));
        return true;
      } catch (refused) {
        return false;
      }
    }

    /* The names that begin so and have something under them. */
    function names(beginning) {
      try {
        return Object.keys(window.localStorage).filter(function (one) { return one.startsWith(key + ':' + beginning); })
          .map(function (one) { return one.slice(key.length + 1); });
      } catch (refused) {
        return [];
      }
    }

    function save(record) {
      return write('', record.text);
    }

    /* Calls `fn` with the text that another tab has kept. */
    function watch(fn) {
      window.addEventListener('storage', function (event) {
        if (event.key === key && event.newValue) fn(event.newValue);
      });
    }

    return {
      name: 'local', limit: 0, read: read, write: write, names: names, watch: watch, save: save, close: save,
      open: function () {
        return {text: read(''), outcome: '', place: null, learner: learner, fresh: false, recording: true};
      }
    };
  };
})();
