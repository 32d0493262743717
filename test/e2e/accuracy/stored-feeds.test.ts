import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sandbox } from '../../../src/advisories/bucket-for-tests.ts';
import { memoryStore } from '../../../src/advisories/memory-store.ts';
import { parseOsvRecord } from '../../../src/advisories/osv-record.ts';
import { openSqliteStore } from '../../../src/advisories/sqlite-store.ts';
import type { UpdateResult } from '../../../src/advisories/update.ts';
import { zipMembers } from '../../../src/advisories/zip-archive.ts';
import type { Advisory, AdvisoryMatch } from '../../../src/model/advisory.ts';

/** Real feeds, where this machine has them beside the checkout. */
const feeds = fileURLToPath(new URL('../../../../shared/feeds/', import.meta.url));
const present = existsSync(join(feeds, 'osv', 'ecosystems.txt'));

let result: UpdateResult | undefined;
let box: ReturnType<typeof sandbox>;
const update = () =>
  box.update({ sources: [`file:${feeds}osv`], kev: [`file:${feeds}kev/known_exploited_vulnerabilities.json`] });

function built(t: TestContext): UpdateResult | null {
  if (result !== undefined) return result;
  if (process.env['CI'] === 'true') throw new Error('needs the real feeds in ../shared/feeds');
  t.skip('needs the real feeds in ../shared/feeds');
  return null;
}

/** The end of a zip archive says how many members it has (APPNOTE.TXT, section 4.3.16). */
function memberCount(ecosystem: string): number {
  const bytes = readFileSync(join(feeds, 'osv', ecosystem, 'all.zip'));
  return bytes.readUInt16LE(bytes.length - 12);
}

/** 150 names, half of them with advisories: asked for in two releases each. */
function debianNames(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const query =
    "SELECT name FROM package WHERE ecosystem = (SELECT key FROM ecosystem WHERE name = 'Debian:11') ORDER BY name LIMIT 75";
  const known = db
    .prepare(query)
    .all()
    .map((row) => String(row['name']));
  db.close();
  return [...known, ...known.map((name) => `${name}-nobody-knows`)];
}

describe('real feeds', () => {
  before(async () => {
    box = sandbox();
    if (present) result = await update();
  });
  after(() => box[Symbol.dispose]());

  test('as many records as the archives have members', (t) => {
    const update = built(t);
    if (update === null) return;
    const ecosystems = readFileSync(join(feeds, 'osv', 'ecosystems.txt'), 'utf8')
      .trim()
      .split('\n');
    assert.deepEqual(
      Object.fromEntries(update.facts.feeds.map(({ name, records }) => [name, records])),
      Object.fromEntries([...ecosystems.map((name) => [name, memberCount(name)]), ['KEV', 1404]]),
    );
    assert.deepEqual(update.notes, []);
  });

  test('every look-up gives what the records themselves say', async (t) => {
    if (built(t) === null) return;
    const advisories: Advisory[] = [];
    for (const ecosystem of ['Debian', 'AlmaLinux', 'PyPI']) {
      const limits = { member: 2 ** 24, members: 100_000 };
      for await (const member of zipMembers(join(feeds, 'osv', ecosystem, 'all.zip'), ecosystem, limits)) {
        advisories.push(parseOsvRecord(member.read()));
      }
    }
    const memory = memoryStore(advisories, { builtAt: '2024-01-01T00:00:00Z', starter: false });
    const store = openSqliteStore(join(box.home, 'advisories.db'));
    const text = (matches: readonly AdvisoryMatch[]) => matches.map((match) => JSON.stringify(match)).sort();
    const asked = new Set<string>();
    for (const { affected } of advisories) for (const entry of affected) asked.add(`${entry.ecosystem}\0${entry.name}`);
    let compared = 0;
    for (const [at, key] of [...asked].entries()) {
      if (at % 7 !== 0) continue;
      const [ecosystem = '', name = ''] = key.split('\0');
      const found = store.lookup(ecosystem, name);
      assert.deepEqual(text(found), text(memory.lookup(ecosystem, name)));
      assert.equal(store.covers(ecosystem), true);
      compared += found.length;
    }
    store.close();
    t.diagnostic(`${compared} matches compared`);
    assert.ok(compared > 5000);
  });

  test('KEV is joined to what the records say of a CVE', (t) => {
    if (built(t) === null) return;
    const store = openSqliteStore(join(box.home, 'advisories.db'));
    assert.equal(store.cve('CVE-2021-44228')?.knownExploited, true);
    const withVector = ['CVE-2021-32629', 'CVE-2014-7193'].map((id) => store.cve(id)?.severity[0]?.score.slice(0, 5));
    assert.deepEqual(withVector, ['CVSS:', 'CVSS:']);
    store.close();
  });

  test('opening and 300 look-ups take less than 20 ms', (t) => {
    if (built(t) === null) return;
    const file = join(box.home, 'advisories.db');
    const names = debianNames(file);
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      const store = openSqliteStore(file);
      let found = 0;
      for (const name of names)
        found += store.lookup('Debian:11', name).length + store.lookup('Debian:10', name).length;
      store.close();
      assert.ok(found > 100, `${found} found`);
      return performance.now() - begun;
    });
    const best = Math.min(...times);
    t.diagnostic(`${best.toFixed(1)} ms; the file has ${(statSync(file).size / 1e6).toFixed(1)} MB`);
    assert.ok(best < 20, `${best} ms`);
  });

  test('an update with nothing new changes nothing', async (t) => {
    const first = built(t);
    if (first === null) return;
    const second = await update();
    assert.equal(second.changed, false);
    assert.deepEqual(new Set(second.feeds.map(({ how }) => how)), new Set(['nothing']));
    assert.equal(second.facts.digest, first.facts.digest);
  });
});
