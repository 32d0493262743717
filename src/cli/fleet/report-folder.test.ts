import assert from 'node:assert/strict';
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PlimsollError } from '../../base/errors.ts';
import { type FolderFile, folderWriter } from './report-folder.ts';

const writeTogether = (folder: string, files: readonly FolderFile[]) => folderWriter(folder, 'us').write(files);
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
  const { write } = folderWriter(folder, 'us');
  const one = async (at: number) => {
    await write([{ name: at === 7 ? 'long'.repeat(80) : `${at}.json`, text: `${at}` }]);
    return readFileSync(join(folder, `${at}.json`), 'utf8');
  };
  const ended = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => one(at)));
  for (const [at, { status }] of ended.entries()) assert.equal(status, at === 7 ? 'rejected' : 'fulfilled', `${at}`);
  assert.equal(readdirSync(folder).length, 39);
});

test('what the same writer left half written goes; what is another’s, a link, a folder or a report stays', async () => {
  const folder = mkdtempSync(join(scratch, 'four-'));
  const mine = ['.a.json.us-0123456789ab.part', '.us.part.us-00000000000f.part'];
  const others = [
    '.a.json.them-0123456789ab.part',
    '.a.json.0123456789ab.part',
    '.a.json.us-0123456789ab.part.txt',
    'a.json.us-0123456789ab.part',
    '.us-0123456789ab.part',
  ];
  for (const name of [...mine, ...others, 'a.json']) writeFileSync(join(folder, name), 'half');
  const target = join(folder, 'a.json');
  symlinkSync(target, join(folder, '.link.us-0123456789ab.part'));
  mkdirSync(join(folder, '.folder.us-0123456789ab.part'));
  const odd = ['.link.us-0123456789ab.part', '.folder.us-0123456789ab.part'];
  if (process.geteuid?.() === 0) {
    odd.push('.b.json.us-0123456789ab.part');
    writeFileSync(join(folder, '.b.json.us-0123456789ab.part'), 'half');
    chownSync(join(folder, '.b.json.us-0123456789ab.part'), 4711, 4711);
  }
  await folderWriter(folder, 'us').tidy();
  assert.deepEqual(readdirSync(folder).sort(), [...others, ...odd, 'a.json'].sort());
  assert.equal(readFileSync(target, 'utf8'), 'half');
});
