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
