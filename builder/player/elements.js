/* Making elements: what the widgets share. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const SVG = 'http://www.w3.org/2000/svg';
  const ICONS = {
    right: 'M4 12.5l5 5L20 6.5',
    wrong: 'M6 6l12 12M18 6L6 18',
    mixed: 'M5 12h14',
    stop: 'M12 5v9M12 18.5v.5',
    up: 'M12 19V5M6 11l6-6 6 6',
    down: 'M12 5v14M6 13l6 6 6-6',
    previous: 'M15 5l-7 7 7 7',
    next: 'M9 5l7 7-7 7',
    to: 'M4 12h15M14 6l6 6-6 6',
    play: 'M8 5l11 7-11 7z',
    pause: 'M8 5v14M16 5v14'
  };
  let made = 0;

  /* make('p', {class: 'x', hidden: true, onclick: fn}, [children]); null and false leave an attribute out. */
  coursewright.make = function (tag, attributes, children) {
    const element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      const value = attributes[name];
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
    });
    element.append.apply(element, children || []);
    return element;
  };

  coursewright.icon = function (name) {
    const svg = document.createElementNS(SVG, 'svg');
    const path = document.createElementNS(SVG, 'path');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', 'cw-icon cw-icon-' + name);
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    return svg;
  };

  /* A button with words, and an icon if named. `type` is button unless told. */
  coursewright.button = function (words, attributes, icon) {
    const all = Object.assign({type: 'button', class: 'cw-button'}, attributes);
    return coursewright.make('button', all, icon ? [coursewright.icon(icon), words] : [words]);
  };

  coursewright.freshId = function () {
    made += 1;
    return 'cw-' + made;
  };

  /* Moves what is in `from` into a new span; a lone paragraph gives up its contents, so that the rest is phrasing. */
  coursewright.moved = function (from, className) {
    const lone = from.children.length === 1 && from.firstElementChild.tagName === 'P' &&
      from.textContent.trim() === from.firstElementChild.textContent.trim();
    const to = coursewright.make('span', {class: className});
    to.append.apply(to, Array.from((lone ? from.firstElementChild : from).childNodes));
    return to;
  };

  /* A copy to show elsewhere: without ids, which stand in a page once. */
  coursewright.copy = function (element) {
    const copy = element.cloneNode(true);
    copy.removeAttribute('id');
    copy.querySelectorAll('[id]').forEach(function (one) { one.removeAttribute('id'); });
    return coursewright.moved(copy, 'cw-copy');
  };

  coursewright.plain = function (element) {
    return element.textContent.replace(/\s+/g, ' ').trim();
  };
})();
