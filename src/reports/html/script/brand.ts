/** The mark of the product, and the sea that ends the head of a page. */
export const brandScript = `
function brand() {
  return svg('svg', { viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    svg('circle', { cx: 16, cy: 16, r: 10, fill: 'none', stroke: 'currentColor', 'stroke-width': 3 }),
    svg('path', { d: 'M1 16H31', stroke: 'currentColor', 'stroke-width': 3 }));
}
function sea() {
  return svg('svg', { class: 'wave', viewBox: '0 0 1200 52', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { class: 'far', d: 'M0 18q75 -16 150 0t150 0t150 0t150 0t150 0t150 0t150 0t150 0V52H0Z' }),
    svg('path', { class: 'near', d: 'M0 30q100 16 200 0t200 0t200 0t200 0t200 0t200 0V52H0Z' }));
}
`;
