coursewright.bank("market", {
  "q-single": {right: ["b"], feedback: {
    a: "<p>KEYWORD-A Seizing first leaves nobody who will talk to you.</p>",
    b: "<p>KEYWORD-B Asking first shows the other that their view counts.</p>",
    c: "<p>KEYWORD-C Waiting is no answer either.</p>"}},
  "q-several": {right: ["a", "c"], feedback: {
    a: "<p>Residents see what patrols do not.</p>",
    b: "<p>A quota measures activity, not safety.</p>",
    c: "<p>Traders are there at all hours.</p>"}},
  "q-truth": {right: false, feedback: {right: "<p>Safety is also how safe people feel.</p>", wrong: "<p>Recorded crime is one part only.</p>"}},
  "q-match": {right: {a: "2", b: "3"}, feedback: {right: "<p>Each has its own task.</p>", wrong: "<p>Look again at who decides.</p>"}},
  "q-order": {right: ["b", "a", "d", "c"], feedback: {right: "<p>Scan, analyse, respond, assess.</p>", wrong: "<p>Which comes before any plan?</p>"}},
  "q-number": {right: 12, tolerance: 0.5, near: [{value: 0.12, tolerance: 0.005, feedback: "<p>Multiply by 100 for percent.</p>"}],
    feedback: {right: "<p>12 of 100.</p>", wrong: "<p>Divide 30 by 250.</p>"}},
  "q-words": {right: ["human security", "sécurité humaine"], feedback: {right: "<p>That is the term.</p>", wrong: "<p>Two words, the second is security.</p>"}},
  "q-note": {guidance: "<p>Did you name somebody who is seldom asked?</p>"},
  "q-rtl": {right: ["a"], feedback: {a: "<p>السؤال أولاً يبني الثقة.</p>", b: "<p>هذا يبعد الناس عنك.</p>"}},
  "q-rtl-number": {right: 12.5, tolerance: 0, near: [], feedback: {right: "<p>نعم.</p>", wrong: "<p>أعد الحساب.</p>"}},
  "q-rtl-order": {right: ["b", "a"], feedback: {right: "<p>نعم.</p>", wrong: "<p>فكر في البداية.</p>"}}
});
