/* A learning system: scorm-again's runtime, what it is asked written down, and what it commits kept by the server.
   ?learner  ?mode (empty: says nothing)  ?late=ms  ?way=frame|window|across|none|deep */
(function () {
  'use strict';
  const asked = new URLSearchParams(location.search);
  const learner = asked.get('learner') || 'ada';
  const launch = new URL('package/launch.html', location.href);

  function fetchNow(method, address, body) {
    const request = new XMLHttpRequest();
    request.open(method, address, false);
    request.send(body || null);
    return request.responseText;
  }

  function note(name, given, value, code) {
    window.trace.push({name: name, given: given.map(function (one) { return typeof one === 'string' ? one : {not: typeof one}; }), value: value, code: code});
  }

  /* The runtime behind seven functions that write down each call, its result and the error it left. */
  function traced(runtime) {
    const api = {};
    ['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit'].forEach(function (name) {
      api[name] = function () {
        const given = Array.from(arguments);
        let value = runtime[name].apply(runtime, given);
        if (name === 'LMSCommit' && window.answers !== undefined) value = window.answers;
        if (name === 'LMSGetValue' && given[0] === 'cmi.core.lesson_mode' && asked.get('mode') === '') value = '';
        note(name, given, value, runtime.LMSGetLastError());
        return value;
      };
    });
    ['LMSGetLastError', 'LMSGetErrorString', 'LMSGetDiagnostic'].forEach(function (name) {
      api[name] = function () { return runtime[name].apply(runtime, arguments); };
    });
    return api;
  }

  function provide() {
    const runtime = new window.Scorm12API({lmsCommitUrl: 'commit?learner=' + learner, logLevel: 5});
    const cmi = JSON.parse(fetchNow('GET', 'cmi?learner=' + learner));
    if (asked.get('mode')) cmi.core.lesson_mode = asked.get('mode');
    runtime.loadFromJSON(cmi);
    window.runtime = runtime;
    window.API = traced(runtime);
  }

  function frame(address) {
    const content = document.createElement('iframe');
    content.name = 'content';
    content.src = address;
    document.body.append(content);
  }

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
