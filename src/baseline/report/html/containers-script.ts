/** The containers as a list that can be searched. */
export const containersScript = String.raw`
var chunk = 200;
var asked = '';
function containerRow(one) {
  var base = one.base === null ? word(one.counts === null ? 'notRead' : 'noBase') : say(one.base);
  return h('li', {},
    h('div', {}, h('strong', {}, one.name), ' ', h('span', { class: 'state' }, one.state)),
    h('div', { class: 'mono' }, one.image),
    h('div', {}, one.key === null ? base : h('button', { type: 'button', class: 'ghost', onclick: function () { choose(one.key, true); } }, base), ' ', one.isOutdated ? h('span', { class: 'tag warn' }, word('outdated')) : null),
    h('div', { class: one.user === 'root' ? 'root' : '' }, one.user),
    h('div', {}, one.counts === null ? h('span', { class: 'tag bad' }, word('notRead')) : worstOf(one.counts) === null ? h('span', { class: 'quiet' }, say(one.findings)) : severityMark(worstOf(one.counts), say(one.findings))));
}
function drawContainers(list) {
  var words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  var found = data.containers.filter(function (one) {
    var text = [one.name, one.state, one.image, one.base === null ? '' : say(one.base), one.user].join(' ').toLowerCase();
    return words.every(function (word) { return text.includes(word); });
  });
  list.replaceChildren(h('li', { class: 'head', 'aria-hidden': 'true' }, ['container', 'image', 'base', 'user', 'findings'].map(function (name) { return h('div', {}, word(name)); })));
  var at = 0;
  function more() {
    var button = list.querySelector('.more');
    if (button) button.remove();
    found.slice(at, at + chunk).forEach(function (one) { list.append(containerRow(one)); });
    at += chunk;
    if (at < found.length) list.append(h('li', { class: 'more' }, h('button', { type: 'button', class: 'ghost', onclick: more }, word('showMore', { count: number(Math.min(chunk, found.length - at)) }))));
  }
  more();
  if (found.length === 0) list.append(h('li', {}, h('div', { class: 'quiet' }, word('noneFound'))));
}
function renderContainers() {
  if (data.containers.length === 0) return section('containers', word('containers'), null, h('p', { class: 'lead' }, word('noContainers')));
  var list = h('ul', { class: 'card hold' });
  drawContainers(list);
  return section('containers', word('containers'), number(data.containers.length),
    h('div', { class: 'tools' }, h('input', { type: 'search', class: 'field', value: asked, placeholder: word('search'), 'aria-label': word('search'), autocomplete: 'off', spellcheck: 'false',
      oninput: function (event) { asked = event.target.value; drawContainers(list); } })), list);
}
`;
