/* What the learner's own page is made of: links into the course, dates, and files to keep. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const DAY = 24 * 60 * 60 * 1000;
  const PATIENCE = 15000;
  const STYLE = 'body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}' +
    'section{margin-block:1.5rem;padding-block-start:.5rem;border-block-start:1px solid #767676;break-inside:avoid}' +
    'h2,h3{font-size:1.1rem;line-height:1.4}.note{white-space:pre-wrap}dt{font-weight:700}dd{margin:0 0 .5rem}small{color:#595959}';

  function language() {
    const page = document.documentElement.lang || 'en';
    const words = coursewright.words ? coursewright.words.language : page;
    return page.split('-')[0] === words.split('-')[0] ? page : words;
  }

  /* A date in words, from milliseconds; `number` counts days as coursewright.today() does. */
  coursewright.date = function (time) {
    return new Intl.DateTimeFormat(language(), {year: 'numeric', month: 'long', day: 'numeric'}).format(new Date(time));
  };
  coursewright.dateOfDay = function (number) {
    return new Intl.DateTimeFormat(language(), {year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC'}).format(new Date(number * DAY));
  };

  /* Today as 2026-11-23, where the learner is. */
  coursewright.isoDay = function () {
    return new Date(coursewright.today() * DAY).toISOString().slice(0, 10);
  };

  coursewright.pageOf = function (course, id) {
    return course.pages.filter(function (page) { return page.id === id; })[0];
  };

  coursewright.link = function (page, hash, words) {
    const href = document.body.dataset.root + page.href.split('/').map(encodeURIComponent).join('/') + (hash ? '#' + hash : '');
    return make('a', {href: href}, [words || make('bdi', {}, [page.title])]);
  };

  function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  /* Offers `content` (an element) as one HTML file that needs nothing else: a phone opens it without the course. */
  coursewright.keepFile = function (name, title, content) {
    const root = document.documentElement;
    const text = '<!DOCTYPE html>\n<html lang="' + escaped(root.lang || 'en') + '" dir="' + escaped(root.dir || 'ltr') + '">\n<head>\n' +
      '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
      '<meta name="coursewright-course" content="' + escaped(coursewright.course.id) + '">\n' +
      '<title>' + escaped(title) + '</title>\n<style>' + STYLE + '</style>\n</head>\n<body>\n' + content.innerHTML + '\n</body>\n</html>\n';
    const address = URL.createObjectURL(new Blob([text], {type: 'text/html'}));
    const link = make('a', {href: address, download: name.replace(/\//g, '-'), hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
  };

  /* A promise of a script of the site, by its name below `_static/coursewright/`: a page opened from a disk cannot fetch. */
  coursewright.bring = function (name) {
    return new Promise(function (resolve, reject) {
      const script = make('script', {src: document.body.dataset.root + '_static/coursewright/' + name});
      const late = window.setTimeout(fail, PATIENCE);
      function fail() {
        window.clearTimeout(late);
        script.remove();
        reject(new Error(name + ' did not load'));
      }
      script.onerror = fail;
      script.onload = function () {
        window.clearTimeout(late);
        resolve();
      };
      document.head.append(script);
    });
  };

  /* What the file of the questions' words calls. */
  coursewright.prompts = function (prompts) {
    coursewright.learning.prompts = prompts;
  };

  /* Calls `then` with the questions' words by id, which come when they are first asked for; with none where they cannot be had. */
  coursewright.withPrompts = function (then) {
    const learning = coursewright.learning;
    function go() { then(learning.prompts || {}); }
    if (learning.prompts) go();
    else coursewright.bring('learning-prompts.js').then(go, go);
  };

  /* Folded, and filled with what `fill` gives for the questions' words when it is first unfolded. */
  coursewright.foldedUntilAsked = function (summary, fill) {
    const folded = make('details', {}, [make('summary', {}, [summary])]);
    folded.addEventListener('toggle', function () {
      if (folded.open && folded.children.length === 1) {
        coursewright.withPrompts(function (prompts) { folded.replaceChildren.apply(folded, [folded.firstElementChild].concat(fill(prompts))); });
      }
    });
    return folded;
  };

  /* A part of the page: a heading and what stands under it. */
  coursewright.part = function (key, children) {
    const id = 'cw-my-' + key;
    return make('section', {class: 'cw-own', id: id, 'aria-labelledby': id + '-title'},
      [make('h2', {id: id + '-title'}, [coursewright.phrase(key + '-title')])].concat(children));
  };

  coursewright.line = function (key, values) {
    return make('p', {}, [coursewright.phrase(key, values)]);
  };
})();
