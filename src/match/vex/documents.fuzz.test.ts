import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { sampleFinding, samplePackage, sampleReport } from '../../../test/sample-report.ts';
import { PlimsollError } from '../../base/errors.ts';
import { applyStatements } from './apply.ts';
import { read } from './load.ts';
import type { Statement } from './statement.ts';
import { debianTracker, redHatVex } from './testing/distributions.ts';
import { csafOf, cyclonedxOf, openVexOf } from './testing/documents.ts';

const purl = 'pkg:npm/cart@1';
const debian = samplePackage({
  name: 'libssl3',
  version: '3.0.11-1~deb12u1',
  purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64&distro=debian-12',
  source: { name: 'openssl', version: '3.0.11-1~deb12u1' },
});
const packages = [samplePackage({ name: 'cart', version: '1', type: 'npm', purl }), debian];
const listing = sampleReport({ inventory: { packages } });
const findings = packages.map((pkg) =>
  sampleFinding({
    id: 'CVE-2024-1',
    package: pkg.name,
    installed: pkg.version,
    severity: 'high',
    purl: pkg.purl,
    layer: pkg.layer,
    path: pkg.path,
  }),
);

const documents: Readonly<Record<string, object>> = {
  OpenVEX: openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1', aliases: ['GHSA-1'] },
      products: [
        { '@id': purl, identifiers: { purl }, hashes: { 'sha-256': 'a'.repeat(64) }, subcomponents: [{ '@id': purl }] },
      ],
      status: 'not_affected',
      justification: 'component_not_present',
      timestamp: '2026-01-01T00:00:00Z',
    },
  ]),
  CycloneDX: cyclonedxOf(
    [
      {
        id: 'CVE-2024-1',
        analysis: { state: 'not_affected', justification: 'code_not_present', lastUpdated: '2026-01-01T00:00:00Z' },
        affects: [
          { ref: 'c', versions: [{ version: '1' }] },
          { ref: `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#${purl}` },
        ],
      },
    ],
    {
      serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
      metadata: { authors: [{ name: 'Vendor' }] },
      components: [
        { type: 'library', 'bom-ref': 'c', name: 'cart', purl, hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] },
      ],
    },
  ),
  CSAF: csafOf(),
  'Red Hat’s CSAF': redHatVex(),
  'Debian’s tracker': debianTracker(),
};

for (const [format, document] of Object.entries(documents)) {
  test(`${format} damaged anyhow: statements, or an error by name; nothing goes out without a reason`, () => {
    for (const mutant of mutants(Buffer.from(JSON.stringify(document)), { seed: 91, count: 3000 })) {
      const statements = readOrNone(mutant);
      const left = applyStatements({ findings, suppressed: [] }, listing, statements);
      assert.equal(left.findings.length + left.suppressed.length, 2);
      for (const { why } of left.suppressed) assert.match(why, /^(?:fixed|not_affected \()/);
    }
  });
}

function readOrNone(bytes: Buffer): readonly Statement[] {
  try {
    return read(bytes, 'x.json');
  } catch (error) {
    assert.ok(error instanceof PlimsollError && error.code === 'vex-invalid', String(error));
    return [];
  }
}
