/* Every word that the player says, by language. A language is one more catalogue: coursewright.strings.xx = {...}.
   A value with forms (one, other ...) is chosen by Intl.PluralRules from the number `n`. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const FALLBACK = 'en';
  const numbers = {};

  coursewright.strings = coursewright.strings || {};
  coursewright.strings.en = {
    'check': 'Check answer',
    'again': 'Try again',
    'explanation-show': 'Show the explanation',
    'explanation-hide': 'Hide the explanation',
    'checking': 'Checking …',
    'right': 'Right.',
    'wrong': 'Not right.',
    'not-yet': 'Not right yet.',
    'tries-left': {one: '{n} more try.', other: '{n} more tries.'},
    'tag-right': 'Right answer',
    'tag-wrong': 'Your answer',
    'answer-is': 'The right answer:',
    'several-missing': 'What you chose is right, but something is missing.',
    'no-bank': 'The answer could not be loaded. Check your connection and press the button again. No try was used.',
    'not-counted': 'The session has ended, so this answer was not counted.',
    'same-answer': 'That is the same answer as before. Change it first. No try was used.',
    'empty-one': 'Choose an answer first. No try was used.',
    'empty-several': 'Choose one answer or more first. No try was used.',
    'empty-matching': 'Choose something for every line first. No try was used.',
    'empty-ordering': 'Move the lines into your order first. No try was used.',
    'empty-text': 'Write an answer first. No try was used.',
    'no-number': 'That is not a number. Write digits only, such as 12 or 0.5. No try was used.',
    'two-numbers': 'Is the comma for thousands or for decimals? Write thousands without it, decimals with a point. No try was used.',
    'your-answer': 'Your answer',
    'match-choose': 'Choose …',
    'move-up': 'Move up: {item}',
    'move-down': 'Move down: {item}',
    'moved': '{item}: now {place} of {places}',
    'set-score': {one: '{right} right, {answered} of {n} question answered on this page.',
                  other: '{right} right, {answered} of {n} questions answered on this page.'},
    'note-label': 'Your thoughts',
    'note-stays': 'What you write stays on this device. It is not sent to anybody and not scored.',
    'note-keep': 'Keep, and show guidance',
    'note-kept': 'Kept on this device.',

    'play-as': 'Whose eyes do you look through?',
    'trust': 'Trust',
    'dignity': 'Dignity',
    'safety': 'Safety',
    'level--2': 'much lower than at the start',
    'level--1': 'lower than at the start',
    'level-0': 'as at the start',
    'level-1': 'higher than at the start',
    'level-2': 'much higher than at the start',
    'went-up': '{what} goes up.',
    'went-down': '{what} goes down.',
    'went-nowhere': 'Trust, dignity and safety stay as they are.',
    'you-are': 'You are: {who}',
    'what-now': 'What do you do?',
    'other-side': 'What the other side saw',
    'path': {one: 'Your path so far: {n} step', other: 'Your path so far: {n} steps'},
    'end-good': 'A good end',
    'end-mixed': 'A mixed end',
    'end-poor': 'A poor end',
    'end-stopped': 'Stopped here, because this path does harm',
    'restart': 'Start again',
    'play-other': 'Play as: {who}',

    'previous': 'Previous',
    'next': 'Next',
    'play': 'Play',
    'pause': 'Pause',
    'captions': 'Captions',
    'scene': 'Scene {scene} of {scenes}',
    'transcript': 'Transcript',

    'pages-read': {one: '{seen} of {n} page read', other: '{seen} of {n} pages read'},
    'questions-answered': {one: '{answered} of {n} question answered', other: '{answered} of {n} questions answered'},
    'score': 'Score so far: {percent} %',
    'minutes': {one: '{n} minute learned', other: '{n} minutes learned'},
    'outcome-completed': 'Completed',
    'outcome-passed': 'Passed',
    'outcome-failed': 'Not passed',
    'continue': 'Continue where you left off: {title}',
    'read': '(read)',
    'theme-auto': 'Colours: as on this device. Change to light',
    'theme-light': 'Colours: light. Change to dark',
    'theme-dark': 'Colours: dark. Change to those of this device',

    'close': 'Close',
    'notice-saved': 'Everything is saved again.',
    'notice-not-saved': 'Your last answers have not reached the learning system. They are kept here and will be sent again. Keep this page open.',
    'notice-back-online': 'The connection is back. Everything has been sent.',
    'notice-unreadable': 'Your earlier progress could not be read. It has been put aside, and you start afresh.',
    'notice-storage-full': 'This device has no room left, so new progress may be lost when you close the page.',
    'notice-other-tab': 'Progress from another tab has been taken in.',
    'notice-not-recorded': 'The learning system opened this course for browsing or review. Nothing is recorded.',
    'notice-no-system': 'No learning system was found. Your progress is kept on this device only.',
    'notice-ended': 'Your session has ended and what you did is saved. You can close this page.'
  };

  /* The language of the page, its first part, or English: whichever has a catalogue. */
  function language() {
    const tag = document.documentElement.lang || FALLBACK;
    return [tag, tag.split('-')[0]].filter(function (one) { return coursewright.strings[one]; })[0] || FALLBACK;
  }

  function template(key, values) {
    const tongue = language();
    const found = coursewright.strings[tongue][key] || coursewright.strings[FALLBACK][key];
    if (typeof found === 'string') return found;
    return found[new Intl.PluralRules(tongue).select(values.n)] || found.other;
  }

  coursewright.number = function (value) {
    const tongue = language();
    numbers[tongue] = numbers[tongue] || new Intl.NumberFormat(tongue, {maximumFractionDigits: 10, useGrouping: false});
    return numbers[tongue].format(value);
  };

  function written(value) {
    return typeof value === 'number' ? coursewright.number(value) : value;
  }

  /* say('moved', {item, place: 2}) -> a string, for labels. */
  coursewright.say = function (key, values) {
    return template(key, values || {}).replace(/\{(\w+)\}/g, function (_, name) { return written(values[name]); });
  };

  /* phrase('moved', {...}) -> a span: what is filled in stands in <bdi>, so that it cannot turn a right-to-left line around. */
  coursewright.phrase = function (key, values) {
    const span = document.createElement('span');
    if (!(document.documentElement.lang || FALLBACK).startsWith(language())) {
      span.lang = language();
      span.dir = 'ltr';
    }
    template(key, values || {}).split(/\{(\w+)\}/).forEach(function (part, at) {
      if (at % 2 === 0) {
        span.append(part);
      } else {
        const isolated = document.createElement('bdi');
        isolated.append(written(values[part]));
        span.append(isolated);
      }
    });
    return span;
  };
})();
