import { type Digest, isDigest } from '../../base/digest.ts';
import type { Blind, Gap, GapReason } from '../../model/gap.ts';
import { chainId, type Fingerprint, type ImageConfig } from '../../model/image.ts';
import { byName, distinctGaps } from '../../model/inventory-order.ts';
import type { Distribution, Package } from '../../model/package.ts';
import type { Image, ToldContents } from '../image-source.ts';
import type { Bom, BomComponent } from './bom.ts';
import { type MarkedImage, markedImage, markedPackage } from './own-marks.ts';
import { asDistribution, distributionOfPurl, isOf } from './purl-distribution.ts';
import { isOfDistribution, type PurlPackage, packageOf } from './purl-package.ts';

/** Components that are named one by one in gaps; the rest is one gap. */
const MOST_NAMED = 50;

type Told = Pick<Image, 'fingerprint' | 'config'> & { readonly told: ToldContents };

/**
 * The contents of an image as its SBOM tells them. Where Plimsoll wrote it, they are what it read in the image. Where somebody else did,
 * they are what can be looked up for certain, and a gap for all else.
 * @param place the document's own digest, which stands for what it does not say
 */
export function toldContents(bom: Bom, place: Digest, size: number): Told {
  const image = markedImage(bom.subject.marks) ?? strangeImage(bom, place, size);
  const gaps: Gap[] = [...image.gaps];
  if (bom.isCut) gaps.push(gapOf('SBOM components', 'too-many', ['packages'], true));
  const { packages, strange } = packagesOf(bom.components, place, gaps);
  const distribution = bom.distribution ?? mostNamed(strange);
  gaps.push(...doubtsAbout(strange, distribution));
  return {
    fingerprint: image.fingerprint,
    config: image.config,
    told: {
      bom: bom.id,
      size: image.size,
      inventory: {
        distribution,
        packages: packages.sort(byName),
        accounts: null,
        gaps: distinctGaps(gaps),
        layers: image.layers,
      },
    },
  };
}

/** An image of which only digests are known, if that. */
function strangeImage({ subject, components }: Bom, place: Digest, size: number): MarkedImage {
  const { configDigest, manifestDigest } = subject;
  const diffIds = subject.diffIds.every(isDigest) ? subject.diffIds.filter(isDigest) : [];
  const fingerprint: Fingerprint = {
    configDigest: isDigest(configDigest) ? configDigest : place,
    manifestDigest: isDigest(manifestDigest) ? manifestDigest : null,
    indexDigest: null,
    diffIds,
    chainId: chainId(diffIds),
  };
  const config: ImageConfig = {
    created: null,
    platform: { os: 'linux', architecture: 'unknown' },
    user: '',
    env: [],
    labels: {},
    exposedPorts: [],
    hasHealthcheck: false,
    history: [],
    diffIds,
  };
  const layers =
    diffIds.length > 0
      ? diffIds.map((diffId) => ({ diffId, size: 0, entries: 0 }))
      : [{ diffId: place, size, entries: components.length }];
  return { fingerprint, config, size, layers, gaps: [gapOf('image config', 'not-told', ['config'])] };
}

function packagesOf(
  components: readonly BomComponent[],
  place: Digest,
  gaps: Gap[],
): { readonly packages: Package[]; readonly strange: readonly PurlPackage[] } {
  const packages: Package[] = [];
  const strange: PurlPackage[] = [];
  let faults = 0;
  for (const component of components) {
    const marked = markedPackage(component);
    const read = marked === null ? packageOf(component, place) : marked;
    if (typeof read !== 'string') {
      if ('pkg' in read) strange.push(read);
      packages.push('pkg' in read ? read.pkg : read);
      continue;
    }
    faults += 1;
    const name = component.name.slice(0, 200) || component.purl.slice(0, 200);
    if (faults <= MOST_NAMED) gaps.push(gapOf(`SBOM component ${name}`, read, ['packages']));
  }
  if (faults > MOST_NAMED) gaps.push(gapOf('SBOM components', 'no-purl', ['packages']));
  // Behind user names in the config stand accounts, which no SBOM lists.
  gaps.push(gapOf('accounts', 'not-told', ['accounts']));
  return { packages, strange };
}

/** The distribution that most purls name; null where none does. */
function mostNamed(packages: readonly PurlPackage[]): Distribution | null {
  const counts = new Map<string, { count: number; readonly distribution: Distribution }>();
  for (const { purl } of packages) {
    if (!isOfDistribution(purl.type)) continue;
    const named = distributionOfPurl(purl);
    if (named.id === '') continue;
    const key = `${named.id} ${named.release}`;
    const before = counts.get(key);
    if (before === undefined) counts.set(key, { count: 1, distribution: asDistribution(named) });
    else before.count += 1;
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most?.distribution ?? null;
}

/** What makes it uncertain that a distribution's packages are looked up by the names that advisories have for them. */
function doubtsAbout(packages: readonly PurlPackage[], distribution: Distribution | null): readonly Gap[] {
  const ofDistribution = packages.filter(({ purl }) => isOfDistribution(purl.type));
  if (ofDistribution.length === 0) return [];
  const gaps: Gap[] = [];
  // Who says the source only where it has another name says it somewhere; who never does leaves out what advisories go by.
  if (ofDistribution.every(({ pkg }) => pkg.source === null))
    gaps.push(gapOf('source packages', 'not-told', ['packages']));
  const others = new Set<string>();
  for (const { purl } of ofDistribution) {
    const named = distributionOfPurl(purl);
    if (distribution !== null && !isOf(named, distribution)) others.add(`${named.id} ${named.release}`.trim());
  }
  for (const other of [...others].slice(0, MOST_NAMED))
    gaps.push(gapOf(other.slice(0, 200), 'unknown-distribution', ['advisories', 'distribution']));
  return gaps;
}

function gapOf(what: string, reason: GapReason, blinds: readonly Blind[], incomplete = false): Gap {
  return { what, path: null, layer: null, reason, blinds, incomplete };
}
