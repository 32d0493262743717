/** What the table shows: search, facets and order. All of it is state of this one table. */
export const findingFiltersScript = String.raw`
var filter = emptyFilter();
var order = { by: 'urgency', down: false };
function emptyFilter() { return { text: '', severity: [], policy: [], fix: [], exploited: [], origin: [], type: [], layer: null, chosen: null, chosenText: '' }; }

var facetTests = {
  severity: function (finding, chosen) { return chosen.includes(finding.severity); },
  policy: function (finding, chosen) { return chosen.includes(finding.policy); },
  fix: function (finding, chosen) { return chosen.includes(finding.fixed !== null); },
  exploited: function (finding) { return finding.exploited; },
  origin: function (finding, chosen) { return chosen.includes(finding.base); },
  type: function (finding, chosen) { return chosen.includes(finding.type); }
};
function matches(finding, without) {
  if (filter.chosen !== null && !filter.chosen.has(finding.at)) return false;
  if (filter.layer !== null && finding.layer !== filter.layer) return false;
  for (var name in facetTests) if (name !== without && filter[name].length > 0 && !facetTests[name](finding, filter[name])) return false;
  return true;
}
function wanted() {
  var words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter(function (finding) {
    return words.every(function (one) { return finding.search.includes(one); });
  });
}
/** A digit run compares as a number, so that 1.10 comes after 1.9. */
var collator = new Intl.Collator('en', { numeric: true });
var orders = {
  severity: function (a, b) { return a.severity - b.severity; },
  id: function (a, b) { return collator.compare(a.id, b.id); },
  package: function (a, b) { return collator.compare(a.package, b.package); },
  installed: function (a, b) { return collator.compare(a.installed, b.installed); },
  fixed: function (a, b) { return Number(a.fixed === null) - Number(b.fixed === null) || collator.compare(a.fixed || '', b.fixed || ''); },
  layer: function (a, b) { return a.layer - b.layer; },
  score: function (a, b) { return (b.score === null ? -1 : b.score) - (a.score === null ? -1 : a.score); }
};
function sorted(list) {
  var compare = orders[order.by];
  if (compare === undefined) return list;
  var sign = order.down ? -1 : 1;
  return list.slice().sort(function (a, b) { return sign * compare(a, b) || a.at - b.at; });
}
function facetGroups(found) {
  var groups = [
    { name: 'severity', title: word('severity'), options: severities.map(function (name, at) { return [at, say(data.names.severity[name])]; }) },
    { name: 'policy', title: word('policyFacet'), options: [[1, word('denies')], [2, word('waived')]] },
    { name: 'fix', title: word('fix'), options: [[true, word('fixable')], [false, word('unfixed')]] },
    { name: 'exploited', title: word('exploit'), options: [[true, word('exploited')]] },
    { name: 'origin', title: word('origin'), options: data.baseName === null ? [] : [[true, word('base')], [false, word('own')]] },
    { name: 'type', title: word('type'), options: Array.from(new Set(findings.map(function (finding) { return finding.type; }))).sort().map(function (type) { return [type, type]; }) }
  ];
  var values = {
    severity: function (finding) { return finding.severity; }, policy: function (finding) { return finding.policy; }, fix: function (finding) { return finding.fixed !== null; },
    exploited: function (finding) { return finding.exploited; }, origin: function (finding) { return finding.base; }, type: function (finding) { return finding.type; }
  };
  groups.forEach(function (group) {
    group.counts = new Map();
    found.forEach(function (finding) {
      if (!matches(finding, group.name)) return;
      var value = values[group.name](finding);
      group.counts.set(value, (group.counts.get(value) || 0) + 1);
    });
    group.options = group.options.filter(function (option) { return group.name === 'fix' || group.name === 'origin' || filter[group.name].includes(option[0]) || findings.some(function (finding) { return values[group.name](finding) === option[0]; }); });
  });
  return groups.filter(function (group) { return group.options.length > 0; });
}
function isFiltered() {
  return filter.text !== '' || filter.layer !== null || filter.chosen !== null || Object.keys(facetTests).some(function (name) { return filter[name].length > 0; });
}
`;
