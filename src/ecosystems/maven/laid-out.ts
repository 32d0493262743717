import type { Collector, Taken } from '../../collect/collector.ts';
import type { Assembly, Placed } from '../../collect/ecosystem.ts';
import { readManifest } from '../../formats/java/properties.ts';
import { XmlFault } from '../../formats/xml/xml-events.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { coordinatesOf, symbolicName } from './identity.ts';
import { LICENSES, licensesOfBundle, projectOfPom } from './licenses.ts';
import { projectFact } from './parents.ts';

const WHAT = 'Java application';
const ofMaven = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const ofProject = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.xml$/;
const ofBundle = /(?:^|\/)META-INF\/MANIFEST\.MF$/;

/**
 * Applications that lie in an image as directories instead of archives (unpacked wars, layers of Spring Boot, Jib, bundles of Eclipse): what Maven wrote into
 * them, and what makes a directory a bundle of OSGi.
 */
export const laidOutCollector: Collector = {
  name: 'maven-laid-out',
  revision: 3,
  wants: {
    names: ['pom.properties', 'pom.xml', 'MANIFEST.MF'],
    maxSize: 1 << 20,
    unless: ({ path }) => !ofMaven.test(path) && !ofProject.test(path) && !ofBundle.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => {
    // An empty file holds a place.
    if (content.length === 0) return { items: [] };
    if (ofProject.test(path)) return ofPom(path, content);
    return ofMaven.test(path) ? ofCoordinates(path, content) : ofManifest(path, content);
  },
};

function ofCoordinates(path: string, content: Buffer): Taken {
  const coordinates = coordinatesOf(content.toString('utf8'));
  if (coordinates === null) return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const { group, artifact, version } = coordinates;
  return { items: [languagePackage('maven', `${group}:${artifact}`, version), ...digestFacts('maven', path, content)] };
}

function ofPom(path: string, content: Buffer): Taken {
  try {
    const { licenses: values, coordinates, parent } = projectOfPom(content);
    if (values.length > 0)
      return { items: [{ kind: 'fact', ecosystem: 'maven', fact: 'licenses', key: path, values }] };
    return { items: coordinates === null || parent === null ? [] : [projectFact(coordinates, parent, [])] };
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return { items: [], gaps: [{ what: LICENSES, reason: 'unparsable', blinds: [] }] };
  }
}

/** OSGi Core, "Bundle Manifest Headers". A manifest without them is that of an application, which has a name and version of no list. */
function ofManifest(path: string, content: Buffer): Taken {
  const manifest = readManifest(content.toString('utf8'));
  const name = symbolicName(manifest);
  const version = manifest.get('bundle-version') ?? '';
  if (name === '' || !/^\d[\w.+-]{0,100}$/.test(version)) return { items: [] };
  const attributes = { certainty: 'file name', groups: name.slice(0, Math.max(0, name.lastIndexOf('.'))) || name };
  const licenses = licensesOfBundle(manifest.get('bundle-license') ?? '');
  return {
    items: [languagePackage('maven', name, version, { licenses, attributes }), ...digestFacts('maven', path, content)],
  };
}

type Placement = Placed<HarvestedPackage>;

/** Without the bundles of which Maven's own word lies beside. */
export function withoutRepeated(packages: readonly Placement[]): readonly Placement[] {
  const bundles = packages.filter(({ path }) => ofBundle.test(path));
  if (bundles.length === 0) return packages;
  const homes = new Set(packages.flatMap(({ path }) => (ofMaven.test(path) ? [path.replace(ofMaven, '')] : [])));
  return packages.filter(({ path }) => !ofBundle.test(path) || !homes.has(path.replace(ofBundle, '')));
}

/** With the licenses of the `pom.xml` that lies beside what Maven wrote. */
export function withLicenses({ packages, facts }: Assembly): readonly Placement[] {
  const told = new Map(
    facts.filter(({ item }) => item.fact === 'licenses').map((fact) => [fact.path, fact.item.values]),
  );
  if (told.size === 0) return packages;
  return packages.map((placed) => {
    const licenses = ofMaven.test(placed.path) ? told.get(placed.path.replace(/properties$/, 'xml')) : undefined;
    return licenses === undefined ? placed : { ...placed, item: { ...placed.item, licenses } };
  });
}
