import type { Harvest, Harvested } from '../model/harvest.ts';

/**
 * How much of an image may be remembered, in pieces of some quarter of a kilobyte: a hundred thousand packages, or twice as many links. No
 * real image comes near half of it; beyond it memory would pass its bounds.
 */
export const MOST_WEIGHT = 450_000;

/** Letters that weigh as much as a piece. */
const LETTERS = 256;
/** Texts of a fact that do, however short. */
const TEXTS = 16;

export function weightOfItem(item: Harvested): number {
  switch (item.kind) {
    case 'package':
      return 4 + letters([item.name, item.version], item.licenses, Object.values(item.attributes));
    case 'fact':
      return 1 + letters([item.key], item.values) + Math.floor(item.values.length / TEXTS);
    case 'accounts':
      return 1 + item.accounts.length;
    case 'program':
      return 0;
    case 'distribution':
      return 1 + letters([item.distribution.name]);
  }
}

/** A symbolic link: its own path and where it leads. */
export function weightOfLink(path: string, target: string): number {
  return 2 + letters([path, target]);
}

/** Anything of which only the path is remembered. */
export function weightOfPath(path: string): number {
  return 1 + letters([path]);
}

/** Of harvests that were weighed. */
const weighed = new WeakMap<Harvest, number>();

/** What a harvest weighs, wherever it came from. */
export function weightOf(harvest: Harvest): number {
  const known = weighed.get(harvest);
  if (known !== undefined) return known;
  const weight = weigh(harvest);
  weighed.set(harvest, weight);
  return weight;
}

/** Gives a harvest the weight that it is known to have. */
export function withWeight(harvest: Harvest, weight: number): Harvest {
  weighed.set(harvest, weight);
  return harvest;
}

function weigh({ files, links, whiteouts, opaques, passedOver }: Harvest): number {
  let weight = 0;
  for (const { path, items } of files) {
    weight += weightOfPath(path);
    for (const item of items) weight += weightOfItem(item);
  }
  for (const [path, target] of Object.entries(links)) weight += weightOfLink(path, target);
  for (const path of [...whiteouts, ...opaques]) weight += weightOfPath(path);
  for (const { path } of passedOver) weight += weightOfPath(path);
  return weight;
}

export type HarvestScales = (harvest: Harvest) => number;

/** As {@link weightOf}, once for each harvest: of images that share layers they are the same objects. */
export function weightMemory(): HarvestScales {
  const known = new WeakMap<Harvest, number>();
  return (harvest) => {
    const weight = known.get(harvest) ?? weightOf(harvest);
    known.set(harvest, weight);
    return weight;
  };
}

function letters(...lists: readonly (readonly string[])[]): number {
  let sum = 0;
  for (const texts of lists) for (const text of texts) sum += text.length;
  return Math.floor(sum / LETTERS);
}
