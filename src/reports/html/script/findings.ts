/** The table of findings: paged, so that 20,000 of them stay quick; everything works from the keyboard. */
export const findingsScript = `
var pageSize = 50, printSize = 500;
var table = { page: 0, shown: [], size: pageSize };
var parts = {};
var columns = ['severity', 'id', 'package', 'installed', 'fixed', 'layer', 'score'];

function showOnly(changes) {
  filter = Object.assign(emptyFilter(), changes);
  if (parts.search) parts.search.value = '';
  update();
  document.getElementById('findings').scrollIntoView();
}
function update() { table.page = 0; drawFindings(); }
function toggle(name, value) {
  filter[name] = filter[name].includes(value) ? filter[name].filter(function (one) { return one !== value; }) : filter[name].concat([value]);
  update();
}
function drawFacets(found) {
  var focused = document.activeElement && document.activeElement.getAttribute('data-chip');
  var groups = facetGroups(found).map(function (group) {
    return h('fieldset', { class: 'facet' }, h('legend', {}, group.title), h('div', {}, group.options.map(function (option) {
      var count = group.counts.get(option[0]) || 0;
      return h('button', { type: 'button', class: 'chip' + (count === 0 ? ' none' : ''), 'data-chip': group.name + ':' + option[0],
        'aria-pressed': filter[group.name].includes(option[0]) ? 'true' : 'false', onclick: function () { toggle(group.name, option[0]); } },
        option[1], h('b', {}, number(count)));
    })));
  });
  var layers = h('select', { 'aria-label': word('layer'), 'data-chip': 'layer', onchange: function (event) { filter.layer = event.target.value === '' ? null : Number(event.target.value); update(); } },
    h('option', { value: '' }, word('allLayers')), data.layers.map(function (layer, at) {
      return h('option', { value: at, selected: filter.layer === at }, layerName(at) + ' (' + number(sum(layer.counts)) + ')');
    }));
  groups.push(h('fieldset', { class: 'facet' }, h('legend', {}, word('layer')), h('div', {}, layers)));
  if (filter.chosen !== null) groups.push(h('fieldset', { class: 'facet' }, h('legend', {}, word('whatToDo')), h('div', {},
    h('button', { type: 'button', class: 'chip', 'aria-pressed': 'true', onclick: function () { filter.chosen = null; update(); } }, filter.chosenText, ' ×'))));
  parts.facets.replaceChildren.apply(parts.facets, groups);
  if (focused) {
    var again = parts.facets.querySelector('[data-chip="' + CSS.escape(focused) + '"]');
    if (again) again.focus();
  }
}
function drawFindings() {
  if (findings.length === 0) return;
  var found = wanted();
  drawFacets(found);
  table.shown = sorted(found.filter(function (finding) { return matches(finding, null); }));
  drawPage();
}
function drawPage() {
  var count = table.shown.length;
  var from = table.page * table.size;
  var rows = table.shown.slice(from, from + table.size).map(findingRow);
  parts.rows.replaceChildren.apply(parts.rows, rows);
  if (rows.length > 0) rows[0].tabIndex = 0;
  parts.empty.hidden = count > 0;
  parts.where.textContent = count === 0 ? '0' : word('showing', { from: number(from + 1), to: number(Math.min(count, from + table.size)), count: number(count) });
  if (isFiltered()) parts.where.textContent += ' · ' + word('filteredFrom', { total: number(findings.length) });
  parts.clear.hidden = !isFiltered();
  parts.previous.disabled = table.page === 0;
  parts.next.disabled = from + table.size >= count;
  parts.printed.textContent = count > printSize ? word('printed', { shown: number(printSize), count: number(count) }) : '';
  columns.forEach(function (name) {
    var head = parts.heads[name];
    if (order.by === name) head.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
    head.querySelector('.arrow').textContent = order.by === name ? (order.down ? '↓' : '↑') : '';
  });
}
function turn(by) {
  var last = Math.max(0, Math.ceil(table.shown.length / table.size) - 1);
  var next = Math.min(last, Math.max(0, table.page + by));
  if (next === table.page) return false;
  table.page = next;
  drawPage();
  return true;
}
function toggleRow(row) {
  var open = row.getAttribute('aria-expanded') === 'true';
  row.setAttribute('aria-expanded', open ? 'false' : 'true');
  if (open) row.nextElementSibling.remove();
  else row.after(detailRow(findings[Number(row.getAttribute('data-at'))]));
}
function focusRow(row) {
  if (!row) return;
  parts.rows.querySelectorAll('.row[tabindex="0"]').forEach(function (one) { one.tabIndex = -1; });
  row.tabIndex = 0;
  row.focus();
  row.scrollIntoView({ block: 'nearest' });
}
function step(row, by) {
  var all = Array.from(parts.rows.querySelectorAll('.row'));
  var at = row === null ? -1 : all.indexOf(row);
  var next = all[at + by];
  if (next) return focusRow(next);
  if (by > 0 && turn(1)) return focusRow(parts.rows.querySelector('.row'));
  if (by < 0 && at === 0 && turn(-1)) { all = parts.rows.querySelectorAll('.row'); return focusRow(all[all.length - 1]); }
  if (by < 0) parts.search.focus();
}
function onRowKey(event) {
  var row = event.target.closest('.row');
  if (row === null || event.target !== row) return;
  if (event.key === 'ArrowDown') step(row, 1);
  else if (event.key === 'ArrowUp') step(row, -1);
  else if (event.key === 'ArrowRight' || event.key === 'PageDown') { if (turn(1)) focusRow(parts.rows.querySelector('.row')); }
  else if (event.key === 'ArrowLeft' || event.key === 'PageUp') { if (turn(-1)) focusRow(parts.rows.querySelector('.row')); }
  else if (event.key === 'Enter' || event.key === ' ') toggleRow(row);
  else if (event.key === 'Escape') { if (row.getAttribute('aria-expanded') === 'true') toggleRow(row); else parts.search.focus(); }
  else return;
  event.preventDefault();
  event.stopPropagation();
}
function head(name) {
  var cell = h('th', { scope: 'col', class: name === 'layer' || name === 'score' ? 'num' : null },
    h('button', { type: 'button', onclick: function () {
      if (order.by !== name) order = { by: name, down: false };
      else order = order.down ? { by: 'urgency', down: false } : { by: name, down: true };
      update();
    } }, word(name), h('span', { class: 'arrow', 'aria-hidden': 'true' })),
    // Browsers leave buttons out of the head that they repeat on each page.
    h('span', { class: 'only-print', 'aria-hidden': 'true' }, word(name)));
  parts.heads[name] = cell;
  return cell;
}
function renderFindings() {
  if (findings.length === 0) return section('findings', word('findings'), null, h('p', { class: 'lead' }, word('noFindings')));
  parts = { heads: {} };
  parts.search = h('input', { type: 'search', class: 'field', placeholder: word('search'), 'aria-label': word('searchLabel'), autocomplete: 'off', spellcheck: 'false', value: filter.text,
    oninput: function (event) { filter.text = event.target.value; update(); },
    onkeydown: function (event) {
      if (event.key === 'ArrowDown' || event.key === 'Enter') { step(null, 1); event.preventDefault(); }
      else if (event.key === 'Escape') {
        if (event.target.value === '' && isFiltered()) filter = emptyFilter(); else filter.text = '';
        event.target.value = ''; update(); event.preventDefault();
      }
    } });
  parts.clear = h('button', { type: 'button', class: 'ghost', onclick: function () { filter = emptyFilter(); parts.search.value = ''; update(); parts.search.focus(); } }, word('clear'));
  parts.facets = h('div', { class: 'facets' });
  parts.rows = h('tbody', { onkeydown: onRowKey, onclick: function (event) {
    var row = event.target.closest('.row');
    if (row !== null && !event.target.closest('a') && String(getSelection()) === '') { toggleRow(row); focusRow(row); }
  } });
  parts.empty = h('p', { class: 'empty' }, word('noMatch'));
  parts.where = h('p', { class: 'where', role: 'status' });
  parts.previous = h('button', { type: 'button', class: 'ghost', onclick: function () { turn(-1); } }, word('previous'));
  parts.next = h('button', { type: 'button', class: 'ghost', onclick: function () { turn(1); } }, word('next'));
  parts.printed = h('p', { class: 'only-print quiet' });
  return section('findings', word('findings'), number(findings.length),
    h('div', { class: 'tools' }, parts.search, parts.clear, h('span', { class: 'keys' }, word('keys'))),
    parts.facets,
    h('div', { class: 'card sheet' },
      h('table', {}, h('caption', { class: 'unseen' }, word('findings')), h('thead', {}, h('tr', {}, columns.map(head))), parts.rows),
      parts.empty, h('div', { class: 'pager' }, parts.where, parts.previous, parts.next)),
    parts.printed);
}
`;
