/* The rollup of a SCORM 2004 tree by scorm-again's sequencing: node rollup.js scorm2004.js < {"tree": .., "plays": [{"item", "said": [[element, value]]}]} */
'use strict';
const fs = require('fs');
const vm = require('vm');

global.window = global;
vm.runInThisContext(fs.readFileSync(process.argv[2], 'utf8'));
const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
const api = new globalThis.Scorm2004API({logLevel: 5, sequencing: {autoRollupOnCMIChange: true, activityTree: asked.tree}});
const root = api.adl.sequencing.activityTree.root;
const standings = asked.plays.map(function (play) {
  const wrong = [];
  function hold(done, what) { if (String(done) !== 'true') wrong.push(what + ': ' + api.lmsGetLastError()); }
  hold(api.processNavigationRequest('choice', play.item), 'choice');
  hold(api.lmsInitialize(''), 'Initialize');
  play.said.forEach(function (one) { hold(api.lmsSetValue(one[0], one[1]), one[0]); });
  hold(api.lmsCommit(''), 'Commit');
  hold(api.lmsFinish(''), 'Terminate');
  const standing = {completion: root.completionStatus, success: root.successStatus, measure: root.objectiveNormalizedMeasure, wrong: wrong};
  api.reset();
  return standing;
});
process.stdout.write('\n' + JSON.stringify(standings));
