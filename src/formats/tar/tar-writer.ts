import type { ByteStream } from '../../base/byte-stream.ts';

/** A file to be put into an archive. */
export interface TarFile {
  /** At most 100 bytes, without a leading slash. */
  readonly name: string;
  /** Bytes; the content has exactly as many. */
  readonly size: number;
  readonly open: () => Promise<ByteStream>;
}

const BLOCK = 512;

/**
 * Writes plain files as a ustar archive (POSIX.1-2024, pax, "ustar Interchange Format"), owned by root, dated 1970, with sizes past 8 GiB in
 * base 256 as GNU tar and Go write them. Throws where a content is not as long as it was said to be: what was begun must not pass for whole.
 */
export async function* tarArchive(files: readonly TarFile[]): ByteStream {
  for (const { name, size, open } of files) {
    yield header(name, size);
    let length = 0;
    for await (const chunk of await open()) {
      length += chunk.length;
      if (length > size) break;
      yield chunk;
    }
    if (length !== size) throw new Error(`${name} has not ${size} bytes`);
    const rest = size % BLOCK;
    if (rest > 0) yield Buffer.alloc(BLOCK - rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** How many bytes {@link tarArchive} makes of files. */
export function tarLength(files: readonly Pick<TarFile, 'size'>[]): number {
  return files.reduce((sum, { size }) => sum + BLOCK + Math.ceil(size / BLOCK) * BLOCK, 2 * BLOCK);
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (block.write(name, 0, 100, 'utf8') !== Buffer.byteLength(name)) throw new Error('a name is too long for ustar');
  block.write('0000644\x000000000\x000000000\x00', 100, 'latin1');
  if (size < 8 ** 11) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write(`${'0'.repeat(11)}\0        0`, 136, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
