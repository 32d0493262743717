import type { Digest } from '../base/digest.ts';
import type { Collector, LayerFile } from '../collect/collector.ts';
import { dispatchOf } from '../collect/dispatch.ts';
import type { HarvestedLayer, HarvestOptions } from '../collect/harvest-layer.ts';
import { nameOf } from '../collect/layer-path.ts';
import { LayerWalk } from '../collect/layer-walk.ts';
import type { Harvest, HarvestedFile } from '../model/harvest.ts';
import { pathKey, pathLookup } from '../model/path-index.ts';

/**
 * Files of layers that come by once, kept in memory in case a link makes them wanted: those that have a wanted name in a place where nobody
 * looks. A package database is moved with its directory more often than it is renamed.
 */
export interface Spool {
  /** To be set to work besides the others. */
  readonly collector: Collector;
  /** Takes out of a layer that was read what is the spool's, and keeps it. */
  emptied(layer: HarvestedLayer, blob: Digest): HarvestedLayer;
  /** What collectors take from such a layer, with a gap for each wanted path that is there and was not kept. */
  harvestWith(blob: Digest, before: Harvest, settings: HarvestOptions): Harvest;
}

interface Kept {
  readonly file: LayerFile;
  readonly content: Buffer;
}

/** Bytes of all layers together. What does not fit is as if it had another name. */
const MAX_KEPT = 32 << 20;
const NAME = 'spool';

export function spoolFor(collectors: readonly Collector[]): Spool {
  const wantedBy = dispatchOf(collectors);
  const taken: Kept[] = [];
  const layers = new Map<Digest, ReadonlyMap<string, Kept>>();
  let room = MAX_KEPT;

  /** Somebody takes it where it lies, and nobody else would if a link led to it. */
  const isTaken = (file: LayerFile) => {
    const taking = wantedBy(file.path, file).length;
    return taking > 0 && taking === wantedBy(file.path, null).length;
  };
  const collector: Collector = {
    name: NAME,
    revision: 1,
    wants: {
      names: collectors.flatMap(({ wants }) => [...(wants.names ?? []), ...(wants.paths ?? []).map(nameOf)]),
      unless: (file) => file.size > room || isTaken(file),
    },
    what: 'file',
    blinds: [],
    take: (file, content) => {
      room -= content.length;
      taken.push({ file, content: Buffer.from(content) });
      return { items: [{ kind: 'fact', ecosystem: NAME, fact: 'content', key: String(taken.length - 1), values: [] }] };
    },
  };

  return {
    collector,
    emptied: ({ harvest, unread }, blob) => {
      const kept = new Map<string, Kept>();
      for (const { path, collector: name, items } of harvest.files) {
        const [item] = items;
        const found = name === NAME && item?.kind === 'fact' ? taken[Number(item.key)] : undefined;
        if (found !== undefined) kept.set(path, found);
      }
      layers.set(blob, kept);
      return {
        harvest: {
          ...harvest,
          files: harvest.files.filter((file) => file.collector !== NAME),
          passedOver: harvest.passedOver.filter((one) => one.collector !== NAME),
        },
        unread: unread
          .map((link) => ({ ...link, collectors: link.collectors.filter((one) => one !== collector) }))
          .filter((link) => link.collectors.length > 0),
      };
    },
    harvestWith: (blob, before, settings) => {
      const kept = layers.get(blob) ?? new Map<string, Kept>();
      const walk = new LayerWalk(settings, { hasWhiteouts: false });
      for (const [path, { file, content }] of kept) {
        if (!walk.entry({ ...file, name: path, type: 'file', linkName: '', sparse: null })) continue;
        walk.data(content);
        walk.end();
      }
      const has = pathLookup(before.paths);
      const isDirectory = (path: string) => has(pathKey(path), 'directory') || has(pathKey(path), 'implied');
      const lost = settings.collectors.flatMap((one) => [
        ...(one.wants.paths ?? []).filter((path) => has(pathKey(path), 'other') && !kept.has(path)).map(gone(one)),
        // Which files it had is not known, nor whether all of them were kept.
        ...(one.wants.directories ?? [])
          .map((wanted) => wanted.in)
          .filter(isDirectory)
          .map(gone(one)),
      ]);
      return { ...before, files: [...walk.result().files, ...lost], gaps: [] };
    },
  };
}

function gone({ name, what, blinds }: Collector): (path: string) => HarvestedFile {
  return (path) => ({ path, collector: name, items: [], gaps: [{ what, reason: 'link-not-followed', blinds }] });
}
