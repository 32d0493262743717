/** All that another person needs to get this report again. */
export const footScript = String.raw`
function quoted(text) { return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : "'" + text.replace(/'/g, "'\\''") + "'"; }
function renderFoot() {
  var origin = data.origin;
  var print = origin.fingerprint;
  var command = 'plimsoll scan ' + quoted(origin.ref) + ' --platform ' + quoted(origin.platform) + (data.verdict.judged ? ' --policy FILE' : '') + ' -o html=report.html';
  function line(text) { return h('li', {}, h('code', {}, text)); }
  var facts = [
    ['reference', origin.ref], ['platform', origin.platform], ['created', origin.created],
    ['configDigest', h('code', {}, print.configDigest)],
    ['manifestDigest', print.manifestDigest === null ? null : h('code', {}, print.manifestDigest)],
    ['indexDigest', print.indexDigest === null ? null : h('code', {}, print.indexDigest)],
    ['chainId', print.chainId === null ? null : h('code', {}, print.chainId)],
    ['diffIds', h('ol', {}, print.diffIds.map(line))],
    ['labels', origin.labels.length === 0 ? null : h('ul', {}, origin.labels.map(function (label) { return line(label[0] + '=' + label[1]); }))],
    ['policy', h('span', {}, origin.policy.name, ' ', h('code', {}, origin.policy.digest))],
    ['database', h('code', {}, origin.database.digest)], ['builtAt', origin.database.builtAt],
    ['feeds', h('ul', {}, origin.database.feeds.map(function (feed) {
      return h('li', {}, word('feedLine', { name: feed.name, records: number(feed.records), withdrawn: number(feed.withdrawn), modified: feed.modified || '–' }));
    }))],
    ['scannedAt', origin.scannedAt], ['timings', word('timingLine', origin.timings)], ['tool', origin.tool]
  ];
  var list = h('dl', {});
  facts.forEach(function (fact) { if (fact[1] !== null && fact[1] !== '') list.append(h('dt', {}, word(fact[0])), h('dd', {}, fact[1])); });
  var copy = h('button', { type: 'button', class: 'ghost', onclick: function () {
    navigator.clipboard.writeText(command).then(function () { copy.textContent = word('copied'); });
  } }, word('copy'));
  return h('footer', { id: 'origin' }, h('div', { class: 'wrap' }, h('h2', {}, word('reproduce')), h('p', { class: 'lead' }, word('reproduceHint')),
    h('div', { class: 'command' }, h('code', {}, command), navigator.clipboard ? copy : null), list));
}
`;
