import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, costOf, middle } from '../process-cost.ts';
import type { Contestant } from './contestants.ts';
import type { PeerImage } from './images.ts';
import type { Place } from './tools/tool.ts';

export const situations = {
  cold: 'never seen, from an archive',
  again: 'the same again',
  second: 'another on its layers, which it has seen',
  secondCold: 'that other one, never seen',
  engine: 'never seen, from the local engine',
} as const;
export type Situation = keyof typeof situations;

/** What a run took, and how many problems it told of. */
export interface Run extends Cost {
  readonly findings: number;
}

/** What each tool took in each situation; a tool that failed has a reason instead. */
export type Results = ReadonlyMap<Contestant, Partial<Record<Situation, Run | string>>>;

export interface Asked {
  readonly image: PeerImage;
  /** The same with a layer on top; null where that is not asked for. */
  readonly second: PeerImage | null;
  readonly isAtEngine: boolean;
  readonly rounds: number;
  readonly scratch: string;
}

/** All tools in turns, round by round, so that they meet the same neighbors. */
export async function runAll(asked: Asked, all: readonly Contestant[]): Promise<Results> {
  const costs = new Map(all.map((one) => [one, new Map<Situation, (Run | string)[]>()]));
  for (let round = 0; round < asked.rounds; round += 1) {
    for (const one of all) {
      const mine = costs.get(one) ?? new Map();
      for await (const [situation, cost] of oneRound(asked, one)) {
        mine.set(situation, [...(mine.get(situation) ?? []), cost]);
      }
    }
  }
  return new Map(
    [...costs].map(([one, mine]) => [one, Object.fromEntries([...mine].map(([s, list]) => [s, settle(list)]))]),
  );
}

async function* oneRound(
  { image, second, isAtEngine, scratch }: Asked,
  one: Contestant,
): AsyncGenerator<[Situation, Run | string]> {
  const { tool, state } = one;
  const archive = (of: PeerImage): Place => ({ kind: 'archive', at: of.archive });
  const run = (place: Place) => attempt(one, place, scratch);
  const isNew = () => tool.forget?.(state);
  isNew();
  const cold = await run(archive(image));
  yield ['cold', cold];
  yield ['again', tool.forget === null ? cold : await run(archive(image))];
  if (second !== null) {
    const warm = await run(archive(second));
    yield ['second', warm];
    isNew();
    yield ['secondCold', tool.forget === null ? warm : await run(archive(second))];
  }
  if (isAtEngine) {
    isNew();
    yield ['engine', await run({ kind: 'engine', at: image.name })];
  }
}

async function attempt({ tool, state }: Contestant, place: Place, scratch: string): Promise<Run | string> {
  const output = join(scratch, 'output.json');
  try {
    const cost = await costOf(tool.scan(place, state, output));
    return { ...cost, findings: tool.problems(output).filter(({ isSuppressed }) => !isSuppressed).length };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(output, { force: true });
  }
}

/** One failure makes the whole figure a failure. */
function settle(runs: readonly (Run | string)[]): Run | string {
  const failure = runs.find((run) => typeof run === 'string');
  return failure ?? middle(runs.filter((run) => typeof run !== 'string'));
}
