import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../base/digest.ts';
import type { Harvest } from '../model/harvest.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import { arrived, emptyPile, lay, type Pile } from './squash.ts';
import { squashMemory } from './squash-memory.ts';

function layer(name: string, links: readonly string[], whiteouts: readonly string[] = []): Harvest {
  const paths = new PathIndexBuilder();
  for (const path of links) paths.add(path, 'other');
  return {
    diffId: sha256(name),
    size: 0,
    entries: links.length,
    files: [],
    whiteouts,
    opaques: [],
    links: Object.fromEntries(links.map((path) => [path, 'x'])),
    passedOver: [],
    paths: paths.build(),
    gaps: [],
  };
}

const times = (count: number, path: (at: number) => string) => Array.from({ length: count }, (_, at) => path(at));

/** Links that each lie in nineteen directories of their own. */
const deep = (count: number) => times(count, (at) => `d${at}${'/d'.repeat(18)}/l`);

function pileOf(...layers: readonly Harvest[]): Pile {
  const pile = emptyPile();
  for (const one of layers) lay(one, pile, arrived);
  return pile;
}

test('of what lies in more than half a million places it is not told where', () => {
  const flat = layer(
    'below',
    times(7000, (at) => `l${at}`),
  );
  const places = (links: number) => pileOf(flat, layer('above', deep(links))).places;
  assert.ok(places(100) instanceof Object);
  assert.equal(places(24_650), 'many');
});

test('thirty layers are laid on so many places; what further ones take away stays, which is a gap', () => {
  const pile = pileOf(
    layer(
      'below',
      times(40, (at) => `l${at}`),
    ),
  );
  pile.places = 'many';
  for (let at = 0; at < 40; at += 1) lay(layer(`above ${at}`, [], [`l${at}`]), pile, arrived);
  assert.deepEqual(
    [...pile.links.keys()],
    times(10, (at) => `l${at + 30}`),
  );
  assert.deepEqual(
    pile.gaps.map(({ reason, incomplete, layer: where }) => [reason, incomplete, where]),
    [['limit-crossed', true, sha256('above 30')]],
  );
});

test('of directories that are asked for again and again a hundred thousand are remembered', () => {
  const many = times(4 * 5300, (at) => `l${at}`);
  const { keys } = pileOf(layer('below', deep(5300)), layer('above', many));
  assert.ok(keys.size > 0 && keys.size <= 100_000, String(keys.size));
});

test('two hundred thousand files and links that others are laid on are remembered, those that were wanted last', () => {
  const squash = squashMemory();
  const [few, many, one] = [['a'], times(199_999, (at) => `l${at}`), ['b']].map((links) =>
    layer(links[0] ?? '', links),
  );
  let images = 0;
  const laidOn = (base: Harvest | undefined) => {
    images += 1;
    return squash(base === undefined ? [] : [base, layer(`own ${images}`, [])]).links;
  };
  // From the second image on a base is worked out once.
  const [, fewBelow] = [few, few].map(laidOn);
  for (const base of [many, many]) laidOn(base);
  assert.equal(laidOn(few), fewBelow);
  for (const base of [many, one, one]) laidOn(base);
  assert.notEqual(laidOn(few), fewBelow);
});
