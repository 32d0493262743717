/** What to do: cards that fold out to the findings that they settle. */
export const todoScript = `
var settledShown = 12;
function settledList(advice) {
  var list = h('ul', {}, advice.findings.slice(0, settledShown).map(function (at) {
    var finding = findings[at];
    return h('li', {}, severityMark(severities[finding.severity]), h('div', {}, h('strong', {}, finding.id), h('span', {}, finding.package + ' ' + finding.installed + (finding.fixed === null ? '' : ' → ' + finding.fixed)),
      policyTag(finding), finding.exploited ? h('span', { class: 'tag bad' }, word('exploited')) : null));
  }));
  var more = advice.findings.length - settledShown;
  return h('div', { class: 'settles' }, list,
    h('button', { type: 'button', class: 'ghost', onclick: function () { showOnly({ chosen: new Set(advice.findings), chosenText: say(advice.text) }); } },
      word('showInTable') + (more > 0 ? ' (' + number(advice.findings.length) + ')' : '')));
}
function adviceCard(advice, at) {
  var reason = say(advice.reason) + (advice.counts === null ? '' : ' · ' + say(advice.counts));
  var inner = [h('span', { class: 'number', 'aria-hidden': 'true' }, String(at + 1)), h('div', {}, h('h3', {}, say(advice.text)), h('p', {}, reason))];
  var kind = 'card advice' + (advice.needed ? ' needed' : '');
  if (advice.findings.length === 0) return h('li', { class: kind }, h('div', {}, inner));
  var body = null;
  return h('li', { class: kind },
    h('details', { ontoggle: function (event) {
      if (!event.target.open || body !== null) return;
      body = settledList(advice);
      event.target.append(body);
    } }, h('summary', {}, inner, h('span', { class: 'fold', 'aria-hidden': 'true' }, '›'))));
}
/** Shows so many more cards; set when they are drawn. */
var firstShown = 8, moreAdvice = null;
function renderTodo() {
  if (data.advices.length === 0) {
    var outcome = data.gapsCount > 0 ? 'unknown' : 'pass';
    return section('todo', word('whatToDo'), null, h('p', { class: 'card calm' }, h('span', { class: 'outcome ' + outcome, 'aria-hidden': 'true' }, outcomeSigns[outcome]), word(outcome === 'pass' ? 'nothingToDo' : 'nothingKnown')));
  }
  var list = h('ol', { class: 'advices' }), shown = 0;
  var needed = data.advices.filter(function (advice) { return advice.needed; }).length;
  function more(count) {
    var button = list.querySelector(':scope > .more');
    if (button) button.remove();
    data.advices.slice(shown, shown + count).forEach(function (advice, at) {
      if (needed > 0 && shown + at === needed) list.append(h('li', { class: 'split' }, word('beyond')));
      list.append(adviceCard(advice, shown + at));
    });
    shown = Math.min(shown + count, data.advices.length);
    var left = data.advices.length - shown;
    if (left > 0) list.append(h('li', { class: 'more' }, h('button', { type: 'button', class: 'ghost', onclick: function () { more(50); } },
      left > 50 ? word('showMoreOf', { count: number(50), left: number(left) }) : word('showMore', { count: number(left) }))));
  }
  more(data.advices.length <= firstShown + 2 ? data.advices.length : Math.min(20, Math.max(firstShown, needed)));
  moreAdvice = more;
  return section('todo', word('whatToDo'), data.advices.length > 1 ? number(data.advices.length) : null,
    data.needed === null ? null : h('p', { class: 'lead bad' }, say(data.needed)), list);
}
`;
