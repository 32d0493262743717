import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlistFault, textsOfBinaryPlist } from './binary-plist.ts';
import { plistTexts } from './info-plist.ts';
import { binaryPlist } from './testing/samples.ts';

const texts = {
  CFBundleName: 'Sample',
  CFBundleDisplayName: 'Sämple 样本',
  CFBundleIdentifier: 'org.example.sample',
  CFBundleShortVersionString: '1.2.3',
  CFBundleVersion: '456',
};

test('the texts of a binary property list are the ones of the XML that it was made of', () => {
  assert.deepEqual(Object.fromEntries(plistTexts(binaryPlist)), texts);
  const xml = `<plist><dict>${Object.entries(texts)
    .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
    .join('')}<key>Nested</key><dict><key>CFBundleName</key><string>inner</string></dict></dict></plist>`;
  assert.deepEqual(Object.fromEntries(plistTexts(Buffer.from(xml))), texts);
});

test('one that is cut off or lies of its places is refused', () => {
  for (let length = 0; length < binaryPlist.length; length += 7)
    assert.throws(() => textsOfBinaryPlist(binaryPlist.subarray(0, length)), PlistFault, `${length}`);
  for (const [at, byte] of [
    [6, 0],
    [6, 9],
    [7, 8],
    [8, 1],
    [23, 200],
    [24, 1],
  ] as const) {
    const broken = Buffer.from(binaryPlist);
    broken[broken.length - 32 + at] = byte;
    assert.throws(() => textsOfBinaryPlist(broken), PlistFault, `${at}`);
  }
});
