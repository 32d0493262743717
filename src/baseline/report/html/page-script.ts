/** The head, what is out of date or was not read, the foot; puts the page together, again for each language. */
export const pageScript = `
function renderHero() {
  return h('header', { class: 'hero' },
    h('div', { class: 'wrap' },
      h('div', { class: 'bar' }, h('div', { class: 'brand' }, brand(), h('span', {}, 'Plimsoll'), h('small', {}, word('report'))), barControls()),
      h('div', { class: 'answer' }, h('div', {},
        h('p', { class: 'ref' }, say(data.where)),
        h('h1', { class: data.state }, say(data.answer)),
        h('p', { class: 'tally' }, say(data.tally)),
        h('ul', { class: 'facts' }, data.facts.map(function (text) { return h('li', {}, say(text)); }))))),
    sea());
}
function renderStrip() {
  return h('div', { class: 'card strip' }, h('p', { class: 'total' }, h('strong', {}, say(data.findings)), h('span', { class: 'quiet' }, word('severities'))),
    severityStrip(data.counts),
    data.isStarter === null ? null : h('div', { class: 'notices' }, h('a', { href: '#origin' }, h('span', { 'aria-hidden': 'true' }, '!'), say(data.isStarter))));
}
function renderOutdated() {
  if (data.outdated.length === 0) return null;
  return section('outdated', word('outdatedTitle'), number(data.outdated.length), h('ul', { class: 'card stale' }, data.outdated.map(function (one) {
    return h('li', { class: 'row-of' }, h('div', {}, say(one.text), h('p', {}, say(one.note))), h('button', { type: 'button', class: 'ghost', onclick: function () { choose(one.key, true); } }, word('tree')));
  })));
}
function renderNotRead() {
  if (data.notRead.length === 0) return null;
  return section('unread', word('unreadTitle'), number(data.notRead.length), h('ul', { class: 'card stale' }, data.notRead.map(function (one) {
    return h('li', {}, h('strong', {}, one.name), ' ', say(one.what), h('p', {}, word('containers') + (language === 'en' ? ': ' : '：') + one.containers));
  })));
}
function renderFoot() {
  var list = h('dl', {});
  ['engine', 'host', 'collectedAt', 'labels', 'database', 'tool'].forEach(function (name) {
    if (data.origin[name] !== '') list.append(h('dt', {}, word(name)), h('dd', {}, data.origin[name]));
  });
  return h('footer', { id: 'origin' }, h('div', { class: 'wrap' }, h('h2', {}, word('reproduce')),
    h('div', { class: 'command' }, h('code', {}, 'plimsoll baseline collect && plimsoll baseline report -o html=baseline.html')), list));
}
function render() {
  root.lang = language;
  document.title = word('title', { host: data.host });
  var parts = [renderStrip(), renderTree(), renderOutdated(), renderNotRead(), renderContainers()].filter(Boolean);
  document.getElementById('app').replaceChildren(h('a', { class: 'skip', href: '#containers' }, word('skip')), renderHero(), h('main', { class: 'wrap' }, parts), renderFoot());
}
render();
`;
