import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { versionSchemes } from '../../../src/versions/all.ts';
import { seedOf } from '../../build/campaign.ts';
import { hasFeeds } from '../accuracy/feed-records.ts';
import { has } from '../build/parts.ts';
import { realVersions } from './real-versions.ts';
import { versionTools, withoutTool } from './tools.ts';
import { differences, type Pairs, pairsFor, type VersionTool } from './version-tool.ts';

const seed = seedOf(4_711);
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function agree(tool: VersionTool, pairs: Pairs): ReturnType<typeof differences> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-versions-'));
  folders.push(folder);
  const found = differences(tool, pairs, folder);
  assert.deepEqual(found.lines.slice(0, 20), [], `${found.lines.length} of ${pairs.length} differ, seed ${seed}`);
  return found;
}

/** Pairs of `vectors/`; what is no version stands beside itself. */
function vectorPairs(tool: VersionTool): Pairs {
  const file = new URL(`../../../src/versions/vectors/${tool.scheme.name}.txt`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): Pairs => {
      const [, bad] = /^invalid: (\S+)$/.exec(line) ?? [];
      if (bad !== undefined) return [[bad, bad]];
      const [, a, b] = /^(\S+) [<=] (\S+)$/.exec(line) ?? [];
      return a === undefined || b === undefined ? [] : [[a, b]];
    })
    .filter((pair) => tool.apart?.has(pair) !== true);
}

test('every scheme stands beside a tool, or it is said why not', () => {
  const named = [...versionTools.map(({ scheme }) => scheme.name), ...Object.keys(withoutTool)];
  assert.deepEqual(named.sort(), versionSchemes.map(({ name }) => name).sort());
});

for (const tool of versionTools) {
  const { scheme, title, parts, feed } = tool;
  test(`${scheme.name}: as ${title}, in ${tool.pairs} pairs put together by chance and in the vectors`, (t) => {
    if (!has(t, ...parts)) return;
    const pairs = pairsFor(tool, seed);
    assert.equal(pairs.length, tool.pairs);
    const { said } = agree(tool, pairs);
    for (const sign of ['<', '=', '>'] as const) assert.ok(said[sign] > tool.pairs / 20, JSON.stringify(said));
    agree(tool, vectorPairs(tool));
  });

  if (feed === undefined) continue;
  test(`${scheme.name}: as ${title}, in ${tool.pairs} pairs of versions in records of ${feed}, changed by chance`, (t) => {
    if (!has(t, ...parts) || !hasFeeds(t)) return;
    agree(tool, pairsFor(tool, seed, realVersions(feed)));
  });
}
