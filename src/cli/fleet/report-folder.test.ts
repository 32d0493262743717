import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PlimsollError } from '../../base/errors.ts';
import { writeTogether } from './report-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-report-folder-'));
after(() => rmSync(scratch, { recursive: true }));

test('all are there, over what was there before; a link of that name is replaced, not written through', async () => {
  const folder = mkdtempSync(join(scratch, 'one-'));
  const elsewhere = join(folder, 'elsewhere');
  symlinkSync(elsewhere, join(folder, 'a.json'));
  await writeTogether(folder, [
    { name: 'a.json', text: '{}' },
    { name: 'a.html', text: 'x'.repeat(100_000) },
  ]);
  await writeTogether(folder, [{ name: 'a.html', text: 'second' }]);
  assert.deepEqual(readdirSync(folder).sort(), ['a.html', 'a.json']);
  assert.equal(readFileSync(join(folder, 'a.html'), 'utf8'), 'second');
});

test('where one of them cannot be written, none is, and nothing lies about', async () => {
  const folder = mkdtempSync(join(scratch, 'two-'));
  const isRefused = (error: unknown) => error instanceof PlimsollError && error.code === 'cannot-write';
  const files = [
    { name: 'a.json', text: '{}' },
    { name: `${'long'.repeat(80)}.html`, text: 'x' },
  ];
  await assert.rejects(writeTogether(folder, files), isRefused);
  assert.deepEqual(readdirSync(folder), []);
  mkdirSync(join(folder, 'b.json'));
  await assert.rejects(writeTogether(folder, [{ name: 'b.json', text: '{}' }]), isRefused);
  assert.deepEqual(readdirSync(folder), ['b.json']);
  await assert.rejects(writeTogether(join(scratch, 'nowhere'), files), isRefused);
});
