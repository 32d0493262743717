/** What a reader may choose: language, theme; and printing. Whoever draws the page has a function `render`. */
export const barScript = `
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
`;
