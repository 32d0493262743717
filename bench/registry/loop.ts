import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from '../peers/contestants.ts';
import { type Cost, costOf } from '../process-cost.ts';

export interface Loop {
  readonly one: Contestant;
  /** `HOST/REPO:TAG`, in the order in which they are scanned. */
  readonly references: readonly string[];
  /** Images at a time. */
  readonly lanes: number;
  readonly scratch: string;
}

/** What xargs ends with where a call of it ended with something else than 0. */
const SOME_DID_NOT = 123;

/**
 * A scanner that knows no registries, only images, over all images of one: what its users write with `xargs`. What it remembers is kept from
 * one image to the next, and is of each lane its own, as such tools lock it. Time from the first start to the last end; processor time of all;
 * memory of the lanes together.
 */
export async function loopCost({ one, references, lanes, scratch }: Loop): Promise<Cost> {
  const { tool, state } = one;
  const costs = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const own = `${state}-lane-${lane}`;
      const list = join(scratch, `list-${tool.name}-${lane}`);
      cpSync(state, own, { recursive: true });
      writeFileSync(list, references.filter((_, at) => at % lanes === lane).join('\n'));
      const { program, args, env = {}, codes = [0] } = tool.scan({ kind: 'registry', at: '{}' }, own, '');
      const isOften = codes.some((code) => code !== 0);
      try {
        return await costOf({
          program: 'xargs',
          args: ['-a', list, '-I{}', program, ...args],
          env,
          codes: isOften ? [0, SOME_DID_NOT] : [0],
        });
      } finally {
        rmSync(own, { recursive: true });
      }
    }),
  );
  return {
    wall: Math.max(...costs.map(({ wall }) => wall)),
    cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
    peak: costs.reduce((sum, { peak }) => sum + peak, 0),
  };
}

/**
 * The same for so many images, from a part of them: what the first ones on each base cost counts once, what further ones cost as often as
 * there are images.
 */
export async function estimatedCost(loop: Loop, bases: number, sample: number): Promise<Cost> {
  const { references } = loop;
  const first = await loopCost({ ...loop, references: references.slice(0, bases * loop.lanes) });
  const part = await loopCost({ ...loop, references: references.slice(0, sample) });
  const share = (references.length - bases * loop.lanes) / (sample - bases * loop.lanes);
  const grown = (of: 'wall' | 'cpu') => first[of] + (part[of] - first[of]) * share;
  return { wall: grown('wall'), cpu: grown('cpu'), peak: part.peak };
}
