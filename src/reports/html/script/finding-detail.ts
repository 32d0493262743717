/** One finding: its row, and all that is known of it when the row is opened. */
export const findingDetailScript = String.raw`
function readMore(id) {
  if (/^CVE-\d{4}-\d{4,19}$/.test(id)) return 'https://www.cve.org/CVERecord?id=' + id;
  if (/^GHSA(-[a-z0-9]{4}){3}$/.test(id)) return 'https://github.com/advisories/' + id;
  if (/^D[SL]A-\d+-\d+$/.test(id)) return 'https://security-tracker.debian.org/tracker/' + id;
  return null;
}
function linked(id) {
  var address = readMore(id);
  return address === null ? id : h('a', { href: address, rel: 'noopener noreferrer', target: '_blank' }, id);
}
function layerName(at) { return at < 0 ? '' : word('layerNumber', { number: at + 1 }); }
function detailRow(finding) {
  var facts = [
    ['aliases', finding.aliases.length === 0 ? '' : finding.aliases.map(function (id, at) { return h('span', {}, at > 0 ? ', ' : '', linked(id)); })],
    ['vector', finding.vector === null ? '' : h('code', {}, finding.vector)],
    ['epss', finding.epss === null ? '' : (finding.epss * 100).toFixed(2) + ' %'],
    ['severityFrom', finding.evidence[3]],
    ['status', say(data.names.status[finding.status])],
    ['certainty', finding.certainty === null ? '' : say(finding.certainty)],
    ['published', finding.published === null ? '' : finding.published.slice(0, 10)],
    ['advisory', h('span', {}, linked(finding.evidence[0]), ' · ', finding.evidence[1])],
    ['range', finding.evidence[2]],
    ['layer', finding.layer < 0 ? '' : layerName(finding.layer) + (data.baseName === null ? '' : ' · ' + word(finding.base ? 'base' : 'own'))],
    ['path', h('code', {}, finding.path)],
    ['purl', h('code', {}, finding.purl)],
    ['more', readMore(finding.id) === null ? '' : linked(finding.id)]
  ];
  var list = h('dl', {});
  facts.forEach(function (fact) { if (fact[1] !== '') list.append(h('dt', {}, word(fact[0])), h('dd', {}, fact[1])); });
  return h('tr', { class: 'detail' }, h('td', { colspan: 7 }, finding.summary === '' ? null : h('p', {}, finding.summary), list));
}
function cut(text, kind) { return h('span', { class: 'cut' + (kind ? ' ' + kind : ''), title: text.length > 40 ? text : null }, text); }
function policyTag(finding) {
  if (finding.policy === 0) return null;
  return h('span', { class: 'tag' + (finding.policy === 1 ? ' bad' : '') }, word(finding.policy === 1 ? 'denies' : 'waived'));
}
function findingRow(finding) {
  return h('tr', { class: 'row', tabindex: '-1', 'aria-expanded': 'false', 'data-at': finding.at },
    h('td', {}, severityMark(severities[finding.severity])),
    h('td', {}, h('div', { class: 'names' }, h('span', { class: 'cut id' }, finding.id), policyTag(finding), finding.exploited ? h('span', { class: 'tag bad' }, word('exploitedShort')) : null,
      finding.status === 'affected' ? null : h('span', { class: 'tag warn' }, say(data.names.status[finding.status])),
      finding.certainty === null ? null : h('span', { class: 'tag' }, say(finding.certainty)))),
    h('td', {}, cut(finding.package)),
    h('td', {}, cut(finding.installed, 'mono')),
    finding.fixed === null ? h('td', { class: 'quiet nofix' }, word('unfixed')) : h('td', {}, cut(finding.fixed, 'mono fix')),
    h('td', { class: 'num' }, finding.layer < 0 ? '' : String(finding.layer + 1)),
    h('td', { class: 'num' }, finding.score === null ? '–' : finding.score.toFixed(1)));
}
`;
