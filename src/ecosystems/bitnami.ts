import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { parsePurl } from '../formats/purl.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { semver } from '../versions/semver.ts';
import { normalizedLicense } from './license-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Bitnami component';
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
/** An image has a handful. */
const MAX_COMPONENTS = 1000;
/** The revision of the build, which advisories do not know. */
const revision = /-[0-9]+$/;

/** What Bitnami leaves beside a component: an SPDX document about it and what is in it. */
const documentCollector: Collector = {
  name: 'bitnami-spdx',
  revision: 1,
  wants: {
    extensions: ['.spdx'],
    maxSize: 32 << 20,
    unless: ({ path }) => !/^opt\/bitnami\/(?:[^/]+\/)*\.spdx-[^/]+\.spdx$/.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeFrom(content, componentsOfDocument),
};

/** The list of all components, which older images have alone. */
const listCollector: Collector = {
  name: 'bitnami-components',
  revision: 1,
  wants: { paths: ['opt/bitnami/.bitnami_components.json'], maxSize: 1 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeFrom(content, componentsOfList),
};

/** Components of images of Bitnami, which are in no package of their distribution. */
export const bitnami: Ecosystem = {
  id: 'bitnami',
  title: { en: 'Bitnami components', 'zh-CN': 'Bitnami 组件' },
  kind: 'binary',
  versions: semver,
  collectors: [documentCollector, listCollector],
  assemble,
  brings: (_, packages) => packages.map(({ name }) => `opt/bitnami/${name}`),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Bitnami', name, version: version.replace(revision, '') }],
};

type Component = Pick<HarvestedPackage, 'name' | 'version' | 'architecture' | 'licenses'> & { readonly distro: string };

function takeFrom(content: Buffer, read: (document: unknown) => readonly Component[] | null): Taken {
  let document: unknown;
  try {
    document = JSON.parse(content.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { items: [], gaps: [unparsable] };
  }
  const components = read(document);
  if (components === null) return { items: [], gaps: [unparsable] };
  const items = components.slice(0, MAX_COMPONENTS).map(({ distro, ...component }): HarvestedPackage => {
    const attributes = distro === '' ? {} : { distro };
    return { kind: 'package', ecosystem: 'bitnami', source: null, attributes, ...component };
  });
  return components.length > MAX_COMPONENTS ? { items, gaps: [{ ...unparsable, reason: 'too-many' }] } : { items };
}

/** Packages of the document that are components themselves; what is in them has purls of other types. */
function componentsOfDocument(document: unknown): readonly Component[] | null {
  if (!isRecord(document) || !Array.isArray(document['packages'])) return null;
  return document['packages'].filter(isRecord).flatMap((pkg): readonly Component[] => {
    const references = Array.isArray(pkg['externalRefs']) ? pkg['externalRefs'].filter(isRecord) : [];
    const purls = references.flatMap((reference) => parsePurl(textOf(reference['referenceLocator'])) ?? []);
    const purl = purls.find(({ type, version }) => type === 'bitnami' && version !== null);
    if (purl === undefined || purl.version === null) return [];
    const declared = [textOf(pkg['licenseDeclared']), textOf(pkg['licenseConcluded'])];
    const license = declared.find((text) => text !== '' && text !== 'NOASSERTION' && text !== 'NONE');
    return [
      {
        name: purl.name,
        version: purl.version,
        architecture: purl.qualifiers['arch'] ?? null,
        licenses: license === undefined ? [] : [normalizedLicense(license)],
        distro: purl.qualifiers['distro'] ?? '',
      },
    ];
  });
}

/** `{ "redis": { "arch": "amd64", "distro": "debian-11", "type": "NAMI", "version": "7.0.8-0" } }` */
function componentsOfList(document: unknown): readonly Component[] | null {
  if (!isRecord(document)) return null;
  const components = Object.entries(document).map(([name, about]): Component | null => {
    const version = isRecord(about) ? textOf(about['version']) : '';
    if (!isRecord(about) || name === '' || version === '') return null;
    return {
      name,
      version,
      architecture: textOf(about['arch']) || null,
      licenses: [],
      distro: textOf(about['distro']),
    };
  });
  return components.every((component) => component !== null) ? components : null;
}

/** A component that stands in a document and in the list is one. */
function assemble({ packages }: Assembly): readonly Package[] {
  const inDocuments = packages.filter(({ path }) => path.endsWith('.spdx'));
  const known = new Map(
    [...packages, ...inDocuments].map((placed) => [`${placed.item.name}@${placed.item.version}`, placed]),
  );
  return [...known.values()].map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type: 'bitnami',
    purl: purlOf('bitnami', null, item.name, item.version, {
      arch: item.architecture,
      distro: item.attributes['distro'] ?? null,
    }),
    architecture: item.architecture,
    source: null,
    licenses: item.licenses,
    layer,
    path,
    ownedBy: null,
    attributes: {},
  }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
