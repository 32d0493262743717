/** The layers as planks of a hull, the base image under water, and the same as a list. */
export const hullScript = `
var hullTop = 164, hullBottom = 420;
/** Heights of the planks, lowest layer first: all have a least height, the rest goes by the square root of the size. */
function plankHeights(layers) {
  var room = hullBottom - hullTop;
  var least = Math.min(16, (room / Math.max(1, layers.length)) * 0.5);
  var weights = layers.map(function (layer) { return Math.sqrt(layer.size); });
  var total = sum(weights) || 1;
  return weights.map(function (weight) { return least + ((room - least * layers.length) * weight) / total; });
}
function swell(y) {
  var path = 'M-10 ' + y + 'q 16 -6 32 0';
  for (var at = 0; at < 22; at += 1) path += 't 32 0';
  return path;
}
function lightUp(at) {
  document.querySelectorAll('[data-layer]').forEach(function (element) { element.classList.toggle('on', Number(element.getAttribute('data-layer')) === at); });
  document.querySelector('.ship').classList.toggle('lit', at !== null);
}
function layerTitle(layer, at) {
  var worst = worstOf(layer.counts);
  var told = worst === null ? findingCount(0) : findingCount(sum(layer.counts)) + ', ' + number(layer.counts[severities.indexOf(worst)]) + ' ' + say(data.names.severity[worst]);
  return word('layerNumber', { number: at + 1 }) + ' · ' + layer.sizeText + ' · ' + told;
}
function hullDrawing() {
  var heights = plankHeights(data.layers);
  var shape = 'M46 150 C120 160 420 160 520 150 C560 146 590 138 622 124 C606 220 584 330 536 420 L120 420 C84 420 62 380 54 300 C50 250 47 200 46 150Z';
  var planks = [], labels = [], y = hullBottom, water = null;
  var baseCount = data.layers.filter(function (layer) { return layer.base; }).length;
  data.layers.forEach(function (layer, at) {
    var height = heights[at];
    var last = at === data.layers.length - 1;
    y -= height;
    var top = last ? 100 : y;
    planks.push(svg('rect', {
      class: 'plank ' + (worstOf(layer.counts) || ''), x: 20, y: top, width: 620, height: height + (y - top), 'data-layer': at,
      onmouseenter: function () { lightUp(at); }, onmouseleave: function () { lightUp(null); }, onclick: function () { showOnly({ layer: at }); }
    }, svg('title', {}, layerTitle(layer, at))));
    if (height >= 13) labels.push(svg('text', { class: 'plank-number' + (coloured(layer) ? '' : ' bare'), x: 320, y: y + height / 2 + 4.5 }, String(at + 1)));
    if (at + 1 === baseCount) water = y;
  });
  if (water === null) water = hullBottom - (hullBottom - hullTop) * 0.42;
  return svg('svg', { viewBox: '0 0 660 460', role: 'img', 'aria-label': word('hull') },
    svg('defs', {}, svg('clipPath', { id: 'hull' }, svg('path', { d: shape }))),
    svg('path', { class: 'above', d: 'M96 152V84h150v68zM122 84V58h86v26zM150 58V34h26v24zM470 152V66h8v86zM474 66l92 70h-4l-88 -62zM290 152v-30h60v30zM356 152v-30h60v30zM323 120v-28h60v28z' }),
    [112, 142, 172, 202].map(function (x) { return svg('rect', { class: 'window', x: x + 8, y: 102, width: 14, height: 14, rx: 2 }); }),
    svg('g', { 'clip-path': 'url(#hull)' }, planks),
    svg('path', { class: 'hullline', d: shape }),
    svg('rect', { class: 'water', x: 0, y: water, width: 660, height: 460 - water }),
    svg('path', { class: 'swell', d: swell(water) }), svg('path', { class: 'swell second', d: swell(Math.min(450, water + 14)) }), labels,
    svg('circle', { class: 'disc', cx: 440, cy: water, r: 19 }),
    svg('path', { class: 'disc-rule', d: 'M408 ' + water + 'H472' }));
}
function coloured(layer) { var worst = worstOf(layer.counts); return worst !== null && worst !== 'negligible'; }
function layerItem(layer, at) {
  var worst = worstOf(layer.counts);
  var told = h('span', { class: 'worst' });
  if (worst === null) told.append(findingCount(0));
  else severities.forEach(function (name, index) {
    if (layer.counts[index] > 0) told.append(told.childNodes.length > 0 ? ' · ' : '', number(layer.counts[index]) + ' ' + say(data.names.severity[name]));
  });
  return h('li', { 'data-layer': at },
    h('button', { type: 'button', onclick: function () { showOnly({ layer: at }); }, onmouseenter: function () { lightUp(at); }, onmouseleave: function () { lightUp(null); } },
      h('span', { class: 'n ' + (worst || '') }, String(at + 1)),
      h('code', { title: layer.command }, layer.command || word('noCommand')), h('span', { class: 'size' }, layer.sizeText), told));
}
function renderHull() {
  var items = data.layers.map(layerItem).reverse();
  var baseCount = data.layers.filter(function (layer) { return layer.base; }).length;
  var line = data.baseName === null ? word('waterNone') : word('waterBase', { base: data.baseName });
  if (baseCount > 0) items.splice(items.length - baseCount, 0, h('li', { class: 'line' }, '≈ ' + line));
  return section('layers', word('layers'), number(data.layers.length), h('p', { class: 'lead' }, word('layersHint') + (baseCount > 0 ? '' : ' ' + line)),
    h('div', { class: 'card ship' }, h('figure', {}, hullDrawing()), h('ol', { class: 'layers', tabindex: '0', 'aria-label': word('layers') }, items)));
}
`;
