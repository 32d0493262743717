import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../base/digest.ts';
import { rowOf } from '../../model/distributions/known-distribution.ts';
import { readBom } from './document.ts';
import { toldContents } from './told-contents.ts';

const toldOf = (document: object) =>
  toldContents(readBom(Buffer.from(JSON.stringify(document)), 'x'), sha256(''), 1).told.inventory;

test('SPDX as Trivy writes it: sources in words, layers as annotations, lists that are no packages, an unversioned program', () => {
  const said = (...comments: string[]) => ({
    annotations: comments.map((comment) => ({ annotator: 'Tool: trivy-v0.74.0', annotationType: 'OTHER', comment })),
  });
  const pkg = (id: string, locator: string, more: object) => ({
    SPDXID: `SPDXRef-${id}`,
    name: id,
    externalRefs: locator === '' ? [] : [{ referenceType: 'purl', referenceLocator: locator }],
    ...more,
  });
  const layer = `sha256:${'b'.repeat(64)}`;
  const inventory = toldOf({
    spdxVersion: 'SPDX-2.3',
    packages: [
      pkg('zlib1g', 'pkg:deb/debian/zlib1g@1.2.11?arch=amd64&distro=debian-11.11&epoch=1', {
        sourceInfo: 'built package from: zlib 1:1.2.11',
        ...said(`LayerDiffID: ${layer}`, 'PkgType: debian'),
      }),
      pkg('example.com/x', 'pkg:golang/example.com/x', said('PkgType: gobinary')),
      pkg('srv/x', '', { primaryPackagePurpose: 'APPLICATION', ...said('Class: lang-pkgs', 'Type: gobinary') }),
    ],
  });
  assert.deepEqual(
    inventory.packages.map(({ name, version, source }) => [name, version, source]),
    [
      ['zlib1g', '1:1.2.11', { name: 'zlib', version: '1:1.2.11' }],
      ['example.com/x', '(devel)', null],
    ],
  );
  assert.equal(inventory.packages[0]?.layer, layer);
  assert.deepEqual(
    inventory.gaps.map(({ what, reason }) => `${what}: ${reason}`),
    ['accounts: not-told', 'image config: not-told'],
  );
});

test('purls as Docker writes them, with the release in qualifiers of their own', () => {
  const told = (...purls: readonly string[]) => {
    const components = purls.map((purl) => ({
      type: 'library',
      name: /([^/@]+)@/.exec(purl)?.[1],
      version: '1',
      purl,
    }));
    const { distribution, gaps } = toldOf({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components });
    assert.deepEqual(
      gaps.filter(({ reason }) => reason !== 'not-told'),
      [],
    );
    const { id, versionId, like } = distribution ?? { id: '', versionId: '', like: [] };
    return [id, versionId, ...like, rowOf(distribution)?.packages];
  };
  const debian = 'pkg:deb/debian/coreutils@9.7-3%2Bdhi3?os_distro=trixie&os_name=debian&os_version=13';
  assert.deepEqual(told(debian), ['debian', '13', 'deb']);
  const alpine = 'pkg:apk/dhi/coreutils@9.11-r0?os_distro=alpine&os_name=dhi&os_version=3.24';
  assert.deepEqual(told(alpine), ['dhi', '3.24', 'alpine', 'apk']);
  assert.deepEqual(told('pkg:apk/dhi/jq@1.8.0-r0?arch=x86_64&distro=dhi-3.24'), ['dhi', '3.24', 'alpine', 'apk']);
  assert.deepEqual(told('pkg:deb/dhi/coreutils@9.7-3%2Bdhi3?arch=arm64&distro=dhi-13'), ['dhi', '13', 'debian', 'deb']);
});

/** Trivy's word for a distribution, and the release; what os-release calls it. */
const families: readonly (readonly [family: string, release: string, id: string])[] = [
  ['alma', '8.5', 'almalinux'],
  ['redhat', '9.4', 'rhel'],
  ['oracle', '9.4', 'ol'],
  ['amazon', '2023', 'amzn'],
  ['cbl-mariner', '2.0', 'mariner'],
  ['slem', '5.5', 'sle-micro'],
  ['suse linux enterprise server', '15.5', 'sles'],
  ['opensuse.leap', '15.5', 'opensuse-leap'],
  ['centos-stream', '9', 'centos'],
  ['rocky', '9.4', 'rocky'],
];
for (const [family, release, id] of families) {
  const purl = `pkg:rpm/${family.split(' ')[0]}/bash@5.1-1?arch=x86_64&distro=${encodeURIComponent(family)}-${release}`;
  test(`what Trivy calls ${family} is ${id}, in both of its formats`, () => {
    const documents = [
      {
        bomFormat: 'CycloneDX',
        specVersion: '1.7',
        components: [
          { type: 'operating-system', name: family, version: release },
          { type: 'library', name: 'bash', version: '5.1-1', purl },
        ],
      },
      {
        spdxVersion: 'SPDX-2.3',
        packages: [
          { SPDXID: 'SPDXRef-os', name: family, versionInfo: release, primaryPackagePurpose: 'OPERATING-SYSTEM' },
          { SPDXID: 'SPDXRef-a', name: 'bash', externalRefs: [{ referenceType: 'purl', referenceLocator: purl }] },
        ],
      },
    ];
    for (const document of documents) {
      const { distribution, packages, gaps } = toldOf(document);
      assert.deepEqual([distribution?.id, distribution?.versionId, packages.length], [id, release, 1]);
      assert.equal(isStream(distribution?.name ?? ''), family === 'centos-stream');
      assert.deepEqual(
        gaps.filter(({ reason }) => reason === 'unknown-distribution'),
        [],
      );
    }
  });
}

function isStream(name: string): boolean {
  return rowOf({ id: 'centos', versionId: '9', name, like: [], codename: null })?.title === 'CentOS Stream';
}

test('an SBOM that names a distribution and none of its packages does not say that there are none', () => {
  const components = [
    { type: 'operating-system', name: 'debian', version: '12' },
    { type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' },
  ];
  const { gaps } = toldOf({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
  assert.ok(
    gaps.some(({ what, reason, blinds }) => `${what} ${reason} ${blinds}` === 'debian packages not-told packages'),
  );
});

/** What of one component a document of CycloneDX comes to. */
const one = (purl: string, more: object = {}) => {
  const component = { type: 'library', name: 'x', version: '1', purl, ...more };
  return toldOf({ bomFormat: 'CycloneDX', specVersion: '1.5', components: [component] });
};

test('purls as SCALIBR writes them, with the source package in qualifiers of its own', () => {
  const sources: readonly (readonly [purl: string, name: string, version: string])[] = [
    ['pkg:deb/debian/libssl3@3.0.11-1?distro=bookworm&source=openssl', 'openssl', '3.0.11-1'],
    ['pkg:deb/debian/xen-utils@9:99.0?distro=bookworm&source=xen&sourceversion=4.11-1', 'xen', '4.11-1'],
    ['pkg:apk/alpine/libcrypto3@3.1.4-r1?distro=3.18.4&origin=openssl', 'openssl', '3.1.4-r1'],
    [
      'pkg:rpm/almalinux/openssl-libs@3.0.7-1.el9?distro=almalinux-9.4&epoch=1&sourcerpm=openssl-3.0.7-1.el9.src.rpm',
      'openssl',
      '1:3.0.7-1.el9',
    ],
  ];
  for (const [purl, name, version] of sources) {
    const { packages, gaps } = one(purl);
    assert.deepEqual(packages[0]?.source, { name, version }, purl);
    assert.ok(!gaps.some(({ what }) => what === 'source packages'));
  }
});

test('the standard library of Go is what advisories call it, whatever a tool does', () => {
  for (const purl of ['pkg:golang/go@1.19.8', 'pkg:golang/std@go1.19.8?type=module', 'pkg:golang/stdlib@1.19.8']) {
    const [name] = /[a-z]+(?=@)/.exec(purl) ?? [];
    assert.deepEqual(
      one(purl, { name }).packages.map((pkg) => [pkg.name, pkg.version]),
      [['stdlib', '1.19.8']],
    );
  }
  assert.equal(one('pkg:golang/example.com/go@1.0.0').packages[0]?.name, 'example.com/go');
});

test('source packages that debsbom lists beside what was built from them say the sources', () => {
  const components = ['amd64', 'source'].map((arch) => ({
    type: 'library',
    name: 'acl',
    purl: `pkg:deb/debian/acl@2.2.53-10?arch=${arch}&distro=bullseye`,
  }));
  const { packages, gaps } = toldOf({ bomFormat: 'CycloneDX', specVersion: '1.7', components });
  assert.deepEqual(packages.map(({ source }) => source).toSorted(), [{ name: 'acl', version: '2.2.53-10' }, null]);
  assert.ok(!gaps.some(({ what }) => what === 'source packages'));
});

test('a document may be about the distribution itself, and leave its release to the purls', () => {
  const packageOf = (distro: string) => {
    const purl = `pkg:deb/debian/acl@2.2.53-10?arch=amd64${distro}`;
    return { SPDXID: 'SPDXRef-a', type: 'library', name: 'acl', purl, externalRefs: [purlRef(purl)] };
  };
  const purlRef = (referenceLocator: string) => ({ referenceType: 'purl', referenceLocator });
  const cyclonedx = (subject: object, distro: string) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    metadata: { component: { type: 'operating-system', ...subject } },
    components: [packageOf(distro)],
  });
  const system = { SPDXID: 'SPDXRef-os', name: 'debian', primaryPackagePurpose: 'OPERATING_SYSTEM' };
  const documents: readonly (readonly [document: object, versionId: string, codename: string | null])[] = [
    [cyclonedx({ name: 'Debian', version: '11' }, ''), '11', null],
    [cyclonedx({ name: 'Debian' }, '&distro=bullseye'), '', 'bullseye'],
    // Of other packages than its own nothing is said by its name.
    [cyclonedx({ name: 'gateway', version: '2.1' }, '&distro=bullseye'), '', 'bullseye'],
    [{ spdxVersion: 'SPDX-2.3', packages: [system, packageOf('&distro=bullseye')] }, '', 'bullseye'],
    [{ spdxVersion: 'SPDX-2.3', packages: [{ ...system, versionInfo: '12' }, packageOf('&distro=12')] }, '12', null],
  ];
  for (const [document, versionId, codename] of documents) {
    const { distribution, gaps } = toldOf(document);
    assert.deepEqual(
      [distribution?.id, distribution?.versionId, distribution?.codename],
      ['debian', versionId, codename],
    );
    assert.ok(!gaps.some(({ reason }) => reason === 'unknown-distribution'));
  }
});

test('a distribution without releases keeps what else is said of it', () => {
  const purl = 'pkg:alpm/manjaro/bash@5.2.026-2?arch=x86_64&distro=manjaro';
  const { distribution } = toldOf({
    artifacts: [{ id: 'a', name: 'bash', version: '5.2.026-2', type: 'alpm', purl }],
    distro: { id: 'manjaro', idLike: ['arch'], prettyName: 'Manjaro Linux' },
    descriptor: { name: 'syft' },
  });
  assert.deepEqual(distribution?.like, ['arch']);
});

test('what Syft converted names no program, and is Syft’s format by its schema', () => {
  const { packages } = toldOf({
    artifacts: [{ id: 'a', name: 'a', version: '1', type: 'npm', purl: 'pkg:npm/a@1' }],
    descriptor: { name: '', version: '' },
    schema: {
      version: '16.1.10',
      url: 'https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.1.10.json',
    },
  });
  assert.deepEqual(
    packages.map(({ name }) => name),
    ['a'],
  );
});

test('a purl that Plimsoll wrote with a qualifier for others is read without it', () => {
  const purl = 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12';
  const marked = (more: Readonly<Record<string, string>>) =>
    one(`${purl}&upstream=openssl`, {
      properties: Object.entries({ type: 'deb', layer: sha256('layer'), 'source:name': 'openssl', ...more }).map(
        ([name, value]) => ({ name: `plimsoll:${name}`, value }),
      ),
    }).packages[0]?.purl;
  assert.equal(marked({ purl }), purl);
  // It may have been there before.
  assert.equal(marked({}), `${purl}&upstream=openssl`);
});

test('an SBOM in an attestation or in GitHub’s export is refused by what to do', () => {
  const spdx = { spdxVersion: 'SPDX-2.3', packages: [] };
  for (const document of [
    { _type: 'https://in-toto.io/Statement/v0.1', predicateType: 'https://spdx.dev/Document', predicate: spdx },
    { sbom: spdx },
  ])
    assert.throws(() => toldOf(document), /take it out/);
  assert.throws(() => toldOf({ sbom: 'none' }), /neither CycloneDX/);
});
