/** The answer: the verdict in words, the load line mark, the counts, and what must not be missed. */
export const answerScript = `
function loadLine() {
  var state = verdictState();
  var surface = { denied: 40, allowed: 158, undecided: 100, unjudged: 158 }[state];
  var label = word({ denied: 'markDenied', allowed: 'markAllowed', undecided: 'markUndecided', unjudged: 'markUnjudged' }[state]);
  function wave(y, swell) { return 'M-20 ' + y + 'q15 -' + swell + ' 30 0t30 0t30 0t30 0t30 0t30 0t30 0t30 0V200H-20Z'; }
  return svg('svg', { class: 'mark ' + state, viewBox: '0 0 200 200', role: 'img', 'aria-label': label },
    svg('defs', {}, svg('clipPath', { id: 'round' }, svg('circle', { cx: 100, cy: 100, r: 98 }))),
    svg('circle', { class: 'plate', cx: 100, cy: 100, r: 98 }),
    svg('g', { 'clip-path': 'url(#round)' }, svg('path', { class: 'swell-far', d: wave(surface - 6, 7) }), svg('path', { class: 'swell-near', d: wave(surface, 9) })),
    svg('g', { class: 'disc-line' },
      svg('circle', { cx: 100, cy: 100, r: 54, fill: 'none', 'stroke-width': 9 }),
      svg('path', { d: 'M16 100H184', 'stroke-width': 9 }),
      svg('text', { x: 24, y: 88 }, 'P'), svg('text', { x: 163, y: 88 }, 'L')));
}
/** An image that no control looked at is allowed, but that says nothing of it. */
function verdictState() { return data.verdict.judged ? data.verdict.state : 'unjudged'; }
function verdictTitle() {
  var text = say(data.verdict.text);
  var strong = text.split(/[，, ]/)[0];
  if (data.verdict.state === 'undecided' && language === 'en') strong = 'NOT DECIDED';
  var name = language === 'en' ? strong.charAt(0) + strong.slice(1).toLowerCase() : strong;
  return h('h1', { class: verdictState() }, h('b', {}, name), text.slice(strong.length));
}
function renderHero(controls) {
  return h('header', { class: 'hero' },
    h('div', { class: 'wrap' },
      h('div', { class: 'bar' }, h('div', { class: 'brand' }, brand(), h('span', {}, 'Plimsoll'), h('small', {}, word('report'))), controls),
      h('div', { class: 'answer' },
        h('div', {},
          h('p', { class: 'ref' }, data.ref),
          verdictTitle(),
          h('p', { class: 'tally' }, say(data.verdict.tally)),
          h('ul', { class: 'facts' }, [data.facts.image, data.facts.user, data.facts.base].map(function (fact) { return h('li', {}, say(fact)); }))),
        loadLine())),
    sea());
}
function renderStrip() {
  var total = sum(data.counts);
  var bar = h('div', { class: 'stack', 'aria-hidden': 'true' });
  var legend = h('div', { class: 'legend', role: 'group', 'aria-label': word('severities') });
  severities.forEach(function (name, at) {
    var count = data.counts[at];
    if (count > 0) {
      var piece = h('span', { class: name });
      piece.style.flexGrow = String(count);
      bar.append(piece);
    }
    legend.append(h('button', { type: 'button', disabled: count === 0, onclick: function () { showOnly({ severity: [at] }); } },
      severityMark(name), h('strong', {}, number(count))));
  });
  return h('div', { class: 'card strip' },
    h('p', { class: 'total' }, h('strong', {}, findingCount(total)), h('span', { class: 'quiet' }, say(data.effort))),
    total > 0 ? bar : null, total > 0 ? legend : null,
    data.notices.length === 0 ? null : h('div', { class: 'notices' }, data.notices.map(function (notice) {
      return h('a', { href: '#' + notice.at }, h('span', { 'aria-hidden': 'true' }, '!'), say(notice.text));
    })));
}
`;
