/** The comparison's page: the answer, both sides, the table, what is behind it; puts itself together, again for each language. */
export const comparisonScript = `
function bar(counts) {
  var stack = h('div', { class: 'stack', 'aria-hidden': 'true' });
  severities.forEach(function (name, at) {
    if (counts[at] === 0) return;
    var piece = h('span', { class: name });
    piece.style.flexGrow = String(counts[at]);
    stack.append(piece);
  });
  return stack;
}
function renderHero() {
  return h('header', { class: 'hero' },
    h('div', { class: 'wrap' },
      h('div', { class: 'bar' }, h('div', { class: 'brand' }, brand(), h('span', {}, 'Plimsoll'), h('small', {}, word('report'))), barControls()),
      h('div', { class: 'answer' }, h('div', {},
        h('p', { class: 'ref' }, say(data.title)),
        h('h1', { class: data.state }, h('b', {}, say(data.verdict))),
        h('ul', { class: 'facts' }, data.facts.map(function (text) { return h('li', {}, say(text)); }))))),
    sea());
}
function renderSides() {
  return h('div', { class: 'strip pair' }, data.sides.map(function (side) {
    return h('div', { class: 'card' }, h('h3', {}, say(side.title)), h('p', { class: 'mono' }, side.ref),
      h('p', {}, h('strong', {}, number(sum(side.counts))), ' ', word('findings')), sum(side.counts) > 0 ? bar(side.counts) : null);
  }));
}
function renderTable() {
  return section('compare', word('compared'), null, h('div', { class: 'card table' }, h('table', { class: 'compare' },
    h('thead', {}, h('tr', {}, h('th', {}, ''), h('th', { scope: 'col' }, word('before')), h('th', { scope: 'col' }, word('after')))),
    h('tbody', {}, data.rows.map(function (row) {
      return h('tr', { class: row.kind }, h('th', { scope: 'row' }, say(row.name)), h('td', {}, say(row.before)), h('td', {}, say(row.after)));
    })))));
}
function renderList(list, at) {
  if (list.total === 0) return null;
  return section('list-' + at, say(list.title), number(list.total), h('ul', { class: 'card changes' }, list.items.map(function (item) {
    return h('li', {}, h('strong', {}, say(item.name)), h('span', { class: 'quiet' }, say(item.note)));
  })));
}
function renderDockerfile() {
  if (data.dockerfile.length === 0) return null;
  return section('dockerfile', word('dockerfile'), null, h('pre', { class: 'card dockerfile mono' }, data.dockerfile.join('\\n')));
}
function render() {
  root.lang = language;
  document.title = say(data.title);
  var parts = [renderSides(), renderTable()].concat(data.lists.map(renderList), [renderDockerfile()]).filter(Boolean);
  document.getElementById('app').replaceChildren(h('a', { class: 'skip', href: '#compare' }, word('skip')), renderHero(), h('main', { class: 'wrap' }, parts));
}
render();
`;
