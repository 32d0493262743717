import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { mutants } from '../../test/build/mutants.ts';
import { createTables } from './database-schema.ts';
import { applyDelta, BadDelta } from './delta-reader.ts';
import { deltaRevision } from './delta-writer.ts';

const steps = { base: 'sha256:a', target: 'sha256:b' };
const advisory = {
  id: 'A-1',
  modified: '2024-01-01T00:00:00Z',
  published: null,
  withdrawn: null,
  aliases: ['CVE-2024-1'],
  upstream: [],
  related: [],
  summary: 'x',
  severity: [{ type: 'CVSS_V3', score: 'x' }],
  severityWord: null,
  affected: [{ ecosystem: 'npm', name: 'a', ranges: [], versions: ['1'], severity: [] }],
  references: [],
};
const sample = [
  { ...steps, revision: deltaRevision },
  { feed: 'npm', kind: 'osv', modified: '2024-01-01T00:00:00Z' },
  { feed: 'KEV', kind: 'kev', modified: null },
  { feed: 'EPSS', kind: 'epss', modified: null },
  { feed: 'NVD', kind: 'nvd', modified: null },
  { in: 'npm', remove: 'A-0' },
  { in: 'npm', put: advisory },
  { exploited: 'CVE-2024-1', since: '2024-01-02' },
  { likely: 'CVE-2024-1', epss: 0.5 },
  { rated: 'CVE-2024-1', rating: ['2024-01-01T00:00:00Z', '[]', 0] },
  { lines: 10 },
];
const text = Buffer.from(sample.map((line) => `${JSON.stringify(line)}\n`).join(''));

async function applied(bytes: Buffer): Promise<unknown> {
  const db = new DatabaseSync(':memory:');
  try {
    createTables(db);
    await applyDelta(
      db,
      (async function* () {
        for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
      })(),
      steps,
    );
    return db.prepare('SELECT count(*) AS n FROM record').get()?.['n'];
  } finally {
    db.close();
  }
}

test('a delta is applied, and a damaged one is a bad delta at worst', async () => {
  assert.equal(await applied(text), 1);
  for (const mutant of mutants(text, { seed: 20261126, count: 300 })) {
    await applied(mutant).catch((error: unknown) => {
      assert.ok(error instanceof BadDelta, `${error instanceof Error ? error.stack : error}\n${mutant}`);
    });
  }
});

test('lines of the right names and wrong values are a bad delta', async () => {
  const values = [null, 1, 'x', [], {}, [null], 1e300, -1, '\ud800'];
  for (const [at, line] of sample.entries()) {
    for (const [key, before] of Object.entries(line)) {
      for (const value of values) {
        const inner =
          typeof before === 'object' && before !== null && !Array.isArray(before) ? Object.keys(before) : [];
        const changes = [value, ...inner.map((name) => ({ ...(before as object), [name]: value }))];
        for (const change of changes) {
          const lines = sample.with(at, { ...line, [key]: change } as (typeof sample)[number]);
          await applied(Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''))).catch(
            (error: unknown) => {
              assert.ok(
                error instanceof BadDelta,
                `${error instanceof Error ? error.stack : error}\n${JSON.stringify(lines[at])}`,
              );
            },
          );
        }
      }
    }
  }
});
