import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  component,
  context,
  cyclonedx,
  folder,
  gapsOf,
  inventoryOf,
  opened,
  refused,
  written,
} from '../../test/build/opened-sbom.ts';
import { samplePackage, sampleReport } from '../../test/sample-report.ts';
import type { Package } from '../model/package.ts';
import { cyclonedxReporter } from '../reports/cyclonedx.ts';
import { spdxReporter } from '../reports/spdx.ts';
import { sbom } from './sbom.ts';

const unsaid = ['accounts: not-told', 'image config: not-told'];

describe('what Plimsoll wrote comes back as it was', () => {
  const base = sampleReport();
  const odd = samplePackage({
    name: 'odd',
    version: 'v'.repeat(2000),
    licenses: ['MIT OR Apache-2.0', 'as is'],
    ownedBy: 'pkg:deb/debian/owner@1',
    source: { name: 'odd-source', version: '2:1' },
    architecture: null,
    path: '',
    attributes: { modularityLabel: 'nodejs:18', b: '', 'a b': '"' },
  });
  const onlyOfAdvisories = {
    what: 'content manifest',
    path: 'root/buildinfo/content_manifests/a.json',
    layer: null,
    reason: 'unparsable',
    blinds: ['advisories'],
    incomplete: false,
  } as const;
  const report = sampleReport({
    inventory: {
      packages: [odd, ...base.inventory.packages].toSorted(byName),
      gaps: [...base.inventory.gaps, onlyOfAdvisories],
    },
  });
  for (const reporter of [cyclonedxReporter, spdxReporter]) {
    test(reporter.format, async () => {
      const write = await reporter.loadListing?.();
      const image = await opened([...(write?.(report) ?? [])].join(''));
      const { packages, distribution, layers, gaps: told } = image.told?.inventory ?? assert.fail();
      assert.deepEqual(packages, report.inventory.packages);
      assert.deepEqual(distribution, report.inventory.distribution);
      assert.deepEqual(layers, report.inventory.layers);
      assert.deepEqual(image.fingerprint, report.fingerprint);
      assert.equal(image.told?.size, report.size);
      const { user, labels, created, platform } = image.config;
      const { config } = report;
      assert.deepEqual(
        { user, labels, created, platform },
        { user: config.user, labels: config.labels, created: config.created, platform: config.platform },
      );
      const kept = told.filter(({ reason }) => reason !== 'not-told');
      assert.deepEqual(kept.map(({ what }) => what).sort(), report.inventory.gaps.map(({ what }) => what).sort());
      for (const gap of report.inventory.gaps)
        assert.ok(kept.some((one) => JSON.stringify(one) === JSON.stringify(gap)));
      assert.match(image.told?.bom ?? '', /^urn:uuid:/);
    });
  }
});

function byName(a: Package, b: Package): number {
  const key = ({ type, name, version }: Package) => `${type}\0${name}\0${version}`;
  return key(a) < key(b) ? -1 : 1;
}

describe('an SBOM of somebody else', () => {
  test('CycloneDX as Syft writes it: the distribution, sources by `upstream`, places, what lies deeper', async () => {
    const inventory = await inventoryOf(
      cyclonedx([
        {
          ...component('pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl&distro=debian-12'),
          properties: [
            { name: 'syft:location:0:path', value: '/var/lib/dpkg/status' },
            { name: 'syft:location:0:layerID', value: `sha256:${'a'.repeat(64)}` },
          ],
          licenses: [{ license: { id: 'Apache-2.0' } }, { license: { name: 'other' } }],
        },
        {
          type: 'operating-system',
          name: 'debian',
          version: '12',
          properties: [{ name: 'syft:distro:prettyName', value: 'Debian GNU/Linux 12 (bookworm)' }],
        },
        component(
          'pkg:rpm/redhat/bind-libs@9.16.23-1.el9?arch=x86_64&epoch=32&upstream=bind-9.16.23-1.el9.src.rpm&distro=rhel-9.4',
        ),
        component('pkg:npm/JSONStream@1.3.5', { name: 'JSONStream' }),
        component('pkg:maven/org.apache/log4j@2.14', { components: [component('pkg:npm/%40scope/deep@3')] }),
        { type: 'file', name: '/etc/passwd' },
      ]),
    );
    assert.equal(inventory.distribution?.id, 'debian');
    assert.equal(inventory.distribution?.versionId, '12');
    const read = inventory.packages.map(({ type, name, version, source }) => [
      type,
      name,
      version,
      source?.name ?? null,
      source?.version ?? null,
    ]);
    assert.deepEqual(read, [
      ['deb', 'libssl3', '3.0.11-1~deb12u2', 'openssl', '3.0.11-1~deb12u2'],
      ['maven', 'org.apache:log4j', '2.14', null, null],
      ['npm', '@scope/deep', '3', null, null],
      ['npm', 'JSONStream', '1.3.5', null, null],
      ['rpm', 'bind-libs', '32:9.16.23-1.el9', 'bind', '32:9.16.23-1.el9'],
    ]);
    const [ssl] = inventory.packages;
    assert.deepEqual([ssl?.path, ssl?.layer], ['var/lib/dpkg/status', `sha256:${'a'.repeat(64)}`]);
    assert.deepEqual(ssl?.licenses, ['Apache-2.0', 'other']);
    // What is of another distribution is looked up under the wrong one, and that is said.
    assert.deepEqual(gapsOf(inventory), [unsaid[0], unsaid[1], 'rhel 9.4: unknown-distribution']);
  });

  test('CycloneDX as Trivy writes it: sources in pieces, lists that are no packages', async () => {
    const inventory = await inventoryOf(
      cyclonedx([
        component('pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12.4', {
          properties: [
            { name: 'aquasecurity:trivy:SrcName', value: 'glibc' },
            { name: 'aquasecurity:trivy:SrcVersion', value: '2.36' },
            { name: 'aquasecurity:trivy:SrcRelease', value: '9' },
            { name: 'aquasecurity:trivy:LayerDiffID', value: `sha256:${'b'.repeat(64)}` },
          ],
        }),
        {
          type: 'application',
          name: 'package-lock.json',
          properties: [{ name: 'aquasecurity:trivy:Class', value: 'lang-pkgs' }],
        },
      ]),
    );
    assert.deepEqual(inventory.packages[0]?.source, { name: 'glibc', version: '2.36-9' });
    assert.deepEqual(gapsOf(inventory), unsaid);
    assert.deepEqual([inventory.distribution?.id, inventory.distribution?.versionId], ['debian', '12.4']);
  });

  test('Syft’s own format', async () => {
    const digest = `sha256:${'c'.repeat(64)}`;
    const image = await opened({
      artifacts: [
        {
          id: '1',
          name: 'python3-yaml',
          version: '6.0-3',
          type: 'deb',
          purl: 'pkg:deb/debian/python3-yaml@6.0-3?arch=amd64',
          metadata: { source: 'pyyaml', sourceVersion: '', architecture: 'amd64' },
          locations: [{ path: '/var/lib/dpkg/status', layerID: digest }],
          licenses: [{ value: 'MIT', spdxExpression: 'MIT' }],
        },
        { id: '2', name: 'PyYAML', version: '6.0', type: 'python', purl: 'pkg:pypi/pyyaml@6.0', licenses: ['MIT'] },
        { id: '3', name: 'mystery', version: '1', type: 'binary' },
      ],
      artifactRelationships: [{ parent: '1', child: '2', type: 'ownership-by-file-overlap' }],
      source: { type: 'image', target: { imageID: digest, layers: [{ digest }] } },
      distro: { id: 'debian', versionID: '12', idLike: '', versionCodename: 'bookworm' },
      descriptor: { name: 'syft', version: '1.0' },
    });
    const inventory = image.told?.inventory ?? assert.fail();
    assert.deepEqual(image.fingerprint.diffIds, [digest]);
    assert.equal(image.fingerprint.configDigest, digest);
    const [deb, pypi] = inventory.packages;
    assert.deepEqual(deb?.source, { name: 'pyyaml', version: '6.0-3' });
    assert.equal(pypi?.ownedBy, deb?.purl);
    assert.deepEqual(gapsOf(inventory), ['SBOM component mystery: no-purl', ...unsaid]);
  });

  test('SPDX, the described package too where it is one; licences by name', async () => {
    const pkg = (id: string, locator: string, more: object = {}) => ({
      SPDXID: `SPDXRef-${id}`,
      name: id,
      versionInfo: '1',
      externalRefs: locator === '' ? [] : [{ referenceType: 'purl', referenceLocator: locator }],
      ...more,
    });
    const inventory = await inventoryOf({
      spdxVersion: 'SPDX-2.2',
      packages: [
        pkg('app', 'pkg:npm/app@1'),
        pkg('a', 'pkg:npm/a@2', { licenseDeclared: 'LicenseRef-1' }),
        pkg('b', ''),
        pkg('image', '', { primaryPackagePurpose: 'CONTAINER' }),
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-app' },
      ],
      hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-1', name: 'as is', extractedText: '…' }],
    });
    assert.deepEqual(
      inventory.packages.map(({ name, version, licenses }) => [name, version, licenses]),
      [
        ['a', '2', ['as is']],
        ['app', '1', []],
      ],
    );
    assert.deepEqual(gapsOf(inventory), ['SBOM component b: no-purl', ...unsaid]);
  });

  test('SPDX as tags and values: texts over several lines, files, comments', async () => {
    const inventory = await inventoryOf(`SPDXVersion: SPDX-2.3
# a comment: x
DocumentNamespace: urn:x
Creator: Tool: x
PackageName: image
SPDXID: SPDXRef-image
PrimaryPackagePurpose: CONTAINER
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-image
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 2
PackageComment: <text>many
PackageName: not-one
lines</text>
PackageLicenseDeclared: LicenseRef-1
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@2
FileName: ./x
SPDXID: SPDXRef-file
PackageName: b
LicenseID: LicenseRef-1
ExtractedText: <text>anything</text>
LicenseName: as is
`);
    assert.deepEqual(
      inventory.packages.map(({ name, version, licenses }) => [name, version, licenses]),
      [['a', '2', ['as is']]],
    );
    assert.deepEqual(gapsOf(inventory), ['SBOM component b: no-purl', ...unsaid]);
  });

  test('distribution packages of which no one names its source are a gap: advisories go by sources', async () => {
    const inventory = await inventoryOf(cyclonedx([component('pkg:deb/debian/libssl3@3?distro=debian-12')]));
    assert.deepEqual(gapsOf(inventory), [...unsaid, 'source packages: not-told']);
    assert.ok(inventory.gaps.some(({ what, blinds }) => what === 'source packages' && blinds.includes('packages')));
  });

  const distributions: readonly (readonly [purl: string, id: string, versionId: string, codename: string | null])[] = [
    ['pkg:deb/debian/x@1?distro=debian-12', 'debian', '12', null],
    ['pkg:deb/debian/x@1?distro=bookworm', 'debian', '', 'bookworm'],
    ['pkg:deb/debian/x@1?distro=debian-bookworm', 'debian', '', 'bookworm'],
    ['pkg:deb/ubuntu/x@1?distro=ubuntu-22.04', 'ubuntu', '22.04', null],
    ['pkg:apk/alpine/x@1?distro=3.18.4', 'alpine', '3.18.4', null],
    ['pkg:apk/alpine/x@1?distro=alpine-3.18.4', 'alpine', '3.18.4', null],
    ['pkg:rpm/redhat/x@1?distro=rhel-9.2', 'rhel', '9.2', null],
    ['pkg:rpm/redhat/x@1?distro=redhat-9.2', 'rhel', '9.2', null],
    ['pkg:rpm/opensuse/x@1?distro=opensuse-leap-15.5', 'opensuse-leap', '15.5', null],
    ['pkg:rpm/openeuler/x@1?distro=openEuler-22.03', 'openEuler', '22.03', null],
    ['pkg:apk/wolfi/x@1', 'wolfi', '', null],
  ];
  for (const [purl, id, versionId, codename] of distributions) {
    test(`${purl} is of ${id} ${versionId || codename || ''}`, async () => {
      const { distribution } = await inventoryOf(cyclonedx([component(purl)]));
      assert.deepEqual([distribution?.id, distribution?.versionId, distribution?.codename], [id, versionId, codename]);
    });
  }

  test('purls that are none, versions that are missing, types that nobody knows', async () => {
    const inventory = await inventoryOf(
      cyclonedx([
        component('pkg:'),
        component('not a purl'),
        { type: 'library', name: 'unversioned', purl: 'pkg:npm/unversioned' },
        component('pkg:unheard-of/thing@1'),
      ]),
    );
    assert.deepEqual(
      inventory.packages.map(({ type }) => type),
      ['unheard-of'],
    );
    assert.deepEqual(gapsOf(inventory), [
      'SBOM component unversioned: unparsable',
      'SBOM component x: unparsable',
      ...unsaid,
    ]);
  });
});

test('a file that begins with a brace is recognized, whatever its encoding; an archive is not', async () => {
  const text = JSON.stringify(cyclonedx([component('pkg:npm/a@1')]));
  const encodings = [
    Buffer.from(text),
    Buffer.from(`\ufeff\n ${text}`),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
  ];
  for (const bytes of encodings) {
    assert.equal((await inventoryOf(bytes)).packages.length, 1);
    if (bytes[0] !== 0xff && bytes[0] !== 0xfe) assert.equal(await sbom.recognizes(written(bytes)), true);
  }
  assert.equal(await sbom.recognizes(written(Buffer.alloc(1024))), false);
  assert.equal(await sbom.recognizes(folder), false);
  assert.equal(await sbom.recognizes(join(folder, 'nothing')), false);
  await assert.rejects(sbom.open('', context()), refused('bad-reference', /names no file/));
  await assert.rejects(sbom.open(join(folder, 'nothing'), context()), refused('file-unreadable', /nothing/));
});
