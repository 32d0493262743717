import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { builtFrom, sandbox, type TestRecord, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import type { BuildOptions } from './build.ts';
import { writeCanonical } from './canonical-database.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** Long enough that some are deflated, and several about one package. */
function records(): TestRecord[] {
  return Array.from({ length: 400 }, (_, at) => {
    const name = `pkg${at % 60}`;
    const more = {
      aliases: at % 3 === 0 ? [`CVE-2024-${1000 + at}`] : [],
      details: 'x y z '.repeat(at % 200),
      references: Array.from({ length: at % 9 }, (__, n) => ({ type: 'WEB', url: `https://example.com/${at}/${n}` })),
      ...(at % 50 === 7 && { withdrawn: '2024-02-01T00:00:00Z' }),
    };
    const modified = `2024-01-${String((at % 28) + 1).padStart(2, '0')}T00:00:00Z`;
    return testRecord(`GHSA-${at}`, modified, 'npm', name, `1.${at}`, more);
  });
}

function write(bucket: string, all: readonly TestRecord[]): void {
  writeEcosystems(bucket, ['npm', 'PyPI', 'Debian', 'Ubuntu']);
  writeFeed(bucket, 'npm', all);
  writeFeed(bucket, 'PyPI', [testRecord('PYSEC-1', '2024-01-03T00:00:00Z', 'PyPI', 'x', '2')]);
  writeFeed(
    bucket,
    'Ubuntu',
    // What was built from a source stands once for several records, in tables that are put together anew.
    all.map(({ id, modified }) => {
      const at = Number(id.split('-')[1]);
      const specific = { binaries: [{ binary_name: `lib${at % 7}`, binary_version: '2' }] };
      const about = { ecosystem: 'Ubuntu:24.04:LTS', name: `source${at % 9}`, purl: 'pkg:deb/ubuntu/x@1' };
      return { id, modified, affected: [{ package: about, versions: ['1'], ecosystem_specific: specific }] };
    }),
  );
  writeFeed(bucket, 'Debian', [testRecord('DSA-1', '2024-03-03T00:00:00Z', 'Debian:12', 'x', '2')]);
}

function extras(bucket: string): Pick<BuildOptions, 'kev' | 'epss'> {
  const kev = join(bucket, 'kev.json');
  const epss = join(bucket, 'epss.csv');
  const vulnerabilities = ['CVE-2024-1003', 'CVE-2024-1000'].map((cveID) => ({ cveID, dateAdded: '2024-01-02' }));
  writeFileSync(kev, JSON.stringify({ dateReleased: '2024-01-02T00:00:00Z', vulnerabilities }));
  writeFileSync(epss, '#score_date:2024-01-02\ncve,epss\nCVE-2024-1009,0.5\nCVE-2024-1000,0.25\n');
  return { kev: [pathToFileURL(kev).href], epss: [pathToFileURL(epss).href] };
}

test('the same records give the same bytes, from another place, another time and in another order', async () => {
  using one = sandbox();
  using two = sandbox();
  write(one.bucket, records());
  const first = join(one.home, 'a.db');
  const built = await builtFrom(one.bucket, first, extras(one.bucket));
  assert.equal(built.facts.builtAt, '2024-03-03T00:00:00Z', 'the time of the newest record');
  assert.equal(built.facts.checkedAt, undefined);

  write(
    two.bucket,
    records().toSorted((a, b) => (a.id.length === b.id.length ? (a.id < b.id ? 1 : -1) : a.id.length - b.id.length)),
  );
  const second = join(two.home, 'b.db');
  const now = () => new Date('2031-01-01T00:00:00Z');
  await builtFrom(two.bucket, second, { ...extras(two.bucket), now });
  assert.ok(readFileSync(first).equals(readFileSync(second)));
  assert.deepEqual(readdirSync(one.home), ['a.db'], 'nothing is left behind');

  // Through updates of a state directory, record by record, and written out of it.
  writeFeed(one.bucket, 'npm', records().slice(0, 390));
  const more = extras(one.bucket);
  await one.update(more);
  writeFeed(one.bucket, 'npm', records());
  await one.update(more);
  const third = join(one.home, 'c.db');
  writeCanonical(join(one.home, 'advisories.db'), third, null);
  assert.ok(readFileSync(first).equals(readFileSync(third)));
});

test('what is built says the same as what was updated; one feed may be chosen, and the time given', async () => {
  using box = sandbox();
  write(box.bucket, records());
  const { facts } = await box.update(extras(box.bucket));
  const file = join(box.home, 'built.db');
  const { facts: same } = await builtFrom(box.bucket, file, extras(box.bucket));
  assert.deepEqual([same.digest, same.feeds], [facts.digest, facts.feeds]);
  const [a, b] = [openSqliteStore(join(box.home, 'advisories.db')), openSqliteStore(file)];
  for (let at = 0; at < 60; at += 1) assert.deepEqual(b.lookup('npm', `pkg${at}`), a.lookup('npm', `pkg${at}`));
  for (const cve of ['CVE-2024-1000', 'CVE-2024-1003', 'CVE-2024-1009', 'CVE-2024-1'])
    assert.deepEqual(b.cve(cve), a.cve(cve));
  a.close();
  b.close();
  const chosen = await builtFrom(box.bucket, file, { ecosystems: ['PyPI'], builtAt: '2024-04-01T00:00:00Z' });
  assert.deepEqual(
    [chosen.facts.feeds.map(({ name }) => name), chosen.facts.builtAt],
    [['PyPI'], '2024-04-01T00:00:00Z'],
  );
});

test('of several sources with one record the newest counts, whichever is named first', async () => {
  using one = sandbox();
  using two = sandbox();
  write(one.bucket, records());
  writeEcosystems(two.bucket, ['npm']);
  writeFeed(two.bucket, 'npm', [
    testRecord('GHSA-3', '2024-05-01T00:00:00Z', 'npm', 'pkg3', '9.9'),
    testRecord('OWN-1', '2024-01-01T00:00:00Z', 'npm', 'own', '1'),
  ]);
  const sources = [one.bucket, two.bucket].map((bucket) => pathToFileURL(bucket).href);
  const files = [join(one.home, 'a.db'), join(one.home, 'b.db')] as const;
  const { facts } = await builtFrom(one.bucket, files[0], { sources });
  await builtFrom(one.bucket, files[1], { sources: sources.toReversed() });
  assert.ok(readFileSync(files[0]).equals(readFileSync(files[1])));
  assert.equal(facts.feeds.find(({ name }) => name === 'npm')?.records, 401);
  const store = openSqliteStore(files[0]);
  const fixed = store.lookup('npm', 'pkg3').find(({ advisory }) => advisory.id === 'GHSA-3')?.affected.ranges[0];
  assert.deepEqual(fixed?.events[1], { fixed: '9.9' });
  store.close();
});

test('what cannot be built leaves the file that was there, and nothing else', async () => {
  using box = sandbox();
  write(box.bucket, records());
  mkdirSync(box.home, { recursive: true });
  const file = join(box.home, 'built.db');
  writeFileSync(file, 'before');
  writeFileSync(join(box.bucket, 'npm', 'all.zip'), 'no archive');
  await assert.rejects(builtFrom(box.bucket, file), { code: 'feed-damaged' });
  assert.equal(readFileSync(file, 'utf8'), 'before');
  assert.deepEqual(readdirSync(box.home), ['built.db']);
  const pipe = join(box.home, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const output of [join(file, 'inside'), box.home, pipe])
    await assert.rejects(builtFrom(box.bucket, output), { code: 'build-not-written' });
  assert.equal(existsSync(file), true);
});
