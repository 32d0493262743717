import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';
import type { Package } from '../model/package.ts';
import { cran } from './cran.ts';

const description = (more = 'Built: R 4.2.2; ; 2022-12-01; unix\n') =>
  `Package: MASS\nPriority: recommended\nVersion: 7.3-58.2\nDescription: Functions\n  and more.\nLicense: GPL-2 | GPL-3\n${more}`;

describe('an R package', () => {
  const gap = 'R package description unparsable packages';
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    [
      'of R itself',
      'usr/lib/R/library/MASS/DESCRIPTION',
      description(),
      ['pkg:cran/MASS@7.3-58.2 GPL-2.0-only OR GPL-3.0-only'],
      [],
    ],
    [
      'of the site',
      'usr/local/lib/R/site-library/MASS/DESCRIPTION',
      description(),
      ['pkg:cran/MASS@7.3-58.2 GPL-2.0-only OR GPL-3.0-only'],
      [],
    ],
    ['that nobody installed', 'srv/library/MASS/DESCRIPTION', description(''), [], []],
    ['of no version', 'usr/lib/R/library/x/DESCRIPTION', 'Package: x\nBuilt: R\n', [], [gap]],
    [
      'of R itself that is built of nothing',
      'usr/lib/R/library/translations/DESCRIPTION',
      'Package: translations\nVersion: 4.2.2\nLicense: Part of R 4.2.2\n',
      ['pkg:cran/translations@4.2.2 Part of R 4.2.2'],
      [],
    ],
    ['of a test', 'srv/lib/x/tests/MASS/DESCRIPTION', description(), [], []],
    ['of something else', 'srv/MASS/DESCRIPTION', 'A description', [], []],
  ];
  for (const [name, path, content, packages, gaps] of cases) {
    test(name, async () => {
      const inventory = await inventoryOf({ [path]: content });
      const found = inventory.packages.map(({ purl, licenses }) => [purl, ...licenses].join(' '));
      assert.deepEqual(
        [found, inventory.gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' '))],
        [packages, gaps],
      );
    });
  }

  for (const library of [
    'srv/app/renv/library/linux-debian-bookworm/R-4.4/x86_64-pc-linux-gnu',
    'root/.cache/R/renv/cache/v5/R-4.2/x86_64-pc-linux-gnu/MASS/7.3-58.2/1e1c',
    'srv/app/packrat/lib/x86_64-pc-linux-gnu/4.2.2',
    'opt/rlibs',
  ]) {
    test(`in a library of one's own: ${library}`, async () => {
      const { packages } = await inventoryOf({ [`${library}/MASS/DESCRIPTION`]: description() });
      assert.deepEqual(
        packages.map(({ purl }) => purl),
        ['pkg:cran/MASS@7.3-58.2'],
      );
    });
  }

  test('is asked for in both places where R packages are published', () => {
    const names = cran.advisoryNames({ name: 'a', version: '1' } as Package, null);
    assert.deepEqual(names === 'unknown' ? [] : names.map(({ ecosystem }) => ecosystem), ['CRAN', 'Bioconductor']);
  });
});
