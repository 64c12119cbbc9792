/* A Digital Story: one scene at a time, with captions that are the narration, a transcript, and no autoplay. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const WORDS_A_SECOND = 2.5;
  const SHORTEST = 4;

  function readingTime(scene) {
    const words = coursewright.plain(scene.querySelector('.cw-narration') || scene).split(' ').length;
    return Math.max(SHORTEST, words / WORDS_A_SECOND) * 1000;
  }

  function transcript(scenes) {
    const items = scenes.map(function (scene) {
      const onscreen = scene.querySelector('.cw-onscreen');
      const narration = scene.querySelector('.cw-narration');
      return make('li', {}, [onscreen && make('strong', {}, [coursewright.copy(onscreen)]),
        narration && make('p', {}, [coursewright.copy(narration)])].filter(Boolean));
    });
    return make('details', {class: 'cw-transcript'}, [make('summary', {}, [phrase('transcript')]), make('ol', {}, items)]);
  }

  coursewright.story = function (section, session) {
    const id = section.dataset.story;
    const scenes = Array.from(section.querySelectorAll('.cw-scene'));
    const credit = section.querySelector('.cw-credit');
    const title = section.querySelector('.cw-title');
    const list = section.querySelector('.cw-scenes');
    const count = make('p', {class: 'cw-count', role: 'status'});
    const previous = coursewright.button(phrase('previous'), {class: 'cw-button cw-turner', onclick: function () { step(-1); }}, 'previous');
    const next = coursewright.button(phrase('next'), {class: 'cw-button cw-turner', onclick: function () { step(1); }}, 'next');
    const play = coursewright.button('', {class: 'cw-button cw-play', onclick: function () { return playing ? stop() : start(); }});
    const captions = coursewright.button(phrase('captions'), {'aria-pressed': 'true', onclick: switchCaptions});
    const audio = scenes.some(function (scene) { return scene.dataset.audio; }) ? make('audio', {preload: 'none'}) : null;
    let at = Math.min(Math.max(session.reached(id), 1), scenes.length) - 1;
    let playing = false;
    let timer = 0;

    function show() {
      scenes.forEach(function (scene, index) { scene.classList.toggle('cw-off', index !== at); });
      if (credit) credit.classList.toggle('cw-off', at > 0 && at < scenes.length - 1);
      previous.setAttribute('aria-disabled', String(at === 0));
      next.setAttribute('aria-disabled', String(at === scenes.length - 1));
      count.replaceChildren(phrase('scene', {scene: at + 1, scenes: scenes.length}));
    }

    function go(to) {
      if (to < 0 || to >= scenes.length) return;
      at = to;
      show();
      session.reach(id, at + 1);
      if (playing) perform();
    }

    function step(by) { go(at + by); }

    function onward() {
      if (at < scenes.length - 1) step(1);
      else stop();
    }

    function silence() {
      window.clearTimeout(timer);
      if (audio) audio.pause();
    }

    function waitToRead() {
      window.clearTimeout(timer);
      timer = window.setTimeout(onward, readingTime(scenes[at]));
    }

    /* The scene's recording; or time to read, when there is none or it will not play. */
    function perform() {
      const source = scenes[at].dataset.audio;
      silence();
      if (!source) return waitToRead();
      if (audio.getAttribute('src') !== source) audio.src = source;
      const begun = audio.play();
      return begun && begun.catch(function (refused) {
        if (playing && refused.name !== 'AbortError') waitToRead();
      });
    }

    function start() {
      playing = true;
      if (at === scenes.length - 1) go(0);
      else perform();
      session.reach(id, at + 1);
      label();
    }

    function stop() {
      playing = false;
      silence();
      label();
    }

    function label() {
      play.replaceChildren(coursewright.icon(playing ? 'pause' : 'play'), phrase(playing ? 'pause' : 'play'));
      list.setAttribute('aria-live', playing && audio ? 'off' : 'polite');
    }

    function switchCaptions() {
      const on = captions.getAttribute('aria-pressed') !== 'true';
      captions.setAttribute('aria-pressed', String(on));
      section.classList.toggle('cw-no-captions', !on);
    }

    /* Arrow keys turn scenes in the direction of reading, while the focus is in the story and not in a field. */
    function keyed(event) {
      const forward = getComputedStyle(section).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      if (event.target.closest('input, textarea, select, audio, pre, [contenteditable]')) return;
      event.preventDefault();
      step(event.key === forward ? 1 : -1);
    }

    if (audio) {
      audio.addEventListener('ended', function () { if (playing) onward(); });
      audio.addEventListener('error', function () { if (playing) waitToRead(); });
    }
    document.addEventListener('visibilitychange', function () { if (document.hidden && playing) stop(); });
    section.addEventListener('keydown', keyed);
    section.classList.add('cw-live');
    if (title) {
      title.id = title.id || coursewright.freshId();
      section.setAttribute('aria-labelledby', title.id);
    }
    section.setAttribute('role', 'region');
    list.setAttribute('role', 'group');
    scenes.forEach(function (scene) { scene.setAttribute('role', 'none'); });
    section.append(make('div', {class: 'cw-actions cw-controls'}, [previous, play, next, count, captions]));
    if (audio) section.append(audio);
    section.append(transcript(scenes));
    label();
    show();
  };
})();
