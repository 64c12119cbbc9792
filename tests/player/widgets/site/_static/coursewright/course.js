(window.coursewright = window.coursewright || {}).course = {
  id: "market-street", version: "0.1.0", title: "Market street", language: "en", direction: "ltr",
  edition: "mS1_",
  rule: {score: 0.7, pages: ["modules/market/questions", "modules/market/scenario"]},
  pages: [
    {id: "index", token: "idx_", href: "index.html", title: "Market street", minutes: 0, required: false, module: ""},
    {id: "modules/market/questions", token: "que_", href: "modules/market/questions.html", title: "Ask first", minutes: 10, required: true, module: "market"},
    {id: "modules/market/scenario", token: "sce_", href: "modules/market/scenario.html", title: "The night market", minutes: 10, required: true, module: "market"},
    {id: "modules/market/story", token: "sto_", href: "modules/market/story.html", title: "A street", minutes: 3, required: false, module: "market"},
    {id: "modules/market/voice", token: "voi_", href: "modules/market/voice.html", title: "A voice", minutes: 3, required: false, module: "market"},
    {id: "modules/market/rtl", token: "rtl_", href: "modules/market/rtl.html", title: "السوق", minutes: 3, required: false, module: "market"}
  ],
  questions: {
    "q-single": {token: "qsi_", kind: "single", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-several": {token: "qse_", kind: "several", points: 2, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 2},
    "q-truth": {token: "qtf_", kind: "true-false", points: 1, tries: 1, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-match": {token: "qma_", kind: "matching", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-order": {token: "qor_", kind: "ordering", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-number": {token: "qnu_", kind: "numeric", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-words": {token: "qwo_", kind: "short-text", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-note": {token: "qno_", kind: "reflection", points: 1, tries: 1, scored: false, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-lost": {token: "qlo_", kind: "single", points: 1, tries: 2, scored: true, page: "modules/market/questions", module: "market", objective: "m-ask", weighting: 1},
    "q-rtl": {token: "qrt_", kind: "single", points: 1, tries: 2, scored: true, page: "modules/market/rtl", module: "market", objective: "m-ask", weighting: 1},
    "q-rtl-number": {token: "qrn_", kind: "numeric", points: 1, tries: 2, scored: true, page: "modules/market/rtl", module: "market", objective: "m-ask", weighting: 1},
    "q-rtl-order": {token: "qro_", kind: "ordering", points: 1, tries: 2, scored: true, page: "modules/market/rtl", module: "market", objective: "m-ask", weighting: 1}
  },
  scenarios: {"night-market": {token: "snm_", page: "modules/market/scenario"}},
  stories: {"a-street": {token: "tas_", page: "modules/market/story", scenes: 4},
    "a-voice": {token: "tav_", page: "modules/market/voice", scenes: 4}}
};
