import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** Unpacked; the largest kernels have half of it. */
const MAX_SIZE = 128 << 20;
const LONGEST = 256;
const banner = Buffer.from('Linux version ');
/** A release as `uname -r` prints it. */
const release = /^\d+\.\d+[\w.+~-]*/;

/**
 * The release of a Linux kernel in a file that a boot loader starts, `6.1.0-18-amd64`; null for a file that is none, `unreadable` for one that does
 * not say it where it can be read.
 *
 * x86 (Linux, `Documentation/arch/x86/boot.rst`: `HdrS` at 0x202, `kernel_version` at 0x20e), arm64's `Image` (`Documentation/arch/arm64/booting.rst`),
 * EFI's `zboot` (`drivers/firmware/efi/libstub/zboot-header.S`), gzip and zstd of these, and `vmlinux`.
 */
export function kernelRelease(bytes: Buffer): string | 'unreadable' | null {
  const form = formOf(bytes);
  switch (form) {
    case null:
      return null;
    case 'x86': {
      const at = bytes.readUInt16LE(0x20e);
      return (at === 0 ? null : releaseAt(bytes, 0x200 + at)) ?? 'unreadable';
    }
    case 'plain':
      return bannerIn(bytes) ?? 'unreadable';
    case 'zboot': {
      const [offset, size] = [bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
      const payload = bytes.subarray(offset, offset + size);
      return bannerIn(unpacked(payload) ?? Buffer.alloc(0)) ?? 'unreadable';
    }
    case 'packed': {
      const inner = unpacked(bytes);
      // What is packed may be anything.
      return inner !== null && formOf(inner) === 'plain' ? (bannerIn(inner) ?? 'unreadable') : null;
    }
  }
}

function formOf(bytes: Buffer): 'x86' | 'plain' | 'zboot' | 'packed' | null {
  if (bytes.length >= 0x210 && bytes.toString('latin1', 0x202, 0x206) === 'HdrS') return 'x86';
  if (bytes.length < 64) return null;
  if (bytes.toString('latin1', 0, 2) === 'MZ' && bytes.toString('latin1', 4, 8) === 'zimg') return 'zboot';
  if (bytes.toString('latin1', 56, 60) === 'ARM\x64') return 'plain';
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return bytes.includes(banner) ? 'plain' : null;
  return magic >>> 16 === 0x1f8b || magic === 0x28b52ffd ? 'packed' : null;
}

function bannerIn(bytes: Buffer): string | null {
  for (let at = bytes.indexOf(banner); at !== -1; at = bytes.indexOf(banner, at + 1)) {
    const found = releaseAt(bytes, at + banner.length);
    // It also stands there as a format: `Linux version %s`.
    if (found !== null) return found;
  }
  return null;
}

function releaseAt(bytes: Buffer, at: number): string | null {
  return release.exec(bytes.toString('latin1', at, at + LONGEST))?.[0] ?? null;
}

function unpacked(bytes: Buffer): Buffer | null {
  return unpackedWithin(MAX_SIZE, bytes, bytes[0] === 0x1f ? gunzipSync : zstdDecompressSync);
}

/** What was packed; null for what is damaged or comes to more than there may be. */
export function unpackedWithin(
  most: number,
  bytes: Buffer,
  unpack: typeof gunzipSync | typeof zstdDecompressSync,
): Buffer | null {
  try {
    return unpack(bytes, { maxOutputLength: most });
  } catch (error) {
    // All that zlib finds fault with has a code.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
