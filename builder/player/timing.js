/* Two timekeepers: a stopwatch for learning, and an alarm for saving. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const LONGEST_PAUSE = 5 * 60 * 1000;

  /* Seconds of learning: those in which the page is on the screen, and at most five minutes after the last sign of life. */
  coursewright.stopwatch = function () {
    let running = document.visibilityState !== 'hidden';
    let counted = performance.now();
    let alive = counted;
    let total = 0;

    function count() {
      const now = performance.now();
      if (running) total += Math.max(0, Math.min(now, alive + LONGEST_PAUSE) - counted);
      counted = now;
    }

    return {
      awake: function () {
        count();
        alive = counted;
      },
      run: function (visible) {
        count();
        running = visible;
        if (visible) alive = counted;
      },
      /* Whole seconds since they were last taken. */
      take: function () {
        count();
        const seconds = Math.floor(total / 1000);
        total -= seconds * 1000;
        return seconds;
      }
    };
  };

  /* One timer that fires at the earliest of the times asked for. */
  coursewright.alarm = function (fn) {
    let timer = 0;
    let due = Infinity;
    return {
      within: function (delay) {
        const at = performance.now() + delay;
        if (at >= due) return;
        window.clearTimeout(timer);
        due = at;
        timer = window.setTimeout(function () {
          due = Infinity;
          fn();
        }, delay);
      },
      off: function () {
        window.clearTimeout(timer);
        due = Infinity;
      }
    };
  };
})();
