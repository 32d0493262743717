import type { Collector } from '../collect/collector.ts';
import type { DistributionPick, Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf, nameOf } from '../collect/layer-path.ts';
import { placesIn } from '../images/image-places.ts';
import type { Gap, GapReason } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';

interface SystemFacts {
  readonly harvests: readonly Harvest[];
  readonly links: ReadonlyMap<string, string>;
  readonly resolve: (path: string) => string;
  readonly ecosystems: readonly Ecosystem[];
  readonly pickDistribution: DistributionPick;
  readonly hasDistribution: boolean;
  readonly hasPackages: boolean;
}

type Place = 'nothing' | 'file' | 'directory' | 'dangling';

/**
 * What stands where a system keeps its packages or says its name, and cannot be what should stand there: a directory in place of a file, a link that leads nowhere, a file in place
 * of a directory. Whoever looks for files does not come by these.
 *
 * Where an image has neither packages of a system nor a name of one, anything in these places is a gap, an empty file too: that no system is there cannot be said.
 */
export function unreadSystems(facts: SystemFacts): readonly Gap[] {
  const { ecosystems, pickDistribution, hasDistribution, hasPackages } = facts;
  const placeOf = placeFinder(facts);
  const isBare = !hasDistribution && !hasPackages;
  const gaps: Gap[] = [];
  const gap = ({ what, blinds }: Pick<Collector, 'what' | 'blinds'>, path: string, reason: GapReason) =>
    gaps.push({ what, path, layer: null, reason, blinds, incomplete: false });
  for (const { collectors, database } of ecosystems.filter(({ kind }) => kind === 'distribution')) {
    const readers = collectors.filter(({ blinds }) => blinds.includes('packages'));
    for (const collector of readers) {
      for (const path of collector.wants.paths ?? []) {
        const place = placeOf(path);
        const reason = noFile[place] ?? (isBare && place === 'file' ? 'unknown-distribution' : null);
        if (reason !== null) gap(collector, path, reason);
      }
    }
    const directories = readers.flatMap(({ wants }) => (wants.directories ?? []).map(({ in: path }) => path));
    for (const path of new Set([...directories, ...(database?.in === undefined ? [] : [database.in])])) {
      const place = placeOf(path);
      const reason = noDirectory[place] ?? (isBare && place === 'directory' ? 'unknown-distribution' : null);
      if (reason !== null) gap({ what: database?.what ?? 'package database', blinds: ['packages'] }, path, reason);
    }
  }
  const path = isBare ? pickDistribution.places.find((one) => placeOf(one) !== 'nothing') : undefined;
  if (path !== undefined) {
    gap({ what: 'distribution', blinds: ['packages'] }, path, noFile[placeOf(path)] ?? 'unknown-distribution');
  }
  return gaps;
}

/** Where databases of packages lie, or the directories in which they do. */
export function databasePlaces(ecosystems: readonly Ecosystem[]): readonly string[] {
  return ecosystems
    .filter(({ kind }) => kind === 'distribution')
    .flatMap(({ collectors, database }) => [
      ...collectors.flatMap(({ wants }) => [
        ...(wants.paths ?? []),
        ...(wants.directories ?? []).map(({ in: at }) => at),
      ]),
      ...(database?.in === undefined ? [] : [database.in]),
    ]);
}

type Troubles = Readonly<Partial<Record<Place, GapReason>>>;
const noFile: Troubles = { directory: 'not-a-file', dangling: 'missing' };
const noDirectory: Troubles = { file: 'not-a-directory', dangling: 'missing' };

function placeFinder({ harvests, links, resolve }: SystemFacts): (path: string) => Place {
  const lookup = placesIn(harvests);
  return (path) => {
    const directory = resolve(directoryOf(path));
    const at = directory === '' ? nameOf(path) : `${directory}/${nameOf(path)}`;
    const real = resolve(at);
    const there = lookup(real);
    // Links that lead to one another.
    if (links.has(real)) return 'dangling';
    if (there === null) return links.has(at) ? 'dangling' : 'nothing';
    return there === 'directory' ? 'directory' : 'file';
  };
}
