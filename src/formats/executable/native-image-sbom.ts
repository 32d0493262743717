import { gunzipSync } from 'node:zlib';
import { bytesAt, type Executable, ExecutableFault, executablesIn } from './executable.ts';
import { symbolAddresses } from './symbols.ts';

const SBOM = 'sbom';
const LENGTH = 'sbom_length';
/** As it stands among the names of what a program exports. */
export const nativeSbomMark: Buffer = Buffer.from(`\0${LENGTH}\0`, 'latin1');
/** GraalVM says that a list takes less than a ten-thousandth of its program. */
const MAX_COMPRESSED = 16 << 20;
const MAX_DOCUMENT = 64 << 20;
/** A universal file has one for each machine. */
const MAX_DOCUMENTS = 4;

/**
 * The CycloneDX documents that GraalVM's `native-image --enable-sbom` writes into programs (graalvm.org, "Software Bill of Materials (SBOM) in Native
 * Image"): gzip data where the exported symbol `sbom` points, of the length that stands where `sbom_length` points. Empty for other
 * programs; throws {@link ExecutableFault} where one is announced and cannot be read.
 */
export function readNativeSboms(bytes: Buffer): readonly Buffer[] {
  const found = executablesIn(bytes).flatMap((executable) => {
    const addresses = symbolAddresses(executable, [SBOM, LENGTH]);
    const [start, length] = [addresses.get(SBOM), addresses.get(LENGTH)];
    return start === undefined || length === undefined ? [] : [{ executable, start, length }];
  });
  if (found.length > MAX_DOCUMENTS) throw new ExecutableFault('more lists than there are machines');
  return found.map(({ executable, start, length }) => documentAt(executable, start, length));
}

function documentAt(executable: Executable, start: number, length: number): Buffer {
  const size = Number(bytesAt(executable, length, 8).readBigUInt64LE());
  if (size === 0 || size > MAX_COMPRESSED) throw new ExecutableFault('a list of no size, or of more than any has');
  try {
    return gunzipSync(bytesAt(executable, start, size), { maxOutputLength: MAX_DOCUMENT });
  } catch (error) {
    if (error instanceof ExecutableFault) throw error;
    throw new ExecutableFault(error instanceof Error ? error.message : 'no gzip data');
  }
}
