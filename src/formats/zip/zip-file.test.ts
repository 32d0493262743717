import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { zip } from '../../../test/build/zip.ts';
import { ZipFault, ZipFile } from './zip-file.ts';

const entries = [
  { name: 'a', content: 'one' },
  { name: 'd/b', content: 'two', isStored: true },
];

function contents(bytes: Buffer, limit = 1000): string {
  const file = new ZipFile(bytes);
  return file.entries.map((entry) => `${entry.name}=${file.read(entry, limit)}`).join(' ');
}

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
  ];
  for (const [name, bytes, expected] of cases) test(name, () => assert.equal(contents(bytes), expected));

  test('offsets in front of which something was put do not count it', () => {
    assert.equal(contents(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip(entries)])), 'a=one d/b=two');
  });
});

/** A directory of so many entries, all of them the first one's bytes. */
function endless(count: number): Buffer {
  const one = zip([{ name: 'a' }]);
  const end = one.length - 22;
  const start = one.indexOf('PK\x01\x02');
  const directory = Buffer.alloc((end - start) * count, one.subarray(start, end));
  const last = Buffer.from(one.subarray(end));
  last.writeUInt32LE(directory.length, 12);
  return Buffer.concat([one.subarray(0, start), directory, last]);
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
    ['more entries than any build makes', endless(500_001), 'corrupt'],
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
