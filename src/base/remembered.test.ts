import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { remembered } from './remembered.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-remembered-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('a text brings back what it was found to mean, and no other text does', (t) => {
  const beside = folder(t);
  remembered('k-1', beside).keep('a: 1', { a: [1, 'x'] });
  assert.deepEqual(remembered('k-1', beside).recall('a: 1'), { a: [1, 'x'] });
  assert.equal(remembered('k-1', beside).recall('a: 2'), null);
  assert.equal(remembered('k-2', beside).recall('a: 1'), null, 'another version of the meaning');
});

test('what JSON would change is not kept', (t) => {
  const known = remembered('k-1', folder(t));
  for (const [at, value] of [new Map([[1, 2]]), { a: undefined }, { a: Number.NaN }, [new Date(0)]].entries()) {
    known.keep(String(at), value);
    assert.equal(known.recall(String(at)), null, String(at));
  }
});

test('a file that was changed or cut is not believed', (t) => {
  const beside = folder(t);
  const known = remembered('k-1', beside);
  known.keep('text', { severity: 'high' });
  const [name = ''] = readdirSync(join(beside, 'k-1'));
  const file = join(beside, 'k-1', name);
  const whole = readFileSync(file, 'utf8');
  for (const damaged of [whole.replace('high', 'none'), whole.slice(0, -1), whole.slice(0, 20), '', 'null', '\n']) {
    writeFileSync(file, damaged);
    assert.equal(known.recall('text'), null, JSON.stringify(damaged));
  }
  writeFileSync(file, whole);
  assert.deepEqual(known.recall('text'), { severity: 'high' });
});

test('a folder that takes nothing, or none at all, costs time and is no error', (t) => {
  const beside = folder(t);
  writeFileSync(join(beside, 'k-1'), '');
  for (const known of [remembered('k-1', beside), remembered('k-1', null)]) {
    known.keep('text', 1);
    assert.equal(known.recall('text'), null);
  }
});

test('it does not grow for ever', (t) => {
  const beside = folder(t);
  const known = remembered('k-1', beside);
  for (let at = 0; at < 450; at += 1) known.keep(String(at), at);
  assert.equal(known.recall('449'), 449);
  assert.ok(readdirSync(join(beside, 'k-1')).length <= 200);
});
