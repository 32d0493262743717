import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { type ByteStream, peeked, readWhole, TooLong } from '../../base/byte-stream.ts';
import { type Digest, sha256 } from '../../base/digest.ts';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { fileStream } from '../../base/file-stream.ts';
import { sizeWords } from '../../base/size.ts';
import { standardStreams } from '../../base/standard-streams.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Bom } from './bom.ts';
import { BomReader, HEAD, isReadWhole, MOST_WHOLE, readBom } from './document.ts';

/** An SBOM as it lies in a file. */
interface Document {
  readonly bom: Bom;
  readonly digest: Digest;
  readonly size: number;
}

/** @param ref a path, or `-` for standard input */
export async function documentOf(ref: string, limit: number, signal: AbortSignal): Promise<Document> {
  const file = ref === '-' ? 'standard input' : ref;
  let stream: Readable | null = null;
  try {
    stream = ref === '-' ? standardStreams.input() : fileStream(ref, await stat(ref));
    return await read(addAbortSignal(signal, stream), ref, limit);
  } catch (error) {
    if (signal.aborted || error instanceof PlimsollError) throw error;
    if (error instanceof TooLong) {
      const size = sizeWords(error.limit);
      if (error.limit < limit) {
        const reason = { en: `it is larger than ${size} and not JSON`, 'zh-CN': `大小超过 ${size}，且不是 JSON` };
        throw failure('sbom-invalid', { file, reason });
      }
      const reason = { en: `it is larger than ${size}`, 'zh-CN': `大小超过 ${size}` };
      throw failure('limit-crossed', { ref: `sbom:${ref}`, reason, flag: '--max-file-size' });
    }
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  } finally {
    stream?.destroy();
  }
}

/** JSON is read as it comes; what is something else by its beginning is read as a whole. */
async function read(stream: ByteStream, ref: string, limit: number): Promise<Document> {
  const { head, whole } = await peeked(stream, HEAD);
  if (isReadWhole(head)) {
    const bytes = await readWhole(whole, Math.min(limit, MOST_WHOLE));
    return { bom: readBom(bytes, ref), digest: sha256(bytes), size: bytes.length };
  }
  const reader = new BomReader(ref);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of whole) {
    size += chunk.length;
    if (size > limit) throw new TooLong(limit);
    hash.update(chunk);
    reader.write(chunk);
  }
  return { bom: reader.end(), digest: `sha256:${hash.digest('hex')}`, size };
}
