(window.coursewright = window.coursewright || {}).course = {
  id: 'small-course', version: '1', title: 'A small course', language: 'en', direction: 'ltr', edition: 'Sm4_',
  rule: {score: 0.7, pages: ['start', 'one/the lesson', 'two']},
  pages: [
    {id: 'start', token: 'st-1', href: 'start.html', title: 'Start', minutes: 0, required: true, module: ''},
    {id: 'one/the lesson', token: 'on-2', href: 'one/the lesson.html', title: 'The lesson', minutes: 5, required: true, module: 'one'},
    {id: 'two', token: 'tw-3', href: 'two.html', title: 'Two', minutes: 5, required: true, module: 'one'},
    {id: 'more', token: 'mo-4', href: 'more.html', title: 'More', minutes: 5, required: false, module: ''}
  ],
  questions: {
    'q-single': {token: 'qs-1', kind: 'single', points: 1, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-one', weighting: 1},
    'q-several': {token: 'qv-2', kind: 'several', points: 1, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-one', weighting: 1},
    'q-true': {token: 'qt-3', kind: 'true-false', points: 1, tries: 1, scored: true, page: 'two', module: 'one', objective: 'aim-one', weighting: 1},
    'q-match': {token: 'qm-4', kind: 'matching', points: 1, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-two', weighting: 1},
    'q-order': {token: 'qo-5', kind: 'ordering', points: 2, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-two', weighting: 2},
    'q-number': {token: 'qn-6', kind: 'numeric', points: 2, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-two', weighting: 2},
    'q-text': {token: 'qx-7', kind: 'short-text', points: 2, tries: 2, scored: true, page: 'two', module: 'one', objective: 'aim-two', weighting: 2},
    'q-thought': {token: 'qr-8', kind: 'reflection', points: 1, tries: 1, scored: false, page: 'two', module: 'one', objective: 'aim-two', weighting: 0}
  },
  scenarios: {market: {token: 'sc-1', page: 'two'}},
  stories: {street: {token: 'sy-1', page: 'two', scenes: 13}}
};
