import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { zip } from '../../../../test/build/zip.ts';
import { ArchiveAltered } from '../../../formats/tar-split/archive-piece.ts';
import { Crc64 } from '../../../formats/tar-split/crc64.ts';
import { Digester } from './digester.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-digests-'));
const content = Buffer.from(Array.from({ length: 700_001 }, (_, at) => (at * 7 + (at >> 9)) & 0xff));
writeFileSync(join(folder, 'file'), content);
const descriptor = openSync(join(folder, 'file'), 'r');
const digester = new Digester();
after(async () => {
  await digester.end();
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

function expected(kind: 'crc64' | 'md5' | 'sha1' | 'sha256', bytes: Buffer): string {
  if (kind !== 'crc64') return hash(kind, bytes, 'hex');
  const sum = new Crc64();
  sum.update(bytes);
  return sum.digest().toString('hex');
}

test('all digests that are asked for of each part, however many are asked for before the first one is waited for', () => {
  const kinds = ['crc64', 'md5', 'sha1', 'sha256'] as const;
  const begun = Array.from({ length: 1500 }, (_, number) => {
    const asked = kinds.filter((_, at) => ((number % 16) >> at) % 2 === 1).toReversed();
    const from = (number * 467) % 5000;
    const to = number % 100 === 0 ? content.length : from + (number % 300);
    return { asked, from, to, digests: digester.begin({ descriptor, from, to }, asked) };
  });
  for (const { asked, from, to, digests } of begun.toReversed()) {
    digests.check();
    for (const kind of asked)
      assert.equal(digests.value(kind).toString('hex'), expected(kind, content.subarray(from, to)));
    for (const kind of kinds.filter((one) => !asked.includes(one)))
      assert.throws(() => digests.value(kind), /was not asked for/);
  }
});

test('names of entries of a zip file that lies in another file are held against its directory', () => {
  const stored = (name: string, localName = name) => ({
    name,
    localName,
    content: content.subarray(0, 90_000),
    isStored: true,
  });
  const names = Array.from({ length: 9 }, (_, at) => `directory/${at}`);
  const right = zip(names.map((name) => stored(name)));
  const wrong = zip(names.map((name, at) => stored(name, at === 7 ? name.toUpperCase() : name)));
  for (const [bytes, isNamed] of [
    [right, true],
    [wrong, false],
  ] as const) {
    writeFileSync(join(folder, 'zip'), Buffer.concat([content, bytes, content]));
    const file = openSync(join(folder, 'zip'), 'r');
    const [from, end] = [content.length, bytes.length - 22];
    const places = { directory: bytes.readUInt32LE(end + 16), directoryEnd: end, before: 0 };
    const range = { descriptor: file, from, to: from + bytes.length };
    const begun = digester.begin(range, ['sha1', 'crc64'], places);
    assert.equal(begun.isNamed(), isNamed);
    for (const kind of ['crc64', 'sha1'] as const)
      assert.equal(begun.value(kind).toString('hex'), expected(kind, bytes));
    assert.equal(digester.begin(range, [], places).isNamed(), isNamed);
    const beyond = digester.begin(range, [], { ...places, directoryEnd: bytes.length + 2 * content.length });
    assert.throws(() => beyond.isNamed(), ArchiveAltered);
    closeSync(file);
  }
});

test('a file that ends before, or is not open, is told, and the next one is read', () => {
  const beyond = digester.begin({ descriptor, from: 0, to: content.length + 1 }, ['sha1']);
  const closed = digester.begin({ descriptor: 1_000_000, from: 0, to: 10 }, ['crc64']);
  const next = digester.begin({ descriptor, from: 0, to: 10 }, ['sha256']);
  assert.throws(() => beyond.value('sha1'), ArchiveAltered);
  closed.wait();
  assert.throws(() => closed.value('crc64'), ArchiveAltered);
  assert.equal(next.value('sha256').toString('hex'), expected('sha256', content.subarray(0, 10)));
});

test('a thread that is no more is an error, not a wait without end', async () => {
  const ended = new Digester(100);
  await ended.end();
  assert.throws(() => ended.begin({ descriptor, from: 0, to: 10 }, ['md5']).value('md5'), /has ended/);
});
