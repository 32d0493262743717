import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { loopbackFetch } from './bucket-for-tests.ts';
import { parseEpss, readEpss } from './epss.ts';
import { readKev } from './kev.ts';
import { readModifiedList } from './modified-list.ts';
import { parseOsvRecord } from './osv-record.ts';
import { sourceLocation } from './source-location.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-feeds-'));
after(() => rmSync(folder, { recursive: true }));
const access = { fetch: loopbackFetch, signal: new AbortController().signal };
const file = join(folder, 'feed');
const location = sourceLocation(pathToFileURL(file).href);
const MiB = 2 ** 20;

/** A file of this beginning and length. */
function lengthened(beginning: string, length: number): void {
  writeFileSync(file, beginning);
  truncateSync(file, length);
}

test('the catalogue of KEV is read to 16 MiB, the scores of EPSS to 32', async () => {
  const kev = '{"vulnerabilities":[]}';
  writeFileSync(file, kev.padEnd(16 * MiB));
  assert.deepEqual((await readKev(location, access)).exploited, []);
  writeFileSync(file, kev.padEnd(16 * MiB + 1));
  await assert.rejects(readKev(location, access), /has more than 16777216 bytes \(feed-damaged\)/);
  const epss = 'cve,epss\n';
  lengthened(epss, 32 * MiB);
  // What is behind its lines is one more, which is none.
  await assert.rejects(readEpss(location, access), /line 2 is not/);
  lengthened(epss, 32 * MiB + 1);
  await assert.rejects(readEpss(location, access), /has more than 33554432 bytes \(feed-damaged\)/);
});

test('scores of EPSS are unpacked to 64 MiB, and two million of them are read', () => {
  const packed = (length: number) => gzipSync(Buffer.from('cve,epss\n'.padEnd(length, '\n')), { level: 1 });
  assert.deepEqual(parseEpss(packed(64 * MiB), 'e.gz').scores, []);
  assert.throws(() => parseEpss(packed(64 * MiB + 1), 'e.gz'), /it does not unpack: .* \(feed-damaged\)/);
  const lines = (count: number) => Buffer.from(`cve,epss\n${'CVE-2024-0001,1\n'.repeat(count)}`);
  assert.equal(parseEpss(lines(2_000_000), 'e.csv').scores.length, 2_000_000);
  assert.throws(() => parseEpss(lines(2_000_001), 'e.csv'), /has more than 2000000 lines \(feed-damaged\)/);
});

test('a line of EPSS counts by its first 1024 letters', () => {
  const scored = (blanks: number) => parseEpss(Buffer.from(`cve,epss\n${' '.repeat(blanks)}CVE-2024-0001,1`), 'e.csv');
  assert.equal(scored(1009).scores.length, 1);
  assert.throws(() => scored(1010), /line 2 is not/);
});

test('a list of what was modified has five million lines of a thousand letters', async () => {
  const line = '2024-01-01T00:00:00Z,A-1\n';
  const many = Buffer.from(line.repeat(100_000));
  async function* tooMany() {
    for (let at = 0; at < 50; at += 1) yield many;
    yield Buffer.from(line);
  }
  let taken = 0;
  const read = (body: AsyncIterable<Uint8Array>) => readModifiedList(body, 'modified_id.csv', () => (taken += 1));
  await assert.rejects(read(tooMany()), /has more than 5000000 lines \(feed-damaged\)/);
  assert.equal(taken, 5_000_000);
  async function* endless(length: number) {
    yield Buffer.alloc(length, 'x');
    yield Buffer.from('\n');
  }
  await assert.rejects(read(endless(1024)), /line 1 is not "modified,id"/);
  await assert.rejects(read(endless(1025)), /line 1 has no end/);
});

test('of the references of a record 24 are kept, each of at most 2048 letters', () => {
  const kept = (urls: readonly string[]) =>
    parseOsvRecord(
      Buffer.from(
        JSON.stringify({
          id: 'A-1',
          modified: '2024-01-01T00:00:00Z',
          references: urls.map((url) => ({ type: 'WEB', url })),
        }),
      ),
    ).references.length;
  const url = (length: number) => 'https://example.com/'.padEnd(length, 'x');
  assert.equal(kept(Array.from({ length: 24 }, (_, at) => `https://example.com/${at}`)), 24);
  assert.equal(kept(Array.from({ length: 25 }, (_, at) => `https://example.com/${at}`)), 24);
  assert.equal(kept([url(2048)]), 1);
  assert.equal(kept([url(2049)]), 0);
});

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const about = (more: object) => ({ package: { ecosystem: 'npm', name: 'a' }, ...more });
for (const [what, most, fields] of [
  ['packages', 100_000, (count: number) => ({ affected: times(count, () => about({})) })],
  [
    'ranges',
    1000,
    (count: number) => ({ affected: [about({ ranges: times(count, () => ({ type: 'GIT', events: [] })) })] }),
  ],
  [
    'events',
    20_000,
    (count: number) => ({
      affected: [about({ ranges: [{ type: 'SEMVER', events: times(count, (at) => ({ introduced: `1.0.${at}` })) }] })],
    }),
  ],
  ['versions', 200_000, (count: number) => ({ affected: [about({ versions: times(count, (at) => `${at}`) })] })],
  ['references', 20_000, (count: number) => ({ references: times(count, () => ({ type: 'WEB' })) })],
] as const) {
  test(`a record has ${most} ${what}, and one with more is none`, () => {
    const parse = (count: number) =>
      parseOsvRecord(Buffer.from(JSON.stringify({ id: 'A-1', modified: '2024-01-01T00:00:00Z', ...fields(count) })));
    assert.equal(parse(most).id, 'A-1');
    assert.throws(() => parse(most + 1), new RegExp(`${most + 1} entries, more than ${most}`));
  });
}
