/** Puts the page together, again for each language; keys that work everywhere; what changes for print. */
export const pageScript = `
var root = document.documentElement;
var theme = 'auto';
function setTheme(name) {
  theme = name;
  if (name === 'auto') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', name);
}
function barControls() {
  return [
    h('button', { type: 'button', id: 'language', lang: language === 'en' ? 'zh-CN' : 'en', onclick: function () {
      language = language === 'en' ? 'zh-CN' : 'en';
      render();
      document.getElementById('language').focus();
    } }, language === 'en' ? '中文' : 'English'),
    h('select', { id: 'theme', 'aria-label': word('theme'), onchange: function (event) { setTheme(event.target.value); } },
      [['auto', 'themeAuto'], ['light', 'themeLight'], ['dark', 'themeDark']].map(function (one) { return h('option', { value: one[0], selected: theme === one[0] }, word('theme') + ': ' + word(one[1])); })),
    h('button', { type: 'button', class: 'printer', onclick: function () { print(); } }, word('print'))
  ];
}
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
  if (findings.length <= 300) document.querySelectorAll('.advice details, .controls details').forEach(function (one) { one.open = true; });
});
addEventListener('afterprint', function () { table.size = pageSize; if (findings.length > 0) drawPage(); });
render();
`;
