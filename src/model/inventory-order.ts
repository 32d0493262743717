import type { Gap } from './gap.ts';
import type { Package } from './package.ts';

/** The order of an inventory's packages: type, name, version, architecture, path. */
export function byName(a: Package, b: Package): number {
  return (
    compare(a.type, b.type) ||
    compare(a.name, b.name) ||
    compare(a.version, b.version) ||
    compare(a.architecture ?? '', b.architecture ?? '') ||
    compare(a.path, b.path)
  );
}

/** Each gap once, in an order that is always the same. */
export function distinctGaps(gaps: readonly Gap[]): readonly Gap[] {
  const seen = new Map(gaps.map((gap) => [JSON.stringify([gap.what, gap.path, gap.layer, gap.reason]), gap]));
  return [...seen].sort(([a], [b]) => compare(a, b)).map(([, gap]) => gap);
}

/** By code unit, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
