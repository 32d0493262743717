import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';

const lock = (...packages: readonly string[]) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(packages.map((name) => [`node_modules/${name}`, { version: '1.0.0' }])),
  });
const manifest = (name: string, version = '1.0.0') => JSON.stringify({ name, version });
const metadata = (name: string, version: string) => `Name: ${name}\nVersion: ${version}\n`;

async function found(...layers: readonly LayerFiles[]): Promise<string[]> {
  const { packages, gaps } = await inventoryOf(...layers);
  assert.deepEqual(gaps, []);
  return packages.map(({ name, path, attributes }) => [name, path, attributes['certainty'] ?? 'installed'].join(' '));
}

describe('what a lock file names counts only where nobody installed it', () => {
  const app = { 'app/package-lock.json': lock('a', 'b') };
  const cases: readonly [string, LayerFiles, readonly string[]][] = [
    ['alone', app, ['a app/package-lock.json lock file', 'b app/package-lock.json lock file']],
    [
      'with packages beside it: what is missing was left out on purpose',
      { ...app, 'app/node_modules/a/package.json': manifest('a') },
      ['a app/node_modules/a/package.json installed'],
    ],
    [
      'with npm itself elsewhere',
      { ...app, 'usr/local/lib/node_modules/npm/package.json': manifest('npm') },
      [
        'a app/package-lock.json lock file',
        'b app/package-lock.json lock file',
        'npm usr/local/lib/node_modules/npm/package.json installed',
      ],
    ],
    [
      'followed, into another directory',
      { ...app, 'srv/node_modules/a/package.json': manifest('a') },
      ['a srv/node_modules/a/package.json installed'],
    ],
    [
      'one of many by chance elsewhere: that one counts once',
      {
        'app/package-lock.json': lock('a', 'b', 'c', 'd', 'e'),
        'usr/local/lib/node_modules/a/package.json': manifest('a'),
      },
      [
        'a usr/local/lib/node_modules/a/package.json installed',
        ...['b', 'c', 'd', 'e'].map((name) => `${name} app/package-lock.json lock file`),
      ],
    ],
    [
      'named by two lock files',
      { ...app, 'app/yarn.lock': '# yarn lockfile v1\n\na@1.0.0:\n  version "1.0.0"\n' },
      ['a app/package-lock.json lock file', 'b app/package-lock.json lock file'],
    ],
    [
      'at the root',
      { 'package-lock.json': lock('a', 'b'), 'usr/local/lib/node_modules/npm/package.json': manifest('npm') },
      [
        'a package-lock.json lock file',
        'b package-lock.json lock file',
        'npm usr/local/lib/node_modules/npm/package.json installed',
      ],
    ],
    [
      'at the root, with packages beside it',
      { 'package-lock.json': lock('a', 'b'), 'node_modules/c/package.json': manifest('c') },
      ['c node_modules/c/package.json installed'],
    ],
    ['inside an installed package', { 'app/node_modules/x/package-lock.json': lock('a') }, []],
    ['of tests', { 'app/test/fixtures/one/package-lock.json': lock('a') }, []],
    ['of what a distribution brought', { 'usr/share/tool/package-lock.json': lock('a') }, []],
    [
      'where people put applications',
      { 'usr/src/app/package-lock.json': lock('a') },
      ['a usr/src/app/package-lock.json lock file'],
    ],
    ["in Go's cache of modules", { 'go/pkg/mod/x.y/z@v1.0.0/go.mod': 'module x.y/z\nrequire a.b/c v1.0.0\n' }, []],
    ['an empty one', { 'app/yarn.lock': '' }, []],
    [
      'Python, whose names are written in several ways',
      {
        'app/requirements.txt': 'Typing_Extensions==4.0.0\nsix==1.16.0\nidna==3.7\nflask==2.0\n',
        'usr/local/lib/python3.11/site-packages/typing_extensions-4.0.0.dist-info/METADATA': metadata(
          'typing-extensions',
          '4.0.0',
        ),
      },
      ['typing-extensions usr/local/lib/python3.11/site-packages/typing_extensions-4.0.0.dist-info/METADATA installed'],
    ],
    [
      'Python, with other versions installed',
      {
        'app/requirements.txt': 'six==1.16.0\n',
        'usr/local/lib/python3.11/site-packages/six-1.15.0.dist-info/METADATA': metadata('six', '1.15.0'),
      },
      [
        'six usr/local/lib/python3.11/site-packages/six-1.15.0.dist-info/METADATA installed',
        'six app/requirements.txt lock file',
      ],
    ],
  ];
  for (const [name, files, packages] of cases) test(name, async () => assert.deepEqual(await found(files), packages));

  test('removed by a later layer', async () => {
    assert.deepEqual(await found(app, { 'app/.wh.package-lock.json': '' }), []);
  });
});

test('a lock file that cannot be read is a gap', async () => {
  const { gaps } = await inventoryOf({ 'app/package-lock.json': lock('a').slice(0, 30), 'app/Cargo.lock': 'x' });
  assert.deepEqual(
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
    ['Cargo.lock unparsable packages', 'package-lock.json unparsable packages'],
  );
});

test('a lock file with any number of packages takes a bounded part of them, and says so', async () => {
  const names = Array.from({ length: 25_000 }, (_, i) => `p${i}`);
  const { packages, gaps } = await inventoryOf({ 'app/package-lock.json': lock(...names) });
  assert.equal(packages.length, 20_000);
  assert.deepEqual(
    gaps.map(({ reason }) => reason),
    ['too-many'],
  );
});
