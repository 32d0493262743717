/** Puts the page together, again for each language; keys that work everywhere; what changes for print. */
export const pageScript = `
function render() {
  root.lang = language;
  document.title = word('title', { ref: data.ref });
  document.getElementById('app').replaceChildren(
    h('a', { class: 'skip', href: '#findings' }, word('skip')),
    renderHero(barControls()),
    h('main', { class: 'wrap' }, renderStrip(), h('div', { class: 'columns' }, renderTodo(), renderControls()), renderHull(), renderFindings(), renderPackages(), renderSights()),
    renderFoot());
  drawFindings();
}
document.addEventListener('keydown', function (event) {
  var typing = event.target instanceof Element && event.target.closest('input, select, textarea') !== null;
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && parts.search) {
    parts.search.focus();
    parts.search.select();
    event.preventDefault();
  }
});
addEventListener('beforeprint', function () {
  table.size = printSize; table.page = 0;
  if (findings.length > 0) drawPage();
  if (moreAdvice !== null) moreAdvice(100);
  if (findings.length <= 300) document.querySelectorAll('.advice details, .controls details, .sights details').forEach(function (one) { one.open = true; });
});
addEventListener('afterprint', function () { table.size = pageSize; if (findings.length > 0) drawPage(); });
render();
`;
