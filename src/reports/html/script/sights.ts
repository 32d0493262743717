/** Gaps, waivers, and what was left out: in plain sight. */
export const sightsScript = `
var sightsShown = 100;
function sight(title, none, items, count) {
  var more = items.length - sightsShown;
  if (items.length === 0) return h('div', { class: 'card none' }, h('h3', {}, title), h('p', { class: 'quiet' }, none));
  return h('div', { class: 'card' }, h('h3', {}, title, h('span', { class: 'count' }, number(count))), h('ul', {}, items.slice(0, sightsShown)), more > 0 ? h('p', { class: 'quiet' }, '+ ' + number(more)) : null);
}
function renderSights() {
  var gaps = data.gaps.map(function (gap) {
    return h('li', {}, gap.incomplete ? h('span', { class: 'tag bad' }, word('incomplete')) : null, ' ', say(gap.text), h('p', {}, [say(gap.blinds), layerName(gap.layer)].filter(Boolean).join(' · ')),
      gap.paths.length > 0 ? h('details', {}, h('summary', {}, word('allNames')), h('ul', { class: 'names' }, gap.paths.map(function (path) { return h('li', {}, path); }))) : null);
  });
  function waiver(one, expired) {
    var kind = expired ? ' bad' : one.soon ? ' warn' : '';
    var what = expired ? say(one.what) : say(one.evidence[0]) + (one.evidence.length > 1 ? ' (+' + number(one.evidence.length - 1) + ')' : '');
    return h('li', {}, h('strong', {}, one.control), ' ', what, ' ', h('span', { class: 'tag' + kind }, (expired ? word('expired') + ' ' : '→ ') + one.expires),
      h('p', {}, one.reason), h('p', {}, word('owner', { who: one.owner }) + (one.approvedBy === null ? '' : ' · ' + word('approvedBy', { who: one.approvedBy }))));
  }
  var waivers = data.expired.map(function (one) { return waiver(one, true); }).concat(data.waived.map(function (one) { return waiver(one, false); }));
  var suppressed = data.suppressed.map(function (one) { return h('li', {}, h('strong', {}, one.id), ' ', one.package, h('p', {}, say(data.names.by[one.by]) + ' · ' + say(one.why))); });
  return section('sights', word('plainSight'), null, h('div', { class: 'sights' },
    sight(word('gaps'), word('noGaps'), gaps, data.gapsCount), sight(word('waivers'), word('noWaivers'), waivers, waivers.length), sight(word('suppressed'), word('noSuppressed'), suppressed, suppressed.length)));
}
`;
