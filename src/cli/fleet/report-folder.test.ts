import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PlimsollError } from '../../base/errors.ts';
import { type FolderFile, folderWriter } from './report-folder.ts';

const writeTogether = (folder: string, files: readonly FolderFile[]) => folderWriter(folder)(files);
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

test('many at a time are all there, and one that cannot be written is nobody else’s trouble', async () => {
  const folder = mkdtempSync(join(scratch, 'three-'));
  const write = folderWriter(folder);
  const one = async (at: number) => {
    await write([{ name: at === 7 ? 'long'.repeat(80) : `${at}.json`, text: `${at}` }]);
    return readFileSync(join(folder, `${at}.json`), 'utf8');
  };
  const ended = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => one(at)));
  for (const [at, { status }] of ended.entries()) assert.equal(status, at === 7 ? 'rejected' : 'fulfilled', `${at}`);
  assert.equal(readdirSync(folder).length, 39);
});
