/** The images as a list that can be searched and narrowed, each of them folding out. */
export const imagesScript = String.raw`
var images = data.images.map(function (row) {
  return {
    names: row[0], digest: row[1], short: row[2], platform: row[3], verdict: row[4], incomplete: row[5] === 1, counts: row[6], fixable: row[7], exploited: row[8],
    gaps: row[9], size: row[10], created: row[11], distribution: row[12], base: row[13], user: row[14], packages: row[15], failed: row[16], undecided: row[17], report: row[18], bytes: row[19],
    repositories: new Set(row[0].map(repositoryOf)),
    search: row[0].concat([row[1], row[12], row[13] || ''], row[16], row[17]).join(' ').toLowerCase()
  };
});
function repositoryOf(name) { return name.replace(/(?:@|:)[^\/]*$/, ''); }
var chunk = 100;
var filter = { text: '', kind: '', repository: null, order: 'urgency' };
var list = null;
var bar = null;
function byName(a, b) { return (a.names[0] || a.digest) < (b.names[0] || b.digest) ? -1 : 1; }
function byCounts(a, b) {
  for (var at = 0; at < a.counts.length; at += 1) if (a.counts[at] !== b.counts[at]) return b.counts[at] - a.counts[at];
  return byName(a, b);
}
// As it comes the list is by urgency.
var orders = {
  urgency: null,
  name: byName,
  findings: byCounts,
  fixable: function (a, b) { return b.fixable - a.fixable || byName(a, b); },
  size: function (a, b) { return b.bytes - a.bytes || byName(a, b); }
};
var tests = {
  denied: function (one) { return one.verdict === 'denied'; },
  allowed: function (one) { return one.verdict === 'allowed' && !one.incomplete; },
  incomplete: function (one) { return one.incomplete || one.verdict === 'undecided'; },
  exploited: function (one) { return one.exploited > 0; },
  hasFix: function (one) { return one.fixable > 0; }
};
function wanted(without) {
  var words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return images.filter(function (one) {
    return (without === 'kind' || filter.kind === '' || tests[filter.kind](one)) && (filter.repository === null || one.repositories.has(filter.repository)) &&
      words.every(function (word) { return one.search.includes(word); });
  });
}
function verdictMark(one) {
  var state = one.incomplete ? 'incomplete' : one.verdict;
  var mark = one.verdict === 'denied' ? '✘ ' : one.incomplete || one.verdict === 'undecided' ? '! ' : '✔ ';
  return h('span', { class: 'says ' + (one.verdict === 'denied' ? 'denied' : state) }, mark + word(one.verdict === 'denied' ? 'denied' : state));
}
function tallies(one) {
  var parts = [];
  severities.forEach(function (name, at) { if (one.counts[at] > 0) parts.push(severityMark(name, number(one.counts[at]) + ' ' + say(data.names.severity[name]))); });
  if (one.exploited > 0) parts.push(h('span', { class: 'tag bad' }, word('exploited')));
  if (parts.length === 0) parts.push(h('span', { class: 'quiet' }, word('noFindings')));
  return h('span', { class: 'tallies' }, parts);
}
function detail(one) {
  var facts = h('dl', {});
  function fact(name, content) { if (content !== '' && content !== null) facts.append(h('dt', {}, word(name)), h('dd', {}, content)); }
  if (one.names.length > 1) fact('names', h('ol', {}, one.names.map(function (name) { return h('li', {}, h('code', {}, name)); })));
  fact('failed', one.failed.join(', '));
  fact('notDecided', one.undecided.join(', '));
  fact('digest', h('code', {}, one.digest));
  fact('platform', one.platform); fact('created', one.created); fact('distribution', one.distribution);
  fact('base', one.base === null ? word('noBase') : one.base);
  fact('user', one.user === '' ? word('userUnset') : one.user);
  fact('packages', number(one.packages)); fact('gaps', number(one.gaps));
  if (one.report !== '') fact('fullReport', h('code', {}, one.report));
  return h('div', { class: 'more-of' }, facts);
}
function imageEntry(one) {
  var item = h('li', {});
  var button = h('button', { type: 'button', class: 'entry', 'aria-expanded': 'false', onclick: function () {
    var open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) item.lastChild.remove(); else item.append(detail(one));
  } }, verdictMark(one),
    h('span', { class: 'name' }, one.names[0] || one.short, one.names.length > 1 ? h('small', {}, word('moreNames', { count: number(one.names.length - 1) })) : null),
    tallies(one), h('span', { class: 'num fixes' }, number(one.fixable)), h('span', { class: 'num' }, one.size));
  item.append(button);
  return item;
}
function drawImages() {
  if (list === null) return;
  var found = wanted(null);
  if (orders[filter.order] !== null) found.sort(orders[filter.order]);
  var at = 0;
  list.replaceChildren(h('li', { class: 'head', 'aria-hidden': 'true' }, h('span', {}, word('verdict')), h('span', {}, word('image')), h('span', {}, word('findings')), h('span', { class: 'num' }, word('fixable')), h('span', { class: 'num' }, word('size'))));
  function more() {
    var button = list.querySelector('.more');
    if (button) button.remove();
    found.slice(at, at + chunk).forEach(function (one) { list.append(imageEntry(one)); });
    at += chunk;
    if (at < found.length) list.append(h('li', { class: 'more' }, h('div', { class: 'pager' }, h('button', { type: 'button', class: 'ghost', onclick: more }, word('showMore', { count: number(Math.min(chunk, found.length - at)) })))));
  }
  more();
  if (found.length === 0) list.append(h('li', {}, h('p', { class: 'empty' }, word('noneFound'))));
  drawBar();
}
function drawBar() {
  var found = wanted('kind');
  var chips = ['denied', 'incomplete', 'allowed', 'exploited', 'hasFix'].map(function (name) {
    var count = found.filter(tests[name]).length;
    return h('button', { type: 'button', class: 'chip' + (count === 0 ? ' none' : ''), 'aria-pressed': String(filter.kind === name), 'data-chip': name, onclick: function () {
      filter.kind = filter.kind === name ? '' : name; drawImages();
      var again = bar.querySelector('[data-chip="' + name + '"]'); if (again) again.focus();
    } }, word(name), h('b', {}, number(count)));
  });
  if (filter.repository !== null) chips.push(h('button', { type: 'button', class: 'chip', 'aria-pressed': 'true', onclick: function () { chooseQuay(null); } }, filter.repository + ' ×'));
  bar.replaceChildren(h('div', { class: 'facet' }, h('div', {}, chips)));
}
function renderImages() {
  if (images.length === 0) return null;
  list = h('ul', { class: 'card fleet' });
  bar = h('div', { class: 'facets' });
  var part = section('images', word('images'), number(images.length),
    h('div', { class: 'tools' }, h('input', { type: 'search', class: 'field', value: filter.text, placeholder: word('search'), 'aria-label': word('search'), autocomplete: 'off', spellcheck: 'false',
      oninput: function (event) { filter.text = event.target.value; drawImages(); } }),
      h('select', { class: 'field', 'aria-label': word('order'), onchange: function (event) { filter.order = event.target.value; drawImages(); } },
        Object.keys(orders).map(function (name) { return h('option', { value: name, selected: filter.order === name }, word('order') + ': ' + word(name)); }))), bar, list);
  drawImages();
  return part;
}
`;
