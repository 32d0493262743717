/** The controls with their evidence, and what was waived. */
export const controlsScript = `
var outcomeSigns = { pass: '✓', fail: '✕', unknown: '?', waived: '~' };
function evidenceList(evidence) {
  if (evidence.length === 0) return null;
  return h('details', {},
    h('summary', {}, evidence.length === 1 ? word('evidenceOne') : word('evidence', { count: number(evidence.length) })),
    h('ul', {}, evidence.slice(0, 200).map(function (text) { return h('li', {}, say(text)); }),
      evidence.length > 200 ? h('li', {}, '… ' + number(evidence.length - 200)) : null));
}
function controlItem(outcome, name, id, message, evidence) {
  return h('li', {},
    h('span', { class: 'outcome ' + outcome, 'aria-hidden': 'true' }, outcomeSigns[outcome.split(' ')[0]]),
    h('div', {}, h('h3', {}, id, h('span', { class: 'tag' + ({ fail: ' bad', unknown: ' warn', 'waived soon': ' warn' }[outcome] || '') }, name)), h('p', {}, message), evidence));
}
function renderControls() {
  var items = data.controls.map(function (control) {
    return controlItem(control.outcome, say(data.names.outcome[control.outcome]), control.id, say(control.message), evidenceList(control.evidence));
  });
  data.waived.forEach(function (waived) {
    items.push(controlItem(waived.soon ? 'waived soon' : 'waived', word('waived'), waived.control, say(waived.text) + ' · ' + waived.reason, evidenceList(waived.evidence)));
  });
  return section('controls', word('controls'), null, items.length === 0
    ? h('p', { class: 'lead' }, word('noControls'))
    : h('ul', { class: 'card controls' }, items));
}
`;
