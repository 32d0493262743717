import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { file, tar } from '../../test/build/tar.ts';
import { debianBase } from '../../test/e2e/build/debian.ts';
import { type BuiltLayer, type FilledImage, fillRegistry } from '../../test/e2e/fleet/many-images.ts';
import { type RunningRegistry, startRegistry } from '../../test/e2e/sources/registry-server.ts';
import { kept, layerOf } from '../peers/layers.ts';

export interface FilledRegistry {
  readonly registry: RunningRegistry;
  readonly images: readonly FilledImage[];
}

/** How many. */
export const bases = 5;
const extras = ['zod', 'yaml', 'yauzl', 'ajv', 'semver'];

/** Starts a registry that holds so many images over five real bases. They are made once and kept in the tests' cache. */
export async function filledRegistry(count: number, scratch: string): Promise<FilledRegistry> {
  const folder = await kept(join('registries', `${count}-images`), async (draft) => {
    const registry = await startRegistry(scratch, { data: join(draft, 'data') });
    try {
      const images = await fillRegistry(registry.host, await realBases(), count);
      writeFileSync(join(draft, 'images.json'), JSON.stringify(images));
    } finally {
      registry.stop();
    }
  });
  const images = JSON.parse(readFileSync(join(folder, 'images.json'), 'utf8')) as readonly FilledImage[];
  return { registry: await startRegistry(scratch, { data: join(folder, 'data') }), images };
}

/** A real Debian five times, each with more of real node_modules on it and some megabytes that nothing else has. */
async function realBases(): Promise<readonly BuiltLayer[]> {
  const built: BuiltLayer[] = [];
  for (let number = 0; number < bases; number += 1) {
    const { file: stored, diffId } = await layerOf(`registry-base-${number}`, async (archive) => {
      execFileSync('cp', [debianBase(), archive]);
      const packages = extras.slice(0, number + 1).map((name) => `node_modules/${name}`);
      const checkout = join(import.meta.dirname, '..', '..');
      execFileSync('tar', ['-C', checkout, '--transform', 's,^,srv/,', '-rf', archive, ...packages]);
      await cutEnd(archive);
      writeFileSync(archive, tar([file(`srv/own-${number}`, randomBytes(4 << 20))]), { flag: 'a' });
    });
    built.push({ stored: readFileSync(stored), diffId });
  }
  return built;
}

/** Takes the end of an archive away, its blocks of zeros, so that more may follow. */
async function cutEnd(archive: string): Promise<void> {
  let end = statSync(archive).size;
  const block = Buffer.alloc(512);
  const handle = await open(archive);
  try {
    for (; end >= 512; end -= 512) {
      await handle.read(block, 0, 512, end - 512);
      if (block.some((byte) => byte !== 0)) break;
    }
  } finally {
    await handle.close();
  }
  truncateSync(archive, end);
}
