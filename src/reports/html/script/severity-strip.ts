/** How many findings there are of each severity, as a bar and in numbers; null where there are none. For pages that show no finding by itself. */
export const severityStripScript = `
function severityStrip(counts) {
  var bar = h('div', { class: 'stack', 'aria-hidden': 'true' });
  var legend = h('div', { class: 'legend', role: 'group', 'aria-label': word('severities') });
  severities.forEach(function (name, at) {
    if (counts[at] === 0) return;
    var piece = h('span', { class: name });
    piece.style.flexGrow = String(counts[at]);
    bar.append(piece);
    legend.append(h('span', {}, severityMark(name), h('strong', {}, number(counts[at]))));
  });
  return sum(counts) > 0 ? [bar, legend] : null;
}
`;
