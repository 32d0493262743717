import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import { configOf, dockerArchive, layoutFiles, ociArchive, type TestImage } from '../../build/image.ts';
import { directory, file, hardlink, paxEntry, symlink, tar, tarEnd, tarEntry, tarHeader } from '../../build/tar.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';

const status =
  'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.1-2\nMaintainer: x\nDescription: x\n\n';
const release = file('etc/os-release', 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n');
const debian = tar([release, file('var/lib/dpkg/status', status)]);
const good: TestImage = { layers: [debian] };

/** Writes an archive and scans it. */
function scanning(content: Buffer | (() => Buffer), ...flags: readonly string[]): (folder: string) => Prepared {
  return (folder) => {
    const path = join(folder, 'image.tar');
    writeFileSync(path, typeof content === 'function' ? content() : content);
    return { args: ['scan', `archive:${path}`, '-o', 'json', ...flags] };
  };
}

const layered = (...layers: readonly Buffer[]) => dockerArchive({ layers });

function layoutOf(
  image: TestImage,
  change: (files: Map<string, Buffer>, root: string) => void,
): (folder: string) => Prepared {
  return (folder) => {
    const root = join(folder, 'layout');
    const files = layoutFiles(image);
    mkdirSync(join(root, 'blobs', 'sha256'), { recursive: true });
    change(files, root);
    for (const [name, content] of files) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    return { args: ['scan', `oci:${root}`, '-o', 'json'] };
  };
}

/** A gzip file that unfolds to `bytes` zeros behind a tar header that promises them. */
async function bomb(path: string, bytes: number): Promise<void> {
  const gzip = createGzip({ level: 9 });
  const out = openSync(path, 'w');
  gzip.on('data', (part: Buffer) => writeSync(out, part));
  gzip.write(tarHeader({ name: 'zeros', patch: [[124, `\x80\0\0\0${bigEndian(bytes)}`]] }));
  const zeros = Buffer.alloc(1 << 24);
  for (let left = bytes; left > 0; left -= zeros.length) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await new Promise((resolve) => gzip.once('end', resolve));
  closeSync(out);
}

function bigEndian(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes.toString('latin1');
}

export const archiveCases: readonly HostileCase[] = [
  { name: 'an empty file', prepare: scanning(Buffer.alloc(0)), exit: 3, error: 'not-an-image' },
  {
    name: 'noise',
    prepare: scanning(() => Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 251))),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'an archive of something else',
    prepare: scanning(tar([file('hello', 'world')])),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'cut off in its layer',
    prepare: scanning(dockerArchive(good).subarray(0, 1200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'cut off in gzip',
    prepare: scanning(gzipSync(dockerArchive(good)).subarray(0, 200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'damaged gzip',
    prepare: scanning(() => gzipSync(dockerArchive(good)).fill(0x55, 100, 180)),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'damaged zstd',
    prepare: scanning(() => zstdCompressSync(dockerArchive(good)).fill(0x55, 40, 120)),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'nothing on standard input',
    prepare: () => ({ args: ['scan', 'archive:-'], input: Buffer.alloc(0) }),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'endless standard input that is no archive',
    prepare: () => ({
      args: ['scan', 'archive:-'],
      input: function* () {
        for (let i = 0; i < 4000; i += 1) yield Buffer.alloc(1 << 20, 'x');
      },
    }),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'a manifest that is no JSON',
    prepare: scanning(tar([file('manifest.json', '[{')])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a manifest of 20 MB',
    prepare: scanning(() => tar([file('manifest.json', `["${'x'.repeat(20 << 20)}"]`)])),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'a manifest nested a million deep',
    prepare: scanning(() => tar([file('manifest.json', '['.repeat(1_000_000))])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a manifest whose config lies outside the archive',
    prepare: scanning(tar([file('manifest.json', '[{"Config":"../../../../etc/passwd","Layers":[]}]')])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a link in the archive that leads outside',
    prepare: scanning(tar([symlink('c', '/etc/passwd'), file('manifest.json', '[{"Config":"c","Layers":[]}]')])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'links in the archive that lead in a circle',
    prepare: scanning(
      tar([symlink('a', 'b'), symlink('b', 'a'), file('manifest.json', '[{"Config":"a","Layers":[]}]')]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a user said twice, told apart by case',
    prepare: scanning(() => dockerArchive({ ...good, config: { User: 'app', user: 'root' } })),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'two different images in one archive, one for each kind of engine',
    prepare: scanning(() =>
      Buffer.concat([
        tar([...layoutFiles({ layers: [tar([])] })].map(([name, content]) => file(name, content))).subarray(0, -1024),
        dockerArchive(good),
      ]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a layer that is not what the config says',
    prepare: scanning(() => dockerArchive({ ...good, patch: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } })),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a blob that is not what the manifest says',
    prepare: layoutOf(good, (files) => files.set([...files.keys()][0] ?? '', gzipSync(tar([])))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layer that is missing',
    prepare: layoutOf(good, (files) => files.delete([...files.keys()][0] ?? '')),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: missing'],
  },
  {
    name: 'a layout whose blob is a link out of it',
    prepare: layoutOf(good, (files, root) => {
      const [name = ''] = [...files.keys()];
      files.delete(name);
      symlinkSync('/etc/passwd', join(root, name));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layout with a digest that climbs',
    prepare: layoutOf(good, (files) =>
      files.set(
        'index.json',
        Buffer.from('{"schemaVersion":2,"manifests":[{"digest":"sha256:../../../../etc/passwd","size":1}]}'),
      ),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a layer cut off in its compression',
    prepare: scanning(() => {
      const cut = gzipSync(debian).subarray(0, 90);
      const image = layoutFiles(good);
      const names = [...image.keys()];
      image.set(names[0] ?? '', cut);
      return tar([...image].map(([name, content]) => file(name, content)));
    }),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: digest-mismatch'],
  },
  {
    name: 'a layer that is cut off',
    prepare: scanning(() => layered(debian.subarray(0, 1700))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: truncated'],
  },
  {
    name: 'a layer with a damaged header',
    prepare: scanning(() => layered(Buffer.concat([debian.subarray(0, 1024), Buffer.alloc(512, 'x'), tarEnd]))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: corrupt'],
  },
  {
    name: 'a layer with a negative size',
    prepare: scanning(() => layered(tar([tarHeader({ name: 'n', patch: [[124, '\xff'.repeat(12)]] })]))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: corrupt'],
  },
  {
    name: 'an extension header of 8 GB',
    prepare: scanning(() => layered(tar([tarHeader({ name: 'p', type: 'x', patch: [[124, '77777777777']] })]))),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: corrupt'],
  },
  {
    name: 'a sparse package database of a terabyte',
    prepare: scanning(() =>
      layered(
        tar([
          release,
          paxEntry({ 'GNU.sparse.map': '0,3', 'GNU.sparse.size': '1099511627776' }, file('var/lib/dpkg/status', 'abc')),
        ]),
      ),
    ),
    exit: 0,
    error: null,
    gaps: ['dpkg database: too-large'],
  },
  {
    name: 'names that climb out',
    prepare: scanning(() => layered(tar([release, file('../../../../tmp/evil', 'x'), file('/../../etc/evil', 'x')]))),
    exit: 0,
    error: null,
    gaps: ['entry: path-escapes'],
  },
  {
    name: 'links that lead out and in circles',
    prepare: scanning(() =>
      layered(
        tar([
          release,
          symlink('var', '../../../..'),
          symlink('a', 'b'),
          symlink('b', 'a'),
          symlink('etc/passwd', '/a/b'),
          hardlink('h', 'h'),
          file('var/lib/dpkg/status', status),
        ]),
      ),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'a path of 300,000 parts',
    prepare: scanning(() => layered(tar([release, paxEntry({ path: 'a/'.repeat(300_000) }, file('x', ''))]))),
    exit: 0,
    error: null,
  },
  {
    name: 'half a million entries',
    prepare: scanning(() =>
      layered(tar([release, Buffer.concat(Array.from({ length: 500_000 }, (_, i) => tarEntry(file(`n${i}`, ''))))])),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'a hundred thousand whiteouts',
    prepare: scanning(() =>
      layered(
        debian,
        tar([Buffer.concat(Array.from({ length: 100_000 }, (_, i) => tarEntry(file(`d/.wh.${i}`, ''))))]),
      ),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'more layers than allowed',
    prepare: scanning(
      () => layered(...Array.from({ length: 20 }, (_, i) => tar([file(`f${i}`, '')]))),
      '--max-layers',
      '10',
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'a gzip bomb of 20 GB',
    prepare: async (folder) => {
      await bomb(join(folder, 'layer'), 20 * 2 ** 30);
      const path = join(folder, 'image.tar');
      const { readFileSync } = await import('node:fs');
      writeFileSync(
        path,
        tar([
          file('l', readFileSync(join(folder, 'layer'))),
          file('c', configOf({ ...good, patch: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } })),
          file('manifest.json', '[{"Config":"c","Layers":["l"]}]'),
        ]),
      );
      return { args: ['scan', `archive:${path}`, '-o', 'json', '--max-image-size', '500MB'] };
    },
    exit: 3,
    error: 'incomplete',
    gaps: ['layer: limit-crossed'],
  },
  {
    name: 'labels with control characters',
    prepare: scanning(() => dockerArchive({ ...good, config: { Labels: { '\u001b[2J': '\u0007\u202e' } } })),
    exit: 0,
    error: null,
  },
  {
    name: 'a directory where a file should be',
    prepare: (folder) => ({ args: ['scan', `archive:${folder}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'a file that is not there',
    prepare: (folder) => ({ args: ['scan', `archive:${join(folder, 'none')}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'entries under a directory that is a link',
    prepare: scanning(() =>
      layered(tar([release, directory('x'), symlink('x', 'var/lib/dpkg'), file('x/status', status)])),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'an OCI archive whose layers are zstd',
    prepare: scanning(() => ociArchive(good, 'zstd')),
    exit: 0,
    error: null,
  },
];
