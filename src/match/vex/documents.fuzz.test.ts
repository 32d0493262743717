import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { sampleFinding, samplePackage, sampleReport } from '../../../test/sample-report.ts';
import { PlimsollError } from '../../base/errors.ts';
import { applyStatements } from './apply.ts';
import { read } from './load.ts';
import type { Statement } from './statement.ts';
import { csafOf, cyclonedxOf, openVexOf } from './testing/documents.ts';

const purl = 'pkg:npm/cart@1';
const listing = sampleReport({
  inventory: { packages: [samplePackage({ name: 'cart', version: '1', type: 'npm', purl })] },
});
const finding = sampleFinding({ id: 'CVE-2024-1', package: 'cart', installed: '1', severity: 'high', purl });

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
};

for (const [format, document] of Object.entries(documents)) {
  test(`${format} damaged anyhow: statements, or an error by name; nothing goes out without a reason`, () => {
    for (const mutant of mutants(Buffer.from(JSON.stringify(document)), { seed: 91, count: 3000 })) {
      const statements = readOrNone(mutant);
      const { findings, suppressed } = applyStatements({ findings: [finding], suppressed: [] }, listing, statements);
      assert.equal(findings.length + suppressed.length, 1);
      for (const { why } of suppressed) assert.match(why, /^(?:fixed|not_affected \()/);
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
