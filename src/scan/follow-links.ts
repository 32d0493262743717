import type { Collector, LayerFile } from '../collect/collector.ts';
import type { AlsoTake } from '../collect/harvest-layer.ts';
import { followLinks, nameOf } from '../collect/layer-path.ts';
import type { Layer } from '../images/image-source.ts';
import type { Squashed, SquashedFile } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { pathKey, pathLookup } from '../model/path-index.ts';
import type { LayerReader } from './layer-reader.ts';

/** A wanted path that is a link, itself or a directory on its way, to a file that no collector had asked for. */
interface Pending {
  readonly path: string;
  readonly real: string;
  readonly collector: Collector;
}

/**
 * Reads wanted files that lie behind symbolic links, wherever in the image the links lead. A package database moved aside with a
 * link left in its place works as before for the image's own tools, so it has to be read as before.
 */
export async function followWantedLinks(
  squashed: Squashed,
  layers: readonly Layer[],
  harvests: readonly Harvest[],
  collectors: readonly Collector[],
  reader: LayerReader,
): Promise<{ readonly files: readonly SquashedFile[]; readonly gaps: readonly Gap[] }> {
  const files: SquashedFile[] = [];
  const gaps: Gap[] = [];
  const byLayer = new Map<number, Pending[]>();
  for (const pending of pendingLinks(squashed, collectors)) {
    const at = topmostWith(pending.real, harvests);
    if (at === null) continue;
    byLayer.set(at, [...(byLayer.get(at) ?? []), pending]);
  }
  for (const [at, wanted] of byLayer) {
    const layer = layers[at];
    const harvest = layer === undefined ? null : await reader.readAgain(layer, alsoFor(wanted));
    for (const { path, collector } of wanted) {
      const diffId = harvests[at]?.diffId ?? null;
      const found = harvest?.files.find((file) => file.path === path && file.collector === collector.name);
      if (found === undefined || diffId === null) {
        const { what, blinds } = collector;
        gaps.push({ what, path, layer: diffId, reason: 'link-not-followed', blinds, incomplete: false });
      } else {
        files.push({ ...found, items: found.items.map((item) => ({ item, layer: diffId })), layer: diffId });
      }
    }
  }
  return { files, gaps };
}

function pendingLinks(squashed: Squashed, collectors: readonly Collector[]): readonly Pending[] {
  if (squashed.links.size === 0) return [];
  const there = new Set(squashed.files.map((file) => `${file.path}\0${file.collector}`));
  const linksByName = new Map<string, string[]>();
  for (const path of squashed.links.keys())
    linksByName.set(nameOf(path), [...(linksByName.get(nameOf(path)) ?? []), path]);
  const pending: Pending[] = [];
  for (const collector of collectors) {
    const candidates = [
      ...(collector.wants.paths ?? []),
      ...(collector.wants.names ?? []).flatMap((name) => linksByName.get(name) ?? []),
    ];
    for (const path of candidates) {
      const real = followLinks(path, squashed.links, true);
      if (real === path || there.has(`${real}\0${collector.name}`) || there.has(`${path}\0${collector.name}`)) continue;
      if (collector.wants.unless?.(asFile(path)) === true) continue;
      pending.push({ path, real, collector });
    }
  }
  return pending;
}

function asFile(path: string): LayerFile {
  return { path, size: 0, mode: 0o644, uid: 0, gid: 0 };
}

/** The topmost layer that has a path as something else than a directory. */
function topmostWith(path: string, harvests: readonly Harvest[]): number | null {
  const key = pathKey(path);
  const at = harvests.findLastIndex((harvest) => pathLookup(harvest.paths)(key, 'other'));
  return at < 0 ? null : at;
}

function alsoFor(wanted: readonly Pending[]): ReadonlyMap<string, readonly AlsoTake[]> {
  const also = new Map<string, AlsoTake[]>();
  for (const { path, real, collector } of wanted) {
    also.set(real, [...(also.get(real) ?? []), { as: path, collector }]);
  }
  return also;
}
