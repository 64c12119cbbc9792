/* The portfolio: every note of the course on one page, kept on this device, out as one file and in again. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const say = coursewright.say;
  const line = coursewright.line;
  const MARKS = {all: 'mark-all', some: 'mark-some', none: 'mark-none'};

  function remembered(session, id) {
    try {
      return JSON.parse(session.kept('noted:' + id) || '{}') || {};
    } catch (junk) {
      return {};
    }
  }

  /* Notes in the course's order, then those whose question this edition has lost: {id, mark, page (or null), prompt, text, time}. */
  function notesOf(session, learning) {
    const course = coursewright.course; /* the whole, where the session is that of a part */
    const questions = course.questions;
    const kept = session.keptNames('note:').map(function (name) { return name.slice(5); });
    const known = Object.keys(questions).filter(function (id) { return kept.indexOf(id) >= 0; });
    const order = course.pages.map(function (page) { return page.id; });
    known.sort(function (one, other) { return order.indexOf(questions[one].page) - order.indexOf(questions[other].page); });
    return known.concat(kept.filter(function (id) { return !questions[id]; })).map(function (id) {
      const about = remembered(session, id);
      return {id: id, mark: session.kept('mark:' + id), page: questions[id] ? coursewright.pageOf(course, questions[id].page) : null,
        prompt: String(about.prompt || (learning.prompts || {})[id] || id), text: session.note(id), time: Number(about.time) || 0,
        isNamed: Boolean(about.prompt || learning.prompts || !questions[id])};
    });
  }

  /* For the page with a link to the question, for the file without. */
  function card(note, isFile) {
    const where = note.page ? (isFile ? make('bdi', {}, [note.page.title]) : coursewright.link(note.page, 'question-' + note.id)) : phrase('notes-lost');
    const about = make('small', {}, [where]);
    if (note.time) about.append(' · ', make('bdi', {}, [coursewright.date(note.time)]));
    const parts = [make('h3', {dir: 'auto'}, [note.prompt]), make('div', {class: 'note', dir: 'auto'}, [note.text])];
    if (MARKS[note.mark]) parts.push(make('p', {class: 'mark'}, [phrase('mark-own', {mark: say(MARKS[note.mark])})]));
    return make('section', {class: 'cw-note', 'data-note': note.id, 'data-time': note.time || null, 'data-mark': note.mark || null}, parts.concat(about));
  }

  function keep(session, notes) {
    const title = say('notes-file', {title: session.course.title});
    coursewright.keepFile(coursewright.course.id + '-notes-' + coursewright.isoDay() + '.html', title, make('div', {}, [
      make('h1', {}, [title]), make('p', {}, [phrase('notes-about', {day: coursewright.date(Date.now()), version: session.course.version})])
    ].concat(notes.map(function (note) { return card(note, true); }))));
  }

  /* A mark of a saved file is taken where there is none here. */
  function takeMark(session, id, mark) {
    if (MARKS[mark] && !session.kept('mark:' + id)) session.keep('mark:' + id, mark);
  }

  /* A part's id begins with its course's: what was noted in one file of it may be taken in anywhere in the course. */
  function courseOf(id) { return id.split('/')[0]; }

  /* Takes the notes of a saved file in. A note that is here already stays, and what is new in the file is put under it. */
  function takeIn(session, text) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const mark = page.querySelector('meta[name="coursewright-course"]');
    const cards = Array.from(page.querySelectorAll('[data-note]'));
    if (!mark || courseOf(mark.content) !== courseOf(coursewright.course.id) || !cards.length) return -1;
    return cards.filter(function (one) {
      const id = one.dataset.note;
      const prompt = one.querySelector('h3');
      const note = one.querySelector('.note');
      const before = session.note(id);
      if (!/^[a-z0-9-]+$/.test(id) || !note || !note.textContent.trim()) return false;
      takeMark(session, id, one.dataset.mark);
      if (before.includes(note.textContent)) return false;
      session.setNote(id, before ? before + '\n\n' + note.textContent : note.textContent, prompt ? prompt.textContent : '');
      return true;
    }).length;
  }

  function importer(session, told) {
    const field = make('input', {type: 'file', accept: '.html,text/html', class: 'cw-input', id: coursewright.freshId(), onchange: function () {
      const file = field.files[0];
      if (!file) return;
      file.text().then(function (text) { told(takeIn(session, text)); }, function () { told(-1); });
    }});
    return make('p', {}, [make('label', {for: field.id, class: 'cw-field-label'}, [phrase('notes-import')]), field]);
  }

  /* null in a course that asks for no note, on a device that keeps none. */
  coursewright.portfolio = function (session, learning) {
    const asked = Object.keys(session.course.questions).filter(function (id) { return session.course.questions[id].kind === 'reflection'; });
    const said = make('p', {role: 'status'});
    const list = make('div');
    let isTold = false;

    function show() {
      const notes = notesOf(session, learning);
      const save = coursewright.button(phrase('notes-save'), {onclick: function () { keep(session, notes); }});
      list.replaceChildren.apply(list, notes.length ? [save].concat(notes.map(function (note) { return card(note, false); })) : [line('notes-none')]);
      if (!isTold && notes.some(function (note) { return !note.isNamed; })) {
        isTold = true;
        coursewright.withPrompts(show);
      }
      return notes.length;
    }

    if (!show() && !asked.length) return null;
    return coursewright.part('notes', [line('notes-stay'), list, importer(session, function (count) {
      if (count > 0) show();
      said.replaceChildren(phrase(count < 0 ? 'notes-not-read' : 'notes-taken', {n: count}));
    }), said]);
  };
})();
