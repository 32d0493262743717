/** Packages as a tree: type, source, package. A branch is built when it is opened, 200 leaves at a time. */
export const packagesScript = String.raw`
var chunk = 200;
function groupBy(list, key) {
  var groups = new Map();
  list.forEach(function (one) { var name = key(one); if (groups.has(name)) groups.get(name).push(one); else groups.set(name, [one]); });
  return groups;
}
function findingsOf(list) { var seen = new Set(); list.forEach(function (pkg) { pkg.findings.forEach(function (finding) { seen.add(finding.at); }); }); return seen; }
function worstAt(list) { return list.reduce(function (worst, pkg) { return pkg.findings.reduce(function (best, finding) { return Math.min(best, finding.severity); }, worst); }, 99); }
function findingLink(list, text) {
  var seen = findingsOf(list);
  if (seen.size === 0) return null;
  return h('button', { type: 'button', class: 'link', onclick: function (event) { event.preventDefault(); showOnly({ chosen: seen, chosenText: text }); } }, findingCount(seen.size));
}
function leaf(pkg) {
  return h('li', { class: 'leaf' }, h('strong', {}, pkg.name), h('span', { class: 'version' }, pkg.version),
    pkg.findings.length > 0 ? severityMark(severities[worstAt([pkg])]) : null, findingLink([pkg], pkg.name),
    pkg.licenses.length > 0 ? h('span', { class: 'license' }, pkg.licenses.join(' AND ')) : null,
    h('span', { class: 'where' }, [pkg.path, layerName(pkg.layer)].filter(Boolean).join(' · ') + (pkg.ownedBy === null ? '' : ' · ' + word('ownedBy', { owner: pkg.ownedBy })) + (pkg.certainty === null ? '' : ' · ' + say(pkg.certainty))));
}
function branch(kind, title, list, children, open) {
  var filled = false;
  function grow() { if (!filled) { filled = true; element.append(children()); } }
  var element = h('details', { class: kind, ontoggle: function () { if (element.open) grow(); } },
    h('summary', {}, h('span', {}, title), h('span', { class: 'quiet' }, list.length === 1 ? word('packageOne') : word('packageCount', { count: number(list.length) })),
      worstAt(list) < 99 ? severityMark(severities[worstAt(list)]) : null, findingLink(list, title)));
  if (open) { element.open = true; grow(); }
  return element;
}
function growing(items, make) {
  var list = h('ul', {}), at = 0;
  function more() {
    var button = list.querySelector(':scope > li > .more');
    if (button) button.parentNode.remove();
    items.slice(at, at + chunk).forEach(function (item) { list.append(make(item)); });
    at += chunk;
    if (at < items.length) list.append(h('li', {}, h('button', { type: 'button', class: 'ghost more', onclick: more }, word('showMore', { count: number(Math.min(chunk, items.length - at)) }))));
  }
  more();
  return list;
}
function sourceItems(list) {
  var groups = Array.from(groupBy(list, function (pkg) { return pkg.source || pkg.name; }).entries());
  groups.sort(function (a, b) { return worstAt(a[1]) - worstAt(b[1]) || collator.compare(a[0], b[0]); });
  return growing(groups, function (group) {
    return group[1].length === 1 ? leaf(group[1][0]) : h('li', {}, branch('source', group[0], group[1], function () { return growing(group[1], leaf); }, false));
  });
}
function drawTree(text) {
  var words = text.toLowerCase().split(/\s+/).filter(Boolean);
  var found = packages.filter(function (pkg) { return words.every(function (one) { return (pkg.name + ' ' + (pkg.source || '') + ' ' + pkg.version).toLowerCase().includes(one); }); });
  var types = Array.from(groupBy(found, function (pkg) { return pkg.type; }).entries()).sort(function (a, b) { return b[1].length - a[1].length; });
  return types.map(function (type) { return branch('type', type[0], type[1], function () { return sourceItems(type[1]); }, words.length > 0 || packages.length <= 40); });
}
function renderPackages() {
  if (packages.length === 0) return section('packages', word('packages'), null, h('p', { class: 'lead' }, word('noPackages')));
  var tree = h('div', { class: 'card tree' }, drawTree(''));
  return section('packages', word('packages'), number(packages.length),
    h('div', { class: 'treebar' }, h('input', { type: 'search', class: 'field', placeholder: word('packageSearch'), 'aria-label': word('packageSearch'), autocomplete: 'off', spellcheck: 'false',
      oninput: function (event) { tree.replaceChildren.apply(tree, drawTree(event.target.value)); } })), tree);
}
`;
