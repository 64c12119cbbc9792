/* A Digital Story: one scene at a time, with captions that are the narration, a transcript, a speed, and no autoplay. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const WORDS_A_SECOND = 2.5;
  const SHORTEST = 4;
  const SPEEDS = ['0.75', '1', '1.25', '1.5'];
  const PAUSE = 8; /* a pause between two sentences, in characters spoken */

  function readingTime(scene) {
    const words = coursewright.plain(scene.querySelector('.cw-narration') || scene).split(' ').length;
    return Math.max(SHORTEST, words / WORDS_A_SECOND) * 1000;
  }

  /* Parts a narration of plain text into sentences, each with the share of the recording at which it ends, by its length: a recording has
     no times of its own. */
  function sentencesOf(scene) {
    const narration = scene.querySelector('.cw-narration');
    const parts = narration && !narration.children.length && narration.textContent.match(/[^.?!\u061f\u3002]+(?:[.?!\u061f\u3002]+["\u201d\u00bb)]*\s*|$)/g);
    let said = 0;
    if (!parts || parts.join('') !== narration.textContent) return [];
    const spans = parts.map(function (part) {
      said += part.trim().length + PAUSE;
      return {element: make('span', {}, [part]), until: said};
    });
    narration.replaceChildren.apply(narration, spans.map(function (one) { return one.element; }));
    spans.forEach(function (one) { one.until /= said; });
    return spans.length > 1 ? spans : [];
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
    const captions = coursewright.button(phrase('captions'), {'aria-pressed': String(session.kept('captions') !== 'off'), onclick: switchCaptions});
    const audio = scenes.some(function (scene) { return scene.dataset.audio; }) ? make('audio', {preload: 'none'}) : null;
    const trouble = make('p', {class: 'cw-hint', 'aria-live': 'polite'});
    const place = (session.kept('story:' + id) || session.reached(id) + ' 0').split(' ').map(Number);
    const speed = speedList();
    const sentences = audio ? scenes.map(sentencesOf) : [];
    let at = Math.min(Math.max(place[0] || 0, 1), scenes.length) - 1;
    let from = at + 1 === place[0] ? place[1] || 0 : 0;
    let playing = false;
    let isOver = place[2] === 1; /* played to its end: only then Play begins anew */
    let timer = 0;

    function show() {
      scenes.forEach(function (scene, index) { scene.classList.toggle('cw-off', index !== at); });
      if (credit) credit.classList.toggle('cw-off', at > 0 && at < scenes.length - 1);
      previous.setAttribute('aria-disabled', String(at === 0));
      next.setAttribute('aria-disabled', String(at === scenes.length - 1));
      count.replaceChildren(phrase('scene', {scene: at + 1, scenes: scenes.length}));
    }

    function speedList() {
      const kept = session.kept('speed');
      return make('select', {class: 'cw-select cw-speed', 'aria-label': coursewright.say('speed'), onchange: setSpeed}, SPEEDS.map(function (one) {
        return make('option', {value: one, selected: one === (SPEEDS.indexOf(kept) < 0 ? '1' : kept)},
          [coursewright.number(Number(one)) + '\u00a0\u00d7']);
      }));
    }

    function setSpeed() {
      session.keep('speed', speed.value === '1' ? '' : speed.value);
      if (audio) audio.playbackRate = audio.defaultPlaybackRate = Number(speed.value);
      if (timer) waitToRead();
    }

    /* Seconds of this scene's recording that were heard. */
    function heard() {
      if (!playing || !audio || !scenes[at].dataset.audio) return from;
      return audio.ended || audio.error ? 0 : audio.currentTime;
    }

    function remember() {
      session.keep('story:' + id, (at + 1) + ' ' + Math.floor(heard() * 10) / 10 + (isOver ? ' 1' : ''));
    }

    /* Marks the sentence that is being read. */
    function followVoice() {
      const share = playing && scenes[at].dataset.audio ? audio.currentTime / audio.duration : NaN;
      const spoken = sentences[at].filter(function (one) { return share < one.until; })[0];
      sentences[at].forEach(function (one) { one.element.classList.toggle('cw-spoken', one === spoken); });
    }

    function go(to) {
      if (to < 0 || to >= scenes.length) return;
      at = to;
      from = 0;
      isOver = false;
      show();
      session.reach(id, at + 1);
      session.keep('story:' + id, at + 1 + ' 0');
      if (playing) perform();
    }

    function step(by) { go(at + by); }

    function onward() {
      isOver = at === scenes.length - 1;
      if (isOver) stop();
      else step(1);
    }

    function silence() {
      window.clearTimeout(timer);
      timer = 0;
      if (audio) audio.pause();
    }

    function waitToRead() {
      window.clearTimeout(timer);
      timer = window.setTimeout(onward, readingTime(scenes[at]) / Number(speed.value));
    }

    function playAsText() {
      trouble.replaceChildren(phrase('story-silent'));
      waitToRead();
    }

    /* The scene's recording; or time to read, when there is none or it will not play. */
    function perform() {
      const source = scenes[at].dataset.audio;
      silence();
      if (!source) return waitToRead();
      if (audio.getAttribute('src') !== source) audio.src = source;
      audio.playbackRate = audio.defaultPlaybackRate = Number(speed.value);
      audio.currentTime = from;
      const begun = audio.play();
      return begun && begun.catch(function (refused) {
        if (playing && refused.name !== 'AbortError') playAsText();
      });
    }

    function start() {
      playing = true;
      if (isOver) go(0);
      else perform();
      session.reach(id, at + 1);
      label();
    }

    function stop() {
      from = heard();
      playing = false;
      silence();
      remember();
      if (audio) followVoice();
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
      session.keep('captions', on ? '' : 'off');
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
      audio.addEventListener('error', function () { if (playing) playAsText(); });
      audio.addEventListener('playing', function () { trouble.replaceChildren(); });
      audio.addEventListener('timeupdate', followVoice);
    }
    window.addEventListener('pagehide', function () { if (playing) remember(); });
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
    section.append(make('div', {class: 'cw-actions cw-controls'}, [previous, play, next, count, captions, speed]), trouble);
    section.classList.toggle('cw-no-captions', captions.getAttribute('aria-pressed') !== 'true');
    if (audio) section.append(audio);
    section.append(transcript(scenes));
    label();
    show();
  };
})();
