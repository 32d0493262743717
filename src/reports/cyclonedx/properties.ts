import type { Mark } from '../../model/sbom-marks.ts';

/** Name and value pairs as CycloneDX writes them. */
export function properties(marks: readonly Mark[]): readonly object[] {
  return marks.map(([name, value]) => ({ name, value }));
}
