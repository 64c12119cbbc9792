/* A scenario: one moment at a time, through one person's eyes, with what each choice does and what the other side saw.
   The builder's own text stays in the page for print; the screen shows the player's stage instead. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const make = coursewright.make;
  const phrase = coursewright.phrase;
  const EFFECTS = ['trust', 'dignity', 'safety'];
  const END_ICONS = {good: 'right', mixed: 'mixed', poor: 'wrong', stopped: 'stop'};
  const WIDEST = 6;
  const LONGEST = 60;

  function readChoice(element) {
    const effects = {};
    EFFECTS.forEach(function (effect) { effects[effect] = Number(element.dataset[effect]) || 0; });
    return {id: element.dataset.choice, by: element.dataset.by || '', to: element.dataset.to, effects: effects,
      link: element.querySelector('a'), otherSide: element.querySelector('.cw-other-side')};
  }

  function readScenario(section) {
    const nodes = {};
    section.querySelectorAll('.cw-node').forEach(function (element) {
      nodes[element.dataset.node] = {
        id: element.dataset.node,
        end: element.dataset.end || '',
        texts: Array.from(element.querySelectorAll('.cw-text')),
        lesson: element.querySelector('.cw-lesson'),
        choices: Array.from(element.querySelectorAll('[data-choice]')).map(readChoice)
      };
    });
    return {
      id: section.dataset.scenario,
      start: section.dataset.start,
      roles: Array.from(section.querySelectorAll('.cw-perspectives > [data-perspective]')).map(function (element) {
        return {id: element.dataset.perspective, name: coursewright.plain(element)};
      }),
      nodes: nodes
    };
  }

  /* A copy for the stage, without ids and without what the stage says itself. */
  function copyOf(element, className) {
    const copy = make('div', {class: className || null});
    if (element) copy.append.apply(copy, Array.from(element.cloneNode(true).childNodes));
    copy.querySelectorAll('.cw-perspective, .cw-lead').forEach(function (said) { said.remove(); });
    copy.querySelectorAll('[id]').forEach(function (one) { one.removeAttribute('id'); });
    return copy;
  }

  /* The open choices of a node for a role. */
  function openTo(node, role) {
    return node.choices.filter(function (choice) { return !choice.by || choice.by === role.id; });
  }

  /* Where a path of choice ids leads: as far as this edition of the scenario still knows the way. */
  function follow(scenario, role, path) {
    const steps = [];
    const totals = {trust: 0, dignity: 0, safety: 0};
    let node = scenario.nodes[scenario.start];
    Array.from(path).every(function (id) {
      const choice = openTo(node, role).filter(function (one) { return one.id === id; })[0];
      if (!choice || !scenario.nodes[choice.to]) return false;
      EFFECTS.forEach(function (effect) { totals[effect] += choice.effects[effect]; });
      steps.push({choice: choice, others: openTo(node, role).filter(function (one) { return one !== choice; })});
      node = scenario.nodes[choice.to];
      return true;
    });
    return {node: node, steps: steps, totals: totals};
  }

  function signed(number) {
    return (number > 0 ? '+' : number < 0 ? '\u2212' : '') + coursewright.number(Math.abs(number));
  }

  function effectWords(effects) {
    const changed = EFFECTS.filter(function (effect) { return effects[effect]; });
    if (!changed.length) return [phrase('went-nowhere')];
    return changed.reduce(function (parts, effect) {
      return parts.concat(phrase(effects[effect] > 0 ? 'went-up' : 'went-down', {what: coursewright.say(effect)}), ' ');
    }, []);
  }

  /* One bar: it grows from the middle, and says the same in words. */
  function meter(effect, total) {
    const share = Math.min(Math.abs(total), WIDEST) / WIDEST * 50;
    const fill = make('span', {class: 'cw-fill ' + (total < 0 ? 'cw-less' : 'cw-more')});
    fill.style.inlineSize = share + '%';
    fill.style.insetInlineStart = (total < 0 ? 50 - share : 50) + '%';
    const level = Math.sign(total) * (Math.abs(total) > 2 ? 2 : total ? 1 : 0);
    return make('div', {class: 'cw-meter'}, [
      make('dt', {}, [phrase(effect)]),
      make('dd', {}, [make('span', {class: 'cw-bar', 'aria-hidden': 'true'}, [fill]),
        make('bdi', {class: 'cw-sum'}, [signed(total)]), ' ', phrase('level-' + level)])
    ]);
  }

  /* One step of the map: the way that was chosen, what the other side saw of it, and the ways that were there besides. */
  function stepOf(step) {
    const parts = [make('p', {class: 'cw-way'}, [coursewright.icon('right'), make('strong', {}, [coursewright.copy(step.choice.link)])]),
      make('p', {class: 'cw-change'}, effectWords(step.choice.effects))];
    if (step.choice.otherSide) {
      parts.push(make('p', {class: 'cw-seen'}, [phrase('other-side'), ': '].concat(Array.from(copyOf(step.choice.otherSide).childNodes))));
    }
    if (step.others.length) {
      const id = coursewright.freshId();
      parts.push(make('p', {id: id, class: 'cw-change'}, [phrase('also-there')]),
        make('ul', {'aria-labelledby': id}, step.others.map(function (one) { return make('li', {}, [coursewright.copy(one.link)]); })));
    }
    return make('li', {}, parts);
  }

  function pathMap(steps, open) {
    return make('details', {class: 'cw-path', open: open},
      [make('summary', {}, [phrase('path', {n: steps.length})]), make('ol', {}, steps.map(stepOf))]);
  }

  /* The ends that were reached, newest last, one for each role and end: 'role path' texts as they are kept on the device. */
  function endsReached(scenario, texts) {
    const found = new Map();
    texts.forEach(function (text) {
      const role = scenario.roles[parseInt(text[0], 36)];
      const at = role && follow(scenario, role, text.slice(1));
      if (!at || !at.node.end) return;
      found.delete(text[0] + at.node.id);
      found.set(text[0] + at.node.id, {text: text, role: role, at: at});
    });
    return Array.from(found.values());
  }

  function endsTable(scenario, ends, now) {
    const all = Object.keys(scenario.nodes).filter(function (id) { return scenario.nodes[id].end; }).length;
    const different = new Set(ends.map(function (end) { return end.at.node.id; })).size;
    function head(key) { return make('th', {scope: 'col'}, [phrase(key)]); }
    const rows = ends.map(function (end) {
      return make('tr', {'aria-current': end.text === now && 'true'}, [make('th', {scope: 'row'}, [make('bdi', {}, [end.role.name])]),
        make('td', {}, [phrase('end-' + end.at.node.end)])].concat(EFFECTS.map(function (effect) {
        return make('td', {}, [make('bdi', {}, [signed(end.at.totals[effect])])]);
      })));
    });
    return make('table', {class: 'cw-ends'}, [make('caption', {}, [phrase('ends', {n: different, all: all})]),
      make('thead', {}, [make('tr', {}, ['played-as', 'end'].concat(EFFECTS).map(head))]), make('tbody', {}, rows)]);
  }

  coursewright.scenario = function (section, session) {
    const scenario = readScenario(section);
    const said = make('p', {class: 'cw-change', 'aria-live': 'polite'});
    const stage = make('div', {class: 'cw-stage'});
    let role = null;
    let path = [];

    function begin(which) {
      role = which;
      path = [];
      said.replaceChildren();
      moved();
    }

    function moved() {
      session.walk(scenario.id, scenario.roles.indexOf(role), path.slice(0, LONGEST).join(''));
      show();
      stage.querySelector('.cw-text').focus();
    }

    function choose(choice) {
      path.push(choice.id);
      moved();
      said.replaceChildren.apply(said, effectWords(choice.effects));
    }

    function askRole() {
      const id = coursewright.freshId();
      const buttons = scenario.roles.map(function (one) {
        return coursewright.button(one.name, {onclick: function () { begin(one); }});
      });
      stage.replaceChildren(make('div', {role: 'group', 'aria-labelledby': id},
        [make('p', {id: id, class: 'cw-ask'}, [phrase('play-as')]), make('div', {class: 'cw-actions'}, buttons)]));
    }

    function momentText(node) {
      const mine = node.texts.filter(function (text) { return text.dataset.perspective === role.id; });
      const shared = node.texts.filter(function (text) { return !text.dataset.perspective; });
      const text = copyOf(mine[0] || shared[0], 'cw-text');
      text.tabIndex = -1;
      if (node.end) {
        text.prepend(make('p', {class: 'cw-end', 'data-end': node.end},
          [coursewright.icon(END_ICONS[node.end] || 'mixed'), make('strong', {}, [phrase('end-' + node.end)])]));
      }
      return text;
    }

    function choiceList(node) {
      const id = coursewright.freshId();
      const items = openTo(node, role).map(function (choice) {
        return make('li', {}, [make('button', {type: 'button', class: 'cw-button cw-choice', onclick: function () { choose(choice); }},
          [coursewright.copy(choice.link)])]);
      });
      return make('div', {}, [make('p', {id: id, class: 'cw-ask'}, [phrase('what-now')]),
        make('ul', {class: 'cw-choice-list', 'aria-labelledby': id}, items)]);
    }

    function ways(node) {
      const others = scenario.roles.filter(function (one) { return one !== role; });
      const buttons = [];
      if (path.length) buttons.push(coursewright.button(phrase('restart'), {onclick: function () { begin(role); }}));
      if (node.end || !path.length) {
        others.forEach(function (one) {
          buttons.push(coursewright.button(phrase('play-other', {who: one.name}), {onclick: function () { begin(one); }}));
        });
      }
      return make('div', {class: 'cw-actions cw-quiet'}, buttons);
    }

    /* Keeps this end on the device, and lays all that were reached side by side. */
    function compareEnds() {
      const name = 'ends:' + scenario.id;
      const now = scenario.roles.indexOf(role).toString(36) + path.join('');
      const ends = endsReached(scenario, session.kept(name).split(',').concat(now));
      const kept = ends.map(function (end) { return end.text; }).join(',');
      if (kept !== session.kept(name)) session.keep(name, kept);
      return endsTable(scenario, ends, now);
    }

    function show() {
      const at = follow(scenario, role, path);
      const last = at.steps[at.steps.length - 1];
      const parts = [
        make('p', {class: 'cw-role'}, [phrase('you-are', {who: role.name})]),
        make('dl', {class: 'cw-meters'}, EFFECTS.map(function (effect) { return meter(effect, at.totals[effect]); })),
        said,
        momentText(at.node)
      ];
      path = at.steps.map(function (step) { return step.choice.id; });
      if (last && last.choice.otherSide) {
        parts.push(make('details', {class: 'cw-seen'},
          [make('summary', {}, [phrase('other-side')]), copyOf(last.choice.otherSide, 'cw-words')]));
      }
      if (at.node.lesson) parts.push(copyOf(at.node.lesson, 'cw-lesson'));
      if (!at.node.end) parts.push(choiceList(at.node));
      if (last) parts.push(pathMap(at.steps, Boolean(at.node.end)));
      if (last && at.node.end) parts.push(compareEnds());
      stage.replaceChildren.apply(stage, parts.concat(ways(at.node)));
    }

    const walked = session.walked(scenario.id);
    section.classList.add('cw-live');
    section.append(stage);
    if (walked && scenario.roles[walked.role]) {
      role = scenario.roles[walked.role];
      path = Array.from(walked.path);
      show();
    } else {
      askRole();
    }
  };
})();
