import { type Digest, isDigest } from '../../base/digest.ts';
import type { Blind, Gap, GapReason } from '../../model/gap.ts';
import { chainId, type Fingerprint, type ImageConfig } from '../../model/image.ts';
import { byName, distinctGaps } from '../../model/inventory-order.ts';
import type { Distribution, Package } from '../../model/package.ts';
import type { Image, ToldContents } from '../image-source.ts';
import type { Bom, Subject } from './bom.ts';
import { type MarkedImage, markedImage } from './own-marks.ts';
import type { PackageDrafts } from './package-drafts.ts';
import { asDistribution, isOf, withLineage } from './purl-distribution.ts';
import { isOfDistribution } from './purl-package.ts';

/** Components that are named one by one in gaps; the rest is one gap. */
const MOST_NAMED = 50;

type Told = Pick<Image, 'fingerprint' | 'config'> & { readonly told: ToldContents };

/**
 * The contents of an image as its SBOM tells them. Where Plimsoll wrote it, they are what it read in the image. Where somebody else did,
 * they are what can be looked up for certain, and a gap for all else.
 * @param place the document's own digest, which stands for what it does not say
 */
export function toldContents(bom: Bom, place: Digest, size: number): Told {
  const { drafts } = bom;
  const packages = drafts.packages(place);
  const marked = markedImage(bom.subject.marks);
  const image = marked ?? strangeImage(bom.subject, packages.length, place, size);
  const distribution = withLineage(distributionOf(bom.distribution, drafts), packages);
  // Behind user names in the config stand accounts, which no SBOM lists.
  const gaps: readonly Gap[] = [
    ...image.gaps,
    ...gapsOfDrafts(drafts),
    gapOf('accounts', 'not-told', ['accounts']),
    ...doubtsAbout(drafts, distribution),
    // Ours is incomplete by the gaps that it tells.
    ...(marked === null ? absentPackages(packages, distribution, drafts) : []),
  ];
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
        files: [],
        gaps: distinctGaps(gaps),
        layers: image.layers,
      },
    },
  };
}

/** An image of which only digests are known, if that. */
function strangeImage(subject: Subject, entries: number, place: Digest, size: number): MarkedImage {
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
      : [{ diffId: place, size, entries }];
  return { fingerprint, config, size, layers, gaps: [gapOf('image config', 'not-told', ['config'])] };
}

/** What of a document is no package that could be looked up. */
function gapsOfDrafts({ faults, isCut, isBroken }: PackageDrafts): readonly Gap[] {
  const gaps = [...faults]
    .slice(0, MOST_NAMED)
    .map(({ name, reason }) => gapOf(`SBOM component ${name}`, reason, ['packages']));
  if (faults.size > MOST_NAMED) gaps.push(gapOf('SBOM components', 'no-purl', ['packages']));
  if (isBroken) gaps.push(gapOf('SBOM components', 'unparsable', ['packages']));
  if (isCut) gaps.push(gapOf('SBOM components', 'too-many', ['packages'], true));
  return gaps;
}

/** As the document says, and its release as the purls do where it says none. */
function distributionOf(said: Distribution | null, drafts: PackageDrafts): Distribution | null {
  const named = mostNamed(drafts);
  if (said === null || named === null) return said ?? named;
  if (said.versionId !== '' || said.codename !== null || said.id !== named.id) return said;
  return { ...said, versionId: named.versionId, codename: named.codename };
}

/** The distribution that most purls name; null where none does. */
function mostNamed({ distributions }: PackageDrafts): Distribution | null {
  const [most] = [...distributions.values()].filter(({ named }) => named.id !== '').sort((a, b) => b.count - a.count);
  return most === undefined ? null : asDistribution(most.named);
}

/** Distributions have packages of these types too, of which the purl names none. */
const fromElsewhere: ReadonlySet<string> = new Set(['cos', 'ebuild', 'nix']);

/** An SBOM of nothing, one that calls itself incomplete, or one that names a distribution and none of its packages: its tool could not read them, or left them out. */
function absentPackages(
  packages: readonly Package[],
  distribution: Distribution | null,
  { faults, isBroken, isIncomplete }: PackageDrafts,
): readonly Gap[] {
  if (isIncomplete || (distribution === null && packages.length + faults.size === 0 && !isBroken))
    return [gapOf('SBOM components', 'not-told', ['packages'])];
  if (distribution === null || packages.some(({ type }) => isOfDistribution(type) || fromElsewhere.has(type)))
    return [];
  return [gapOf(`${distribution.id.slice(0, 100)} packages`, 'not-told', ['packages'])];
}

/** What makes it uncertain that a distribution's packages are looked up by the names that advisories have for them. */
function doubtsAbout({ distributions, hasSources }: PackageDrafts, distribution: Distribution | null): readonly Gap[] {
  if (distributions.size === 0) return [];
  // Who says the source only where it has another name says it somewhere; who never does leaves out what advisories go by.
  const gaps = hasSources ? [] : [gapOf('source packages', 'not-told', ['packages'])];
  const others = new Set<string>();
  for (const { named } of distributions.values()) {
    if (distribution !== null && !isOf(named, distribution)) others.add(`${named.id} ${named.release}`.trim());
  }
  for (const other of [...others].slice(0, MOST_NAMED))
    gaps.push(gapOf(other.slice(0, 200), 'unknown-distribution', ['advisories', 'distribution']));
  return gaps;
}

function gapOf(what: string, reason: GapReason, blinds: readonly Blind[], incomplete = false): Gap {
  return { what, path: null, layer: null, reason, blinds, incomplete };
}
