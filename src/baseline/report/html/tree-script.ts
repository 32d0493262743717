/** The tree as a picture: planks on the water with their cargo, and what is to be said of the chosen one. */
export const treeScript = `
var crates = 24;
var chosen = null;
var nodes = new Map();
function note(node) { nodes.set(node.key, node); node.children.forEach(note); }
data.roots.forEach(note);
function crate(at) {
  var one = data.containers[at];
  return h('span', { class: 'crate' + (one.runs ? ' runs' : '') + (one.user === 'root' ? ' root' : ''), title: one.name + ' · ' + one.state + ' · ' + one.user });
}
function cargo(node) {
  if (node.cargo.length === 0) return null;
  var more = node.cargo.length - crates;
  return h('div', { class: 'cargo', 'aria-hidden': 'true' }, node.cargo.slice(0, crates).map(crate), more > 0 ? h('small', {}, '+' + number(more)) : null);
}
function plank(node) {
  return h('button', { type: 'button', class: 'plank ' + (worstOf(node.counts) || ''), 'data-key': node.key, 'aria-pressed': String(chosen === node.key), onclick: function () { choose(node.key, false); } },
    h('b', {}, say(node.title)), h('span', {}, say(node.total)),
    node.isApproved ? h('span', { class: 'tag ok' }, word('approved')) : null,
    node.isOutdated ? h('span', { class: 'tag warn' }, word('outdated')) : null);
}
function stem(node) {
  var element = h('li', { class: 'stem' }, h('ul', { class: 'above' }, node.children.map(stem)), cargo(node), plank(node));
  element.style.flexGrow = String(Math.max(1, node.size));
  return element;
}
function fact(list, name, content) {
  if (content === null || content === '') return;
  list.append(h('dt', {}, word(name)), h('dd', {}, content));
}
function told(node) {
  var list = h('dl', {});
  fact(list, 'names', node.names.map(say).join(language === 'en' ? ', ' : '，'));
  fact(list, 'made', node.created);
  fact(list, 'fingerprint', node.key === '' ? null : h('code', {}, node.key));
  fact(list, 'layersOwn', node.layers.length === 0 ? null : h('ol', { tabindex: '0' }, node.layers.map(function (layer) {
    return h('li', {}, h('code', {}, layer.command || word('noCommand')), h('span', { class: 'quiet' }, layer.size));
  })));
  if (!node.isApproved && node.key !== '') fact(list, 'approve', h('code', {}, 'plimsoll baseline approve ' + node.key.slice(7, 19) + ' --name NAME --policy FILE'));
  return [h('h3', {}, say(node.title)), h('p', { class: 'quiet' }, say(node.total) + ' · ' + say(node.facts)),
    node.warnings.map(function (text) { return h('p', { class: 'warn' }, '! ' + say(text)); }), list];
}
function choose(key, jump) {
  chosen = key;
  document.querySelectorAll('.plank').forEach(function (one) { one.setAttribute('aria-pressed', String(one.getAttribute('data-key') === key)); });
  var panel = document.getElementById('told');
  panel.replaceChildren.apply(panel, told(nodes.get(key)).flat());
  if (jump) document.getElementById('tree').scrollIntoView();
}
function renderTree() {
  if (data.roots.length === 0) return null;
  if (chosen === null) chosen = data.roots[0].key;
  return section('tree', word('tree'), null, h('p', { class: 'lead' }, word('treeHint')),
    h('div', { class: 'card dock', role: 'group', 'aria-label': word('picture'), tabindex: '0' }, h('ul', { class: 'ground' }, data.roots.map(stem)), h('div', { class: 'water', 'aria-hidden': 'true' })),
    h('div', { class: 'card told', id: 'told', 'aria-live': 'polite' }, told(nodes.get(chosen)).flat()));
}
`;
