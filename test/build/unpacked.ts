import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { TarParser } from '../../src/formats/tar/tar-parser.ts';
import { Crc64 } from '../../src/formats/tar-split/crc64.ts';
import type { UnpackedLayer } from '../../src/images/unpacked/unpacked-layer.ts';

/** A piece as a line of the list has it. */
export interface Line {
  readonly type: number;
  readonly position: number;
  readonly name?: string;
  readonly size?: number;
  readonly payload: string | null;
}

/** What an engine writes down of an archive when it unpacks it: the list of pieces, and the files' contents. */
export function takenApart(archive: Buffer): { readonly lines: readonly Line[]; readonly files: Map<string, Buffer> } {
  const found: { name: string; at: number; size: number }[] = [];
  const parser = new TarParser({
    entry: ({ name, size }, at) => found.push({ name, at, size }) < 0,
    data: () => {},
    end: () => {},
  });
  parser.push(archive);
  const lines: Line[] = [];
  const files = new Map<string, Buffer>();
  let from = 0;
  const bytes = (to: number) => {
    const payload = archive.subarray(from, to).toString('base64');
    if (to > from) lines.push({ type: 2, payload, position: lines.length });
  };
  for (const { name, at, size } of found) {
    bytes(at);
    const content = archive.subarray(at, at + size);
    const sum = new Crc64();
    sum.update(content);
    const payload = size === 0 ? null : sum.digest().toString('base64');
    lines.push({ type: 1, name, size, payload, position: lines.length });
    if (size > 0) files.set(name, content);
    from = at + size;
  }
  bytes(archive.length);
  return { lines, files };
}

export function listOf(lines: readonly unknown[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Unpacks an archive of plain files as an engine does. */
export function unpacked(archive: Buffer): UnpackedLayer & { readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-unpacked-'));
  const { lines, files } = takenApart(archive);
  const [folder, list] = [join(root, 'diff'), join(root, 'tar-split.json.gz')];
  mkdirSync(folder);
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(list, gzipSync(listOf(lines)));
  return { folder, list, remove: () => rmSync(root, { recursive: true }) };
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
