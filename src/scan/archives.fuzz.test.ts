import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { dockerArchive, layoutFiles, ociArchive, type TestImage } from '../../test/build/image.ts';
import { mutants } from '../../test/build/mutants.ts';
import { packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { file, tar } from '../../test/build/tar.ts';
import { PlimsollError } from '../base/errors.ts';
import { archive } from '../images/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fuzz-archives-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'archive');

const image: TestImage = { layers: [tar([file('db', 'one 1\ntwo 2')]), tar([file('db', 'one 1\nthree 3')])] };
const both = Buffer.concat([
  tar([...layoutFiles(image)].map(([name, content]) => file(name, content))).subarray(0, -1024),
  dockerArchive(image),
]);
const samples: Readonly<Record<string, Buffer>> = {
  'what engines save': dockerArchive(image),
  'an OCI archive': ociArchive(image, 'zstd'),
  'both in one': both,
  'both in one, in gzip': gzipSync(both),
  'what engines save, in zstd': zstdCompressSync(dockerArchive(image)),
};

/** Codes that a damaged archive may be refused with. */
const refusals: readonly string[] = [
  'archive-corrupt',
  'archive-truncated',
  'digest-mismatch',
  'image-not-found',
  'limit-crossed',
  'manifest-invalid',
  'no-such-platform',
  'not-an-image',
  'several-images',
  'unsupported-image',
];

for (const [name, sample] of Object.entries(samples)) {
  test(`${name}, damaged anyhow: refused, told as incomplete, or the same image`, async () => {
    writeFileSync(path, sample);
    const original = await scanWith([archive], `archive:${path}`);
    assert.deepEqual(packageNames(original), ['one', 'three']);
    for (const mutant of mutants(sample, { seed: 81, count: 100 })) {
      writeFileSync(path, mutant);
      try {
        const report = await scanWith([archive], `archive:${path}`);
        const isWhole = !report.inventory.gaps.some(({ incomplete }) => incomplete);
        // An image is its config: where that is the same and nothing is said to be missing, so is what is in it.
        if (isWhole && report.fingerprint.configDigest === original.fingerprint.configDigest)
          assert.deepEqual(report.inventory, original.inventory);
      } catch (error) {
        assert.ok(error instanceof PlimsollError && refusals.includes(error.code), String(error));
      }
    }
  });
}
