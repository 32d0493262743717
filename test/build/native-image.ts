import { gzipSync } from 'node:zlib';
import { elf, fat, machO, pe } from './executables.ts';

/** An SBOM as `native-image` writes it. */
export function nativeSbom(...components: readonly object[]): string {
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components });
}

export const library = (group: string, name: string, version: string) => ({
  type: 'library',
  group,
  name,
  version,
  purl: `pkg:maven/${group}/${name}@${version}`,
});

const BASE = 0x1000;

interface Embedded {
  /** What `sbom_length` says. */
  readonly length?: bigint;
  readonly names?: readonly [string, string];
  readonly compressed?: Buffer;
  /** Symbols without a name in front of the two. */
  readonly others?: number;
}

function data(sbom: string, { length, compressed = gzipSync(sbom) }: Embedded): { content: Buffer; lengthAt: number } {
  const lengthAt = Math.ceil(compressed.length / 8) * 8;
  const content = Buffer.alloc(lengthAt + 8);
  compressed.copy(content);
  content.writeBigUInt64LE(length ?? BigInt(compressed.length), lengthAt);
  return { content, lengthAt };
}

/** An ELF file that exports an SBOM and its length. */
export function nativeElf(
  sbom: string,
  { names = ['sbom', 'sbom_length'], others = 1, ...more }: Embedded = {},
): Buffer {
  const { content, lengthAt } = data(sbom, more);
  const text = Buffer.from(`\0${names.join('\0')}\0`, 'latin1');
  const symbols = Buffer.alloc(24 * (others + 2));
  for (const [i, name] of names.entries()) {
    symbols.writeUInt32LE(text.indexOf(`\0${name}\0`, 0, 'latin1') + 1, 24 * (others + i));
    symbols.writeBigUInt64LE(BigInt(BASE + (i === 0 ? 0 : lengthAt)), 24 * (others + i) + 8);
  }
  return elf([
    { name: '.svm_heap', content, address: BASE },
    { name: '.dynsym', content: symbols },
    { name: '.dynstr', content: text },
  ]);
}

/** The same for macOS: a command for the table of symbols is put behind the segment's, and the tables at the end. */
export function nativeMachO(sbom: string, more: Embedded = {}): Buffer {
  const { content, lengthAt } = data(sbom, more);
  // Room for one command more, which nothing else uses: an empty section's header is as long and more.
  const whole = machO([
    { name: '__svm_heap', content },
    { name: '__none', content: Buffer.alloc(0) },
  ]);
  const address = Number(whole.readBigUInt64LE(32 + 72 + 32));
  const command = 32 + 72 + 80;
  whole.writeUInt32LE(2, 16);
  whole.writeUInt32LE(72 + 80, 32 + 4);
  whole.writeUInt32LE(1, 32 + 64);
  const text = Buffer.from('\0_sbom\0_sbom_length\0', 'latin1');
  const symbols = Buffer.alloc(32);
  symbols.writeUInt32LE(1, 0);
  symbols.writeBigUInt64LE(BigInt(address), 8);
  symbols.writeUInt32LE(7, 16);
  symbols.writeBigUInt64LE(BigInt(address + lengthAt), 24);
  for (const [i, value] of [2, 24, whole.length, 2, whole.length + 32, text.length].entries())
    whole.writeUInt32LE(value, command + i * 4);
  return Buffer.concat([whole, symbols, text]);
}

/** The same for Windows: exports are one section, of which the directory is the beginning. */
export function nativePe(sbom: string, more: Embedded = {}): Buffer {
  const { content, lengthAt } = data(sbom, more);
  const [DATA, EXPORTS] = [0x1000, 0x10000000];
  const edata = Buffer.alloc(128);
  const [functions, texts, ordinals, strings] = [40, 48, 56, 60];
  for (const [at, value] of [
    [20, 2],
    [24, 2],
    [28, EXPORTS + functions],
    [32, EXPORTS + texts],
    [36, EXPORTS + ordinals],
    // Exports are ordered by name; their ordinals need not be.
    [functions, DATA + lengthAt],
    [functions + 4, DATA],
    [texts, EXPORTS + strings],
    [texts + 4, EXPORTS + strings + 5],
  ] as const)
    edata.writeUInt32LE(value, at);
  edata.writeUInt16LE(1, ordinals);
  edata.write('sbom\0sbom_length\0', strings, 'latin1');
  const bytes = pe(
    [
      { name: '.svm_hea', content, address: DATA },
      { name: '.edata', content: edata, address: EXPORTS },
    ],
    { address: EXPORTS, size: edata.length },
  );
  return bytes;
}

export function nativeFat(...sboms: readonly string[]): Buffer {
  return fat(...sboms.map((sbom) => nativeMachO(sbom)));
}
