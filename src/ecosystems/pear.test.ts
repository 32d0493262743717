import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';
import { pear } from './pear.ts';

/** As `serialize` writes a list of texts and lists of them. */
function serialized(value: string | Readonly<Record<string, unknown>>): string {
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const entries = Object.entries(value).map(([key, entry]) => `${serialized(key)}${serialized(entry as string)}`);
  return `a:${entries.length}:{${entries.join('')}}`;
}

const tar = {
  name: 'Archive_Tar',
  channel: 'pear.php.net',
  version: { release: '1.4.13', api: '1.4.0' },
  license: { attribs: { uri: 'x' }, _content: 'BSD-3-Clause' },
};

describe('a package of PEAR', () => {
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    [
      'of its own channel',
      'usr/share/php/.registry/archive_tar.reg',
      serialized(tar),
      ['pkg:pear/pear.php.net/Archive_Tar@1.4.13 BSD-3-Clause'],
      [],
    ],
    [
      'of another channel',
      'usr/local/lib/php/.registry/.channel.pecl.php.net/redis.reg',
      serialized({ name: 'redis', version: { release: '6.0.2' }, license: 'PHP' }),
      ['pkg:pear/pecl.php.net/redis@6.0.2 PHP'],
      [],
    ],
    [
      'described as before',
      'usr/share/pear/.registry/old.reg',
      serialized({ package: 'Old', version: '0.9' }),
      ['pkg:pear/pear.php.net/Old@0.9 '],
      [],
    ],
    [
      'cut off',
      'usr/share/php/.registry/x.reg',
      serialized(tar).slice(0, 60),
      [],
      ['PEAR registry unparsable packages'],
    ],
    [
      'of no version',
      'usr/share/php/.registry/x.reg',
      serialized({ name: 'x' }),
      [],
      ['PEAR registry unparsable packages'],
    ],
    ['that is a channel', 'usr/share/php/.channels/pear.php.net.reg', serialized(tar), [], []],
  ];
  for (const [title, path, content, packages, gaps] of cases) {
    test(title, async () => {
      const inventory = await inventoryOf({ [path]: content });
      assert.deepEqual(
        inventory.packages.map(({ purl, licenses }) => `${purl} ${licenses}`),
        packages,
      );
      assert.deepEqual(
        inventory.gaps.map(({ what, reason, blinds }) => `${what} ${reason} ${blinds}`),
        gaps,
      );
    });
  }

  test('is known to advisories by the name that Composer has for it', async () => {
    const { packages } = await inventoryOf({ 'usr/share/php/.registry/archive_tar.reg': serialized(tar) });
    assert.deepEqual(
      packages.map((pkg) => pear.advisoryNames(pkg, null)),
      [[{ ecosystem: 'Packagist', name: 'pear/archive_tar', version: '1.4.13' }]],
    );
  });
});
