/** For a browser: the texts that are hard to read, by the contrast of each visible one against what lies under it (WCAG 2.2, 1.4.3); large text may have 3:1. */
export const poorContrast = `(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const under = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      const color = parse(style.backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
      if (color.length === 4 && color[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('main *, footer *')) {
    if (element.closest('svg, :disabled, .none, select') || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
    if (element.getClientRects().length === 0 || element.closest('.unseen')) continue;
    const back = under(element);
    if (back === null) continue;
    const style = getComputedStyle(element);
    const [one, two] = [luminance(parse(style.color)), luminance(back)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) poor.push(element.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return [...new Set(poor)];
})()`;
