import type { Digest } from '../base/digest.ts';
import type { Gap } from './gap.ts';
import type { Fingerprint, ImageConfig } from './image.ts';
import { platformName } from './image.ts';
import type { LayerFacts } from './inventory.ts';
import type { Distribution, Package } from './package.ts';

/**
 * What an SBOM of ours says beyond the words of its format, so that scanning it finds what scanning the image found: properties in
 * CycloneDX, one annotation in SPDX. A name may stand several times. Names only ever join: documents of older versions stay readable.
 */
export type Mark = readonly [name: string, value: string];

export const markNames = {
  type: 'plimsoll:type',
  version: 'plimsoll:version',
  /** Where the document has it with a qualifier for other readers. */
  purl: 'plimsoll:purl',
  architecture: 'plimsoll:architecture',
  sourceName: 'plimsoll:source:name',
  sourceVersion: 'plimsoll:source:version',
  license: 'plimsoll:license',
  layer: 'plimsoll:layer',
  path: 'plimsoll:path',
  ownedBy: 'plimsoll:owned-by',
  /** With the attribute's name behind it. */
  attribute: 'plimsoll:attribute:',
  configDigest: 'plimsoll:image:config-digest',
  manifestDigest: 'plimsoll:image:manifest-digest',
  indexDigest: 'plimsoll:image:index-digest',
  /** One for each layer, bottom first: `DIFFID BYTES ENTRIES`. */
  imageLayer: 'plimsoll:image:layer',
  chainId: 'plimsoll:image:chain-id',
  size: 'plimsoll:image:size',
  platform: 'plimsoll:image:platform',
  created: 'plimsoll:image:created',
  user: 'plimsoll:image:user',
  /** With the label's name behind it. */
  label: 'plimsoll:image:label:',
  distribution: 'plimsoll:distribution',
  /** A gap as JSON. */
  gap: 'plimsoll:gap',
} as const;

/** Longer versions than CycloneDX takes stand in a mark. */
export const LONGEST_VERSION = 1024;

/**
 * What a package's name, version, purl and licenses leave open.
 * @param written the purl as the document has it
 */
export function packageMarks(pkg: Package, written: string): readonly Mark[] {
  const { type, version, purl, architecture, source, licenses, layer, path, ownedBy, attributes } = pkg;
  const marks: (Mark | null)[] = [
    [markNames.type, type],
    version.length > LONGEST_VERSION ? [markNames.version, version] : null,
    written === purl ? null : [markNames.purl, purl],
    architecture === null ? null : [markNames.architecture, architecture],
    source === null ? null : [markNames.sourceName, source.name],
    source === null ? null : [markNames.sourceVersion, source.version],
    ...licenses.map((license): Mark => [markNames.license, license]),
    [markNames.layer, layer],
    [markNames.path, path],
    ownedBy === null ? null : [markNames.ownedBy, ownedBy],
    ...sorted(attributes).map(([name, value]): Mark => [`${markNames.attribute}${name}`, value]),
  ];
  return marks.filter((mark) => mark !== null);
}

interface Marked {
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  readonly size: number;
  readonly inventory: { readonly layers: readonly LayerFacts[]; readonly gaps: readonly Gap[] };
}

/** What is said of the image as such. Nothing of its environment or history, where secrets stand. */
export function imageMarks({ fingerprint, config, size, inventory }: Marked): readonly Mark[] {
  const { configDigest, manifestDigest, indexDigest, chainId } = fingerprint;
  const digest = (name: string, value: Digest | null): readonly Mark[] => (value === null ? [] : [[name, value]]);
  return [
    [markNames.configDigest, configDigest],
    ...digest(markNames.manifestDigest, manifestDigest),
    ...digest(markNames.indexDigest, indexDigest),
    ...digest(markNames.chainId, chainId),
    ...inventory.layers.map((layer): Mark => [markNames.imageLayer, `${layer.diffId} ${layer.size} ${layer.entries}`]),
    [markNames.size, String(size)],
    [markNames.platform, platformName(config.platform)],
    ...(config.created === null ? [] : [[markNames.created, config.created] as const]),
    [markNames.user, config.user],
    ...sorted(config.labels).map(([name, value]): Mark => [`${markNames.label}${name}`, value]),
    ...inventory.gaps.map((gap): Mark => [markNames.gap, gapJson(gap)]),
  ];
}

/** The whole of it: `ID_LIKE` and codename have no place of their own in either format. */
export function distributionMarks({ id, versionId, name, like, codename }: Distribution): readonly Mark[] {
  return [[markNames.distribution, JSON.stringify({ id, versionId, name, like, codename })]];
}

function gapJson({ what, path, layer, reason, blinds, incomplete }: Gap): string {
  return JSON.stringify({ what, path, layer, reason, blinds, incomplete });
}

function sorted(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
