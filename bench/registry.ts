/**
 * Scans 200 images over 5 real bases from a local registry and prints what it took. `--keep` leaves the registry running with the images in it
 * until it is interrupted, and says where, so that other scanners can be held against the same; `--images N` makes it another number.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { file, tar } from '../test/build/tar.ts';
import { debianBase } from '../test/e2e/build/debian.ts';
import { type BuiltLayer, fillRegistry } from '../test/e2e/fleet/many-images.ts';
import { startRegistry } from '../test/e2e/sources/registry-server.ts';
import { measure } from './measure.ts';
import { packaged } from './packaged.ts';

const launcher = join(packaged(), 'bin', 'plimsoll');
const at = process.argv.indexOf('--images');
const count = at < 0 ? 200 : Number(process.argv[at + 1]);
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-bench-registry-'));
const registry = await startRegistry(scratch);

try {
  const filling = performance.now();
  const images = await fillRegistry(registry.host, realBases(), count);
  say('registry filled', `${seconds(performance.now() - filling)}, ${images.length} images at ${registry.host}`);
  const blobs = new Set(images.flatMap((image) => image.blobs));

  const home = join(scratch, 'home');
  const summary = join(scratch, 'summary.json');
  const scan = (...more: readonly string[]) =>
    measure(launcher, ['registry', 'scan', registry.host, '--home', home, '-o', `json=${summary}`, ...more]);
  const cold = await scan();
  const { run, totals } = JSON.parse(readFileSync(summary, 'utf8'));
  if (totals.images !== count || totals.notCompleted !== 0)
    throw new Error(`not all was scanned: ${JSON.stringify(totals)}`);
  const fetched = registry.asked().filter((line) => /^GET .*\/blobs\//.test(line)).length;
  say('cold scan', `${seconds(cold.wall)}, peak ${cold.peak.toFixed(0)} MiB`);
  say('requests, bytes fetched', `${run.requests}, ${(run.bytes / 1e6).toFixed(1)} MB`);
  say('blobs, fetched how often', `${blobs.size}, ${fetched}${fetched === blobs.size ? ' ✔' : ' ✘'}`);
  const again = await scan();
  say('the same again', `${seconds(again.wall)}, peak ${again.peak.toFixed(0)} MiB`);
  const fresh = await scan('--fresh');
  say('judged anew from cached layers', `${seconds(fresh.wall)}, peak ${fresh.peak.toFixed(0)} MiB`);

  if (process.argv.includes('--keep')) {
    say('kept running until interrupted', registry.host);
    await new Promise<void>((resolve) => {
      const alive = setInterval(() => {}, 60_000);
      process.once('SIGINT', () => {
        clearInterval(alive);
        resolve();
      });
    });
  }
} finally {
  registry.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** A real Debian five times, each with more of real node_modules on it and some megabytes that nothing else has. */
function realBases(): readonly BuiltLayer[] {
  return Array.from({ length: 5 }, (_, number) => {
    const layer = join(scratch, `base-${number}.tar`);
    execFileSync('cp', [debianBase(), layer]);
    const packages = ['zod', 'yaml', 'yauzl', 'ajv', 'semver']
      .slice(0, number + 1)
      .map((name) => `node_modules/${name}`);
    execFileSync('tar', ['-C', join(import.meta.dirname, '..'), '--transform', 's,^,srv/,', '-rf', layer, ...packages]);
    const content = readFileSync(layer);
    // Two archives one after the other: the end of the first one, two blocks of zeros, goes.
    const joined = Buffer.concat([withoutEnd(content), tar([file(`srv/own-${number}`, randomBytes(4 << 20))])]);
    const diffId = `sha256:${createHash('sha256').update(joined).digest('hex')}`;
    return { stored: gzipSync(joined, { level: 6 }), diffId };
  });
}

function withoutEnd(archive: Buffer): Buffer {
  let end = archive.length;
  while (end >= 512 && archive.subarray(end - 512, end).every((byte) => byte === 0)) end -= 512;
  return archive.subarray(0, end);
}

function say(figure: string, measured: string): void {
  console.log(`${figure.padEnd(32)} ${measured}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
