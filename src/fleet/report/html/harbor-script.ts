/** The registry as a harbor: a quay for each repository, a crate on it for each image. */
export const harborScript = `
var quaysShown = 60;
var cratesShown = 60;
function quaysOf() {
  var quays = new Map();
  images.forEach(function (one) {
    one.repositories.forEach(function (name) {
      var quay = quays.get(name);
      if (quay === undefined) { quay = { name: name, images: [], denied: 0 }; quays.set(name, quay); }
      quay.images.push(one);
      if (one.verdict === 'denied') quay.denied += 1;
    });
  });
  return Array.from(quays.values()).sort(function (a, b) { return b.denied - a.denied || b.images.length - a.images.length || (a.name < b.name ? -1 : 1); });
}
function crate(one) {
  var worst = worstOf(one.counts) || 'clean';
  var state = one.verdict === 'denied' ? ' denied' : one.incomplete || one.verdict === 'undecided' ? ' open' : '';
  return h('span', { class: 'crate ' + worst + state, title: one.names[0] });
}
function chooseQuay(name) {
  filter.repository = filter.repository === name ? null : name;
  document.querySelectorAll('.deck').forEach(function (one) { one.setAttribute('aria-pressed', String(one.getAttribute('data-name') === filter.repository)); });
  drawImages();
}
function quayOf(quay) {
  var more = quay.images.length - cratesShown;
  return h('li', { class: 'quay' },
    h('div', { class: 'crates', 'aria-hidden': 'true' }, quay.images.slice(0, cratesShown).map(crate), more > 0 ? h('small', {}, '+' + number(more)) : null),
    h('button', { type: 'button', class: 'deck', 'data-name': quay.name, 'aria-pressed': String(filter.repository === quay.name), onclick: function () { chooseQuay(quay.name); } },
      h('b', {}, quay.name), h('span', {}, number(quay.images.length) + ' '),
      quay.denied > 0 ? h('span', { class: 'bad' }, '✘ ' + number(quay.denied)) : null));
}
function renderHarbor() {
  var quays = quaysOf();
  if (quays.length === 0) return null;
  var more = quays.length - quaysShown;
  return section('harbor', word('harbor'), number(quays.length), h('p', { class: 'lead' }, word('harborHint')),
    h('div', { class: 'card harbor' }, h('ul', { class: 'quays' }, quays.slice(0, quaysShown).map(quayOf)), h('div', { class: 'water', 'aria-hidden': 'true' })),
    more > 0 ? h('p', { class: 'lead' }, word('moreQuays', { count: number(more) })) : null);
}
`;
