/* The statements of one cmi5 session (9): who, what, when and in which context. What is said when is decided in cmi5.js. */
(function () {
  'use strict';
  const coursewright = window.coursewright = window.coursewright || {};
  const xapi = coursewright.xapi;
  const CONTEXT = 'https://w3id.org/xapi/cmi5/context/';

  function activity(id, type) {
    return type ? {objectType: 'Activity', id: id, definition: {type: type}} : {objectType: 'Activity', id: id};
  }

  /* `launch` are the launch parameters, `template` the system's contextTemplate, `memory` holds the time of the last statement. */
  coursewright.cmi5Statements = function (launch, template, course, memory) {
    const built = new Map();
    const session = String((template.extensions || {})[CONTEXT + 'extensions/sessionid'] || launch.fetch);

    function iri(kind, id) {
      const whole = course.part ? course.id.slice(0, -course.part.length - 1) : course.id;
      return ['urn:coursewright', whole, kind, id].filter(Boolean).map(function (part, at) { return at ? encodeURIComponent(part) : part; }).join(':');
    }

    /* The order of statements is that of their times (9.3), so each is later than the one before. */
    function stamp(time) {
      const next = Math.max(time, (memory.read().last || 0) + 1);
      memory.keep({last: next});
      return new Date(next).toISOString();
    }

    /* The system's template with more in it; what the template says stands (10). */
    function context(lists, extensions) {
      const made = JSON.parse(JSON.stringify(template));
      made.registration = launch.registration;
      made.extensions = Object.assign({}, extensions, made.extensions);
      made.contextActivities = made.contextActivities || {};
      Object.keys(lists).forEach(function (name) {
        const found = [].concat(made.contextActivities[name] || []);
        const known = found.map(function (one) { return one.id; });
        made.contextActivities[name] = found.concat(lists[name].filter(function (one) { return known.indexOf(one.id) < 0; }));
      });
      return made;
    }

    function statement(id, time, verb, object, result, where) {
      const made = {
        id: id, timestamp: stamp(time), actor: launch.actor, verb: {id: xapi.VERBS + verb, display: {en: verb}}, object: object, context: where
      };
      if (Object.keys(result).length) made.result = result;
      return made;
    }

    /* A cmi5-defined statement: made once, and with the same id whoever makes it again. Said once in a registration, or once in a session. */
    function defined(verb, result, extensions) {
      const scope = verb === 'completed' || verb === 'passed' ? launch.activityId : session;
      const id = xapi.namedId(launch.registration, scope + ' ' + verb);
      const isJudged = 'success' in result || 'completion' in result;
      const category = ['cmi5'].concat(isJudged ? 'moveon' : []).map(function (name) { return activity(CONTEXT + 'categories/' + name); });
      if (!built.has(id)) {
        built.set(id, statement(id, Date.now(), verb, activity(launch.activityId), result, context({category: category}, extensions)));
      }
      return built.get(id);
    }

    /* A cmi5-allowed statement: no category of cmi5 (7.1.3). */
    function allowed(interaction) {
      const said = xapi.answered(interaction, iri);
      const lists = {parent: [activity(launch.activityId)]};
      if (interaction.objective) lists.other = [activity(iri('objective', interaction.objective), xapi.ACTIVITIES + 'objective')];
      if (!built.has(interaction.id)) {
        built.set(interaction.id, statement(interaction.id, interaction.time, 'answered', said.object, said.result, context(lists, {})));
      }
      return built.get(interaction.id);
    }

    return {iri: iri, defined: defined, allowed: allowed};
  };
})();
