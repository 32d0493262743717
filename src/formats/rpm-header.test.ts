import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rpmHeader } from '../../test/build/rpm-header.ts';
import { RpmHeaderError, readRpmHeader, rpmTags } from './rpm-header.ts';

const sample = rpmHeader({
  [rpmTags.name]: 'bash',
  [rpmTags.epoch]: 3,
  [rpmTags.baseNames]: ['a', '', 'c'],
  [rpmTags.directoryIndexes]: [0, 1, 0],
});

test('texts, numbers, lists and what is not there', () => {
  const header = readRpmHeader(sample);
  assert.equal(header.text(rpmTags.name), 'bash');
  assert.equal(header.number(rpmTags.epoch), 3);
  assert.deepEqual(header.texts(rpmTags.baseNames), ['a', '', 'c']);
  assert.deepEqual(header.numbers(rpmTags.directoryIndexes), [0, 1, 0]);
  assert.equal(header.text(rpmTags.vendor), null);
  assert.equal(header.number(rpmTags.fileDigestAlgorithm), null);
});

describe('what is wrong', () => {
  const changed = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(sample);
    change(copy);
    return copy;
  };
  const cases: readonly [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['cut', sample.subarray(0, -1)],
    ['longer than it says', Buffer.concat([sample, Buffer.alloc(4)])],
    ['no tags', Buffer.alloc(8)],
    ['four billion tags', changed((copy) => copy.writeUInt32BE(0xffff_ffff, 0))],
    ['an offset outside', changed((copy) => copy.writeUInt32BE(0x7fff_ffff, 8 + 8))],
    ['a name that is a number', changed((copy) => copy.writeUInt32BE(4, 8 + 4))],
    ['a text without an end', changed((copy) => copy.fill('x', 8 + 4 * 16))],
  ];
  for (const [name, blob] of cases) {
    test(name, () => assert.throws(() => readRpmHeader(blob).text(rpmTags.name), RpmHeaderError));
  }

  test('lists that say they have four billion entries', () => {
    for (const tag of [rpmTags.baseNames, rpmTags.directoryIndexes]) {
      const copy = changed((header) => {
        let at = 8;
        while (header.readInt32BE(at) !== tag) at += 16;
        header.writeUInt32BE(0xffff_ffff, at + 12);
      });
      const read = readRpmHeader(copy);
      assert.throws(() => (tag === rpmTags.baseNames ? read.texts(tag) : read.numbers(tag)), RpmHeaderError);
    }
  });
});
