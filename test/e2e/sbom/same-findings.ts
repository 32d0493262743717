import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plimsoll, type Ran } from '../build/plimsoll.ts';

/** The parts of a report that an image and its SBOM have to agree on. */
interface Comparable {
  readonly image: { readonly ref: string; readonly source: string };
  readonly packages: readonly unknown[];
  readonly vulnerabilities: readonly unknown[];
  readonly suppressed: readonly unknown[];
  readonly gaps: readonly { readonly reason: string }[];
}

/** What came of an image, and the SBOMs that the scan wrote, parsed. */
export interface SameFindings {
  readonly ran: Ran;
  readonly report: Comparable;
  readonly cyclonedx: Readonly<Record<string, unknown>>;
  readonly spdx: Readonly<Record<string, unknown>>;
}

/**
 * Scans an image, and then its SBOM in both formats: packages, findings, what was suppressed, gaps and fingerprint are the same, and so is
 * the exit code.
 */
export async function sameFindings(ref: string, home: string): Promise<SameFindings> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-same-findings-'));
  const at = (name: string) => join(folder, name);
  const parsed = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
  try {
    const boms = ['cyclonedx', 'spdx'];
    const outputs = ['json', ...boms].flatMap((format) => ['-o', `${format}=${at(format)}`]);
    const ran = await plimsoll(['scan', ref, ...outputs], { home });
    assert.ok(ran.code === 0 || ran.code === 3, ran.stderr);
    const report: Comparable = parsed('json');
    for (const format of boms) {
      const told = await plimsoll(['scan', `sbom:${at(format)}`, '-o', `json=${at('told')}`], { home });
      assert.equal(told.code, ran.code, told.stderr);
      assert.deepEqual(comparable(parsed('told')), comparable(report), format);
    }
    return { ran, report, cyclonedx: parsed('cyclonedx'), spdx: parsed('spdx') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without what an SBOM cannot say: which accounts there are. */
function comparable({ image, packages, vulnerabilities, suppressed, gaps }: Comparable): object {
  const { ref: _, source: __, ...same } = image;
  const kept = gaps.filter(({ reason }) => reason !== 'not-told').map((gap) => JSON.stringify(gap));
  return { image: same, packages, vulnerabilities, suppressed, gaps: kept.sort() };
}
