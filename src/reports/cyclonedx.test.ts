import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cyclonedxSchema, followsSchema } from '../../test/build/published-schemas.ts';
import { hostileReport, hugeReport } from '../../test/harsh-reports.ts';
import { cleanReport, layerOf, samplePackage, sampleReport, sampleView } from '../../test/sample-report.ts';
import type { Report } from '../model/report.ts';
import { cyclonedxReporter } from './cyclonedx.ts';
import type { ReportView } from './reporter.ts';

const write = await cyclonedxReporter.load();
const writeListing = await cyclonedxReporter.loadListing?.();

interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly component: Record<string, unknown> };
  readonly components: readonly Record<string, unknown>[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly compositions: readonly { readonly aggregate: string }[];
  readonly vulnerabilities?: readonly { readonly id: string; readonly affects: readonly { readonly ref: string }[] }[];
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

function textOf(report: Report, changes: Partial<ReportView> = {}): string {
  return [...write(report, sampleView(changes))].join('');
}

function bomOf(report: Report, changes: Partial<ReportView> = {}): Bom {
  return JSON.parse(textOf(report, changes));
}

for (const [name, report] of [
  ['a report with everything', sampleReport()],
  ['a clean report', cleanReport({ inventory: { distribution: null } })],
  ['a hostile report', hostileReport()],
  ['a huge report', hugeReport(2000)],
] as const) {
  test(`cyclonedx: ${name} follows the published schema`, (t) => {
    followsSchema(t, cyclonedxSchema, bomOf(report));
    followsSchema(t, cyclonedxSchema, JSON.parse([...(writeListing?.(report) ?? [])].join('')));
  });
}

test('cyclonedx: the same image gives the same bytes but for the time, whatever it is called', () => {
  const report = sampleReport();
  const later = sampleReport({ scannedAt: '2026-05-05T00:00:00.000Z', timings: { total: 1, read: 1, match: 1 } });
  assert.equal(textOf(later).replace(later.scannedAt, report.scannedAt), textOf(report));
  assert.equal(bomOf(sampleReport({ ref: 'oci:elsewhere', source: 'oci' })).serialNumber, bomOf(report).serialNumber);
  assert.match(
    bomOf(report).serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const other = sampleReport({ fingerprint: { ...report.fingerprint, diffIds: [layerOf(77)] } });
  assert.notEqual(bomOf(other).serialNumber, bomOf(report).serialNumber);
});

test('cyclonedx: an image, its distribution, its packages, and the findings in them', () => {
  const report = sampleReport();
  const bom = bomOf(report);
  assert.equal(bom.metadata.component['type'], 'container');
  assert.deepEqual(
    bom.components.map(({ type, name }) => `${type} ${name}`),
    ['operating-system debian', ...report.inventory.packages.map(({ name }) => `library ${name}`)],
  );
  const refs = new Set([...bom.components.map((component) => component['bom-ref']), bom.metadata.component['bom-ref']]);
  assert.equal(refs.size, bom.components.length + 1);
  assert.equal(bom.vulnerabilities?.length, report.vulnerabilities.length);
  for (const { affects } of bom.vulnerabilities ?? []) {
    const [affected] = affects;
    // The sample has findings of packages that it does not list; they keep their purl.
    assert.ok(affected?.ref.startsWith('pkg:'));
  }
  for (const { ref, dependsOn } of bom.dependencies) {
    assert.ok(refs.has(ref));
    for (const target of dependsOn) assert.ok(refs.has(target), target);
  }
});

test('cyclonedx: an inventory alone says nothing about vulnerabilities, which is not the same as none', () => {
  const listed: Bom = JSON.parse([...(writeListing?.(sampleReport()) ?? [])].join(''));
  assert.equal(listed.vulnerabilities, undefined);
  assert.deepEqual(bomOf(cleanReport()).vulnerabilities, []);
});

test('cyclonedx: gaps make the composition incomplete; without any nobody knows', () => {
  assert.equal(bomOf(sampleReport()).compositions[0]?.aggregate, 'incomplete');
  assert.equal(bomOf(cleanReport()).compositions[0]?.aggregate, 'unknown');
});

test('cyclonedx: what was suppressed and what a filter leaves out is said', () => {
  const bom = bomOf(sampleReport(), { severities: ['critical'] });
  assert.deepEqual(
    bom.vulnerabilities?.map(({ id }) => id),
    ['CVE-2023-5363'],
  );
  const said = new Map(bom.properties.map(({ name, value }) => [name, value]));
  assert.equal(said.get('plimsoll:filter'), '--severity critical');
  assert.match(said.get('plimsoll:suppressed') ?? '', /CVE-2023-0464/);
});

test('cyclonedx: licences are ids, one expression, or names; the same purl twice has two references', () => {
  const acknowledgement = 'declared';
  const licensed = (path: string, ...licenses: string[]) => samplePackage({ name: 'x', version: '1', path, licenses });
  const packages = [
    licensed('a', 'MIT', 'Apache-2.0'),
    licensed('b', 'MIT OR Apache-2.0', 'BSD-3-Clause'),
    licensed('c', 'MIT', 'as is'),
    licensed('d', 'LicenseRef-of-somebody'),
  ];
  const [, ...components] = bomOf(sampleReport({ inventory: { packages } })).components;
  assert.deepEqual(
    components.map(({ licenses }) => licenses),
    [
      [{ license: { id: 'MIT', acknowledgement } }, { license: { id: 'Apache-2.0', acknowledgement } }],
      [{ expression: '(MIT OR Apache-2.0) AND BSD-3-Clause', acknowledgement }],
      [{ license: { id: 'MIT', acknowledgement } }, { license: { name: 'as is', acknowledgement } }],
      [{ license: { name: 'LicenseRef-of-somebody', acknowledgement } }],
    ],
  );
  assert.equal(new Set(components.map((component) => component['bom-ref'])).size, 4);
  assert.deepEqual(new Set(components.map(({ purl }) => purl)), new Set(['pkg:deb/debian/x@1']));
});

test('cyclonedx: a package that a distribution brought stands under its owner', () => {
  const owner = samplePackage({ name: 'python3-yaml', version: '6.0' });
  const owned = samplePackage({ name: 'pyyaml', version: '6.0', type: 'pypi', ownedBy: owner.purl });
  const { dependencies } = bomOf(sampleReport({ inventory: { packages: [owner, owned] } }));
  assert.deepEqual(dependencies.find(({ ref }) => ref === owner.purl)?.dependsOn, [owned.purl]);
});

test('cyclonedx: the source package is said as Grype and Trivy read it, and the reference stays the purl', () => {
  const module = 'nodejs:18:8090020240501000000:a75119d5';
  const packages = [
    samplePackage({ name: 'xen-utils', version: '9:99.0', source: { name: 'xen', version: '1:4.11+2-1' } }),
    samplePackage({ name: 'acl', version: '2.2-1', source: { name: 'acl', version: '2.2-1' } }),
    samplePackage({ name: 'libssl', version: '3.1-r1', type: 'apk', source: { name: 'openssl', version: '3.1-r1' } }),
    samplePackage({
      name: 'npm',
      version: '1:9.2-1.el8',
      type: 'rpm',
      source: { name: 'nodejs', version: '1:18.2-1.el8' },
      attributes: { modularityLabel: module },
    }),
  ];
  const [, ...components] = bomOf(sampleReport({ inventory: { packages } })).components;
  const trivy = (component: Record<string, unknown>) =>
    (component['properties'] as Bom['properties'])
      .filter(({ name }) => name.startsWith('aquasecurity:trivy:'))
      .map(({ name, value }) => `${name.slice('aquasecurity:trivy:'.length)}=${value}`);
  assert.deepEqual(
    components.map((component) => [component['purl'], ...trivy(component)]),
    [
      [
        'pkg:deb/debian/xen-utils@9%3A99.0?upstream=xen%401:4.11%2B2-1',
        'SrcName=xen',
        'SrcVersion=4.11+2',
        'SrcRelease=1',
        'SrcEpoch=1',
      ],
      ['pkg:deb/debian/acl@2.2-1'],
      ['pkg:apk/libssl@3.1-r1?upstream=openssl', 'SrcName=openssl', 'SrcVersion=3.1-r1'],
      [
        'pkg:rpm/npm@1%3A9.2-1.el8?upstream=nodejs-18.2-1.el8.src.rpm',
        'SrcName=nodejs',
        'SrcVersion=18.2',
        'SrcRelease=1.el8',
        'SrcEpoch=1',
        `Modularitylabel=${module}`,
      ],
    ],
  );
  assert.deepEqual(
    components.map((component) => component['bom-ref']),
    packages.map(({ purl }) => purl),
  );
});

test('cyclonedx: an image of a registry is a package with its digest, and digests of its own packages are there', () => {
  const jar = samplePackage({
    name: 'jar',
    version: '1',
    type: 'npm',
    attributes: { sha1: 'a'.repeat(40), sha256: 'no' },
  });
  const report = sampleReport({ source: 'registry', inventory: { packages: [jar], distribution: null } });
  const bom = bomOf(report);
  const digest = encodeURIComponent(report.fingerprint.manifestDigest ?? '');
  assert.equal(
    bom.metadata.component['purl'],
    `pkg:oci/cart@${digest}?arch=amd64&repository_url=registry.local%2Fshop%2Fcart`,
  );
  assert.deepEqual(bom.components[0]?.['hashes'], [{ alg: 'SHA-1', content: 'a'.repeat(40) }]);
});

test('cyclonedx: a hundred thousand packages are written piece by piece', () => {
  const packages = Array.from({ length: 100_000 }, (_, at) => samplePackage({ name: `p${at}`, version: '1.0' }));
  let longest = 0;
  let length = 0;
  for (const piece of writeListing?.(sampleReport({ inventory: { packages } })) ?? []) {
    length += piece.length;
    longest = Math.max(longest, piece.length);
  }
  assert.ok(length > 50_000_000);
  // The list of all references is one piece; the packages are not.
  assert.ok(longest < length / 5, `${longest} of ${length}`);
});
