import type { Collector } from '../collect/collector.ts';
import type { Layer } from '../images/image-source.ts';
import { type Squashed, type SquashedFile, squash } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { pathKey, pathLookup } from '../model/path-index.ts';
import { type Detour, type DetourFinder, detoursOf } from './detours.ts';
import type { LayerReader } from './layer-reader.ts';

/**
 * Reads wanted files that lie behind symbolic links, wherever in the image the links lead. A package database moved aside with a
 * link left in its place works as before for the image's own tools, so it has to be read as before.
 *
 * The layers that have something where the links lead are read once more, and laid on one another like any others. `possible` are all places where
 * links lead to, be there something or not.
 */
export async function followWantedLinks(
  squashed: Squashed,
  layers: readonly Layer[],
  harvests: readonly Harvest[],
  collectors: readonly Collector[],
  reader: LayerReader,
  findDetours: DetourFinder = detoursOf,
): Promise<{
  readonly files: readonly SquashedFile[];
  readonly gaps: readonly Gap[];
  readonly possible: readonly Detour[];
}> {
  const { detours: possible, gaps: tooMany } = findDetours(squashed, harvests, collectors);
  // Most of them lead nowhere: to where another distribution would keep something.
  const concerning = harvests.map((harvest) => possible.filter((detour) => isIn(detour, harvest)));
  const concerned = new Set(concerning.flat());
  const detours = possible.filter((detour) => concerned.has(detour));
  if (detours.length === 0) return { files: [], gaps: tooMany, possible };
  const byName = new Map(detours.map((detour) => [nameOf(detour), detour]));
  const sent = detours.map(sentAlong);
  const gaps = [...tooMany];
  const seen: Harvest[] = [];
  for (const [i, harvest] of harvests.entries()) {
    const here = concerning[i] ?? [];
    const layer = layers[i];
    const again = here.length === 0 || layer === undefined ? null : await reader.readWith(sent, layer, harvest);
    if (again === null) gaps.push(...here.map((detour) => notFollowed(detour, harvest)));
    else gaps.push(...again.gaps);
    seen.push({ ...harvest, files: again?.files ?? [], links: {} });
  }
  const files = squash(seen).files.flatMap((file): readonly SquashedFile[] => {
    const detour = byName.get(file.collector);
    if (detour === undefined) return [];
    return [{ ...file, path: pathBehind(detour, file.path), collector: detour.collector.name }];
  });
  return { files, gaps, possible };
}

/** The collector of a detour, looking where the links lead and seeing the path that they have. Its name says all of that, for the cache. */
function sentAlong(detour: Detour): Collector {
  const { collector, real, inside } = detour;
  const behind = (file: Parameters<Collector['take']>[0]) => ({ ...file, path: pathBehind(detour, file.path) });
  const wants = inside === null ? { paths: [real] } : { directories: [{ in: real, ending: inside.ending }] };
  return {
    ...collector,
    name: nameOf(detour),
    wants: { ...wants, unless: (file) => collector.wants.unless?.(behind(file)) === true },
    take: (file, content) => collector.take(behind(file), content),
  };
}

function nameOf({ collector, path, real, inside }: Detour): string {
  return JSON.stringify([collector.name, path, real, inside?.ending ?? null]);
}

function pathBehind({ path, real }: Detour, at: string): string {
  return `${path}${at.slice(real.length)}`;
}

function isIn({ real, inside }: Detour, harvest: Harvest): boolean {
  const has = pathLookup(harvest.paths);
  const key = pathKey(real);
  return inside === null ? has(key, 'other') : has(key, 'directory') || has(key, 'implied');
}

function notFollowed({ collector: { what, blinds }, path }: Detour, { diffId }: Harvest): Gap {
  return { what, path, layer: diffId, reason: 'link-not-followed', blinds, incomplete: false };
}
