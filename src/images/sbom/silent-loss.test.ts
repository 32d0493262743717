import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { component, cyclonedx, gapsOf, inventoryOf } from '../../../test/build/opened-sbom.ts';

/** What every document of somebody else leaves open. */
const usual = ['accounts: not-told', 'image config: not-told'];
const gapsBeside = async (document: unknown) =>
  gapsOf(await inventoryOf(document)).filter((gap) => !usual.includes(gap));
const spdx = (packages: unknown, more: object = {}) => ({ spdxVersion: 'SPDX-2.3', packages, ...more });

describe('an SBOM of which nothing is understood says so:', () => {
  const cases: readonly (readonly [name: string, document: unknown, gaps: readonly string[]])[] = [
    ['no list', { bomFormat: 'CycloneDX', specVersion: '1.6' }, ['SBOM components: not-told']],
    ['an empty list', cyclonedx([]), ['SBOM components: not-told']],
    ['null for a list', { ...cyclonedx([]), components: null }, ['SBOM components: not-told']],
    ['no packages of SPDX', spdx([]), ['SBOM components: not-told']],
    ['nothing of Syft', { descriptor: { name: 'syft' }, artifacts: [] }, ['SBOM components: not-told']],
    ['files alone', cyclonedx([{ type: 'file', name: '/a' }]), ['SBOM components: not-told']],
    ['an object for a list', { ...cyclonedx([]), components: { a: {} } }, ['SBOM components: unparsable']],
    ['texts in the list', { ...cyclonedx([]), components: ['a', null] }, ['SBOM components: unparsable']],
    ['an object for SPDX’s list', spdx({ a: 1 }), ['SBOM components: unparsable']],
  ];
  for (const [name, document, gaps] of cases)
    test(name, async () => assert.deepEqual(await gapsBeside(document), gaps));

  test('one strange item beside packages', async () => {
    const document = { ...cyclonedx([]), components: [component('pkg:npm/a@1'), null] };
    assert.deepEqual(await gapsBeside(document), ['SBOM components: unparsable']);
  });

  test('what its own author calls incomplete, and not what is left open', async () => {
    const told = (aggregate: string) =>
      gapsBeside({ ...cyclonedx([component('pkg:npm/a@1')]), compositions: [{ aggregate, assemblies: ['image'] }] });
    for (const aggregate of ['incomplete', 'incomplete_first_party_only'])
      assert.deepEqual(await told(aggregate), ['SBOM components: not-told']);
    for (const aggregate of ['complete', 'unknown', 'not_specified']) assert.deepEqual(await told(aggregate), []);
  });

  test('but not of what its format has for more than packages', async () => {
    const described = { documentDescribes: ['SPDXRef-a'] };
    const one = { SPDXID: 'SPDXRef-a', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/a@1' }] };
    assert.deepEqual(await gapsBeside(spdx([one], described)), []);
    assert.deepEqual(await gapsBeside(cyclonedx([component('pkg:npm/a@1'), { type: 'file', name: '/a' }])), []);
  });
});

describe('a component without a purl is a gap', () => {
  for (const type of ['firmware', 'device-driver', 'machine-learning-model', undefined])
    test(`CycloneDX, type ${type}`, async () =>
      assert.deepEqual(await gapsBeside(cyclonedx([component('pkg:npm/a@1'), { type, name: 'x' }])), [
        'SBOM component x: no-purl',
      ]));
  for (const primaryPackagePurpose of ['SOURCE', 'ARCHIVE', 'INSTALL'])
    test(`SPDX, purpose ${primaryPackagePurpose}`, async () =>
      assert.deepEqual(await gapsBeside(spdx([{ SPDXID: 'SPDXRef-x', name: 'x', primaryPackagePurpose }])), [
        'SBOM component x: no-purl',
      ]));

  test('but for the directory that an SPDX document is about, and for layers', async () => {
    const packages = [
      { SPDXID: 'SPDXRef-root', name: 'src', primaryPackagePurpose: 'SOURCE' },
      { SPDXID: 'SPDXRef-layer', name: `sha256:${'a'.repeat(64)}`, primaryPackagePurpose: 'ARCHIVE' },
      { SPDXID: 'SPDXRef-a', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/a@1' }] },
    ];
    const relationships = [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-root' },
    ];
    assert.deepEqual(await gapsBeside(spdx(packages, { relationships })), []);
  });
});

test('Go modules as Syft wrote them until the end of 2025, the end of the path as a subpath', async () => {
  const modules: readonly (readonly [purl: string, name: string, expected: string])[] = [
    ['pkg:golang/github.com/jackc/pgx@v4.10.0#v4', 'github.com/jackc/pgx/v4', 'github.com/jackc/pgx/v4'],
    ['pkg:golang/github.com/jackc/pgx@v4.10.0#v4', 'pgx', 'github.com/jackc/pgx/v4'],
    [
      'pkg:golang/github.com/hashicorp/vault@v0.9.0#api/auth/kubernetes',
      'github.com/hashicorp/vault/api/auth/kubernetes',
      'github.com/hashicorp/vault/api/auth/kubernetes',
    ],
    [
      'pkg:golang/github.com/azure/sdk@v1.0.0#Sdk/azcore',
      'github.com/Azure/sdk/Sdk/azcore',
      'github.com/azure/sdk/Sdk/azcore',
    ],
    // A package in a module, as the purl's specification means it.
    ['pkg:golang/golang.org/x/crypto@v0.1.0#ssh', 'golang.org/x/crypto', 'golang.org/x/crypto'],
    ['pkg:golang/github.com/foo/bar@v1.0.0#v2', 'github.com/foo/bar', 'github.com/foo/bar'],
  ];
  for (const [purl, name, expected] of modules) {
    const { packages } = await inventoryOf(cyclonedx([component(purl, { name })]));
    assert.equal(packages[0]?.name, expected, `${purl} ${name}`);
  }
});

test('the type of a purl in SPDX may be written as its address', async () => {
  const referenceType = 'http://spdx.org/rdf/references/purl';
  const json = spdx([{ SPDXID: 'SPDXRef-a', externalRefs: [{ referenceType, referenceLocator: 'pkg:npm/a@1' }] }]);
  const tags = `SPDXVersion: SPDX-2.2\nPackageName: a\nExternalRef: PACKAGE_MANAGER ${referenceType} pkg:npm/a@1\n`;
  for (const document of [json, tags])
    assert.deepEqual(
      (await inventoryOf(document)).packages.map(({ name }) => name),
      ['a'],
    );
});

test('tags and values as Trivy writes them say the source package', async () => {
  const { packages, gaps } = await inventoryOf(
    [
      'SPDXVersion: SPDX-2.3',
      'PackageName: libssl3',
      'SPDXID: SPDXRef-1',
      'PackageVersion: 3.0.11-1',
      'PackageSourceInfo: built package from: openssl 3.0.11-1',
      'ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12',
    ].join('\n'),
  );
  assert.deepEqual(packages[0]?.source, { name: 'openssl', version: '3.0.11-1' });
  assert.deepEqual(gapsOf({ gaps }), usual);
});
