/** Makes elements. Text only ever goes in as text. */
export const elementsScript = `
var svgSpace = 'http://www.w3.org/2000/svg';
function fill(element, attributes, children) {
  Object.keys(attributes || {}).forEach(function (name) {
    var value = attributes[name];
    if (value === null || value === undefined || value === false) return;
    if (name.slice(0, 2) === 'on') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  });
  children.forEach(function (child) {
    if (child === null || child === undefined || child === '') return;
    if (Array.isArray(child)) child.forEach(function (one) { element.append(one); });
    else if (child instanceof Node) element.append(child);
    else write(element, String(child));
  });
  return element;
}
/* A flag of a command is not broken behind its hyphens, where it would be read as something else. */
function write(element, text) {
  if (!(element instanceof HTMLElement) || element instanceof HTMLOptionElement) { element.append(text); return; }
  text.split(/(--[a-z][a-z-]{0,30}(?![a-z-]))/).forEach(function (part, at) {
    if (at % 2 === 0) { element.append(part); return; }
    var flag = document.createElement('span');
    flag.className = 'flag';
    flag.textContent = part;
    element.append(flag);
  });
}
function h(tag, attributes) { return fill(document.createElement(tag), attributes, Array.prototype.slice.call(arguments, 2)); }
function svg(tag, attributes) { return fill(document.createElementNS(svgSpace, tag), attributes, Array.prototype.slice.call(arguments, 2)); }
function severityMark(name, text) { return h('span', { class: 'sev ' + name }, text === undefined ? say(data.names.severity[name]) : text); }
function section(id, title, count) {
  var children = Array.prototype.slice.call(arguments, 3);
  return fill(h('section', { id: id, 'aria-labelledby': id + '-title' }), null, [
    h('h2', { id: id + '-title' }, title, count === null ? null : h('span', { class: 'count' }, count))
  ].concat(children));
}
`;
