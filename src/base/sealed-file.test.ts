import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readSealed, writeSealed } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sealed-'));
after(() => rmSync(folder, { recursive: true }));
let number = 0;
const written = (...parts: readonly string[]): string => {
  number += 1;
  const file = join(folder, 'below', `${number}`);
  writeSealed(
    file,
    parts.map((part) => Buffer.from(part)),
  );
  return file;
};

test('what was written is what is read, in a file that is ours alone', () => {
  const file = written('one', '', 'two');
  assert.equal(readSealed(file)?.toString(), 'onetwo');
  assert.equal(readSealed(written(''))?.length, 0);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readSealed(join(folder, 'none')), null);
  assert.deepEqual(
    readdirSync(join(folder, 'below')).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

describe('what cannot be relied on is as good as absent', () => {
  const cases: readonly [string, (file: string) => void][] = [
    ['empty', (file) => writeFileSync(file, '')],
    ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 34))],
    ['longer', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))],
    ['changed', (file) => writeFileSync(file, Buffer.concat([Buffer.from('X'), readFileSync(file).subarray(1)]))],
    [
      'a directory',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      'a link',
      (file) => {
        renameSync(file, `${file}-there`);
        symlinkSync(`${file}-there`, file);
      },
    ],
    ['writable by the group', (file) => chmodSync(file, 0o660)],
    ['writable by all', (file) => chmodSync(file, 0o602)],
  ];
  for (const [name, spoil] of cases) {
    test(name, () => {
      const file = written('something');
      assert.notEqual(readSealed(file), null);
      spoil(file);
      assert.equal(readSealed(file), null);
    });
  }

  test('of another user', { skip: process.getuid?.() === 0 ? false : 'needs to run as root' }, () => {
    const file = written('something');
    chownSync(file, 65534, 65534);
    assert.equal(readSealed(file), null);
    writeSealed(file, [Buffer.from('ours')]);
    assert.equal(readSealed(file)?.toString(), 'ours');
  });
});

test('who reads while it is written anew has the one or the other', () => {
  const file = written('one');
  const before = `${file}-before`;
  linkSync(file, before);
  writeSealed(file, [Buffer.from('two')]);
  assert.deepEqual([readSealed(before)?.toString(), readSealed(file)?.toString()], ['one', 'two']);
});

test('a disk that takes nothing is no error', () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  writeSealed(join(file, 'below'), [Buffer.from('x')]);
  assert.equal(readSealed(join(file, 'below')), null);
});

test('what comes in parts is read as a whole; where making them fails nothing is left', () => {
  const file = join(folder, 'parted', 'one');
  const parts = [3, 400_000, 0, 200_000, 70_000, 900_000, 5].map((size, at) => Buffer.alloc(size, `${at}`));
  writeSealed(file, parts.values());
  assert.ok(readSealed(file)?.equals(Buffer.concat(parts)));
  const failing = function* () {
    yield Buffer.alloc(300_000);
    throw new Error('no more');
  };
  assert.throws(() => writeSealed(file, failing()), /no more/);
  assert.deepEqual(readdirSync(join(folder, 'parted')), ['one']);
  assert.ok(readSealed(file)?.equals(Buffer.concat(parts)));
});
