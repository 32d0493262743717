import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followsSchema, spdxSchema } from '../../test/build/published-schemas.ts';
import { hostileReport, hugeReport } from '../../test/harsh-reports.ts';
import { cleanReport, samplePackage, sampleReport, sampleView } from '../../test/sample-report.ts';
import type { Report } from '../model/report.ts';
import { spdxReporter } from './spdx.ts';

const write = await spdxReporter.load();

interface Spdx {
  readonly documentNamespace: string;
  readonly annotations?: readonly { readonly comment: string }[];
  readonly packages: readonly Record<string, unknown>[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
  readonly hasExtractedLicensingInfos: readonly { readonly licenseId: string; readonly extractedText: string }[];
}

function textOf(report: Report): string {
  return [...write(report, sampleView())].join('');
}

function spdxOf(report: Report): Spdx {
  return JSON.parse(textOf(report));
}

for (const [name, report] of [
  ['a report with everything', sampleReport()],
  ['a clean report', cleanReport({ inventory: { distribution: null } })],
  ['a hostile report', hostileReport()],
  ['a huge report', hugeReport(2000)],
] as const) {
  test(`spdx: ${name} follows the published schema, and every element that is named is there`, (t) => {
    const document = spdxOf(report);
    const ids = new Set(['SPDXRef-DOCUMENT', ...document.packages.map((pkg) => pkg['SPDXID'])]);
    assert.equal(ids.size, document.packages.length + 1);
    for (const id of ids) assert.match(String(id), /^SPDXRef-[A-Za-z0-9.-]+$/);
    for (const { spdxElementId, relatedSpdxElement } of document.relationships)
      assert.ok(ids.has(spdxElementId) && ids.has(relatedSpdxElement));
    followsSchema(t, spdxSchema, document);
  });
}

test('spdx: the same image gives the same bytes but for the time', () => {
  const report = sampleReport();
  const later = sampleReport({ scannedAt: '2026-05-05T00:00:00.000Z' });
  assert.equal(textOf(later).replaceAll('2026-05-05T00:00:00Z', '2026-03-04T09:30:00Z'), textOf(report));
  assert.equal(spdxOf(sampleReport({ ref: 'oci:elsewhere' })).documentNamespace, spdxOf(report).documentNamespace);
});

test('spdx: layers and owners contain packages, and gaps are said', () => {
  const owner = samplePackage({ name: 'python3-yaml', version: '6.0' });
  const owned = samplePackage({ name: 'pyyaml', version: '6.0', type: 'pypi', ownedBy: owner.purl });
  const document = spdxOf(sampleReport({ inventory: { packages: [owner, owned] } }));
  const related = document.relationships.map((one) => Object.values(one).join(' '));
  assert.ok(related.includes('SPDXRef-Layer-1 CONTAINS SPDXRef-Package-1'));
  assert.ok(related.includes('SPDXRef-Package-1 CONTAINS SPDXRef-Package-2'));
  assert.ok(related.includes('SPDXRef-Image CONTAINS SPDXRef-Package-2'));
  assert.match(document.annotations?.[0]?.comment ?? '', /rpm database/);
});

test('spdx: licences are valid expressions; what SPDX has no word for is defined in the document', () => {
  const packages = [
    samplePackage({
      name: 'a',
      version: '1',
      licenses: ['MIT OR Apache-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    }),
    samplePackage({ name: 'b', version: '1', licenses: ['as is', 'MIT'] }),
    samplePackage({ name: 'c', version: '1' }),
  ];
  const document = spdxOf(sampleReport({ inventory: { packages } }));
  const declared = document.packages.slice(-3).map((pkg) => pkg['licenseDeclared']);
  const [extracted] = document.hasExtractedLicensingInfos;
  assert.deepEqual(declared, [
    '(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0',
    `${extracted?.licenseId} AND MIT`,
    'NOASSERTION',
  ]);
  assert.equal(extracted?.extractedText, 'as is');
});

test('spdx: the source package is said as Trivy and Grype read it', () => {
  const source = { name: 'util-linux', version: '2.36.1-8' };
  const packages = [samplePackage({ name: 'bsdutils', version: '1:2.36.1-8', source })];
  const [pkg] = spdxOf(sampleReport({ inventory: { packages } })).packages.slice(-1);
  assert.equal(pkg?.['sourceInfo'], 'built package from: util-linux 2.36.1-8');
  const refs = pkg?.['externalRefs'] as readonly { readonly referenceLocator: string }[];
  assert.deepEqual(
    refs.map(({ referenceLocator }) => referenceLocator),
    ['pkg:deb/debian/bsdutils@1%3A2.36.1-8?upstream=util-linux%402.36.1-8'],
  );
});
