import assert from 'node:assert/strict';
import type { Collector } from '../../src/collect/collector.ts';
import { runsOf, seedOf } from './campaign.ts';
import { mulberry32 } from './mutants.ts';

/** Where packages are written down, as its own tool wrote it. */
export interface Specimen {
  readonly collector: Collector;
  readonly path: string;
  readonly content: Buffer;
  /** Where damage is likely to matter; half of it is done there. Absent: anywhere. */
  readonly heart?: readonly [from: number, to: number];
  /**
   * From where to where the words stand that make a package (`NAME VERSION`) one; whoever cuts all of them out leaves what the tool would have
   * written without the package, and nothing to notice it by. Null where the format notices even that.
   */
  readonly wordsOf: ((name: string, version: string) => readonly [from: number, to: number]) | null;
  /** A file of which nothing at all is taken is told by somebody else: a program that nobody knows is a gap of its own. */
  readonly isTold?: (content: Buffer) => boolean;
}

interface Damage {
  readonly kind: 'flip' | 'fill' | 'cut' | 'end';
  readonly from: number;
  readonly to: number;
}

/**
 * Damages the specimen so many times, and fails where fewer packages are told of than before without a word: no gap, and more gone than what
 * a cut took out whole. Where nothing was cut out, as many must be there as before, changed as they may be.
 */
export function losesNothingSilently(specimen: Specimen, { seed, count }: { seed: number; count: number }): void {
  const whole = read(specimen, specimen.content);
  assert.ok(whole.packages.length > 0 && whole.gaps === 0, `${whole.packages.length} packages, ${whole.gaps} gaps`);
  const next = mulberry32(seedOf(seed));
  for (let i = 0; i < runsOf(count); i += 1) {
    const damage = damageTo(specimen, next);
    const damaged = damagedBy(specimen.content, damage, next);
    const { packages, gaps } = read(specimen, damaged);
    if (gaps > 0 || (packages.length === 0 && specimen.isTold?.(damaged) === true)) continue;
    const left = new Set(packages);
    const gone = whole.packages.filter((pkg) => !left.has(pkg));
    const { wordsOf } = specimen;
    const cutOut = wordsOf === null ? [] : gone.filter((pkg) => isTakenOut(damage, wordsOf(...wordsIn(pkg))));
    const changed = packages.length - (whole.packages.length - gone.length);
    assert.ok(
      gone.length - cutOut.length <= changed,
      `${JSON.stringify(damage)} of ${specimen.path}: ${gone.join(', ')} gone, ${changed} in their place`,
    );
  }
}

/** With its last words cut off a package becomes part of what follows: both stand in one record, of which one is told. */
function isTakenOut({ kind, from, to }: Damage, [start, end]: readonly [number, number]): boolean {
  return (kind === 'cut' || kind === 'end') && from < end && start < to;
}

function wordsIn(pkg: string): [string, string] {
  const blank = pkg.indexOf(' ');
  return [pkg.slice(0, blank), pkg.slice(blank + 1)];
}

function read({ collector, path }: Specimen, content: Buffer): { packages: readonly string[]; gaps: number } {
  const { items, gaps = [] } = collector.take({ path, size: content.length, mode: 0o755, uid: 0, gid: 0 }, content);
  const packages = items.flatMap((item) => (item.kind === 'package' ? [`${item.name} ${item.version}`] : []));
  return { packages, gaps: gaps.length };
}

function damageTo({ content, heart = [0, content.length] }: Specimen, next: () => number): Damage {
  const [low, high] = next() < 0.5 ? heart : [0, content.length];
  const from = low + Math.floor(next() * (high - low));
  const kinds = ['flip', 'flip', 'flip', 'fill', 'cut', 'cut', 'end'] as const;
  const kind = kinds[Math.floor(next() * kinds.length)] ?? 'flip';
  if (kind === 'flip') return { kind, from, to: from + 1 };
  if (kind === 'end') return { kind, from, to: content.length };
  const length = 1 + Math.floor(next() * (kind === 'fill' ? 4 : 300));
  return { kind, from, to: Math.min(content.length, from + length) };
}

function damagedBy(content: Buffer, { kind, from, to }: Damage, next: () => number): Buffer {
  if (kind === 'end') return content.subarray(0, from);
  if (kind === 'cut') return Buffer.concat([content.subarray(0, from), content.subarray(to)]);
  const damaged = Buffer.from(content);
  if (kind === 'flip') damaged[from] = (damaged[from] ?? 0) ^ (1 << Math.floor(next() * 8));
  else damaged.fill(Math.floor(next() * 256), from, to);
  return damaged;
}
