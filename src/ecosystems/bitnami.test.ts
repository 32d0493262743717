import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, releases } from '../../test/build/inventory.ts';
import { bitnami } from './bitnami.ts';

const place = 'opt/bitnami/postgresql/.spdx-postgresql.spdx';
const reference = (purl: string) => [
  { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
];
const document = JSON.stringify({
  SPDXID: 'SPDXRef-DOCUMENT',
  spdxVersion: 'SPDX-2.3',
  packages: [
    {
      name: 'postgresql',
      versionInfo: '16.4.0-3',
      licenseDeclared: 'PostgreSQL',
      externalRefs: reference('pkg:bitnami/postgresql@16.4.0-3?arch=amd64&distro=debian-12'),
    },
    {
      name: 'geos',
      versionInfo: '3.12.2',
      licenseConcluded: 'NOASSERTION',
      externalRefs: reference('pkg:bitnami/geos@3.12.2?arch=amd64&distro=debian-12'),
    },
    { name: 'pljava', versionInfo: '1.6.7', externalRefs: reference('pkg:maven/org.postgresql/pljava@1.6.7') },
    { name: 'nothing' },
  ],
});
const list = JSON.stringify({
  postgresql: { arch: 'amd64', digest: 'x', distro: 'debian-12', type: 'NAMI', version: '16.4.0-3' },
  gosu: { arch: 'amd64', distro: 'debian-12', type: 'NAMI', version: '1.14.0-1' },
});

test('components, each once, and not what is in them', async () => {
  const { packages, gaps } = await inventoryOf({
    'opt/bitnami/.bitnami_components.json': list,
    [place]: document,
    'opt/other/.spdx-x.spdx': 'x',
    'opt/bitnami/postgresql/share/licence.spdx': 'x',
  });
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    packages.map(({ purl, licenses, path }) => [purl, licenses, path]),
    [
      ['pkg:bitnami/geos@3.12.2?arch=amd64&distro=debian-12', [], place],
      ['pkg:bitnami/gosu@1.14.0-1?arch=amd64&distro=debian-12', [], 'opt/bitnami/.bitnami_components.json'],
      ['pkg:bitnami/postgresql@16.4.0-3?arch=amd64&distro=debian-12', ['PostgreSQL'], place],
    ],
  );
});

test('advisories are asked for the version without the revision of the build', async () => {
  const { packages } = await inventoryOf({ ...releases.debian12, [place]: document });
  assert.deepEqual(
    packages.map((pkg) => bitnami.advisoryNames(pkg, null)),
    [
      [{ ecosystem: 'Bitnami', name: 'geos', version: '3.12.2' }],
      [{ ecosystem: 'Bitnami', name: 'postgresql', version: '16.4.0' }],
    ],
  );
});

describe('what is wrong is a gap', () => {
  const cases: readonly [string, string, string][] = [
    ['a document cut off', place, document.slice(0, 100)],
    ['a document without packages', place, '{}'],
    ['a document that is a list', place, '[]'],
    ['a list that is cut', 'opt/bitnami/.bitnami_components.json', '{"a":'],
    ['a component without a version', 'opt/bitnami/.bitnami_components.json', '{"a":{"arch":"amd64"}}'],
    ['a component that is none', 'opt/bitnami/.bitnami_components.json', '{"a":1}'],
  ];
  for (const [name, path, text] of cases) {
    test(name, async () => {
      const { packages, gaps } = await inventoryOf({ [path]: text });
      assert.deepEqual(
        [packages.length, gaps.map(({ what, reason }) => `${what}: ${reason}`)],
        [0, ['Bitnami component: unparsable']],
      );
    });
  }
});
