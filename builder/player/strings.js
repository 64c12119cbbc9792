/* Says what the player says. The words are those of `words.js`, which the builder writes in the course's language
   (builder/book/languages/). A phrase with forms (one, other ...) is chosen by Intl.PluralRules from the number `n`. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const words = coursewright.words || {language: 'en', rules: 'en', phrases: {}};
  const page = (document.documentElement.lang || words.language).replace(/_/g, '-');
  const isForeign = page.toLowerCase().split('-')[0] !== words.language.split('-')[0];
  const plural = new Intl.PluralRules(words.rules);
  const number = new Intl.NumberFormat(isForeign ? words.language : page, {maximumFractionDigits: 10, useGrouping: false});

  function template(key, values) {
    const found = words.phrases[key] || key;
    return typeof found === 'string' ? found : found[plural.select(values.n)] || found.other;
  }

  coursewright.number = function (value) {
    return number.format(value);
  };

  function written(value) {
    return typeof value === 'number' ? number.format(value) : value;
  }

  /* say('moved', {item, place: 2}) -> a string, for labels. */
  coursewright.say = function (key, values) {
    return template(key, values || {}).replace(/\{(\w+)\}/g, function (_, name) { return written(values[name]); });
  };

  /* phrase('moved', {...}) -> a span: what is filled in stands in <bdi>, so that it cannot turn a right-to-left line around. */
  coursewright.phrase = function (key, values) {
    const span = document.createElement('span');
    if (isForeign) {
      span.lang = words.language;
      span.dir = words.direction;
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
