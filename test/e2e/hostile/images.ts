import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { configOf, dockerArchive, ociArchive, type TestImage } from '../../build/image.ts';
import { file, paxRecord, type TestEntry, tar, tarEnd, tarEntry, tarHeader } from '../../build/tar.ts';
import type { Place, Prepared } from './hostile-case.ts';

/** What the images of the cases are made of, and how they are scanned. */
export const bash =
  'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.1-2\nMaintainer: x\nDescription: x\n\n';
export const release = file('etc/os-release', 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n');
export const status = 'var/lib/dpkg/status';
/** A layer with a distribution and one package, `bash 5.1-2`. */
export const debian = tar([release, file(status, bash)]);
export const good: TestImage = { layers: [debian] };

type Piece = TestEntry | Buffer;
type Content = Buffer | (() => Buffer | Promise<Buffer>);

/** Writes an archive and scans it. */
export function scanning(content: Content, ...flags: readonly string[]): (place: Place) => Promise<Prepared> {
  return async ({ folder }) => {
    const path = join(folder, 'image.tar');
    writeFileSync(path, typeof content === 'function' ? await content() : content);
    return { args: ['scan', `archive:${path}`, '-o', 'json', ...flags] };
  };
}

/** The same, of an image with these layers. */
export function scanningLayers(
  layers: () => readonly Buffer[],
  ...flags: readonly string[]
): (place: Place) => Promise<Prepared> {
  return scanning(() => dockerArchive({ layers: layers() }), ...flags);
}

const knowsPackages = 'version: 1\nname: hostile\ncontrols:\n  packages:\n    forbid: [{ name: telnetd }]\n';

/** Scans an image of one layer under a policy that has to know its packages. */
export function judging(...pieces: readonly (Piece | (() => Piece))[]): (place: Place) => Promise<Prepared> {
  return judgingLayers(() => [tar(pieces.map((piece) => (typeof piece === 'function' ? piece() : piece)))]);
}

export function judgingLayers(
  layers: () => readonly Buffer[],
  policy = knowsPackages,
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const path = join(place.folder, 'policy.yaml');
    writeFileSync(path, policy);
    return scanningLayers(layers, '--policy', path)(place);
  };
}

/** An archive whose one layer is stored as it is given, compressed or broken; its diffID is that of `plain`. */
export function withStoredLayer(stored: Buffer, plain: Buffer | null): Buffer {
  const config = configOf({
    layers: plain === null ? [] : [plain],
    ...(plain === null ? { patch: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } } : {}),
  });
  return tar([file('l', stored), file('c', config), file('manifest.json', '[{"Config":"c","Layers":["l"]}]')]);
}

/**
 * So many entries with a PAX record of a megabyte, stored as frames of zstd: the part that they have in common is packed once, and
 * nobody has to hold the gigabytes that they are.
 */
function longEntries(count: number, key: 'path' | 'linkpath', beginning: string, entry: TestEntry): Buffer {
  const common = `${beginning}${'x'.repeat(1_000_000)}`;
  const record = (number: string) => paxRecord(key, `${common}${number.padStart(8, '0')}`);
  const whole = tarEntry({ name: 'PaxHeaders/x', type: 'x', content: record('') });
  const split = 512 + record('').indexOf('00000000\n');
  const first = zstdCompressSync(whole.subarray(0, split));
  const behind = tarEntry(entry);
  const rest = (i: number) =>
    Buffer.concat([Buffer.from(String(i).padStart(8, '0')), whole.subarray(split + 8), behind]);
  return Buffer.concat(Array.from({ length: count }, (_, i) => [first, zstdCompressSync(rest(i))]).flat());
}

/** So many empty files, named by their number: the header is made once and only changed after that. */
export function manyEntries(count: number, nameOf: (number: number) => string, entry: Partial<TestEntry> = {}): Buffer {
  const template = tarHeader({ ...entry, name: '' });
  const sum = template.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  const all = Buffer.alloc(count * 512);
  for (let i = 0; i < count; i += 1) {
    const at = i * 512;
    template.copy(all, at);
    const length = all.write(nameOf(i), at, 100, 'latin1');
    let total = sum;
    for (let j = at; j < at + length; j += 1) total += all[j] as number;
    all.write(`${total.toString(8).padStart(6, '0')}\0 `, at + 148, 8, 'latin1');
  }
  return all;
}

/** What a scan of the good image says. */
export const fine = { exit: 0, error: null, packages: ['bash 5.1-2'] } as const;
export const whole = dockerArchive(good);
export const goodScan = scanning(whole);
export const layer = (...pieces: Parameters<typeof tar>[0]) => scanningLayers(() => [tar(pieces)]);
/** A layer that is small only when it is compressed. */
export const packed = (pieces: () => Parameters<typeof tar>[0]) =>
  scanning(() => ociArchive({ layers: [tar(pieces())] }, 'zstd'));
/** A layer of gigabytes that nobody made whole, so that its diffID is not known. */
export const long = (...given: [key: 'path' | 'linkpath', beginning: string, entry: TestEntry]) =>
  scanning(() => withStoredLayer(Buffer.concat([longEntries(1000, ...given), zstdCompressSync(tarEnd)]), null));
export const broken = (reason: string) => ({ exit: 3, error: 'incomplete', gaps: [`layer: ${reason}`] }) as const;
export const blind = (reason: string) => ({ exit: 3, error: 'undecided', gaps: [`dpkg database: ${reason}`] }) as const;
