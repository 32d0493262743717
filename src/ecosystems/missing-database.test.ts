import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';

const status = 'Package: a\nStatus: install ok installed\nVersion: 1\n';
const debian = { ...releases.debian12, 'var/lib/dpkg/status': status };
const deleted = 'var/lib/dpkg/.wh.status';

const cases: readonly [name: string, layers: readonly LayerFiles[], gaps: readonly string[]][] = [
  ['a database that is there', [debian], []],
  ['Debian without one', [releases.debian12], ['dpkg database']],
  ['Alpine without one', [releases.alpine318], ['apk database']],
  ['AlmaLinux without one', [releases.almalinux9], ['rpm database']],
  ['what is made from Debian, without one', [{ 'etc/os-release': 'ID=mine\nID_LIKE=debian\n' }], ['dpkg database']],
  ['one that is empty', [{ ...debian, 'var/lib/dpkg/status': '' }], ['dpkg database']],
  ['one that a later layer deletes', [debian, { [deleted]: '' }], ['dpkg database']],
  [
    'one that a later layer deletes, with all that names the distribution',
    [debian, { [deleted]: '', 'etc/.wh.os-release': '' }],
    ['dpkg database'],
  ],
  ['packages without a distribution', [{ 'var/lib/dpkg/status': status }], []],
  ['a distribution that nobody knows', [{ 'etc/os-release': 'ID=mine\n' }], []],
  ['nothing', [{}], []],
];

for (const [name, layers, expected] of cases) {
  test(`${name}: ${expected.length === 0 ? 'no gap' : 'a gap'}`, async () => {
    const { gaps } = await inventoryOf(...layers);
    const missing = gaps.filter(({ reason }) => reason === 'no-database');
    assert.deepEqual(
      missing.map(({ what }) => what),
      expected,
    );
    for (const { blinds } of missing) assert.deepEqual(blinds, ['packages']);
  });
}

const strange: readonly [name: string, layers: readonly LayerFiles[], gaps: readonly string[]][] = [
  ['nobody knows, without packages', [{ 'etc/os-release': 'ID=void\nVERSION_ID=9\n' }], ['void:9']],
  ['nobody knows, with packages', [{ 'etc/os-release': 'ID=void\n', 'var/lib/dpkg/status': status }], []],
  ['is made from a known one', [{ 'etc/os-release': 'ID=mine\nID_LIKE=debian\n' }], []],
  ['is known', [releases.debian12], []],
];

for (const [name, layers, expected] of strange) {
  test(`a distribution that ${name}: ${expected.length === 0 ? 'no gap' : 'a gap'}`, async () => {
    const { gaps } = await inventoryOf(...layers);
    const unknown = gaps.filter(({ reason }) => reason === 'unknown-distribution');
    assert.deepEqual(
      unknown.map(({ what, blinds }) => [what, blinds]),
      expected.map((what) => [what, ['packages']]),
    );
  });
}
