import type { Assembly, Ecosystem, Placed } from '../collect/ecosystem.ts';
import { parsePurl } from '../formats/purl.ts';
import { distributionOfPurl, isOf } from '../images/sbom/purl-distribution.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';

/** How certain a package is that only an SBOM in the image names. */
const certainty = 'SBOM in the image';

/**
 * The packages that SBOMs in the image name and that were not found in it: whoever made the image says that they are there. One that was found
 * is itself, whatever is said of it; what is claimed hides nothing. A distribution's own database is the better witness: what it has under
 * the same name is what is installed, and packages of another distribution are not what this one's advisories are about. What no
 * ecosystem knows cannot be looked up.
 */
export function claimedPackages(
  { packages: claims, facts, distribution, ownerOf }: Assembly,
  found: readonly Package[],
  ecosystems: readonly Ecosystem[],
): readonly Package[] {
  if (claims.length === 0) return [];
  const kinds = new Map(ecosystems.map(({ id, kind }) => [id, kind]));
  const isDistribution = (type: string): boolean => kinds.get(type) === 'distribution';
  const known = new Set(
    found.map((pkg) => (isDistribution(pkg.type) ? ownName(pkg.type, pkg.name) : identityOf(pkg.purl))),
  );
  const digests = new Map(facts.map(({ path, item }) => [path, item.values]));
  return claims.flatMap((claim) => {
    const { type = '', purl = '' } = claim.item.attributes;
    const parsed = parsePurl(purl);
    if (parsed === null || !kinds.has(type)) return [];
    if (isDistribution(type) && (distribution === null || !isOf(distributionOfPurl(parsed), distribution))) return [];
    const identity = identityOf(purl);
    if (known.has(identity) || (isDistribution(type) && known.has(ownName(type, claim.item.name)))) return [];
    known.add(identity);
    return [
      packageOf(claim, type, purl, isDistribution(type) ? null : ownerOf(claim.path, digests.get(claim.path) ?? [])),
    ];
  });
}

function packageOf(
  { item, path, layer }: Placed<HarvestedPackage>,
  type: string,
  purl: string,
  ownedBy: string | null,
): Package {
  const { name, version, architecture, source, licenses } = item;
  return { name, version, type, purl, architecture, source, licenses, layer, path, ownedBy, attributes: { certainty } };
}

function ownName(type: string, name: string): string {
  return `${type}/${name}`;
}

/** A purl without what tells places and builds apart. Go's versions stand with and without their letter. */
function identityOf(text: string): string {
  const purl = parsePurl(text);
  if (purl === null) return text;
  const { type, namespace, name, version } = purl;
  const written = type === 'golang' ? version?.replace(/^v(?=\d)/, '') : version;
  return `${type}/${namespace ?? ''}/${name}@${written ?? ''}`.toLowerCase();
}
