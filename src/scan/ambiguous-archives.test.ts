import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { configOf, layoutFiles, type TestImage } from '../../test/build/image.ts';
import { packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { directory, file, hardlink, paxEntry, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import { PlimsollError } from '../base/errors.ts';
import { archive } from '../images/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-ambiguous-'));
after(() => rmSync(folder, { recursive: true }));

const good: TestImage = { layers: [tar([file('db', 'good 1')])], tag: 'good:1' };
const evil: TestImage = { layers: [tar([file('db', 'evil 1')])], tag: 'evil:1' };

/** The files of an image as `docker save` writes them, under a directory of their own. */
function saved(image: TestImage, at: string): TestEntry[] {
  return [file(`${at}/config`, configOf(image)), ...image.layers.map((layer, i) => file(`${at}/${i}`, layer))];
}

function listed(image: TestImage, at: string) {
  return { Config: `${at}/config`, RepoTags: [image.tag], Layers: image.layers.map((_, i) => `${at}/${i}`) };
}

function manifest(...images: readonly object[]): TestEntry {
  return file('manifest.json', JSON.stringify(images));
}

function layout(...images: readonly TestImage[]): TestEntry[] {
  const files = new Map(images.flatMap((image) => [...layoutFiles(image)]));
  const manifests = images.flatMap((image) => {
    const index: { manifests: object[] } = JSON.parse(String(layoutFiles(image).get('index.json')));
    return index.manifests;
  });
  files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
  return [...files].map(([name, content]) => file(name, content));
}

let number = 0;
async function refusal(entries: readonly (TestEntry | Buffer)[], name = ''): Promise<string> {
  const codes = new Set<string>();
  for (const content of [tar(entries), gzipSync(tar(entries))]) {
    number += 1;
    const path = join(folder, `file-${number}`);
    writeFileSync(path, content);
    try {
      codes.add(packageNames(await scanWith([archive], `archive:${path}${name}`)).join());
    } catch (error) {
      assert.ok(error instanceof PlimsollError, String(error));
      codes.add(error.code);
    }
  }
  return [...codes].join(' and ');
}

const both = [...saved(good, 'good'), ...saved(evil, 'evil')];
const toGood = manifest(listed(good, 'good'));
const toEvil = manifest(listed(evil, 'evil'));

describe('an archive that can be read as two images is refused', () => {
  const cases: readonly [string, readonly (TestEntry | Buffer)[]][] = [
    ['two files of one name', [...both, toGood, toEvil]],
    ['one of them with dots in its name', [...both, toGood, { ...toEvil, name: './x/../manifest.json' }]],
    ['one of them with a slash at its end', [...both, toGood, { ...toEvil, name: 'manifest.json/' }]],
    [
      'one of them sparse',
      [...both, toGood, paxEntry({ 'GNU.sparse.map': '0,3', 'GNU.sparse.size': '3' }, { ...toEvil, content: '[ ]' })],
    ],
    ['a link and a file', [...both, { ...toEvil, name: 'e' }, symlink('manifest.json', 'e'), toGood]],
    ['a hard link and a file', [...both, { ...toEvil, name: 'e' }, toGood, hardlink('manifest.json', 'e')]],
    [
      'a file written through a link',
      [...both, toGood, symlink('here', '.'), { ...toEvil, name: 'here/manifest.json' }],
    ],
    ['a file below what becomes a link', [...both, toGood, { ...toEvil, name: 'x/m' }, symlink('x', 'good')]],
    ['a file below a file', [...both, toGood, file('good/config/x', '')]],
    ['a manifest.json of two lists', [...both, file('manifest.json', `${toGood.content},"images":${toEvil.content}`)]],
    [
      'members that Go merges',
      [...both, file('manifest.json', `[{"Config":"evil/config","Layers":["evil/0"],"Layers":["good/0"]}]`)],
    ],
    ['another image in index.json', [...both, toGood, ...layout(evil)]],
    ['one more image in index.json', [...both, toGood, ...layout(good, evil)]],
  ];
  for (const [name, entries] of cases) {
    test(name, async () => assert.equal(await refusal(entries), 'manifest-invalid'));
  }

  test('names that lead to one image in the one and to another in the other', async () => {
    const swapped = layout({ ...good, tag: 'evil:1' }, { ...evil, tag: 'good:1' });
    const two = manifest(listed(good, 'good'), listed(evil, 'evil'));
    assert.equal(await refusal([...both, two, ...swapped], '#good:1'), 'manifest-invalid');
    assert.equal(await refusal([...both, two, ...layout(good, evil)], '#good:1'), 'good');
  });
});

describe('what is no ambiguity is read', () => {
  const cases: readonly [string, readonly (TestEntry | Buffer)[], string][] = [
    ['an image that is not listed', [...both, toGood], 'good'],
    ['directories named again', [directory('good'), ...both, directory('good'), toGood, directory('./good')], 'good'],
    [
      'a layer that is a link',
      [...both, symlink('l', 'good/0'), manifest({ ...listed(good, ''), Config: 'good/config', Layers: ['l'] })],
      'good',
    ],
    [
      'a config that is a hard link',
      [...both, hardlink('c', 'good/config'), manifest({ ...listed(good, 'good'), Config: 'c' })],
      'good',
    ],
    ['the same image in both', [...both, toGood, ...layout(good)], 'good'],
    ['the same image under two names', [...both, toGood, ...layout(good, { ...good, tag: 'again:1' })], 'good'],
  ];
  for (const [name, entries, expected] of cases) {
    test(name, async () => assert.equal(await refusal(entries), expected));
  }

  test('a layer of nothing, and one that was never one', async () => {
    for (const last of [Buffer.alloc(0), Buffer.from('no layer')]) {
      const image = { ...good, layers: [...good.layers, last] };
      assert.equal(await refusal([...saved(image, 'e'), manifest(listed(image, 'e'))]), 'good');
    }
  });
});
