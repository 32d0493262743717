import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { endlessZip, zip } from '../../../test/build/zip.ts';
import { bytesInMemory, type FileBytes } from '../file-bytes.ts';
import { ZipFault, ZipFile } from './zip-file.ts';
import { ZipNames } from './zip-names.ts';

/** Numbers that do not fit, and stand elsewhere. */
const tooWide = { statedSize: 0xffffffff, statedStoredSize: 0xffffffff, offset: 0xffffffff };
const most = (1n << 64n) - 1n;
const entries = [
  { name: 'a', content: 'one' },
  { name: 'd/b', content: 'two', isStored: true },
];

function contents(bytes: Buffer, limit = 1000): string {
  const file = new ZipFile(bytes);
  return file.entries.map((entry) => `${entry.name}=${file.read(entry, limit)}`).join(' ');
}

/** The bytes of a file that is read beside, so many at a time. */
function besides(bytes: Buffer, chunk: number): FileBytes {
  return {
    ...bytesInMemory(bytes),
    named: ({ directory, directoryEnd, before }, algorithm) => {
      const names = new ZipNames(bytes.subarray(directory, directoryEnd), before, bytes.length, (room, at) => {
        return bytes.copy(room, 0, at, at + room.length) === room.length;
      });
      for (let at = 0; at < bytes.length; at += chunk) names.see(bytes.subarray(at, at + chunk), at);
      return { isSame: () => names.isSame, digest: () => hash(algorithm ?? 'sha1', bytes, 'hex') };
    },
  };
}

/** The same archive, whose directory is silent about its first entry. */
function withoutFirst(bytes: Buffer): Buffer {
  const end = bytes.length - 22;
  const start = bytes.readUInt32LE(end + 16);
  const first = 46 + bytes.readUInt16LE(start + 28) + bytes.readUInt16LE(start + 30) + bytes.readUInt16LE(start + 32);
  const last = Buffer.from(bytes.subarray(end));
  for (const at of [8, 10]) last.writeUInt16LE(last.readUInt16LE(at) - 1, at);
  last.writeUInt32LE(last.readUInt32LE(12) - first, 12);
  last.writeUInt32LE(start + first, 16);
  // What stood there is no part of the directory, and offsets are still counted from the first byte.
  return Buffer.concat([bytes.subarray(0, start + first), bytes.subarray(start + first, end), last]);
}

describe('what is read otherwise from its beginning', () => {
  const one = { name: 'a', content: 'one' };
  const many = Array.from({ length: 40 }, (_, at) => ({
    name: `d/${at}`,
    content: 'x'.repeat(at * 7),
    isStored: true,
  }));
  const hidden = zip([{ name: 'hidden', content: 'two' }, one]);
  const cases: readonly [string, Buffer, boolean][] = [
    ['nothing', zip(entries), false],
    ['nothing, behind a script', zip(entries, { prefix: Buffer.from('#!/bin/sh\n') }), false],
    ['another name', zip([{ ...one, localName: 'b' }]), true],
    ['a longer name', zip([{ ...one, localName: 'a/b' }]), true],
    ['no entry', zip([one, { ...one, offset: 7 }]), true],
    ['an entry behind the end', zip([{ ...one, offset: 80 }]), true],
    ['many', zip(many), false],
    ['many, the last of another name', zip([...many, { ...one, localName: 'b' }]), true],
    [
      'many, one in the middle of another name',
      zip([...many.slice(0, 20), { ...one, localName: 'b' }, ...many.slice(20)]),
      true,
    ],
    ['two names of one entry', zip([one, { ...one, name: 'b', offset: 0 }]), true],
    ['an entry in front of all that are named', withoutFirst(hidden), true],
    ['another archive', Buffer.concat([zip([{ name: 'b' }]), zip([one])]), true],
  ];
  for (const [name, bytes, isAmbiguous] of cases)
    test(name, () => {
      assert.equal(new ZipFile(bytes).begunAmbiguity().isAmbiguous(), isAmbiguous);
      for (const chunk of [4, 31, 64, 1000, bytes.length])
        assert.equal(
          new ZipFile(besides(bytes, chunk)).begunAmbiguity().isAmbiguous(),
          isAmbiguous,
          `${chunk} bytes at a time`,
        );
    });

  test('the last archive of a file that was cut inside of it', () => {
    const inner = zip([one]);
    const outer = zip([{ name: 'a.jar', content: inner, isStored: true }, one]);
    const cut = new ZipFile(outer.subarray(0, outer.indexOf(inner) + inner.length));
    assert.deepEqual([cut.entries.map(({ name }) => name), cut.begunAmbiguity().isAmbiguous()], [['a'], true]);
  });
});

test('content that has another checksum than the directory says is damaged, unless it is larger than a file that says what a package is', () => {
  const damaged = (content: Buffer): ZipFile => {
    const bytes = zip([{ name: 'a', content, isStored: true }]);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    return new ZipFile(bytes);
  };
  const small = damaged(Buffer.alloc(1 << 20));
  assert.throws(() => small.read(small.entries[0]!, 2 << 20), { kind: 'corrupt' });
  const large = damaged(Buffer.alloc((1 << 20) + 1));
  assert.equal(large.read(large.entries[0]!, 2 << 20).length, (1 << 20) + 1);
});

describe('what is read', () => {
  const cases: readonly [string, Buffer, string][] = [
    ['deflated and stored', zip(entries), 'a=one d/b=two'],
    [
      'behind a script that starts it',
      zip(entries, { prefix: Buffer.from('#!/bin/sh\nexec java -jar "$0"\n') }),
      'a=one d/b=two',
    ],
    ['before a comment, with a mark in it', zip(entries, { comment: 'PK\x05\x06 and more' }), 'a=one d/b=two'],
    ['nothing', zip([]), ''],
    ['with a number of entries that is too low', zip(entries, { count: 1 }), 'a=one d/b=two'],
    ['with a second end', zip(entries, { wideEnd: (right) => right }), 'a=one d/b=two'],
    [
      'with one that lies elsewhere than it is said',
      zip(entries, { wideEnd: (right) => ({ ...right, at: 3n }) }),
      'a=one d/b=two',
    ],
    ['by the name in the directory', zip([{ name: 'a', localName: 'b/', content: 'one' }]), 'a=one'],
    [
      'with numbers in its field for wide ones',
      zip([{ name: 'a', content: 'one', isStored: true, ...tooWide, wide: [3n, 3n, 0n] }]),
      'a=one',
    ],
    [
      'with a flag that says the sizes come behind',
      zip([
        { name: 'a', content: 'one', flags: 8 },
        { name: 'b', content: 'two', flags: 8, isStored: true },
      ]),
      'a=one b=two',
    ],
    [
      'twice, where Java takes the last',
      zip([
        { name: 'a', content: 'one' },
        { name: 'a', content: 'two' },
      ]),
      'a=one a=two',
    ],
  ];
  for (const [name, bytes, expected] of cases) test(name, () => assert.equal(contents(bytes), expected));

  test('offsets in front of which something was put do not count it', () => {
    assert.equal(contents(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip(entries)])), 'a=one d/b=two');
  });
});

function changed(bytes: Buffer, change: (bytes: Buffer) => void): Buffer {
  change(bytes);
  return bytes;
}

describe('what is refused', () => {
  const cases: readonly [string, Buffer, ZipFault['kind']][] = [
    ['no zip file', Buffer.from('nothing of the kind, but long enough'), 'corrupt'],
    ['an empty file', Buffer.alloc(0), 'corrupt'],
    ['cut at its end', zip(entries).subarray(0, -5), 'corrupt'],
    ['cut at its beginning', zip(entries).subarray(40), 'corrupt'],
    ['fewer entries than it says', zip(entries, { count: 3 }), 'corrupt'],
    ['an entry behind the end', zip([{ name: 'a', offset: 1e6 }]), 'corrupt'],
    [
      'an entry that goes on behind the end',
      zip([{ name: 'a', content: 'x', isStored: true, statedStoredSize: 900 }]),
      'corrupt',
    ],
    ['an encrypted entry', zip([{ name: 'a', content: 'x', flags: 1 }]), 'encrypted'],
    ['a method that Java does not have', zip([{ name: 'a', content: 'x', method: 12 }]), 'unsupported'],
    ['a large entry', zip([{ name: 'a', content: 'x'.repeat(2000) }]), 'too-large'],
    [
      'a large entry that is stored as it is',
      zip([{ name: 'a', content: 'x'.repeat(2000), isStored: true, statedSize: 5 }]),
      'too-large',
    ],
    ['a bomb that says it is small', zip([{ name: 'a', content: Buffer.alloc(500_000), statedSize: 5 }]), 'too-large'],
    ['more entries than any build makes', endlessZip(500_001), 'too-many'],
    ['names of more bytes than any build makes', endlessZip(1100, 'x'.repeat(62_000)), 'too-many'],
    [
      'a second end that counts more than there is',
      zip(entries, { wideEnd: (right) => ({ ...right, count: most }) }),
      'corrupt',
    ],
    [
      'one with a directory of all bytes there are',
      zip(entries, { wideEnd: (right) => ({ ...right, size: most }) }),
      'corrupt',
    ],
    [
      'one with a directory behind the end',
      zip(entries, { wideEnd: (right) => ({ ...right, offset: most }) }),
      'corrupt',
    ],
    [
      'a first end that says there is a second',
      changed(zip(entries), (bytes) => bytes.writeUInt32LE(0xffffffff, bytes.length - 6)),
      'corrupt',
    ],
    [
      'a size of all bytes there are',
      zip([{ name: 'a', content: 'x', ...tooWide, wide: [most, 3n, 0n] }]),
      'too-large',
    ],
    [
      'a stored size of all bytes there are',
      zip([{ name: 'a', content: 'x', ...tooWide, wide: [1n, most, 0n] }]),
      'corrupt',
    ],
    ['an entry where no file ends', zip([{ name: 'a', content: 'x', ...tooWide, wide: [1n, 3n, most] }]), 'corrupt'],
    ['wide numbers of which one is missing', zip([{ name: 'a', content: 'x', ...tooWide, wide: [1n, 3n] }]), 'corrupt'],
    ['wide numbers that are not there', zip([{ name: 'a', content: 'x', ...tooWide }]), 'corrupt'],
    [
      'no deflated data',
      zip([{ name: 'a', content: 'xxxx', isStored: true, method: 8 }]).fill(0xff, 31, 33),
      'corrupt',
    ],
  ];
  for (const [name, bytes, kind] of cases) {
    test(name, () =>
      assert.throws(
        () => contents(bytes),
        (error: unknown) => error instanceof ZipFault && error.kind === kind,
      ),
    );
  }
});
