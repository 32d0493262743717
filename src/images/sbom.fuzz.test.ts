import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { mutants } from '../../test/build/mutants.ts';
import { layerOf, sampleReport } from '../../test/sample-report.ts';
import { isDigest, sha256 } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import { parsePurl } from '../formats/purl.ts';
import type { Package } from '../model/package.ts';
import { inventoryOf as cyclonedxOf } from '../reports/cyclonedx/document.ts';
import { inventoryOf as spdxOf } from '../reports/spdx/document.ts';
import type { Bom } from './sbom/bom.ts';
import { readBom } from './sbom/document.ts';
import { toldContents } from './sbom/told-contents.ts';

const place = sha256('document');

/** A text as an image may hold it. What is no Unicode text cannot stand in JSON by the rules, so sources take it out. */
const word = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed());
const some = word.filter((text) => text !== '');

const anyPackage: fc.Arbitrary<Package> = fc.record({
  name: some,
  version: some,
  type: fc.constantFrom('deb', 'rpm', 'npm', 'golang', 'unheard-of'),
  purl: some.map((text) => `pkg:npm/${text}`),
  architecture: fc.option(some, { nil: null }),
  source: fc.option(fc.record({ name: some, version: word }), { nil: null }),
  licenses: fc.array(some, { maxLength: 3 }),
  layer: fc.integer({ min: 0, max: 3 }).map(layerOf),
  path: word,
  ownedBy: fc.option(some, { nil: null }),
  attributes: fc.dictionary(some, word, { maxKeys: 3, noNullPrototype: true }),
});

for (const [format, write] of [
  ['CycloneDX', cyclonedxOf],
  ['SPDX', spdxOf],
] as const) {
  test(`${format}: whatever an inventory holds comes back as it was`, () => {
    fc.assert(
      fc.property(fc.array(anyPackage, { maxLength: 5 }), (packages) => {
        const report = sampleReport({ inventory: { packages } });
        const bytes = Buffer.from([...write(report)].join(''));
        const { told, fingerprint } = toldContents(readBom(bytes, 'x'), place, bytes.length);
        const key = (pkg: Package) => JSON.stringify(pkg, Object.keys(pkg).sort());
        assert.deepEqual(told.inventory.packages.map(key).sort(), packages.map(key).sort());
        assert.deepEqual(told.inventory.distribution, report.inventory.distribution);
        assert.deepEqual(fingerprint, report.fingerprint);
      }),
      campaign(81, 300),
    );
  });
}

const base = sampleReport();
const samples: Readonly<Record<string, string>> = {
  'CycloneDX of ours': [...cyclonedxOf(base)].join(''),
  'SPDX of ours': [...spdxOf(base)].join(''),
  'CycloneDX of others': JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    metadata: {
      component: {
        type: 'container',
        name: 'x',
        properties: [{ name: 'aquasecurity:trivy:DiffID', value: layerOf(1) }],
      },
    },
    components: [
      { type: 'operating-system', name: 'debian', version: '12' },
      {
        type: 'library',
        name: 'libssl3',
        version: '3',
        purl: 'pkg:deb/debian/libssl3@3?arch=amd64&upstream=openssl%403&distro=debian-12&epoch=1',
        licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT OR X' }],
        properties: [{ name: 'syft:location:0:path', value: '/x' }],
        components: [{ type: 'library', name: 'deep', purl: 'pkg:npm/deep@1' }],
      },
    ],
  }),
  'tags and values':
    'SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\nPackageComment: <text>x\ny</text>\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@2\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\nLicenseID: LicenseRef-1\n',
  Syft: JSON.stringify({
    artifacts: [
      {
        id: '1',
        name: 'a',
        version: '1',
        type: 'deb',
        purl: 'pkg:deb/debian/a@1',
        metadata: { source: 'b' },
        locations: [{ path: '/x' }],
      },
      { id: '2', name: 'c', version: '2', type: 'python', purl: 'pkg:pypi/c@2', licenses: [{ value: 'MIT' }] },
    ],
    artifactRelationships: [{ parent: '1', child: '2', type: 'ownership-by-file-overlap' }],
    source: { type: 'image', metadata: { imageID: layerOf(1), layers: [{ digest: layerOf(2) }] } },
    distro: { id: 'debian', versionID: '12', idLike: ['x'] },
    descriptor: { name: 'syft' },
  }),
};

for (const [name, sample] of Object.entries(samples)) {
  test(`${name}, damaged anyhow: packages that are some, or an error by name`, () => {
    for (const mutant of mutants(Buffer.from(sample), { seed: 82, count: 1500 })) {
      const bom = readOrNull(mutant);
      if (bom === null) continue;
      const { told, fingerprint } = toldContents(bom, place, mutant.length);
      const { packages, layers, gaps } = told.inventory;
      assert.ok(
        [fingerprint.configDigest, ...fingerprint.diffIds, ...layers.map(({ diffId }) => diffId)].every(isDigest),
      );
      for (const { version, layer, type, attributes } of packages)
        assert.ok(typeof version === 'string' && isDigest(layer) && type !== '' && typeof attributes === 'object');
      assert.ok(gaps.every(({ blinds }) => blinds.length > 0));
    }
  });
}

function readOrNull(bytes: Buffer): Bom | null {
  try {
    return readBom(bytes, 'x');
  } catch (error) {
    assert.ok(error instanceof PlimsollError && error.code === 'sbom-invalid', String(error));
    return null;
  }
}

test('any text is a purl or none, and a purl has a type and a name', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        word,
        word.map((text) => `pkg:deb/${text}`),
      ),
      (text) => {
        const purl = parsePurl(text);
        assert.ok(purl === null || (purl.type !== '' && purl.name !== ''));
      },
    ),
    campaign(83, 3000),
  );
});
