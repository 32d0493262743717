import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { type ByteStream, peeked, readWhole, TooLong } from '../base/byte-stream.ts';
import { type Digest, sha256 } from '../base/digest.ts';
import { failure, failureFrom, PlimsollError } from '../base/errors.ts';
import { fileStream } from '../base/file-stream.ts';
import { sizeWords } from '../base/size.ts';
import { wordsOf } from '../base/system-words.ts';
import type { ImageSource } from './image-source.ts';
import type { Bom } from './sbom/bom.ts';
import { BomReader, HEAD, isReadWhole, readBom } from './sbom/document.ts';
import { toldContents } from './sbom/told-contents.ts';

/** What fits into one text of JavaScript. */
const MOST_BYTES = 500_000_000;

/** `sbom:FILE`: an image as somebody wrote it down; `-` is standard input. It has no layers to read, and is no identity that a gate would know. */
export const sbom: ImageSource = {
  scheme: 'sbom',
  title: { en: 'an SBOM: CycloneDX, SPDX or Syft JSON', 'zh-CN': 'SBOM：CycloneDX、SPDX 或 Syft 的 JSON' },
  form: 'sbom:FILE',
  recognizes: beginsAsDocument,
  open: async (ref, { options }) => {
    if (ref === '')
      throw failure('bad-reference', { ref: 'sbom:', reason: { en: 'it names no file', 'zh-CN': '没有写文件名' } });
    const { bom, digest, size } = await documentOf(
      ref,
      Math.min(options.limits.maxFileSize, MOST_BYTES),
      options.signal,
    );
    const { fingerprint, config, told } = toldContents(bom, digest, size);
    return {
      source: 'sbom',
      ref: `sbom:${ref}`,
      names: [],
      fingerprint,
      config,
      layers: [],
      gaps: [],
      told,
      close: async () => {},
    };
  },
};

/** A file that begins with a brace, or as SPDX's tags do: no image archive does. */
async function beginsAsDocument(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) return false;
  const handle = await open(path).catch(() => null);
  if (handle === null) return false;
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return /^(?:\ufeff)?\s*(?:\{|SPDXVersion:)/.test(head.toString('utf8', 0, bytesRead).replaceAll('\0', ''));
  } finally {
    await handle.close();
  }
}

interface Document {
  readonly bom: Bom;
  readonly digest: Digest;
  readonly size: number;
}

async function documentOf(ref: string, limit: number, signal: AbortSignal): Promise<Document> {
  const file = ref === '-' ? 'standard input' : ref;
  let stream: Readable | null = null;
  try {
    stream = ref === '-' ? process.stdin : fileStream(ref, await stat(ref));
    return await read(addAbortSignal(signal, stream), ref, limit);
  } catch (error) {
    if (signal.aborted || error instanceof PlimsollError) throw error;
    if (error instanceof TooLong) {
      const size = sizeWords(limit);
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
    const bytes = await readWhole(whole, limit);
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
