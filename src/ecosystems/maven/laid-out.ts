import type { Collector, Taken } from '../../collect/collector.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import { readManifest } from '../../formats/java/properties.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { coordinatesOf, symbolicName } from './identity.ts';

const WHAT = 'Java application';
const ofMaven = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
const ofBundle = /(?:^|\/)META-INF\/MANIFEST\.MF$/;

/**
 * Applications that lie in an image as directories instead of archives (unpacked wars, layers of Spring Boot, Jib, bundles of Eclipse): what Maven wrote into
 * them, and what makes a directory a bundle of OSGi.
 */
export const laidOutCollector: Collector = {
  name: 'maven-laid-out',
  revision: 1,
  wants: {
    names: ['pom.properties', 'MANIFEST.MF'],
    maxSize: 1 << 20,
    unless: ({ path }) => !ofMaven.test(path) && !ofBundle.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => {
    // An empty file holds a place.
    if (content.length === 0) return { items: [] };
    return ofMaven.test(path) ? ofCoordinates(path, content) : ofManifest(path, content);
  },
};

function ofCoordinates(path: string, content: Buffer): Taken {
  const coordinates = coordinatesOf(content.toString('utf8'));
  if (coordinates === null) return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const { group, artifact, version } = coordinates;
  return { items: [languagePackage('maven', `${group}:${artifact}`, version), ...digestFacts('maven', path, content)] };
}

/** OSGi Core, "Bundle Manifest Headers". A manifest without them is that of an application, which has a name and version of no list. */
function ofManifest(path: string, content: Buffer): Taken {
  const manifest = readManifest(content.toString('utf8'));
  const name = symbolicName(manifest);
  const version = manifest.get('bundle-version') ?? '';
  if (name === '' || !/^\d[\w.+-]{0,100}$/.test(version)) return { items: [] };
  const attributes = { certainty: 'file name', groups: name.slice(0, Math.max(0, name.lastIndexOf('.'))) || name };
  return { items: [languagePackage('maven', name, version, { attributes }), ...digestFacts('maven', path, content)] };
}

/** Without the bundles of which Maven's own word lies beside. */
export function withoutRepeated(packages: readonly Placed<HarvestedPackage>[]): readonly Placed<HarvestedPackage>[] {
  const bundles = packages.filter(({ path }) => ofBundle.test(path));
  if (bundles.length === 0) return packages;
  const homes = new Set(packages.flatMap(({ path }) => (ofMaven.test(path) ? [path.replace(ofMaven, '')] : [])));
  return packages.filter(({ path }) => !ofBundle.test(path) || !homes.has(path.replace(ofBundle, '')));
}
