import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { dockerArchive } from '../../test/build/image.ts';
import { packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { directory, file, paxEntry, tar, tarEntry, tarHeader } from '../../test/build/tar.ts';
import { PlimsollError } from '../base/errors.ts';
import { archive } from '../images/archive.ts';
import { oci } from '../images/oci.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-endless-'));
after(() => rmSync(folder, { recursive: true }));

const image = dockerArchive({ layers: [tar([file('db', 'one 1')])] });
const self = `sha256:${'a'.repeat(64)}`;
const index = (count: number) =>
  JSON.stringify({ schemaVersion: 2, manifests: Array.from({ length: count }, () => ({ digest: self, size: 1 })) });
const limits = { maxImageSize: 1 << 20, maxFileSize: 1 << 20, maxLayers: 10 };

function written(content: Buffer): string {
  const path = join(folder, `archive-${Math.random()}`);
  writeFileSync(path, content);
  return path;
}

const cases: readonly [name: string, path: () => string, code: string][] = [
  [
    'an index beside the manifest that names itself over and over',
    () =>
      written(
        Buffer.concat([
          tar([file(`blobs/${self.replace(':', '/')}`, index(5000)), file('index.json', index(1))]).subarray(0, -1024),
          image,
        ]),
      ),
    'none',
  ],
  [
    'directories without number',
    () => written(Buffer.alloc(100_001 * 512, tarEntry(directory('d')))),
    'archive-corrupt',
  ],
  [
    'a name that no file can have',
    () => written(tar([paxEntry({ path: 'a/'.repeat(400_000) }, file('x', '')), image])),
    'manifest-invalid',
  ],
  [
    'more than an image may hold, compressed',
    () =>
      written(
        gzipSync(Buffer.concat([tarHeader({ name: 'l', statedSize: 200 << 20 }), tar([]), Buffer.alloc(200 << 20)]), {
          level: 1,
        }),
      ),
    'limit-crossed',
  ],
  ['a directory', () => folder, 'file-unreadable'],
  [
    'a pipe into which nobody writes',
    () => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return join(folder, 'pipe');
    },
    'timeout',
  ],
];

for (const [name, path, code] of cases) {
  test(name, async () => {
    const scanned = scanWith([archive], `archive:${path()}`, {
      open: { limits },
      timeout: code === 'timeout' ? 500 : null,
    });
    if (code === 'none') assert.deepEqual(packageNames(await scanned), ['one']);
    else await assert.rejects(scanned, (error) => error instanceof PlimsollError && error.code === code);
  });
}

test('what follows the end of an archive is not waited for', async () => {
  const packed = gzipSync(Buffer.concat([image, Buffer.alloc(40 << 20)]), { level: 1 });
  const report = await scanWith([archive], `archive:${written(packed)}`, { open: { limits } });
  assert.deepEqual(packageNames(report), ['one']);
});

test('a layout of devices and directories is no image', async () => {
  await assert.rejects(
    scanWith([oci], 'oci:/dev'),
    (error) => error instanceof PlimsollError && error.code === 'not-an-image',
  );
});
