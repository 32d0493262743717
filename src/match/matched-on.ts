import type { VulnerabilityFinding } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import { compareTexts } from '../versions/numerals.ts';
import type { Matched } from './match.ts';

/**
 * What the advisories say about an inventory that has more packages than another one: what they say about that, and about these alone. Null where
 * putting both together may be something else than looking at all: nobody owns these, so what is in doubt are kinds of packages of which
 * some are covered and some are not, and findings whose order only the packages tell.
 *
 * @param of the inventory below, by the same advisories, and the packages that it does not have
 * @param above what these packages come to
 */
export function matchedOn(
  { matched, added }: { readonly matched: Matched; readonly added: readonly Package[] },
  above: Matched,
): Matched | null {
  const types = new Set(added.map(({ type }) => type));
  if (above.gaps.length + above.suppressed.length > 0 || matched.gaps.some(({ what }) => types.has(what))) return null;
  const findings: VulnerabilityFinding[] = [];
  const { findings: below } = matched;
  let at = 0;
  for (const finding of above.findings) {
    for (let other = below[at]; other !== undefined; other = below[at]) {
      const order = byProblem(other, finding);
      if (order === 0) return null;
      if (order > 0) break;
      findings.push(other);
      at += 1;
    }
    findings.push(finding);
  }
  return { ...matched, findings: [...findings, ...below.slice(at)] };
}

/** The first parts of the order of findings. */
function byProblem(a: VulnerabilityFinding, b: VulnerabilityFinding): number {
  return compareTexts(a.id, b.id) || compareTexts(a.package, b.package) || compareTexts(a.installed, b.installed);
}
