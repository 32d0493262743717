import type { Collector, LayerFile } from '../collect/collector.ts';
import { dispatchOf } from '../collect/dispatch.ts';
import { directoryOf, linkFollower, MOST_EFFORT } from '../collect/layer-path.ts';
import type { Squashed } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { endlessLinks } from './harvest-gaps.ts';

/** A path that a collector wants and that leads, over symbolic links, to one where it did not look. */
export interface Detour {
  readonly collector: Collector;
  readonly path: string;
  readonly real: string;
  /** Set where the path is a directory, of which the files with this ending are wanted. */
  readonly inside: { readonly ending: string } | null;
}

/** Links to directories on one way. What makes a path a wanted one are its last parts, and they are fewer. */
const MAX_LINKS_ON_WAY = 4;
const MAX_WAYS = 1000;
/** Of a whole image. Each of them means a look into every layer. */
const MAX_DETOURS = 2000;

/** All detours of an image; a gap for each file to which there are too many ways to try them all. */
export function detoursOf(
  squashed: Squashed,
  harvests: readonly Harvest[],
  collectors: readonly Collector[],
): { readonly detours: readonly Detour[]; readonly gaps: readonly Gap[] } {
  const { links } = squashed;
  if (links.size === 0) return { detours: [], gaps: [] };
  const there = new Set(squashed.files.map((file) => idOf(file.path, file.collector)));
  const found = new Map<string, Detour>();
  const effort = { left: MOST_EFFORT };
  const follow = linkFollower(links, effort);
  const consider = (collector: Collector, path: string, real: string, inside: Detour['inside'] = null): void => {
    const id = idOf(path, collector.name);
    if (real === path || found.has(id) || found.size > MAX_DETOURS) return;
    if (inside === null && (there.has(id) || there.has(idOf(real, collector.name)))) return;
    if (inside === null && collector.wants.unless?.(asFile(path)) === true) return;
    found.set(id, { collector, path, real, inside });
  };
  for (const collector of collectors) {
    for (const path of collector.wants.paths ?? []) consider(collector, path, follow(path));
    for (const { in: directory, ending } of collector.wants.directories ?? []) {
      consider(collector, directory, follow(directory), { ending });
    }
  }
  // Links that have a wanted name themselves.
  const wantedBy = dispatchOf(collectors);
  for (const path of links.keys()) {
    for (const collector of wantedBy(path, null)) consider(collector, path, follow(path));
  }
  const gaps: Gap[] = [];
  for (const { collector, real, ways } of passedOverIn(squashed, harvests, collectors, follow)) {
    for (const path of ways) consider(collector, path, real);
    if (ways.size >= MAX_WAYS) gaps.push(tooMany(collector, real));
  }
  if (effort.left < 0 || found.size > MAX_DETOURS) gaps.push(endlessLinks);
  return { detours: [...found.values()], gaps };
}

/** Files that have a wanted name in a place where it is not wanted, with the paths that links to directories give them. */
function* passedOverIn(
  { links }: Squashed,
  harvests: readonly Harvest[],
  collectors: readonly Collector[],
  follow: (path: string) => string,
): Generator<{ readonly collector: Collector; readonly real: string; readonly ways: ReadonlySet<string> }> {
  const passedOver = new Map(
    harvests.flatMap((harvest) => harvest.passedOver.map((one) => [idOf(one.path, one.collector), one])),
  );
  if (passedOver.size === 0) return;
  const linksTo = new Map<string, string[]>();
  for (const link of links.keys()) {
    const real = follow(link);
    const there = linksTo.get(real);
    if (there === undefined) linksTo.set(real, [link]);
    else there.push(link);
  }
  const byName = new Map(collectors.map((collector) => [collector.name, collector]));
  for (const { path, collector } of passedOver.values()) {
    const wanting = byName.get(collector);
    if (wanting !== undefined) yield { collector: wanting, real: path, ways: waysTo(path, linksTo) };
  }
}

/** Other paths to a file, over links to directories above it. */
function waysTo(path: string, linksTo: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const ways = new Set<string>();
  let last: readonly string[] = [path];
  for (let count = 0; count < MAX_LINKS_ON_WAY && last.length > 0; count += 1) {
    const next: string[] = [];
    for (const way of last) {
      for (let above = directoryOf(way); above !== ''; above = directoryOf(above)) {
        for (const link of linksTo.get(above) ?? []) {
          const longer = `${link}${way.slice(above.length)}`;
          if (ways.has(longer)) continue;
          if (ways.size >= MAX_WAYS) return ways;
          ways.add(longer);
          next.push(longer);
        }
      }
    }
    last = next;
  }
  return ways;
}

function tooMany({ what, blinds }: Collector, path: string): Gap {
  return { what, path, layer: null, reason: 'too-many', blinds, incomplete: true };
}

function idOf(path: string, collector: string): string {
  return `${path}\0${collector}`;
}

function asFile(path: string): LayerFile {
  return { path, size: 0, mode: 0o644, uid: 0, gid: 0 };
}
