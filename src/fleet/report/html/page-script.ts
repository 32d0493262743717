/** The head, what was not judged or passed over, the foot; puts the page together, again for each language. */
export const pageScript = `
function renderHero() {
  return h('header', { class: 'hero' },
    h('div', { class: 'wrap' },
      h('div', { class: 'bar' }, h('div', { class: 'brand' }, brand(), h('span', {}, 'Plimsoll'), h('small', {}, word('report'))), barControls()),
      h('div', { class: 'answer' }, h('div', {},
        h('p', { class: 'ref' }, data.place),
        h('h1', { class: data.state }, h('b', {}, say(data.answer))),
        h('p', { class: 'tally' }, say(data.tally)),
        h('ul', { class: 'facts' }, data.facts.map(function (text) { return h('li', {}, say(text)); }))))),
    sea());
}
function renderStrip() {
  var all = sum(data.counts);
  var notices = [];
  if (data.open.length > 0) notices.push(h('a', { href: '#open' }, h('span', { 'aria-hidden': 'true' }, '!'), word('notCompletedTitle') + ' (' + number(data.open.length + data.moreOpen) + ')'));
  if (data.isStarter) notices.push(h('a', { href: '#origin' }, h('span', { 'aria-hidden': 'true' }, '!'), word('starter')));
  return h('div', { class: 'card strip' }, h('p', { class: 'total' }, h('strong', {}, all === 0 ? word('noFindings') : word('findingsTitle', { count: number(all) })), h('span', { class: 'quiet' }, all === 0 ? '' : word('severities'))),
    severityStrip(data.counts), notices.length > 0 ? h('div', { class: 'notices' }, notices) : null);
}
function renderOpen() {
  if (data.open.length === 0) return null;
  return section('open', word('notCompletedTitle'), number(data.open.length + data.moreOpen), h('ul', { class: 'card stale' }, data.open.map(function (one) {
    return h('li', {}, h('strong', {}, one.name), h('p', {}, say(one.what) + ' (' + one.code + ')'));
  }), data.moreOpen > 0 ? h('li', {}, h('p', {}, word('moreOpen', { count: number(data.moreOpen) }))) : null));
}
function renderSkipped() {
  if (data.skipped.length === 0) return null;
  return section('skipped', word('skippedTitle'), number(sum(data.skipped.map(function (one) { return one[1]; }))), h('p', { class: 'lead' }, word('skippedHint')),
    h('div', { class: 'passed' }, data.skipped.map(function (one) { return h('span', { class: 'tag' }, number(one[1]) + ' ' + say(data.names.skip[one[0]])); })),
    h('details', {}, h('summary', {}, word('names')), h('ul', {}, data.skippedNames.map(function (one) { return h('li', {}, h('code', {}, one.name), ' ', say(data.names.skip[one.why]), ' ', h('span', { class: 'quiet' }, one.detail)); }))));
}
function renderFoot() {
  var facts = h('dl', {});
  ['registry', 'policy', 'database', 'scannedAt', 'tool'].forEach(function (name) { facts.append(h('dt', {}, word(name)), h('dd', {}, data.origin[name])); });
  facts.append(h('dt', {}, word('effort')), h('dd', {}, say(data.effort)));
  return h('footer', { id: 'origin' }, h('div', { class: 'wrap' }, h('h2', {}, word('reproduce')),
    h('div', { class: 'command' }, h('code', {}, 'plimsoll registry scan ' + data.place + ' -o html=registry.html')), facts));
}
function render() {
  root.lang = language;
  document.title = word('title', { place: data.place });
  var parts = [renderStrip(), renderHarbor(), renderOpen(), renderImages(), renderSkipped()].filter(Boolean);
  document.getElementById('app').replaceChildren(h('a', { class: 'skip', href: '#images' }, word('skip')), renderHero(), h('main', { class: 'wrap' }, parts), renderFoot());
}
render();
`;
