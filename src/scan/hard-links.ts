import type { AlsoTake, HarvestedLayer } from '../collect/harvest-layer.ts';
import type { UnreadLink } from '../collect/layer-walk.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';

/** Readings of one layer: the first finds out which files have wanted names besides their own, another one which names those had before. */
const MAX_READINGS = 3;

type Also = ReadonlyMap<string, readonly AlsoTake[]>;

/**
 * Reads a layer again while wanted names turn out to be hard links to files that had gone by unread.
 *
 * @param before a reading that there was already; null for none
 */
export async function completed(
  read: (also: Also) => Promise<HarvestedLayer>,
  before: HarvestedLayer | null,
): Promise<Harvest> {
  let also: Also = new Map();
  let layer = before ?? (await read(also));
  for (let readings = 1; readings < MAX_READINGS; readings += 1) {
    // There is no time to read it again, and less would come of it.
    if (layer.harvest.gaps.some(({ reason }) => reason === 'timeout')) break;
    const more = withTargets(also, layer.unread);
    if (more === null) break;
    also = more;
    layer = await read(also);
  }
  return withUnread(layer);
}

/** A harvest with a gap for each wanted name whose content could not be had. */
export function withUnread({ harvest, unread }: HarvestedLayer): Harvest {
  const gaps = unread.map(
    ({ path, collectors }): Gap => ({
      what: collectors[0]?.what ?? 'file',
      path,
      layer: harvest.diffId,
      reason: 'link-not-followed',
      blinds: [...new Set(collectors.flatMap((collector) => collector.blinds))],
      incomplete: false,
    }),
  );
  return gaps.length === 0 ? harvest : { ...harvest, gaps: [...harvest.gaps, ...gaps] };
}

/** What to read besides, now that the links are known; null where nothing new has come. */
function withTargets(also: Also, unread: readonly UnreadLink[]): Also | null {
  const all = new Map([...also].map(([target, there]) => [target, [...there]]));
  const idOf = (target: string, { as, collector }: AlsoTake) => `${target}\0${as}\0${collector.name}`;
  const known = new Set([...all].flatMap(([target, there]) => there.map((one) => idOf(target, one))));
  const before = known.size;
  for (const { path, target, collectors } of unread) {
    for (const collector of collectors) {
      const one = { as: path, collector };
      const id = idOf(target, one);
      if (known.has(id)) continue;
      known.add(id);
      const there = all.get(target);
      if (there === undefined) all.set(target, [one]);
      else there.push(one);
    }
  }
  return known.size > before ? all : null;
}
