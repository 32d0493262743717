import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSealed, writeSealed } from './sealed-file.ts';
import { keepWithin } from './sealed-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-sealed-'));
after(() => rmSync(scratch, { recursive: true }));
const DAY = 86_400_000;
const now = Date.now();
const name = (digit: string, what = 'x') => `${digit.repeat(64)}.${what}`;

/** A folder that was looked over `ago` days ago, with files of 1000 bytes and the days since they were wanted. */
function folderWith(files: Readonly<Record<string, number>>, ago: number | null = 2): string {
  const folder = mkdtempSync(join(scratch, 'one-'));
  const written = (path: string, days: number) => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, Buffer.alloc(1000));
    utimesSync(file, (now - days * DAY) / 1000, (now - days * DAY) / 1000);
  };
  for (const [path, days] of Object.entries(files)) written(path, days);
  if (ago !== null) written('.looked-over', ago);
  return folder;
}

const left = (folder: string, files: Readonly<Record<string, number>>) =>
  Object.keys(files).filter((path) => existsSync(join(folder, path)));

const files = {
  [`aa/${name('a')}`]: 3,
  [`bb/${name('b')}`]: 1,
  [`images/cc/${name('c', 'inventory')}`]: 2,
  [`images/cc/${name('c', 'matched')}`]: 9,
};

test('what was not wanted for the longest goes, as much as there is no room for', () => {
  const folder = folderWith(files);
  keepWithin(folder, 2500, now);
  assert.deepEqual(left(folder, files), [`bb/${name('b')}`, `images/cc/${name('c', 'inventory')}`]);
});

test('where there is room nothing goes, but for drafts that nobody finished', () => {
  const drafts = { [`aa/${name('a', 'x.0123456789ab.tmp')}`]: 2, [`aa/${name('d', 'x.0123456789ab.tmp')}`]: 0.5 };
  const folder = folderWith({ ...files, ...drafts });
  keepWithin(folder, 1 << 20, now);
  assert.deepEqual(left(folder, { ...files, ...drafts }), [...Object.keys(files), Object.keys(drafts)[1]]);
});

test('once a day, also where the clock was set back; a folder that is new is not looked over', () => {
  for (const [ago, isLookedOver] of [
    [0.2, false],
    [1.5, true],
    [-0.5, false],
    [-400, true],
    [null, false],
  ] as const) {
    const folder = folderWith(files, ago);
    keepWithin(folder, 0, now);
    assert.equal(left(folder, files).length === 0, isLookedOver, `${ago} days ago`);
    keepWithin(folder, 0, now + DAY / 2);
    assert.equal(left(folder, files).length === 0, isLookedOver);
    keepWithin(folder, 0, now + 2 * DAY);
    assert.deepEqual(left(folder, files), []);
  }
});

test('what is not ours stays, and no link is followed', () => {
  const folder = folderWith({ 'aa/notes.txt': 50, [`aa/${name('a')}`]: 50 });
  const elsewhere = folderWith({ [name('e')]: 50 });
  symlinkSync(elsewhere, join(folder, 'linked'));
  symlinkSync(join(elsewhere, name('e')), join(folder, name('f')));
  keepWithin(folder, 0, now);
  assert.ok(existsSync(join(folder, 'aa/notes.txt')));
  assert.ok(existsSync(join(elsewhere, name('e'))));
  assert.ok(!existsSync(join(folder, `aa/${name('a')}`)));
});

test('a folder that is not there, or cannot be written, is no error', () => {
  keepWithin(join(scratch, 'nowhere'), 0, now);
});

test('what is read counts as wanted, to a day', () => {
  const folder = folderWith({});
  const file = join(folder, name('a'));
  writeSealed(file, [Buffer.from('content')]);
  const old = new Date(now - 5 * DAY);
  utimesSync(file, old, old);
  assert.equal(String(readSealed(file)), 'content');
  const { mtimeMs } = statSync(file);
  assert.ok(mtimeMs > now - DAY);
  readSealed(file);
  assert.equal(statSync(file).mtimeMs, mtimeMs);
});
