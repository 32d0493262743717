import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { checkout, installation } from '../build/installation.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { feedSource, feedsDigest, kevSource } from './feed-records.ts';
import type { Row } from './osv-judge.ts';

/** The parts of the JSON report that are compared. */
export interface Scanned {
  readonly packages: readonly { name: string; version: string; type: string; purl: string; path: string }[];
  readonly vulnerabilities: readonly {
    id: string;
    aliases: readonly string[];
    package: string;
    purl: string;
    installed: string;
    fixed: string | null;
    severity: string;
    score: number | null;
    status: string;
    path: string;
    knownExploited: boolean;
    evidence: { advisory: string; feed: string; range: string; severityFrom: string };
  }[];
  readonly suppressed: readonly unknown[];
  readonly gaps: readonly { what: string; reason: string }[];
}

/** Fills a state directory from the feeds. What one build of the package makes of them it makes once: that takes it seconds. */
export async function update(home: string): Promise<void> {
  // A checkout's sources change under it.
  if (installation === checkout) return updated(home);
  const kept = `${installation}-updated-${feedsDigest()}`;
  if (!existsSync(kept)) {
    const draft = mkdtempSync(`${kept}-`);
    await updated(draft);
    // Another test file may have made it meanwhile.
    if (existsSync(kept)) rmSync(draft, { recursive: true });
    else renameSync(draft, kept);
  }
  cpSync(kept, home, { recursive: true });
}

async function updated(home: string): Promise<void> {
  const ran = await plimsoll(['db', 'update', '--source', feedSource, '--kev', kevSource], { home });
  assert.equal(ran.code, 0, ran.stderr);
}

export async function scan(home: string, archive: string): Promise<Scanned> {
  const { code, stdout, stderr } = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** The report's findings; `placeOf` tells copies apart as the other side does. */
export function rowsOf(report: Scanned, placeOf: (finding: { purl: string; path: string }) => string): Row[] {
  return report.vulnerabilities.map((finding) => ({
    key: `${finding.id} ${finding.package} ${finding.installed} ${placeOf(finding)}`,
    status: finding.status,
    fixed: finding.fixed,
    severity: finding.severity,
    score: finding.score,
  }));
}

export function architectureOf({ purl }: { purl: string }): string {
  return new URLSearchParams(purl.split('?')[1]).get('arch') ?? '';
}
