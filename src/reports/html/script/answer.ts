/** The answer: the verdict in words, the load line mark, the counts, and what must not be missed. */
export const answerScript = `
function brand() {
  return svg('svg', { viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('circle', { cx: 16, cy: 16, r: 10, fill: 'none', stroke: 'currentColor', 'stroke-width': 3 }),
    svg('path', { d: 'M1 16H31', stroke: 'currentColor', 'stroke-width': 3 }));
}
function loadLine() {
  var state = data.verdict.state;
  var surface = state === 'denied' ? 42 : state === 'allowed' ? 150 : 100;
  var kind = state === 'denied' ? 'sunk' : state === 'allowed' ? 'clear' : 'unsure';
  var label = state === 'allowed' ? word('markAllowed') : word('markDenied');
  var wave = 'M0 ' + surface + 'q25 -9 50 0t50 0t50 0t50 0V200H0Z';
  return svg('svg', { class: 'mark', viewBox: '0 0 200 200', role: 'img', 'aria-label': label },
    svg('defs', {}, svg('clipPath', { id: 'round' }, svg('circle', { cx: 100, cy: 100, r: 98 }))),
    svg('g', { 'clip-path': 'url(#round)' }, svg('path', { class: kind, d: wave })),
    svg('circle', { class: 'ring', cx: 100, cy: 100, r: 56, fill: 'none', 'stroke-width': 9 }),
    svg('path', { class: 'rule', d: 'M14 100H186', 'stroke-width': 9 }),
    svg('text', { x: 26, y: 90 }, 'P'), svg('text', { x: 162, y: 90 }, 'L'));
}
function verdictTitle() {
  var text = say(data.verdict.text);
  var strong = text.split(/[，, ]/)[0];
  if (data.verdict.state === 'undecided' && language === 'en') strong = 'NOT DECIDED';
  var name = language === 'en' ? strong.charAt(0) + strong.slice(1).toLowerCase() : strong;
  return h('h1', { class: data.verdict.state }, h('b', {}, name), text.slice(strong.length));
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
    svg('svg', { class: 'wave', viewBox: '0 0 1200 52', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('path', { class: 'far', d: 'M0 18q75 -16 150 0t150 0t150 0t150 0t150 0t150 0t150 0t150 0V52H0Z' }),
      svg('path', { class: 'near', d: 'M0 30q100 16 200 0t200 0t200 0t200 0t200 0t200 0V52H0Z' })));
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
      return h('a', { href: '#sights' }, h('span', { 'aria-hidden': 'true' }, '!'), say(notice));
    })));
}
`;
