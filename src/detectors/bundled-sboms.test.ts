import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';
import { ecosystems } from '../ecosystems/all.ts';
import { bundledSboms } from './bundled-sboms.ts';

const osRelease = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' };
const status = 'Package: openssl\nStatus: install ok installed\nVersion: 3.0.9-1\nArchitecture: amd64\n';
const certainty = 'SBOM in the image';

function cyclonedx(...purls: readonly string[]): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: purls.map((purl) => ({ type: 'library', name: '', purl })),
  });
}

function spdx(...purls: readonly string[]): string {
  return JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    packages: purls.map((purl, i) => ({
      SPDXID: `SPDXRef-${i}`,
      name: '',
      externalRefs: [{ referenceCategory: 'PACKAGE_MANAGER', referenceType: 'purl', referenceLocator: purl }],
    })),
  });
}

const syft = JSON.stringify({
  artifacts: [{ id: '1', name: 'left-pad', version: '1.0.0', type: 'npm', purl: 'pkg:npm/left-pad@1.0.0' }],
  descriptor: { name: 'syft' },
});

/** What is claimed, and where. */
async function claimed(...layers: readonly Readonly<Record<string, string>>[]): Promise<readonly string[]> {
  const { packages } = await inventoryOf(...layers);
  return packages
    .filter(({ attributes }) => attributes['certainty'] === certainty)
    .map(({ purl, path }) => `${purl} ${path}`);
}

test('of an SBOM twenty thousand claims are taken, and one more is told of', () => {
  const taken = (count: number) => {
    const content = Buffer.from(cyclonedx(...Array.from({ length: count }, (_, at) => `pkg:npm/a${at}@1.0.0`)));
    const file = { path: 'app/bom.json', size: content.length, mode: 0, uid: 0, gid: 0 };
    const { items, gaps = [] } = bundledSboms.take(file, content);
    return [items.filter(({ kind }) => kind === 'package').length, gaps.map(({ reason }) => reason)];
  };
  assert.deepEqual(taken(20_000), [20_000, []]);
  assert.deepEqual(taken(20_001), [20_000, ['too-many']]);
});

describe('an SBOM is found where', () => {
  const one = cyclonedx('pkg:npm/a@1.0.0');
  const places: readonly (readonly [path: string, isRead: boolean])[] = [
    ['usr/share/sbom/app.json', true],
    ['sbom/app.json', true],
    ['opt/docker/sbom/x/y.cdx.json', true],
    ['opt/docker/sbom/dhi-node/.spdx.dhi-node.json', true],
    ['opt/docker/other/.spdx.x.json', false],
    ['layers/sbom/launch/paketo-buildpacks_npm-install/launch-modules/sbom.cdx.json', true],
    ['app/bom.json', true],
    ['app/cart-1.0-sbom.json', true],
    ['app/cart.cdx.json', true],
    ['app/cart.cdx', true],
    ['app/cart.spdx', true],
    ['opt/bitnami/cart/.spdx-cart.spdx', false],
    ['app/cart.json', false],
    ['app/node_modules/x/bom.json', false],
    ['usr/lib/python3/site-packages/x-1.dist-info/sboms/x.cdx.json', true],
    ['usr/lib/python3/site-packages/x/x.cdx.json', false],
    ['src/testdata/x.cdx.json', false],
  ];
  for (const [path, isRead] of places)
    test(`${path}: ${isRead}`, async () =>
      assert.deepEqual(await claimed({ [path]: one }), isRead ? [`pkg:npm/a@1.0.0 ${path}`] : []));

  test('Syft’s and SPDX’s form, as buildpacks and apk packages of Wolfi have them', async () => {
    const wolfi = { 'etc/os-release': 'ID=wolfi\nVERSION_ID=20230201\n' };
    const database = 'P:bash\nV:5.2.37-r30\nA:x86_64\n\n';
    const document = spdx(
      'pkg:apk/wolfi/bash@5.2.37-r30?arch=x86_64',
      'pkg:github/wolfi-dev/os@0123#bash.yaml',
      'pkg:generic/bash@5.2',
    );
    const layer = { ...wolfi, 'lib/apk/db/installed': database, 'var/lib/db/sbom/bash-5.2.37-r30.spdx.json': document };
    assert.deepEqual(await claimed(layer), []);
    assert.equal((await inventoryOf(layer)).packages.length, 1);
    assert.deepEqual(await claimed({ 'layers/sbom/launch/x/sbom.syft.json': syft }), [
      'pkg:npm/left-pad@1.0.0 layers/sbom/launch/x/sbom.syft.json',
    ]);
  });
});

test('what was compiled into a wheel of Python is in it, what was needed to compile it is not', async () => {
  const document = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    components: [
      { type: 'library', name: 'asn1', version: '0.24.1', purl: 'pkg:cargo/asn1@0.24.1', scope: 'required' },
      { type: 'library', name: 'cc', version: '1.4.0', purl: 'pkg:cargo/cc@1.4.0', scope: 'excluded' },
      { type: 'library', name: 'openssl', version: '4.0.3', purl: 'pkg:generic/openssl@4.0.3' },
    ],
  });
  const path = 'usr/lib/python3.13/site-packages/x-1.dist-info/sboms/x.cyclonedx.json';
  assert.deepEqual(await claimed({ [path]: document }), [
    `pkg:cargo/asn1@0.24.1 ${path}`,
    `pkg:generic/openssl@4.0.3 ${path}`,
  ]);
});

test('a document of names and values, which is what `.spdx` mostly means', async () => {
  const document =
    'SPDXVersion: SPDX-2.3\nDocumentName: x\n\nPackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1.0.0\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0.0\n';
  assert.deepEqual(await claimed({ 'app/cart.spdx': document }), ['pkg:npm/a@1.0.0 app/cart.spdx']);
  const { packages, gaps } = await inventoryOf({ 'app/MIT.spdx': 'Permission is hereby granted, free of charge\n' });
  assert.deepEqual([packages, gaps], [[], []]);
});

test('what Docker compiled for a hardened image is a package of its kind, the image itself is none', async () => {
  const documents = {
    'opt/docker/sbom/python/.spdx.python.json': spdx('pkg:dhi/python@3.14.3'),
    'opt/docker/sbom/dhi-python/.spdx.dhi-python.json': spdx(
      'pkg:docker/dhi/python@3.14.3-debian13-dev?os_name=debian',
    ),
  };
  assert.deepEqual(await claimed({ ...osRelease, ...documents }), [
    'pkg:dhi/python@3.14.3 opt/docker/sbom/python/.spdx.python.json',
  ]);
  const { packages } = await inventoryOf(documents);
  const [pkg] = packages;
  assert.ok(pkg !== undefined);
  assert.deepEqual(ecosystems.find(({ id }) => id === pkg.type)?.advisoryNames(pkg, null), [
    { ecosystem: 'Docker Hardened Images', name: 'python', version: '3.14.3' },
  ]);
});

test('what is found is itself: a claim neither doubles nor hides nor changes it', async () => {
  const npm = { 'app/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}' };
  const document = cyclonedx('pkg:npm/a@1.0.0', 'pkg:npm/b@2.0.0', 'pkg:npm/b@2.0.0?x=y', 'pkg:npm/a@0.9.0');
  const { packages } = await inventoryOf({ ...npm, 'sbom/x.json': document, 'sbom/y.json': document });
  assert.deepEqual(
    packages.map(({ name, version, path }) => `${name} ${version} ${path}`),
    ['a 0.9.0 sbom/x.json', 'a 1.0.0 app/node_modules/a/package.json', 'b 2.0.0 sbom/x.json'],
  );
});

test('Go’s versions are the same with and without their letter; names of Python by its rules', async () => {
  const found = {
    'usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n',
  };
  assert.deepEqual(await claimed({ ...found, 'sbom/x.json': cyclonedx('pkg:pypi/pyyaml@6.0') }), []);
  assert.equal(
    (await claimed({ 'sbom/x.json': cyclonedx('pkg:golang/example.com/a@v1.0.0', 'pkg:golang/example.com/a@1.0.0') }))
      .length,
    1,
  );
});

test('a database is the better witness of its distribution; other distributions’ packages are not this one’s', async () => {
  const document = cyclonedx(
    'pkg:deb/debian/openssl@3.0.8-1?distro=debian-12',
    'pkg:deb/debian/curl@7.88-1?distro=debian-12',
    'pkg:rpm/fedora/bash@5.2-1?distro=fedora-40',
    'pkg:deb/debian/zlib1g@1.2-1?distro=debian-11',
  );
  const layer = { ...osRelease, 'var/lib/dpkg/status': status, 'usr/share/sbom/x.cdx.json': document };
  assert.deepEqual(await claimed(layer), ['pkg:deb/debian/curl@7.88-1?distro=debian-12 usr/share/sbom/x.cdx.json']);
  // Without its database nothing is whole, whatever an SBOM says.
  const { gaps } = await inventoryOf({ ...osRelease, 'usr/share/sbom/x.cdx.json': document });
  assert.ok(gaps.some(({ reason }) => reason === 'no-database'));
});

test('what a distribution’s package brought is the distribution’s', async () => {
  const document = cyclonedx('pkg:npm/a@1.0.0');
  const path = 'usr/share/sbom/node-a.cdx.json';
  const layer = {
    ...osRelease,
    'var/lib/dpkg/status': status,
    'var/lib/dpkg/info/openssl.md5sums': `${hash('md5', document)}  ${path}\n`,
    [path]: document,
  };
  const ownerIn = async (files: Readonly<Record<string, string>>) =>
    (await inventoryOf(files)).packages.find(({ type }) => type === 'npm')?.ownedBy;
  assert.match(String(await ownerIn(layer)), /^pkg:deb\/debian\/openssl@/);
  assert.equal(await ownerIn({ ...layer, [path]: cyclonedx('pkg:npm/a@1.0.0', 'pkg:npm/b@1') }), null);
});

test('a later layer that takes the document away takes its claims', async () => {
  const document = cyclonedx('pkg:npm/a@1.0.0');
  assert.equal((await claimed({ 'sbom/a.json': document }, { 'sbom/.wh.a.json': '' })).length, 0);
});

describe('a hostile one', () => {
  const deep = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'['.repeat(10_000)}`;
  const many = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${'{"type":"library","purl":"pkg:npm/a@1"},'.repeat(300_000)}{}]}`;
  const cases: readonly (readonly [name: string, path: string, content: string, reason: string | null])[] = [
    ['nested without end', 'usr/share/sbom/x.json', deep, 'unparsable'],
    ['more components than any image has', 'sbom/x.json', many, 'too-many'],
    ['a member twice', 'a/x.cdx.json', '{"bomFormat":"CycloneDX","bomFormat":"x"}', 'unparsable'],
    ['cut off', 'a/x.spdx.json', '{"spdxVersion":"SPDX-2.3","packages":[', 'unparsable'],
    ['named like one, and about something else', 'a/bom.json', '{"parts":[{"screw":4}]}', null],
    ['named like one, and no JSON', 'a/bom.json', 'BOM', null],
  ];
  for (const [name, path, content, reason] of cases) {
    test(`${name}: ${reason}`, async () => {
      const { gaps } = await inventoryOf({ [path]: content });
      assert.deepEqual(
        gaps.map((gap) => [gap.what, gap.reason, gap.path, ...gap.blinds]),
        reason === null ? [] : [[certainty, reason, path, 'packages']],
      );
    });
  }

  test('relations in circles change nothing', async () => {
    const document = JSON.stringify({
      ...JSON.parse(spdx('pkg:npm/a@1', 'pkg:npm/b@1')),
      relationships: [
        ['SPDXRef-0', 'SPDXRef-1'],
        ['SPDXRef-1', 'SPDXRef-0'],
        ['SPDXRef-0', 'SPDXRef-0'],
      ].map(([spdxElementId, relatedSpdxElement]) => ({
        spdxElementId,
        relatedSpdxElement,
        relationshipType: 'CONTAINS',
      })),
    });
    assert.equal((await claimed({ 'sbom/x.spdx.json': document })).length, 2);
  });
});
