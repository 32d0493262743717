import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { PlimsollError } from '../../src/base/errors.ts';
import type { Image, OpenContext } from '../../src/images/image-source.ts';
import { sbom } from '../../src/images/sbom.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { openOptions } from './scan-parts.ts';

/** SBOMs as files of a folder that goes with the test. */
export const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sbom-'));
after(() => rmSync(folder, { recursive: true }));

export const context = (maxFileSize = 1 << 28): OpenContext => ({
  options: openOptions({ limits: { maxImageSize: 1, maxFileSize, maxLayers: 1 } }),
  intake: { knows: () => Promise.reject(new Error('no layer')), take: () => Promise.reject(new Error('no layer')) },
  progress: { step: () => {} },
});

let number = 0;
export function written(content: string | Buffer): string {
  number += 1;
  const path = join(folder, `bom-${number}.json`);
  writeFileSync(path, content);
  return path;
}

/** Opens a document: a text or bytes as they are, anything else as JSON. */
export async function opened(document: unknown, maxFileSize?: number): Promise<Image> {
  const content = typeof document === 'string' || Buffer.isBuffer(document) ? document : JSON.stringify(document);
  return sbom.open(written(content), context(maxFileSize));
}

export async function inventoryOf(document: unknown): Promise<Inventory> {
  const { told } = await opened(document);
  assert.ok(told);
  return told.inventory;
}

export function refused(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code);
    assert.match(error.what.en, words);
    return true;
  };
}

/** `what: reason`. */
export function gapsOf({ gaps }: Pick<Inventory, 'gaps'>): readonly string[] {
  return gaps.map(({ what, reason }) => `${what}: ${reason}`);
}

export function component(purl: string, more: object = {}): object {
  return { type: 'library', name: 'x', version: '1', purl, ...more };
}

export function cyclonedx(components: readonly object[], more: object = {}): object {
  return { bomFormat: 'CycloneDX', specVersion: '1.5', components, ...more };
}
