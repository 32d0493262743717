import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bboltFile } from '../../../test/build/bbolt-file.ts';
import { BboltError } from '../../formats/bbolt/bbolt-file.ts';
import { readLive } from './live-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-live-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'db');
/** As an engine writes: the same file, the next transaction. */
const write = (word: string, transaction: number) => writeFileSync(path, bboltFile({ words: { word } }, transaction));

test('what was written to while it was read is read again', () => {
  write('old', 7);
  let looks = 0;
  const word = readLive(path, (root) => {
    const seen = root.bucket('words')?.value('word')?.toString('utf8');
    looks += 1;
    if (looks === 1) write('new', 8);
    return seen;
  });
  assert.deepEqual([word, looks], ['new', 2]);
});

test('half of what was being written is no damage', () => {
  write('old', 7);
  let looks = 0;
  const word = readLive(path, (root) => {
    looks += 1;
    if (looks > 1) return root.bucket('words')?.value('word')?.toString('utf8');
    write('new', 8);
    throw new BboltError('keys out of order');
  });
  assert.deepEqual([word, looks], ['new', 2]);
});

test('what is damaged and not written to is refused at once', () => {
  write('old', 7);
  let looks = 0;
  const damaged = () => {
    looks += 1;
    throw new BboltError('keys out of order');
  };
  assert.throws(() => readLive(path, damaged), /cannot be read/);
  assert.equal(looks, 1);
});

test('what never stands still is refused, not waited for without end', () => {
  let transaction = 7;
  write('old', transaction);
  const restless = () => {
    transaction += 1;
    write('new', transaction);
  };
  assert.throws(() => readLive(path, restless), /again and again/);
});
