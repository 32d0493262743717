import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { BboltError } from './bbolt-file.ts';
import { containerdSnapshots, pathsIn } from './testing/databases.ts';

const real = containerdSnapshots();

test('damaged anyhow: keys, or an error of its own, and never without end', () => {
  for (const mutant of mutants(real, { seed: 41, count: 400 })) readOrRefuse(mutant);
});

test('damaged where it counts: in the heads of its pages', () => {
  const heads = Buffer.concat(Array.from({ length: 25 }, (_, page) => real.subarray(page * 4096, page * 4096 + 160)));
  for (const mutant of mutants(heads, { seed: 42, count: 400 })) {
    const database = Buffer.from(real);
    for (let page = 2; page < 25; page += 1) database.set(mutant.subarray(page * 160, page * 160 + 160), page * 4096);
    readOrRefuse(database);
  }
});

function readOrRefuse(database: Buffer): void {
  const started = performance.now();
  try {
    pathsIn(database);
  } catch (error) {
    assert.ok(error instanceof BboltError, String(error));
  }
  assert.ok(performance.now() - started < 5000, 'it took too long');
}
