import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { harvestOf } from '../../test/build/collector.ts';
import { skipWithout } from '../../test/build/debian-tools.ts';
import { inventoryOf } from '../../test/build/inventory.ts';
import { file, hardlink, tar } from '../../test/build/tar.ts';
import { zip } from '../../test/build/zip.ts';
import { npm } from './npm.ts';

const root = join(import.meta.dirname, '../..');
const manifest = (more: object = {}) => JSON.stringify({ name: 'a', version: '1.2.3', ...more });

async function read(path: string, content: string | Buffer): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return {
    packages: packages.map(({ name, version, purl, licenses }) => [name, version, purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

describe('what says neither name nor version', () => {
  const cases: readonly [string, boolean][] = [
    ['app/node_modules/a/package.json', true],
    ['app/node_modules/@scope/a/package.json', true],
    ['app/node_modules/b/node_modules/a/package.json', true],
    ['app/node_modules/.pnpm/a@1.2.3/node_modules/a/package.json', true],
    // Samples that a package tests itself with, and what tools generate.
    ['app/node_modules/b/test/node_modules/a/package.json', false],
    ['app/node_modules/.cache/package.json', false],
  ];
  for (const [path, isRun] of cases) {
    test(`${path} is ${isRun ? 'run all the same: a gap' : 'no package'}`, async () => {
      const gaps = isRun ? ['package.json unparsable packages'] : [];
      assert.deepEqual(await read(path, '{"type":"module"}'), { packages: [], gaps });
    });
  }
});

describe('where a package is', () => {
  const cases: readonly [string, boolean][] = [
    ['app/node_modules/a/package.json', true],
    ['node_modules/@scope/a/package.json', true],
    ['app/node_modules/b/node_modules/a/package.json', true],
    ['app/node_modules/.pnpm/a@1.2.3/node_modules/a/package.json', true],
    ['usr/lib/node_modules/npm/package.json', true],
    // An application, or a package that npm did not install.
    ['app/package.json', true],
    ['usr/share/nodejs/a/package.json', true],
    ['app/test/package.json', false],
    ['app/node_modules/a/esm/package.json', false],
    ['app/node_modules/@scope/package.json', false],
    ['app/node_modules/package.json', false],
    ['app/not_node_modules/a/package.json', true],
    ['app/node_modules/a/package.json.bak', false],
  ];
  for (const [path, there] of cases) {
    test(path, async () => {
      assert.deepEqual(
        (await read(path, manifest({ repository: 'a/a' }))).packages,
        there ? ['a 1.2.3 pkg:npm/a@1.2.3'] : [],
      );
    });
  }
});

test('a second name in node_modules is an installed package, and no application besides', async () => {
  const content = manifest({ repository: 'a/a' });
  const layer = tar([
    file('app/package.json', content),
    hardlink('srv/node_modules/a/package.json', 'app/package.json'),
  ]);
  const { files } = await harvestOf(layer, { collectors: npm.collectors, maxFileSize: 1 << 20 });
  const packages = files.flatMap(({ path, items }) =>
    items.flatMap((item) =>
      item.kind === 'package' ? [`${path} ${item.attributes['application'] ?? 'installed'}`] : [],
    ),
  );
  assert.deepEqual([...new Set(packages)].sort(), packages.sort());
  assert.ok(!packages.includes('srv/node_modules/a/package.json true'), String(packages));
});

describe('what Deno unpacked into its own directory', () => {
  const place = 'deno-dir/npm/registry.npmjs.org';
  const plain = manifest({ license: 'ISC' });

  test('is installed, whatever it says of where it comes from', async () => {
    for (const directory of ['a/1.2.3', '@s/a/1.2.3', 'test/1.2.3'])
      assert.deepEqual((await read(`${place}/${directory}/package.json`, plain)).packages, [
        'a 1.2.3 pkg:npm/a@1.2.3 ISC',
      ]);
    assert.deepEqual((await read(`${place}/a/1.2.3/esm/package.json`, plain)).packages, []);
  });

  test('shows that the lock file was followed', async () => {
    const { packages } = await inventoryOf({
      [`${place}/a/1.2.3/package.json`]: manifest({ repository: 'a/a' }),
      'app/deno.lock': JSON.stringify({ version: '4', npm: { 'a@1.2.3': {}, 'b@1.0.0': {} } }),
    });
    assert.deepEqual(
      packages.map(({ purl }) => purl),
      ['pkg:npm/a@1.2.3'],
    );
  });
});

describe('what lies outside of node_modules', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['is a package with its licence', manifest({ license: 'MIT', repository: 'a/a' }), ['a 1.2.3 pkg:npm/a@1.2.3 MIT']],
    ['is none where it is private', manifest({ private: true, repository: 'a/a' }), []],
    ['is none where it does not say where it comes from: npm init writes as much', manifest({ license: 'ISC' }), []],
    ['is none without a version', '{"name":"a","repository":"a/a"}', []],
    ['is none as a template', '{"name":"<%= name %>","version":"0.0.0","repository":"a/a"}', []],
    ['is none with a version to be filled in', '{"name":"a","version":"%VERSION%","repository":"a/a"}', []],
    ['is nothing that has to be read', '{', []],
  ];
  for (const [name, content, packages] of cases)
    test(name, async () => assert.deepEqual(await read('app/package.json', content), { packages, gaps: [] }));

  test('does not show that its lock file was followed', async () => {
    const lock = {
      lockfileVersion: 3,
      packages: { '': {}, 'node_modules/b': { version: '2.0.0', resolved: 'https://x' } },
    };
    const files = {
      'app/package.json': manifest({ repository: 'a/a' }),
      'app/package-lock.json': JSON.stringify(lock),
    };
    const { packages } = await inventoryOf(files);
    assert.deepEqual(
      packages.map(({ purl }) => purl),
      ['pkg:npm/a@1.2.3', 'pkg:npm/b@2.0.0'],
    );
  });
});

describe("yarn's Plug'n'Play", () => {
  const place = 'app/.yarn/cache/a-npm-1.2.3-0123456789-8.zip';
  const inside = (name: string, content: string) =>
    zip([
      { name: 'node_modules/a/README.md', content: 'x' },
      { name, content },
    ]);
  const gap = 'yarn cache unparsable packages';
  const cases: readonly [string, Readonly<Record<string, Buffer>>, readonly string[], readonly string[]][] = [
    [
      'a package in its cache',
      { [place]: inside('node_modules/a/package.json', manifest()) },
      ['a 1.2.3 pkg:npm/a@1.2.3'],
      [],
    ],
    [
      'one of a scope',
      { [place]: inside('node_modules/@s/a/package.json', manifest({ name: '@s/a' })) },
      ['@s/a 1.2.3 pkg:npm/%40s/a@1.2.3'],
      [],
    ],
    [
      'one that another brings',
      { [place]: inside('node_modules/a/node_modules/b/package.json', manifest()) },
      [],
      [gap],
    ],
    [
      'one in a cache elsewhere',
      { 'opt/cache/a-npm-1.2.3-0123456789-10c0.zip': inside('node_modules/a/package.json', manifest()) },
      ['a 1.2.3 pkg:npm/a@1.2.3'],
      [],
    ],
    ['another zip file', { 'app/a.zip': inside('node_modules/a/package.json', manifest()) }, [], []],
    ['a cut one', { [place]: inside('node_modules/a/package.json', manifest()).subarray(0, 90) }, [], [gap]],
  ];
  for (const [name, files, packages, gaps] of cases) {
    test(name, async () => {
      const inventory = await inventoryOf(files);
      const found = inventory.packages.map(({ name: called, version, purl }) => `${called} ${version} ${purl}`);
      assert.deepEqual(
        [found, inventory.gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' '))],
        [packages, gaps],
      );
    });
  }
});

describe('what a package.json says', () => {
  const place = 'app/node_modules/a/package.json';
  const purl = 'a 1.2.3 pkg:npm/a@1.2.3';
  const broken = 'package.json unparsable packages';
  const cases: readonly [string, string | Buffer, readonly string[], readonly string[]][] = [
    ['a scope', manifest({ name: '@types/node' }), ['@types/node 1.2.3 pkg:npm/%40types/node@1.2.3'], []],
    [
      'its own name, not that of the directory (an alias)',
      manifest({ name: 'other' }),
      ['other 1.2.3 pkg:npm/other@1.2.3'],
      [],
    ],
    ['a licence', manifest({ license: 'MIT', repository: 'a/a' }), [`${purl} MIT`], []],
    ['an expression', manifest({ license: '(MIT OR Apache-2.0)' }), [`${purl} (MIT OR Apache-2.0)`], []],
    ['a licence as an object', manifest({ license: { type: 'BSD-3-Clause', url: 'x' } }), [`${purl} BSD-3-Clause`], []],
    [
      'licences to choose from',
      manifest({ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0 and ISC' }, 7] }),
      [`${purl} MIT OR (GPL-2.0-only AND ISC)`],
      [],
    ],
    [
      'a licence in a file',
      manifest({ license: 'SEE LICENSE IN LICENSE.md' }),
      [`${purl} SEE LICENSE IN LICENSE.md`],
      [],
    ],
    ['a licence that is a number', manifest({ license: 5 }), [purl], []],
    ['a byte order mark', `\ufeff${manifest()}`, [purl], []],
    ['no version', '{"type":"module","name":"a"}', [], [broken]],
    ['an empty version', '{"name":"a","version":""}', [], [broken]],
    ['neither', '{}', [], [broken]],
    ['no name: it is run by that of its directory', '{"version":"1.0.0"}', ['a 1.0.0 pkg:npm/a@1.0.0'], []],
    ['an empty name', '{"name":"","version":"1.0.0"}', ['a 1.0.0 pkg:npm/a@1.0.0'], []],
    ['a version that is a number', '{"name":"a","version":1}', [], [broken]],
    ['no JSON', '{"name":', [], [broken]],
    ['JSON of another kind', '[]', [], [broken]],
    ['empty', '', [], [broken]],
    [
      'not UTF-8 somewhere',
      Buffer.concat([
        Buffer.from('{"description":"'),
        Buffer.from([0xff]),
        Buffer.from('","name":"a","version":"1.2.3"}'),
      ]),
      [purl],
      [],
    ],
    [
      'a name with half a character',
      '{"name":"\\ud800","version":"1.2.3"}',
      ['\ud800 1.2.3 pkg:npm/%EF%BF%BD@1.2.3'],
      [],
    ],
    ['names that objects have by themselves', '{"__proto__":{"name":"x"},"name":"a","version":"1.2.3"}', [purl], []],
    ['a hundred thousand brackets', `${'['.repeat(100_000)}`, [], [broken]],
    ['larger than any', Buffer.alloc(9 * 1024 * 1024, ' '), [], ['package.json too-large packages']],
  ];
  for (const [name, content, packages, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read(place, content), { packages, gaps }));
  }
});

test("this repository's node_modules are the ones that npm lists", { skip: skipWithout('npm', 'npm') }, async () => {
  const files = Object.fromEntries(
    globSync('node_modules/**/package.json', { cwd: root }).map((path) => [path, readFileSync(join(root, path))]),
  );
  const { packages, gaps } = await inventoryOf(files);
  const listed = new Set<string>();
  const collect = (tree: Tree) => {
    for (const [name, child] of Object.entries(tree.dependencies ?? {})) {
      if (child.version !== undefined) listed.add(`${name}@${child.version}`);
      collect(child);
    }
  };
  collect(
    JSON.parse(execFileSync('npm', ['ls', '--all', '--json', '--offline'], { cwd: root, encoding: 'utf8' })) as Tree,
  );
  const ours = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    [...listed].filter((name) => !ours.has(name)),
    [],
  );
  // Packages that others bring along inside them are no part of the tree that npm keeps.
  const extra = packages.filter(
    ({ name, version, path }) =>
      !listed.has(`${name}@${version}`) && /^node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path),
  );
  assert.deepEqual(
    extra.map(({ path }) => path),
    [],
  );
});

interface Tree {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Tree>>;
}

describe('what a package carries inside itself', () => {
  const copy = manifest({ name: '@babel/runtime', repository: 'x' });
  const inside = 'app/node_modules/next/dist/compiled';
  const cases: readonly [string, string, string, boolean][] = [
    ['is a package', `${inside}/@babel/runtime/package.json`, copy, true],
    ['not where nobody published it', `${inside}/b/package.json`, manifest({ name: 'b' }), false],
    ['or its name has an owner', `${inside}/b/package.json`, manifest({ name: '@s/b' }), true],
    ['not in its tests', 'app/node_modules/next/test/b/package.json', copy, false],
    ['not where it is itself', 'app/node_modules/@babel/runtime/dist/package.json', copy, false],
    [
      'nor a part of it',
      'app/node_modules/@babel/runtime/a/package.json',
      manifest({ name: '@babel/runtime/a', repository: 'x' }),
      false,
    ],
  ];
  for (const [name, path, content, isOne] of cases)
    test(name, async () => assert.equal((await read(path, content)).packages.length, isOne ? 1 : 0));
});
