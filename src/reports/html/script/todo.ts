/** What to do: cards that fold out to the findings that they settle. */
export const todoScript = `
var settledShown = 12;
function settledList(advice) {
  var list = h('ul', {}, advice.findings.slice(0, settledShown).map(function (at) {
    var finding = findings[at];
    return h('li', {}, severityMark(severities[finding.severity]), h('strong', {}, finding.id), h('span', {}, finding.package + ' ' + finding.installed),
      finding.exploited ? h('span', { class: 'tag bad' }, word('exploited')) : null);
  }));
  var more = advice.findings.length - settledShown;
  return h('div', { class: 'settles' }, list,
    h('button', { type: 'button', class: 'ghost', onclick: function () { showOnly({ chosen: new Set(advice.findings), chosenText: say(advice.text) }); } },
      word('showInTable') + (more > 0 ? ' (' + number(advice.findings.length) + ')' : '')));
}
function adviceCard(advice, at) {
  var urgent = advice.exploited > 0 || advice.worst === 'critical' || advice.worst === 'high' || advice.kind === 'whole';
  var reason = say(advice.reason) + (advice.counts === null ? '' : ' · ' + say(advice.counts));
  var inner = [h('span', { class: 'number', 'aria-hidden': 'true' }, String(at + 1)), h('div', {}, h('h3', {}, say(advice.text)), h('p', {}, reason))];
  if (advice.findings.length === 0) return h('li', { class: 'card advice' + (advice.kind === 'control' || urgent ? ' urgent' : '') }, h('div', {}, inner));
  var body = null;
  return h('li', { class: 'card advice' + (urgent ? ' urgent' : '') },
    h('details', { ontoggle: function (event) {
      if (!event.target.open || body !== null) return;
      body = settledList(advice);
      event.target.append(body);
    } }, h('summary', {}, inner, h('span', { class: 'fold', 'aria-hidden': 'true' }, '›'))));
}
function renderTodo() {
  if (data.advices.length === 0) return section('todo', word('whatToDo'), null, h('p', { class: 'lead' }, word('nothingToDo')));
  var list = h('ol', { class: 'advices' }), shown = 0;
  function more() {
    var button = list.querySelector(':scope > .more');
    if (button) button.remove();
    var to = shown === 0 && data.advices.length > 10 ? 8 : shown + 50;
    data.advices.slice(shown, to).forEach(function (advice, at) { list.append(adviceCard(advice, shown + at)); });
    shown = Math.min(to, data.advices.length);
    if (shown < data.advices.length) list.append(h('li', { class: 'more' }, h('button', { type: 'button', class: 'ghost', onclick: more },
      word('showMore', { count: number(Math.min(50, data.advices.length - shown)) }) + ' / ' + number(data.advices.length - shown))));
  }
  more();
  return section('todo', word('whatToDo'), data.advices.length > 10 ? number(data.advices.length) : null, list);
}
`;
