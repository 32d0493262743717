import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import {
  bundledListMark,
  bundleMark,
  headerIn,
  listIn,
  readBundledList,
} from '../../formats/executable/dotnet-bundle.ts';
import { ExecutableFault } from '../../formats/executable/executable.ts';
import type { HarvestedGap } from '../../model/harvest.ts';
import { digestFacts, undigested } from '../file-digests.ts';
import { takeDependencies } from './dependencies.ts';

const WHAT = '.NET single-file program';
/** A program has one of each; others may have the same words in their texts. */
const MAX_PLACES = 16;
const LEAD = 64;

/** Programs that were published as a single file have their list of dependencies inside. */
export const bundlesCollector: Collector = {
  name: 'nuget-bundles',
  revision: 1,
  wants: { programs: { marks: [bundleMark, bundledListMark], sections: [] } },
  what: WHAT,
  blinds: ['packages'],
  take,
  takePieces,
};

function take({ path, digests }: LayerFile, content: Buffer): Taken {
  try {
    const list = readBundledList(content);
    if (list === null) return { items: [] };
    const { items, gaps = [] } = takeDependencies(path, list);
    return { items: [...items, ...digestFacts('nuget', path, content, digests)], gaps: gaps.map(asBundle) };
  } catch (error) {
    if (!(error instanceof ExecutableFault)) throw error;
    return { items: [], gaps: [gap('unparsable')] };
  }
}

/** A mark may stand anywhere in a piece that began with another one. */
function takePieces({ path }: LayerFile, pieces: readonly Buffer[], leads: readonly Buffer[]): Taken {
  const parts = pieces.map((piece, i) => ({ piece, lead: leads[i] ?? Buffer.alloc(0) }));
  const isBundle = parts.some((part) => placesOf(bundleMark, part).some(({ lead }) => headerIn(lead) !== null));
  if (!isBundle) return { items: [] };
  for (const { lead, piece } of parts.flatMap((part) => placesOf(bundledListMark, part))) {
    const list = listIn(lead, piece);
    const { items, gaps } = list === null ? { items: [] } : takeDependencies(path, list);
    if (items.length > 0 && gaps === undefined) return { items: [...items, ...undigested('nuget', path)] };
  }
  return { items: [], gaps: [gap('too-large')] };
}

interface Part {
  readonly lead: Buffer;
  readonly piece: Buffer;
}

function placesOf(mark: Buffer, { lead, piece }: Part): readonly Part[] {
  const places: Part[] = [];
  for (let at = piece.indexOf(mark); at !== -1 && places.length < MAX_PLACES; at = piece.indexOf(mark, at + 1)) {
    const before = at === 0 ? lead : piece.subarray(Math.max(0, at - LEAD), at);
    places.push({ lead: before, piece: piece.subarray(at) });
  }
  return places;
}

function asBundle({ reason, blinds }: HarvestedGap): HarvestedGap {
  return { what: WHAT, reason, blinds };
}

function gap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
