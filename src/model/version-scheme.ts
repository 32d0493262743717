/**
 * How one ecosystem writes and orders its versions.
 *
 * `parse` throws {@link InvalidVersion} for whatever the ecosystem's own tool would refuse; `compare` is a total order over
 * what `parse` returns. Both take any input in time linear in its length.
 */
export interface VersionScheme<V = unknown> {
  readonly name: string;
  parse(text: string): V;
  compare(a: V, b: V): -1 | 0 | 1;
  /**
   * As `compare`, of an installed version and one that a record or a condition names, where the ecosystem's own rules for such conditions leave out what the builder of the former
   * put behind it. Absent: there is no such thing.
   */
  compareToBound?(installed: V, bound: V): -1 | 0 | 1;
}

/** A text that is not a version in its scheme. What it is about becomes undecidable, never absent. */
export class InvalidVersion extends Error {
  override readonly name = 'InvalidVersion';
  readonly scheme: string;
  readonly text: string;

  constructor(scheme: string, text: string) {
    super(`"${text.length > 80 ? `${text.slice(0, 80)}…` : text}" is not a ${scheme} version`);
    this.scheme = scheme;
    this.text = text;
  }
}

/** Compares two texts in a scheme. Throws {@link InvalidVersion} where either is none. */
export function compareVersions(scheme: VersionScheme, a: string, b: string): -1 | 0 | 1 {
  return scheme.compare(scheme.parse(a), scheme.parse(b));
}

/** How an installed version stands to one that a record or a condition names. */
export function orderToBound<V>(scheme: VersionScheme<V>, installed: V, bound: V): -1 | 0 | 1 {
  return scheme.compareToBound?.(installed, bound) ?? scheme.compare(installed, bound);
}
