import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { plimsoll } from '../build/plimsoll.ts';

/** The part of a report that tests look into. */
export interface Report {
  image: {
    ref?: string;
    source?: string;
    platform: string;
    size: number;
    user: string;
    fingerprint: {
      configDigest?: string;
      manifestDigest?: string | null;
      indexDigest?: string | null;
      diffIds?: string[];
      chainId?: string;
    };
    unprovenLayers?: string[];
  };
  packages: { name: string; version: string; type: string; purl: string; path: string; layer?: string }[];
  vulnerabilities: { id: string; package: string; layer?: string }[];
  gaps: { what: string; path: string | null; reason: string }[];
}

type Options = Parameters<typeof plimsoll>[1] & { readonly flags?: readonly string[] };

/** Scans with a state directory of its own where none is given, and without a word on standard error. */
export async function reportOf(ref: string, folder: string, { flags = [], ...options }: Options = {}): Promise<Report> {
  const home = mkdtempSync(join(folder, 'home-'));
  const ran = await plimsoll(['scan', ref, '-o', 'json', ...flags], { home, ...options });
  assert.equal(ran.stderr, '');
  assert.equal(ran.code, 0);
  return JSON.parse(ran.stdout);
}

/** A report without what it may differ in between sources. */
export function comparable(report: Report): unknown {
  const { image, ...rest } = structuredClone(report);
  // Which layers were taken at an engine's word is about the way they came.
  const { ref: _, source: __, unprovenLayers: _____, ...facts } = image;
  const { manifestDigest: ___, indexDigest: ____, ...fingerprint } = facts.fingerprint;
  return { ...rest, image: { ...facts, fingerprint }, scannedAt: '', timings: null };
}

/** The same, for images that differ in their config document alone. */
export function withoutConfig(report: Report): unknown {
  const copy = structuredClone(report);
  delete copy.image.fingerprint.configDigest;
  return comparable(copy);
}
