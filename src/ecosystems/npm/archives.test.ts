import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asar } from '../../../test/build/asar.ts';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { zip } from '../../../test/build/zip.ts';

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, version: '1.0.0', license: 'MIT', ...more });
const extension = manifest('Things', { publisher: 'Acme', engines: { vscode: '^1.80.0' }, repository: 'x' });

async function read(path: string, content: string | Buffer): Promise<readonly [string[], string[]]> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return [
    packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  ];
}

describe("Electron's archives", () => {
  const path = 'opt/app/resources/app.asar';
  const files = {
    'package.json': manifest('app', { private: true }),
    'node_modules/a/package.json': manifest('a'),
    'node_modules/a/node_modules/@s/b/package.json': manifest('@s/b'),
    'node_modules/a/esm/package.json': manifest('none'),
  };
  const cases: readonly [string, Buffer, readonly string[], readonly string[]][] = [
    ['the packages in them', asar(files), ['pkg:npm/%40s/b@1.0.0 MIT', 'pkg:npm/a@1.0.0 MIT'], []],
    ['what lies beside them is not in them', asar(files, { unpacked: true }), [], []],
    ['an empty file', Buffer.alloc(0), [], []],
    ['one that is cut', asar(files).subarray(0, -60), [], ['Electron archive corrupt packages']],
    ['something else', Buffer.from('something else'), [], ['Electron archive corrupt packages']],
    ['files outside of it', asar(files, { offset: '999999' }), [], ['Electron archive corrupt packages']],
    ['places that are no numbers', asar(files, { offset: '-1' }), [], ['Electron archive corrupt packages']],
    [
      'a manifest that is none',
      asar({ 'node_modules/a/package.json': '{' }),
      [],
      ['Electron archive unparsable packages'],
    ],
  ];
  for (const [name, content, packages, gaps] of cases)
    test(name, async () => assert.deepEqual(await read(path, content), [packages, gaps]));

  test('files that lie in one place may not come to more than the archive', async () => {
    const one = JSON.stringify({ name: 'a', version: '1', x: 'x'.repeat(5000) });
    const names = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`node_modules/a${i}/package.json`, '']));
    const content = asar(names, { size: one.length, offset: '0' });
    assert.deepEqual(await read(path, Buffer.concat([content, Buffer.from(one)])), [
      [],
      ['Electron archive too-large packages'],
    ]);
  });
});

describe('extensions of VS Code', () => {
  const own = 'pkg:vscode-extension/acme/things@1.0.0 MIT';
  const place = 'root/.vscode-server/extensions/acme.things-1.0.0';
  const archive = zip([
    { name: 'extension/package.json', content: extension },
    { name: 'extension/node_modules/a/package.json', content: manifest('a') },
  ]);
  const cases: readonly [string, string, string | Buffer, readonly string[], readonly string[]][] = [
    ['where an editor keeps them', `${place}/package.json`, extension, [own], []],
    ['elsewhere they are none of npm', 'srv/things/package.json', extension, [], []],
    ['a manifest without a publisher', `${place}/package.json`, manifest('b', { engines: { vscode: '*' } }), [], []],
    ['what a browser has there', 'root/Extensions/x/package.json', '{', [], []],
    ['as they are sent around', 'srv/things.vsix', archive, ['pkg:npm/a@1.0.0 MIT', own], []],
    ['cut', 'srv/things.vsix', archive.subarray(0, -9), [], ['VS Code extension corrupt packages']],
  ];
  for (const [name, path, content, packages, gaps] of cases)
    test(name, async () => assert.deepEqual(await read(path, content), [packages, gaps]));
});
