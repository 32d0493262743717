import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';

const arch = { 'etc/os-release': 'NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\n' };
const place = 'var/lib/pacman/local/python-six-1:1.16.0-9';
/** As pacman 6.0.2 wrote it. */
const six = `%NAME%
python-six

%VERSION%
1:1.16.0-9

%BASE%
six

%DESC%
utilities

%ARCH%
any

%LICENSE%
MIT
GPL-2.0-or-later

%VALIDATION%
none

`;
const files = '%FILES%\nusr/\nusr/lib/\nusr/lib/python3/six-1.dist-info/\nusr/lib/python3/six-1.dist-info/METADATA\n\n';

test('a package with its source, its licences and the files that it owns', async () => {
  const { packages, gaps } = await inventoryOf({
    ...arch,
    [`${place}/desc`]: six,
    [`${place}/files`]: files,
    'usr/lib/python3/six-1.dist-info/METADATA': 'Name: six\nVersion: 1\n',
  });
  assert.deepEqual(gaps, []);
  const [alpm, python] = packages;
  assert.deepEqual(
    { ...alpm, layer: null },
    {
      name: 'python-six',
      version: '1:1.16.0-9',
      type: 'alpm',
      purl: 'pkg:alpm/arch/python-six@1:1.16.0-9?arch=any&distro=arch',
      architecture: 'any',
      source: { name: 'six', version: '1:1.16.0-9' },
      licenses: ['MIT', 'GPL-2.0-or-later'],
      layer: null,
      path: `${place}/desc`,
      ownedBy: null,
      attributes: {},
    },
  );
  assert.deepEqual([python?.name, python?.ownedBy], ['six', alpm?.purl]);
});

describe('what is wrong is a gap', () => {
  const cases: readonly [string, LayerFiles, number, readonly string[]][] = [
    ['a database that is gone', arch, 0, ['pacman database: no-database']],
    [
      'a package without a name',
      { ...arch, [`${place}/desc`]: '%VERSION%\n1-1\n' },
      0,
      ['pacman database: unparsable'],
    ],
    [
      'a package without a version',
      { ...arch, [`${place}/desc`]: six.slice(0, 20) },
      0,
      ['pacman database: unparsable'],
    ],
    ['lines outside of all sections', { ...arch, [`${place}/desc`]: `x\n${six}` }, 1, ['pacman database: unparsable']],
    ['too large', { ...arch, [`${place}/desc`]: `${six}${'x'.repeat(2 << 20)}` }, 0, ['pacman database: too-large']],
    ['files of these names elsewhere', { ...arch, [`${place}/desc`]: six, 'srv/desc': 'x', 'srv/files': 'x' }, 1, []],
  ];
  for (const [name, layer, count, expected] of cases) {
    test(name, async () => {
      const { packages, gaps } = await inventoryOf(layer);
      assert.deepEqual([packages.length, gaps.map(({ what, reason }) => `${what}: ${reason}`)], [count, expected]);
    });
  }
});

test('a package that a later layer removes is gone', async () => {
  const { packages } = await inventoryOf(
    { ...arch, [`${place}/desc`]: six, 'var/lib/pacman/local/a-1-1/desc': '%NAME%\na\n\n%VERSION%\n1-1\n' },
    { 'var/lib/pacman/local/.wh.python-six-1:1.16.0-9': '' },
  );
  assert.deepEqual(
    packages.map(({ name }) => name),
    ['a'],
  );
});
