import type { Collector, Taken } from '../../collect/collector.ts';
import type { Assembly, Placed } from '../../collect/ecosystem.ts';
import { XmlFault } from '../../formats/xml/xml-events.ts';
import type { HarvestedFact, HarvestedPackage } from '../../model/harvest.ts';
import { LICENSES, projectOfPom } from './licenses.ts';

const PROJECT = 'project';
/** Parents of parents: those of large foundations are five. */
const MOST_PARENTS = 20;

/** What a project says that leaves its licenses to its parent, or that may be one. Coordinates are `GROUP:ARTIFACT:VERSION`. */
export function projectFact(coordinates: string, parent: string | null, licenses: readonly string[]): HarvestedFact {
  return { kind: 'fact', ecosystem: 'maven', fact: PROJECT, key: coordinates, values: [parent ?? '', ...licenses] };
}

/** Projects in a local repository of Maven (`ARTIFACT/VERSION/ARTIFACT-VERSION.pom`): parents are there, and in no jar. */
export const repositoryCollector: Collector = {
  name: 'maven-repository',
  revision: 1,
  wants: { extensions: ['.pom'], maxSize: 1 << 20, unless: ({ path }) => !place.test(path) },
  what: LICENSES,
  blinds: [],
  take: (_, content) => take(content),
};

const place = /(?:^|\/)([^/]+)\/([^/]+)\/\1-\2\.pom$/;

function take(content: Buffer): Taken {
  if (content.length === 0) return { items: [] };
  try {
    const { coordinates, parent, licenses } = projectOfPom(content);
    return { items: coordinates === null ? [] : [projectFact(coordinates, parent, licenses)] };
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return { items: [], gaps: [{ what: LICENSES, reason: 'unparsable', blinds: [] }] };
  }
}

/**
 * With the licenses of the project beside which a jar lies in a local repository, else of the nearest parent in the image that has any, for what says none itself.
 */
export function withParentsLicenses(
  packages: readonly Placed<HarvestedPackage>[],
  facts: Assembly['facts'],
): readonly Placed<HarvestedPackage>[] {
  const parents = new Map<string, string>();
  const told = new Map<string, readonly string[]>();
  const beside = new Map<string, string>();
  for (const { item, path } of facts) {
    if (item.fact !== PROJECT) continue;
    const [parent = '', ...licenses] = item.values;
    if (place.test(path)) beside.set(path, item.key);
    if (parent !== '') parents.set(item.key, parent);
    if (licenses.length > 0) told.set(item.key, licenses);
  }
  if (parents.size === 0 && beside.size === 0) return packages;
  for (const { item } of packages)
    if (item.licenses.length > 0) told.set(`${item.name}:${item.version}`, item.licenses);
  return packages.map((placed) => {
    if (placed.item.licenses.length > 0) return placed;
    const isMember = placed.item.attributes['member'] !== undefined;
    const own = isMember ? undefined : beside.get(placed.path.replace(/\.jar$/, '.pom'));
    let at = own ?? `${placed.item.name}:${placed.item.version}`;
    for (let i = 0; i < MOST_PARENTS && !told.has(at); i += 1) at = parents.get(at) ?? '';
    const licenses = told.get(at);
    return licenses === undefined ? placed : { ...placed, item: { ...placed.item, licenses } };
  });
}
