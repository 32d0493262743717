import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../../test/build/inventory.ts';

const stanza = (name: string, status = 'install ok installed') =>
  `Package: ${name}\nStatus: ${status}\nVersion: 1\nArchitecture: amd64\n\n`;
const info = 'var/lib/dpkg/info';
const library = '/.\n/usr\n/usr/lib\n/usr/lib/x86_64-linux-gnu/libssl.so.3\n';
const settings = '/.\n/etc\n/etc/init.d\n/etc/init.d/cron\n';

const cases: readonly [string, LayerFiles, readonly string[]][] = [
  ['of a package that is there', { [`${info}/a.list`]: library }, []],
  ['of one with its architecture', { [`${info}/a:amd64.list`]: library }, []],
  ['of a package that somebody took out', { [`${info}/libssl3:amd64.list`]: library }, ['libssl3:amd64']],
  ['of one that is said to be removed', { [`${info}/b.list`]: library }, ['b']],
  ['of one that is removed, but for its settings', { [`${info}/b.list`]: settings }, []],
  ['of one that a later layer removes', { [`${info}/libssl3.list`]: library }, []],
];
for (const [name, files, expected] of cases) {
  test(`a list ${name}: ${expected.length === 0 ? 'no gap' : 'a gap'}`, async () => {
    const status = stanza('a') + stanza('b', 'deinstall ok config-files');
    const later = name.includes('later layer') ? [{ [`${info}/.wh.libssl3.list`]: '' }] : [];
    const { gaps } = await inventoryOf({ ...releases.debian12, 'var/lib/dpkg/status': status, ...files }, ...later);
    assert.deepEqual(
      gaps.map(({ what, path, reason, blinds }) => [what, path, reason, ...blinds].join(' ')),
      expected.map((one) => `list of package files ${info}/${one}.list ambiguous packages`),
    );
  });
}

test('without a database that alone is said', async () => {
  const { gaps } = await inventoryOf({ ...releases.debian12, [`${info}/a.list`]: library });
  assert.deepEqual(
    gaps.map(({ reason }) => reason),
    ['no-database'],
  );
});
