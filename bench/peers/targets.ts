import type { Cost } from '../process-cost.ts';
import type { Contestant } from './contestants.ts';
import type { Results, Run, Situation } from './runs.ts';

/** One figure that has something to reach. */
export interface Figure {
  readonly image: string;
  readonly figure: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

const memoryLimit = 300;

/**
 * What Plimsoll took against the quickest peer that matches with advisories, too. Where none does, those that list packages alone count: then
 * the figure is stricter than it has to be.
 */
export function figuresOf(image: string, results: Results): readonly Figure[] {
  const [us] = results.keys();
  const figures: Figure[] = [];
  const hold = (figure: string, mine: Situation, theirs: Situation, most: number) => {
    const own = us === undefined ? undefined : results.get(us)?.[mine];
    const best = quickest(results, theirs);
    if (own === undefined || best === null) return;
    if (typeof own === 'string') {
      figures.push({ image, figure, measured: own, target: `at most ${ratio(most)}`, met: false });
      return;
    }
    const share = own.wall / best.cost.wall;
    const processor = (own.cpu / best.cost.cpu).toFixed(3);
    const measured = `${share.toFixed(3)} (${seconds(own)} / ${seconds(best.cost)} ${best.name}; processor ${processor})`;
    figures.push({ image, figure, measured, target: `at most ${ratio(most)}`, met: share <= most });
  };
  hold('never seen, from an archive', 'cold', 'cold', 1 / 2);
  hold('the same again, to peers that have not seen it', 'again', 'cold', 1 / 20);
  hold('the same again, to peers that have', 'again', 'again', 1);
  hold('second on a known base, to peers that know nothing', 'second', 'secondCold', 1 / 20);
  hold('second on a known base, to peers that know the base', 'second', 'second', 1);
  hold('from the local engine', 'engine', 'engine', 1 / 5);
  const cold = us === undefined ? undefined : results.get(us)?.cold;
  if (cold !== undefined && typeof cold !== 'string') {
    figures.push({
      image,
      figure: 'peak memory',
      measured: `${cold.peak.toFixed(0)} MiB`,
      target: `under ${memoryLimit} MiB`,
      met: cold.peak < memoryLimit,
    });
  }
  return figures;
}

function quickest(results: Results, situation: Situation): { name: string; cost: Cost } | null {
  let best: { name: string; cost: Cost } | null = null;
  const peers = [...results].slice(1);
  const alike = peers.filter(([{ matches }]) => matches);
  for (const [{ tool }, costs] of alike.length > 0 ? alike : peers) {
    const cost = costs[situation];
    if (cost === undefined || typeof cost === 'string') continue;
    if (best === null || cost.wall < best.cost.wall) best = { name: tool.name, cost };
  }
  return best;
}

function ratio(most: number): string {
  return most === 1 ? '1' : `1/${Math.round(1 / most)}`;
}

function seconds({ wall }: Cost): string {
  return `${(wall / 1000).toFixed(wall < 1000 ? 3 : 2)} s`;
}

/** A line of a table for each tool. */
export function rowsOf(results: Results, situation: Situation): readonly string[][] {
  return [...results].map(([one, costs]) => [label(one), ...cells(costs[situation], one.matches)]);
}

function label({ tool, matches }: Contestant): string {
  return matches ? tool.name : `${tool.name} (packages alone)`;
}

function cells(run: Run | string | undefined, matches: boolean): string[] {
  if (run === undefined) return ['-', '-', '-', '-'];
  if (typeof run === 'string') return [`failed: ${run.slice(-200).replaceAll('\n', ' ')}`, '-', '-', '-'];
  const { cpu, peak, findings } = run;
  return [
    seconds(run),
    `${(cpu / 1000).toFixed(2)} s`,
    `${peak.toFixed(0)} MiB`,
    matches ? String(findings) : 'none sought',
  ];
}
