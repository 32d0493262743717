import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { skipWithout } from '../../test/build/debian-tools.ts';
import { inventoryOf } from '../../test/build/inventory.ts';
import { pypi } from './pypi.ts';

const site = 'usr/lib/python3/site-packages';

async function read(path: string, content: string): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return {
    packages: packages.map(({ name, version, purl, licenses }) => [name, version, purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(': ')),
  };
}

describe('where a package is', () => {
  const content = 'Name: Flask_Cors\nVersion: 1.0\n';
  const cases: readonly [string, boolean][] = [
    [`${site}/Flask_Cors-1.0.dist-info/METADATA`, true],
    [`${site}/Flask_Cors.egg-info/PKG-INFO`, true],
    [`${site}/Flask_Cors-1.0-py3.11.egg-info`, true],
    ['usr/local/aws-cli/v2/2.1.39/dist/Flask_Cors-1.0-py3.8.egg-info/METADATA', true],
    [`${site}/Flask_Cors-1.0-py3.11.egg/EGG-INFO/PKG-INFO`, true],
    ['EGG-INFO/PKG-INFO', true],
    [`${site}/METADATA`, false],
    [`${site}/Flask_Cors-1.0/PKG-INFO`, false],
    [`${site}/Flask_Cors-1.0.dist-info/RECORD`, true],
    [`${site}/Flask_Cors-1.0.dist-info/WHEEL`, false],
    [`${site}/RECORD`, false],
    [`${site}/NOTEGG-INFO/PKG-INFO`, false],
  ];
  for (const [path, there] of cases) {
    test(path, async () => {
      assert.deepEqual((await read(path, content)).packages, there ? ['Flask_Cors 1.0 pkg:pypi/flask-cors@1.0'] : []);
    });
  }
});

test('where the metadata was deleted, the list beside it tells by its directory which package runs', async () => {
  const place = `${site}/Flask_Cors-1.0.dist-info`;
  const files = {
    [`${place}/METADATA`]: 'Name: Flask-Cors\nVersion: 1.0\n',
    [`${place}/RECORD`]: 'flask_cors/a.py,,\n',
  };
  const whole = await inventoryOf(files);
  assert.deepEqual(
    whole.packages.map(({ path, attributes }) => [path, attributes]),
    [[`${place}/METADATA`, {}]],
  );
  const without = await inventoryOf(files, { [`${place}/.wh.METADATA`]: '' });
  assert.deepEqual(
    without.packages.map(({ purl, path, attributes }) => [purl, path, attributes]),
    [['pkg:pypi/flask-cors@1.0', `${place}/RECORD`, { certainty: 'file name' }]],
  );
});

test('a license that the metadata does not name is that of the texts beside it, where each is known', async () => {
  const metadata = 'Name: a\nVersion: 1\n';
  const [apache, mit] = ['../../LICENSE', '../../node_modules/zod/LICENSE'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  ) as [string, string];
  const licensesOf = async (files: Readonly<Record<string, string>>, said = metadata) => {
    const beside = Object.entries(files).map(([name, text]) => [`${site}/a-1.dist-info/${name}`, text] as const);
    const { packages, gaps } = await inventoryOf({
      ...Object.fromEntries(beside),
      [`${site}/a-1.dist-info/METADATA`]: said,
      [`${site}/b-1.dist-info/METADATA`]: 'Name: b\nVersion: 1\n',
    });
    assert.deepEqual(gaps, []);
    assert.deepEqual(packages[1]?.licenses, []);
    return packages[0]?.licenses;
  };
  assert.deepEqual(await licensesOf({ LICENSE: mit }), ['MIT']);
  assert.deepEqual(await licensesOf({ 'licenses/LICENSE.txt': mit, 'licenses/COPYING': apache }), [
    'Apache-2.0',
    'MIT',
  ]);
  assert.deepEqual(await licensesOf({ LICENSE: mit, 'licenses/LICENSE': mit }), ['MIT']);
  assert.deepEqual(await licensesOf({ LICENSE: mit, COPYING: `${mit} and more` }), []);
  assert.deepEqual(await licensesOf({ LICENSE: 'x'.repeat(1 << 20) }), []);
  assert.deepEqual(await licensesOf({ LICENSE: mit }, `${metadata}License-Expression: ISC\n`), ['ISC']);
});

describe('what the metadata says', () => {
  const head = 'Name: a\nVersion: 1\n';
  const purl = 'a 1 pkg:pypi/a@1';
  const unparsable = 'Python package metadata: unparsable: packages';
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    [
      'an expression',
      'a-1.dist-info',
      `${head}License-Expression: MIT OR Apache-2.0\nLicense: no\n`,
      [`${purl} MIT OR Apache-2.0`],
      [],
    ],
    ['a licence', 'a-1.dist-info', `${head}License: BSD 3-Clause\n`, [`${purl} BSD-3-Clause`], []],
    [
      'a classifier where there is no licence',
      'a-1.dist-info',
      `${head}License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved\n`,
      [`${purl} MIT`],
      [],
    ],
    [
      'a whole text as a licence',
      'a-1.dist-info',
      `${head}License: ${'x'.repeat(200)}\nClassifier: License :: OSI Approved :: ISC License (ISCL)\n`,
      [`${purl} ISC`],
      [],
    ],
    [
      'nothing: the directory says it',
      'My.Pkg-2.0.post1.dist-info',
      '',
      ['My.Pkg 2.0.post1 pkg:pypi/my-pkg@2.0.post1'],
      [],
    ],
    ['nothing at all', 'a.egg-info', 'Summary: x\n', [], [unparsable]],
    ['a name without a version', 'a.egg-info', 'Name: a\n', [], [unparsable]],
  ];
  for (const [name, directory, content, packages, gaps] of cases) {
    const file = directory.endsWith('egg-info') ? 'PKG-INFO' : 'METADATA';
    test(name, async () => assert.deepEqual(await read(`${site}/${directory}/${file}`, content), { packages, gaps }));
  }
});

test('what pip carries along inside itself, and where a package came from', async () => {
  const { packages, gaps } = await inventoryOf({
    [`${site}/pip/_vendor/vendor.txt`]: 'CacheControl==0.12.11  # x\n    urllib3==1.26.16\nnone\n',
    [`${site}/a-1.dist-info/METADATA`]: 'Name: a\nVersion: 1\n',
    [`${site}/a-1.dist-info/direct_url.json`]: '{"url":"https://user:secret@x.example/a.git?token=1","vcs_info":{}}',
    [`${site}/b-1.dist-info/METADATA`]: 'Name: b\nVersion: 1\n',
    [`${site}/b-1.dist-info/direct_url.json`]: '[]',
    'srv/vendor.txt': 'x==1\n',
  });
  assert.deepEqual(
    packages.map(({ purl, attributes }) => `${purl} ${JSON.stringify(attributes)}`),
    [
      'pkg:pypi/cachecontrol@0.12.11 {"vendoredBy":"pip"}',
      'pkg:pypi/a@1 {"origin":"https://x.example/a.git"}',
      'pkg:pypi/b@1 {}',
      'pkg:pypi/urllib3@1.26.16 {"vendoredBy":"pip"}',
    ],
  );
  assert.deepEqual(
    gaps.map(({ what, reason }) => `${what} ${reason}`),
    ['direct_url.json unparsable'],
  );
});

test('advisories are asked for by the normalized name (PEP 503)', async () => {
  const { packages } = await inventoryOf({
    [`${site}/x-1.dist-info/METADATA`]: 'Name: Ruamel.YAML__clib\nVersion: 1\n',
  });
  assert.deepEqual(pypi.advisoryNames(packages[0]!, null), [
    { ecosystem: 'PyPI', name: 'ruamel-yaml-clib', version: '1' },
  ]);
});

test("this machine's packages are the ones that Python itself finds", {
  skip: skipWithout('python3', 'python3'),
}, async (t) => {
  const root = '/usr/lib/python3/dist-packages';
  const script =
    'import importlib.metadata as m, json, sys; print(json.dumps([[d.metadata["Name"], d.version] for d in m.distributions(path=[sys.argv[1]])]))';
  const listed = JSON.parse(execFileSync('python3', ['-c', script, root], { encoding: 'utf8' })) as [string, string][];
  if (listed.length === 0 && process.env['CI'] !== 'true') return t.skip('needs Debian package: python3-yaml');
  const paths = globSync(['*.dist-info/METADATA', '*.egg-info/PKG-INFO', '*.egg-info'], { cwd: root })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile());
  const { packages, gaps } = await inventoryOf(
    Object.fromEntries(paths.map((path) => [path.slice(1), readFileSync(path)])),
  );
  assert.deepEqual(gaps, []);
  assert.ok(packages.length > 0);
  assert.deepEqual(
    packages.map(({ name, version }) => `${name} ${version}`).sort(),
    listed.map((pair) => pair.join(' ')).sort(),
  );
  return undefined;
});

describe('which files say what would be installed', () => {
  const cases: readonly [string, boolean][] = [
    ['app/requirements.txt', true],
    ['app/requirements-prod.txt', true],
    ['app/prod_requirements.txt', true],
    ['app/requirements.lock.txt', true],
    ['app/requirements/base.txt', true],
    ['app/requirements-dev.txt', false],
    ['app/test-requirements.txt', false],
    ['app/requirements-latest.txt', true],
    ['app/requirements/test.txt', false],
    ['app/requirementsfor.txt', false],
    ['app/notes.txt', false],
  ];
  for (const [path, isOne] of cases)
    test(path, async () => assert.equal((await read(path, 'a==1.0\n')).packages.length, isOne ? 1 : 0));
  const lock = 'lock-version = "1.0"\n\n[[packages]]\nname = "a"\nversion = "1.0"\n';
  for (const [path, isOne] of [
    ['app/pylock.prod.toml', true],
    ['app/run.py.lock', true],
    ['app/pyproject.toml', false],
    ['app/my.pylock.toml', false],
  ] as const)
    test(path, async () => assert.equal((await read(path, lock)).packages.length, isOne ? 1 : 0));
});
