/* A learning system: scorm-again's runtime, what it is asked written down, and what it commits kept by the server.
   ?version=scorm12|scorm2004  ?launch=page  ?learner  ?mode (empty: says nothing)  ?passmark (what it says of it)  ?late=ms  ?way=frame|window|across|none|deep */
(function () {
  'use strict';
  const asked = new URLSearchParams(location.search);
  const launch = new URL(asked.get('launch'), location.href);
  const own = {
    scorm12: {
      name: 'API', runtime: 'Scorm12API', mode: 'cmi.core.lesson_mode', passMark: 'cmi.student_data.mastery_score',
      functions: ['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit'],
      quiet: ['LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic']
    },
    scorm2004: {
      name: 'API_1484_11', runtime: 'Scorm2004API', mode: 'cmi.mode', passMark: 'cmi.scaled_passing_score',
      functions: ['Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit'],
      quiet: ['GetLastError', 'GetErrorString', 'GetDiagnostic']
    }
  }[asked.get('version')];

  function fetchNow(method, address) {
    const request = new XMLHttpRequest();
    request.open(method, address, false);
    request.send(null);
    return request.responseText;
  }

  /* The runtime behind functions that write down each call, its result and the error it left. */
  function traced(runtime) {
    const api = {};
    own.functions.forEach(function (name) {
      api[name] = function () {
        const given = Array.from(arguments);
        let value = runtime[name].apply(runtime, given);
        if (/Commit$/.test(name) && window.answers !== undefined) value = window.answers;
        if (given[0] === own.mode && asked.get('mode') === '') value = '';
        if (given[0] === own.passMark && asked.has('passmark')) value = asked.get('passmark');
        window.trace.push({
          name: name.replace('LMS', '').replace('Finish', 'Terminate'), value: value, code: String(runtime[own.quiet[0]]()),
          given: given.map(function (one) { return typeof one === 'string' ? one : {not: typeof one}; })
        });
        return value;
      };
    });
    own.quiet.forEach(function (name) {
      api[name] = function () { return runtime[name].apply(runtime, arguments); };
    });
    return api;
  }

  function provide() {
    const runtime = new window[own.runtime]({lmsCommitUrl: 'commit' + location.search, logLevel: 5});
    runtime.loadFromJSON(JSON.parse(fetchNow('GET', 'cmi' + location.search)));
    window.runtime = runtime;
    window[own.name] = traced(runtime);
  }

  function frame(address) {
    const content = document.createElement('iframe');
    content.name = 'content';
    content.src = address;
    document.body.append(content);
  }

  document.write('<script src="' + asked.get('version') + '.min.js"><\/script>');
  window.trace = [];
  window.addEventListener('load', function () {
    const way = asked.get('way') || 'frame';
    const late = Number(asked.get('late') || 0);
    if (way !== 'none' && !late) provide();
    if (way === 'window') window.open(launch.href, 'content');
    else if (way === 'across') frame('http://localhost:' + location.port + '/middle.html?content=' + encodeURIComponent(launch.href));
    else if (way === 'deep') frame('middle.html?content=' + encodeURIComponent('middle.html?content=' + encodeURIComponent(launch.href)));
    else frame(launch.href);
    if (late) window.setTimeout(provide, late);
  });
})();
