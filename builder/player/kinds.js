/* The kinds of question. Each entry of the registry takes the section's parts and gives:
     body            what stands in the form
     read()          {given: a string that two equal answers share, typed: the learner's own words, where there are any},
                     or {problem: key of a string, at: control to go to}
     put(reading)    puts what was read back into the controls
     judge(key, reading)   {right, response, text, pattern}: response in the state's encoding, text and pattern as an LMS records them
     explain(key, right, last)   feedback to show, as a list of elements; `last`: no more tries
     restore(response, key, words)   puts an earlier answer back; key and words only where the response alone does not tell
     hasWords        whether the response does not spell what the learner typed
     reveal(key)     after the last try: marks what is right; may return an element to show
     lock()          no more changes */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const say = coursewright.say;
  const phrase = coursewright.phrase;

  /* Feedback as the builder rendered it from Markdown, raw HTML off. */
  coursewright.rendered = function (html) {
    const element = make('div', {class: 'cw-words'});
    element.innerHTML = html;
    return element;
  };

  function byVerdict(key, right) {
    return [coursewright.rendered(right ? key.feedback.right : key.feedback.wrong)];
  }

  function disable(controls) {
    controls.forEach(function (control) { control.disabled = true; });
  }

  /* single, several, true-false: native radio buttons or boxes, each in its label. */
  function choice(section, type, rightIds, explain) {
    const name = coursewright.freshId();
    const rows = Array.from(section.querySelectorAll('.cw-options > li')).map(function (option) {
      const input = make('input', {type: type, name: name, value: option.dataset.option});
      const row = make('label', {class: 'cw-option'}, [input, coursewright.moved(option, 'cw-option-text')]);
      return {id: option.dataset.option, input: input, row: row};
    });
    const inputs = rows.map(function (row) { return row.input; });
    const body = make('div', {class: 'cw-choices-body'}, rows.map(function (row) { return row.row; }));

    function chosen() {
      return rows.filter(function (row) { return row.input.checked; }).map(function (row) { return row.id; }).join('');
    }
    function restore(response) {
      rows.forEach(function (row) { row.input.checked = response.indexOf(row.id) >= 0; });
    }
    function tag(row, good) {
      row.row.classList.add(good ? 'cw-good' : 'cw-bad');
      row.row.append(make('span', {class: 'cw-tag'},
        [coursewright.icon(good ? 'right' : 'wrong'), phrase(good ? 'tag-right' : 'tag-wrong')]));
    }
    return {
      body: body,
      read: function () {
        if (chosen()) return {given: chosen()};
        return {problem: type === 'radio' ? 'empty-one' : 'empty-several', at: inputs[0]};
      },
      put: function (reading) { restore(reading.given); },
      judge: function (key, reading) {
        const right = rightIds(key);
        const ids = reading.given.split('');
        return {right: ids.slice().sort().join() === right.slice().sort().join(),
          response: ids.join(''), text: ids.join(','), pattern: right.join(',')};
      },
      explain: function (key, right, last) {
        return explain(key, right, last, rows.filter(function (row) { return row.input.checked; }), rows);
      },
      restore: restore,
      reveal: function (key) {
        const right = rightIds(key);
        rows.forEach(function (row) {
          if (right.indexOf(row.id) >= 0) tag(row, true);
          else if (row.input.checked) tag(row, false);
        });
      },
      lock: function () { disable(inputs); }
    };
  }

  /* single: the words about the option chosen. */
  function aboutChosen(key, right, last, chosen) {
    return chosen.map(function (row) { return coursewright.rendered(key.feedback[row.id]); });
  }

  /* several: the words about each box that should be otherwise, under its text; of those left out only after the last try. */
  function aboutEach(key, right, last, chosen, rows) {
    const wrongly = chosen.filter(function (row) { return key.right.indexOf(row.id) < 0; });
    const missed = rows.filter(function (row) { return key.right.indexOf(row.id) >= 0 && !row.input.checked; });
    const told = right ? chosen : wrongly.concat(last ? missed : []);
    const about = told.map(function (row) {
      const text = coursewright.copy(row.row.querySelector('.cw-option-text'));
      return make('div', {class: 'cw-about'}, [make('strong', {}, [text]), coursewright.rendered(key.feedback[row.id])]);
    });
    return right || wrongly.length ? about : [make('p', {}, [phrase('several-missing')])].concat(about);
  }

  /* matching: a native list for each item. Answers too rich or long for a list's lines are shown
     beside, numbered; on paper always. */
  function matching(section) {
    const targets = Array.from(section.querySelectorAll('.cw-targets > li'));
    const beside = targets.some(function (target) {
      return coursewright.plain(target).length > 48 || target.querySelector('code, math, img, pre, a');
    });
    const lines = Array.from(section.querySelectorAll('.cw-items > li')).map(function (item) {
      const id = coursewright.freshId();
      const select = make('select', {id: id, class: 'cw-select'},
        [make('option', {value: ''}, [say('match-choose')])].concat(targets.map(function (target, at) {
          const words = coursewright.plain(target);
          return make('option', {value: target.dataset.target}, [beside ? (at + 1) + '. ' + words : words]);
        })));
      const text = coursewright.moved(item, 'cw-item-text');
      const line = make('div', {class: 'cw-pair'}, [make('label', {for: id}, [text]), select]);
      return {id: item.dataset.item, select: select, line: line, text: text};
    });
    const list = make('ol', {class: 'cw-targets' + (beside ? '' : ' cw-print')}, targets);
    const body = make('div', {class: 'cw-pairs'}, lines.map(function (line) { return line.line; }).concat(list));

    function targetOf(id) {
      return targets.filter(function (target) { return target.dataset.target === id; })[0];
    }
    function pairs(valueOf) {
      return lines.map(function (line, at) { return line.id + '.' + valueOf(line, at); }).join(',');
    }
    function restore(response) {
      lines.forEach(function (line, at) {
        const value = response.charAt(at);
        line.select.value = targetOf(value) ? value : '';
      });
    }
    return {
      body: body,
      read: function () {
        const open = lines.filter(function (line) { return !line.select.value; })[0];
        if (open) return {problem: 'empty-matching', at: open.select};
        return {given: lines.map(function (line) { return line.select.value; }).join('')};
      },
      put: function (reading) { restore(reading.given); },
      judge: function (key, reading) {
        return {
          right: lines.every(function (line, at) { return key.right[line.id] === reading.given.charAt(at); }),
          response: reading.given,
          text: pairs(function (line, at) { return reading.given.charAt(at); }),
          pattern: pairs(function (line) { return key.right[line.id]; })
        };
      },
      explain: byVerdict,
      restore: restore,
      reveal: function (key) {
        const wrong = lines.filter(function (line) { return line.select.value !== key.right[line.id]; });
        return wrong.length === 0 ? null : make('ul', {}, lines.map(function (line) {
          return make('li', {}, [coursewright.copy(line.text),
            make('span', {class: 'cw-hidden'}, [': ']), coursewright.icon('to'), coursewright.copy(targetOf(key.right[line.id]))]);
        }));
      },
      lock: function () { disable(lines.map(function (line) { return line.select; })); }
    };
  }

  /* ordering: two buttons a line. The line moves, the button keeps the focus, and the new place is said. */
  function ordering(section) {
    const said = make('p', {class: 'cw-hidden', 'aria-live': 'polite'});
    const list = make('ol', {class: 'cw-order'});
    const rows = {};
    let touched = false;

    Array.from(section.querySelectorAll('.cw-items > li')).forEach(function (item) {
      const text = coursewright.moved(item, 'cw-item-text');
      const words = coursewright.plain(text);
      const up = mover('up', words);
      const down = mover('down', words);
      const row = make('li', {'data-item': item.dataset.item}, [text, make('span', {class: 'cw-movers'}, [up, down])]);
      up.addEventListener('click', function () { move(row, words, -1, up); });
      down.addEventListener('click', function () { move(row, words, 1, down); });
      rows[item.dataset.item] = {row: row, text: text, up: up, down: down};
      list.append(row);
    });
    markEdges();

    function mover(way, words) {
      return coursewright.button('', {class: 'cw-button cw-mover', 'aria-label': say('move-' + way, {item: words})}, way);
    }
    function order() {
      return Array.from(list.children).map(function (row) { return row.dataset.item; });
    }
    function markEdges() {
      order().forEach(function (id, at, all) {
        rows[id].up.setAttribute('aria-disabled', String(at === 0));
        rows[id].down.setAttribute('aria-disabled', String(at === all.length - 1));
      });
    }
    function move(row, words, step, button) {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      touched = true;
      list.insertBefore(other, step < 0 ? row.nextElementSibling : row);
      markEdges();
      button.focus();
      said.replaceChildren(phrase('moved', {item: words, place: order().indexOf(row.dataset.item) + 1, places: order().length}));
    }
    function restore(response) {
      const known = response.split('').filter(function (id) { return rows[id]; });
      touched = known.length > 0;
      known.forEach(function (id) { list.append(rows[id].row); });
      markEdges();
    }
    return {
      body: make('div', {}, [list, said]),
      read: function () {
        if (touched) return {given: order().join('')};
        return {problem: 'empty-ordering', at: list.querySelector('button[aria-disabled=false]')};
      },
      put: function (reading) { restore(reading.given); },
      judge: function (key, reading) {
        return {right: reading.given === key.right.join(''),
          response: reading.given, text: reading.given.split('').join(','), pattern: key.right.join(',')};
      },
      explain: byVerdict,
      restore: restore,
      reveal: function (key) {
        if (order().join() === key.right.join()) return null;
        return make('ol', {}, key.right.map(function (id) { return make('li', {}, [coursewright.copy(rows[id].text)]); }));
      },
      lock: function () { disable(Array.from(list.querySelectorAll('button'))); }
    };
  }

  /* One line of text with its label; a unit stands behind it and is part of its description. */
  function line(unit, attributes) {
    const id = coursewright.freshId();
    const input = make('input', Object.assign({id: id, type: 'text', class: 'cw-input', autocomplete: 'off'}, attributes));
    const parts = [make('label', {for: id, class: 'cw-field-label'}, [phrase('your-answer')]), input];
    if (unit) {
      input.setAttribute('aria-describedby', id + '-unit');
      parts.push(make('bdi', {id: id + '-unit', class: 'cw-unit'}, [unit]));
    }
    return {input: input, body: make('div', {class: 'cw-field'}, parts)};
  }

  /* '1,5', ' 12 % ', '۱۲٫۵' -> number. NaN when it is none; null when a comma may mean thousands. */
  coursewright.readNumber = function (typed, unit) {
    let text = typed.normalize('NFKC').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (digit) {
      return String(digit.charCodeAt(0) % 16);
    }).replace(/[\u066b]/g, '.').replace(/\u2212/g, '-').replace(/[\s\u066c\u200e\u200f\u061c]/g, '');
    const bare = (unit || '').normalize('NFKC').replace(/\s/g, '');
    if (bare && text.endsWith(bare)) text = text.slice(0, -bare.length);
    if (/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(text)) return null;
    text = text.replace(',', '.');
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(text) && isFinite(text) ? Number(text) : NaN;
  };

  /* The number in at most 12 characters of 0-9 - . e */
  function short(value) {
    let text = String(value).replace('+', '');
    for (let digits = 12; text.length > 12; digits -= 1) text = String(Number(value.toPrecision(digits))).replace('+', '');
    return text;
  }

  function numeric(section) {
    const unit = section.querySelector('.cw-blank').dataset.unit || '';
    const field = line(unit, {inputmode: 'decimal'});

    function value() { return coursewright.readNumber(field.input.value, unit); }
    function isNear(number, at, tolerance) {
      return Math.abs(number - at) <= tolerance + 1e-9 * Math.max(1, Math.abs(at));
    }
    function within(at, tolerance) { return isNear(value(), at, tolerance); }
    return {
      body: field.body,
      read: function () {
        if (!field.input.value.trim()) return {problem: 'empty-text', at: field.input};
        if (value() === null) return {problem: 'two-numbers', at: field.input};
        return isNaN(value()) ? {problem: 'no-number', at: field.input} : {given: String(value()), typed: field.input.value};
      },
      put: function (reading) { field.input.value = reading.typed; },
      judge: function (key, reading) {
        const number = Number(reading.given);
        return {right: isNear(number, key.right, key.tolerance), response: short(number), text: short(number), pattern: short(key.right)};
      },
      explain: function (key, right) {
        const near = (key.near || []).filter(function (one) { return within(one.value, one.tolerance); })[0];
        return near && !right ? [coursewright.rendered(near.feedback)] : byVerdict(key, right);
      },
      restore: function (response) {
        field.input.value = isNaN(response) || response === '' ? '' : coursewright.number(Number(response));
      },
      reveal: function (key) {
        if (within(key.right, 0)) return null;
        const range = key.tolerance ? ' ± ' + coursewright.number(key.tolerance) : '';
        return make('bdi', {}, [coursewright.number(key.right) + range + (unit ? ' ' + unit : '')]);
      },
      lock: function () { field.input.readOnly = true; }
    };
  }

  /* Two answers are the same whatever their case, blanks, way of writing accents, and final full stop. */
  coursewright.normalText = function (text) {
    return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/ ?[.\u06d4\u3002]$/, '');
  };

  function shortText(section) {
    const field = line('', {spellcheck: 'false', autocapitalize: 'off'});

    function found(key, text) { return key.right.map(coursewright.normalText).indexOf(coursewright.normalText(text)); }
    return {
      body: field.body,
      read: function () {
        const given = coursewright.normalText(field.input.value);
        return given ? {given: given, typed: field.input.value} : {problem: 'empty-text', at: field.input};
      },
      put: function (reading) { field.input.value = reading.typed; },
      judge: function (key, reading) {
        const at = found(key, reading.typed);
        return {right: at >= 0, response: at >= 0 ? at.toString(36) : '-',
          text: reading.typed.normalize('NFC').trim(), pattern: key.right[0]};
      },
      explain: byVerdict,
      hasWords: true,
      restore: function (response, key, words) {
        if (words) field.input.value = words;
        else if (key && found(key, field.input.value) < 0) field.input.value = key.right[parseInt(response, 36)] || field.input.value;
      },
      reveal: function (key) { return found(key, field.input.value) >= 0 ? null : make('bdi', {}, [key.right[0]]); },
      lock: function () { field.input.readOnly = true; }
    };
  }

  coursewright.kinds = {
    'single': function (section) { return choice(section, 'radio', function (key) { return key.right; }, aboutChosen); },
    'several': function (section) { return choice(section, 'checkbox', function (key) { return key.right; }, aboutEach); },
    'true-false': function (section) {
      return choice(section, 'radio', function (key) { return [key.right ? 't' : 'f']; }, byVerdict);
    },
    'matching': matching,
    'ordering': ordering,
    'numeric': numeric,
    'short-text': shortText
  };
})();
