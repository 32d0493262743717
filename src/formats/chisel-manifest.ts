import { zstdDecompressSync } from 'node:zlib';
import { jsonObject } from './json-object.ts';

/** What a manifest of chisel lists. */
export interface ChiselManifest {
  readonly packages: readonly ChiselPackage[];
  /** The files that `keep` chose, each with the packages whose slices brought it. */
  readonly files: readonly ChiselFile[];
  /** It has other lines than it says, or lines that are none of its own. */
  readonly isWhole: boolean;
}

export interface ChiselPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string | null;
}

export interface ChiselFile {
  /** Without a leading slash. */
  readonly path: string;
  readonly packages: readonly string[];
  /** `sha256:` and hexadecimal digits, of the file as it lies in the image; null for what is no file. */
  readonly digest: string | null;
}

/** Canonical's largest slices have some ten thousand lines. */
const MAX_LINES = 1_000_000;
const MAX_LINE = 64 << 10;

/**
 * Reads the manifest that chisel leaves in an image (canonical/chisel-manifest, `public/manifest`, schema 1.0): zstd around a line of JSON for each
 * package, slice and path, and a first line that says how many lines there are.
 * @param most bytes that it may have unpacked
 * @returns null for what is no such manifest; `too-large` beyond that
 */
export function readChiselManifest(
  content: Buffer,
  most: number,
  keep: (path: string) => boolean,
): ChiselManifest | 'too-large' | null {
  const unpacked = inflated(content, most);
  if (typeof unpacked === 'string') return unpacked === 'too-large' ? unpacked : null;
  const packages: ChiselPackage[] = [];
  const files: ChiselFile[] = [];
  let lines = 0;
  let told = -1;
  let isWhole = true;
  for (let at = 0; at < unpacked.length && lines < MAX_LINES; lines += 1) {
    const feed = unpacked.indexOf(10, at);
    const end = feed === -1 ? unpacked.length : feed;
    const fields = end - at > MAX_LINE ? null : jsonObject(unpacked.subarray(at, end));
    at = end + 1;
    if (lines === 0) {
      if (fields?.['jsonwall'] === undefined || !String(fields['schema']).startsWith('1.')) return null;
      told = Number(fields['count']);
      continue;
    }
    const [kind, name, version, path] = ['kind', 'name', 'version', 'path'].map((key) => textOf(fields?.[key]));
    if (kind === 'package' && name && version)
      packages.push({ name, version, architecture: textOf(fields?.['arch']) || null });
    else if (kind === 'path' && path) {
      const place = path.replace(/^\/+/, '');
      if (keep(place)) files.push({ path: place, packages: packagesOf(fields?.['slices']), digest: digestOf(fields) });
    } else if (kind !== 'slice' && kind !== 'content') isWhole = false;
  }
  return { packages, files, isWhole: isWhole && lines === told };
}

function inflated(content: Buffer, most: number): Buffer | 'too-large' | 'damaged' {
  try {
    return zstdDecompressSync(content, { maxOutputLength: most });
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
  }
}

/** A slice is called as its package, with its own name behind. */
function packagesOf(slices: unknown): readonly string[] {
  if (!Array.isArray(slices)) return [];
  return [...new Set(slices.map((slice) => textOf(slice).replace(/_[^_]*$/, '')).filter((name) => name !== ''))];
}

/** chisel may change a file when it has unpacked it. */
function digestOf(fields: Readonly<Record<string, unknown>> | null): string | null {
  const digest = textOf(fields?.['final_sha256']) || textOf(fields?.['sha256']);
  return /^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 4096 ? value : '';
}
