import { fileURLToPath } from 'node:url';
import type { VersionScheme } from '../../../src/model/version-scheme.ts';
import { type Comparison, compareLine } from '../../../src/versions/compare-lines.ts';
import { versionPairs } from '../../../src/versions/testing/version-pairs.ts';
import { type Part, run } from '../build/parts.ts';
import type { SetApart } from './set-apart.ts';

export type Pairs = readonly (readonly [string, string])[];
export type Feed = 'Debian' | 'AlmaLinux' | 'npm' | 'PyPI' | 'Go' | 'crates.io' | 'RubyGems' | 'Packagist';

/** An ecosystem's own program or library that reads and orders versions, beside which a scheme is put. */
export interface VersionTool {
  readonly scheme: VersionScheme;
  /** As the table in the documents calls it. */
  readonly title: string;
  readonly parts: readonly Part[];
  /** How many pairs are compared: so many put together by chance, and so many again of real versions that were changed. */
  readonly pairs: number;
  /** Whose versions the feeds beside the repository have. */
  readonly feed?: Feed;
  readonly apart?: SetApart;
  /** What the tool says of each pair; `folder` is an empty one for what it needs. */
  ask(pairs: Pairs, folder: string): readonly string[];
}

/** The pairs that a tool is asked for. Of those that are none to the scheme, which chance makes more of, no more than a quarter. */
export function pairsFor(tool: VersionTool, seed: number, packages?: readonly (readonly string[])[]): Pairs {
  const pairs: (readonly [string, string])[] = [];
  let invalid = 0;
  for (const pair of versionPairs(tool.scheme.name, seed, packages)) {
    if (tool.apart?.has(pair)) continue;
    if (compareLine(tool.scheme, pair.join(' ')) === 'invalid' && ++invalid > tool.pairs / 4) continue;
    pairs.push(pair);
    if (pairs.length === tool.pairs) return pairs;
  }
  return pairs;
}

/** Where the scheme and the tool part, a line each. */
export function differences(tool: VersionTool, pairs: Pairs, folder: string) {
  const answers = tool.ask(pairs, folder);
  if (answers.length !== pairs.length) throw new Error(`${answers.length} answers to ${pairs.length} pairs`);
  const said: Record<Comparison, number> = { '<': 0, '=': 0, '>': 0, invalid: 0 };
  const lines: string[] = [];
  for (const [at, [a, b]] of pairs.entries()) {
    const ours = compareLine(tool.scheme, `${a} ${b}`);
    said[ours] += 1;
    if (ours !== answers[at]) lines.push(`${a} ${ours} ${b}, the tool says ${answers[at]}`);
  }
  return { said, lines };
}

/** A program in `programs/`, which reads `A B` lines and prints `<`, `=`, `>` or `invalid` for each. */
export function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}

/** Has a command answer such lines. */
export function answersOf(
  command: string,
  args: readonly string[],
  pairs: Pairs,
  env: NodeJS.ProcessEnv = {},
): string[] {
  const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
  const output = run(command, args, { input, env: { ...process.env, LC_ALL: 'C.UTF-8', ...env } });
  return output
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
