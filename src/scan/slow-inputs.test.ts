import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunks, harvestOptions, lineCollector } from '../../test/build/collector.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { file, hardlink, tar } from '../../test/build/tar.ts';
import { sha256 } from '../base/digest.ts';
import { harvestLayer } from '../collect/harvest-layer.ts';
import { linkFollower, MOST_EFFORT } from '../collect/layer-path.ts';
import { ArchiveNames } from '../images/archive-names.ts';
import { squash } from '../images/squash.ts';
import type { Harvest } from '../model/harvest.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import { detoursOf } from './detours.ts';
import { completed } from './hard-links.ts';
import { emptyHarvest } from './harvest-gaps.ts';
import { ownedPlaces, ownershipOf } from './ownership.ts';

/** Milliseconds of a processor. Each of these took over twenty seconds, most of them hours where the input was as large as is read. */
const MOST = 10_000;

async function quick(work: () => unknown): Promise<void> {
  const before = processorTime();
  await work();
  const took = processorTime() - before;
  assert.ok(took < MOST, `${took} ms`);
}

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** A layer of links that lead to one another's directory, with other paths besides. */
function layer(name: string, links: readonly string[], more: Partial<Harvest> = {}): Harvest {
  const paths = new PathIndexBuilder();
  for (const path of links) paths.add(path, 'other');
  const table = Object.fromEntries(links.map((path) => [path, 'x']));
  return { ...emptyHarvest(sha256(name), 'missing'), gaps: [], links: table, paths: paths.build(), ...more };
}

test('many hard links to one file: a file is read under so many of its names, and what comes then is a gap', async () => {
  const collector = { ...lineCollector(), wants: { names: ['db'] } };
  const content = 'one 1\n'.repeat(200_000);
  const links = times(400, (at) => hardlink(`${at}/db`, 'hidden'));
  const archive = tar([file('hidden', content), ...links]);
  await quick(async () => {
    const options = harvestOptions({ collectors: [{ ...collector, take: () => ({ items: [] }) }] });
    const harvest = await completed((also) => harvestLayer(chunks(archive), { ...options, also }), null);
    const late = harvest.gaps.concat(
      harvest.files.flatMap(({ gaps }) => gaps.map((gap) => ({ ...gap, path: null, layer: null, incomplete: false }))),
    );
    assert.ok(
      late.some(({ reason }) => reason === 'too-many'),
      JSON.stringify(late.slice(0, 3)),
    );
    const within = (256 << 20) / content.length;
    assert.ok(late.filter(({ reason }) => reason === 'too-many').length >= 400 - within - 1);
  });
});

test('a hundred thousand hard links to a file that nobody wanted', () =>
  quick(async () => {
    const collector = lineCollector();
    const unread = times(100_000, (at) => ({ path: `d/${at}/db`, target: 'x', collectors: [collector] }));
    const reading = { harvest: emptyHarvest(sha256('a'), 'missing'), unread };
    let readings = 0;
    await completed(async (also) => {
      readings += 1;
      assert.equal(also.get('x')?.length, readings === 1 ? undefined : 100_000);
      return reading;
    }, null);
    assert.equal(readings, 2);
  }));

test('ways to files two thousand directories deep over hundreds of links: some are left out, which is a gap', () =>
  quick(() => {
    const links = new Map(times(900, (at) => [`l${at}`, 'd'] as const));
    const collector = { ...lineCollector(), name: 'c', wants: { names: ['db'] } };
    const passedOver = times(40, (at) => ({ path: `d/${'a/'.repeat(2000)}${at}/db`, collector: 'c' }));
    const harvest = { ...layer('a', []), passedOver };
    const { gaps } = detoursOf({ links, has: () => false, files: [], gaps: [] }, [harvest], [collector]);
    assert.ok(gaps.some(({ incomplete }) => incomplete));
  }));

test('links in directories two thousand deep are followed with so much effort and no more', () =>
  quick(() => {
    const links = new Map(times(1700, (at) => [`${'a/'.repeat(2000)}${at}/l`, '/x'] as const));
    const effort = { left: MOST_EFFORT };
    const follow = linkFollower(links, effort);
    const [first = ''] = links.keys();
    assert.equal(follow(first), 'x');
    for (const path of links.keys()) follow(path);
    assert.ok(effort.left < 0);
  }));

test('layers without content above one of very many places cost nothing', () =>
  quick(() => {
    const many = times(4200, (at) => `${at}${'/a'.repeat(120)}/l`);
    const below = layer('below', many);
    const empty = times(200, (at) => layer(`empty ${at}`, []));
    const { links, gaps } = squash([below, ...empty, layer('last', [], { whiteouts: ['0'] })]);
    assert.equal(links.size, many.length - 1);
    assert.deepEqual(gaps, []);
  }));

test('a directory of three hundred thousand directories goes with a whiteout', () =>
  quick(() => {
    const below = layer(
      'below',
      times(300_000, (at) => `a/b/${at}`),
    );
    assert.equal(squash([below, layer('above', [], { whiteouts: ['a'] })]).links.size, 0);
  }));

test('an archive of an image whose names lead through thousands of directories is refused', () =>
  quick(() => {
    const names = new ArchiveNames();
    for (let at = 0; at < 2000; at += 1) {
      const name = `${at}/${'a/'.repeat(2000)}f`;
      names.add({ name, linkName: '', type: 'file', size: 0, mode: 0, uid: 0, gid: 0, sparse: null });
    }
    assert.match(names.ambiguity()?.en ?? '', /longer or deeper than a path may be/);
  }));

test('a path that a database claims very often, asked for very often', () =>
  quick(() => {
    const digest = (at: number) => `sha1:${at}`;
    const owned = times(200_000, (at) => ({ path: 'x', owner: `o${at}`, digest: digest(at) }));
    const { ownerOf } = ownershipOf(
      ownedPlaces(owned, (path) => path),
      (path) => path,
    );
    for (let at = 0; at < 20_000; at += 1)
      assert.equal(ownerOf('x', ['md5:0', digest(199_999 - at)]), `o${199_999 - at}`);
    assert.equal(ownerOf('x', ['sha1:none']), null);
    assert.equal(ownerOf('x', null), 'o0');
    assert.equal(ownerOf('y', null), null);
  }));
