import type { ByteStream } from '../base/byte-stream.ts';
import { CompressionError } from './compression-error.ts';

const FRAME = 0xfd2fb528;
/** The low four bits are the writer's own. */
const SKIPPABLE = 0x184d2a50;

/** What comes next: bytes to look at, or bytes of any content. */
type Want = { readonly look: number } | { readonly pass: number } | 'between-frames';

/**
 * Cuts a zstd stream between its frames: no chunk holds parts of two. Node.js' decoder stops at the end of the first frame of whatever it
 * is given at once, and forgets the rest. Layers of several frames are usual: zstd:chunked makes one for each file, pzstd one for
 * each processor.
 *
 * Throws {@link CompressionError} where something else follows a frame, or the stream ends in the middle of one.
 */
export async function* zstdFrames(stream: ByteStream): ByteStream {
  const walk = frames();
  const seen = Buffer.alloc(4);
  let want: Want = walk.next().value;
  let filled = 0;
  /** Goes on as long as nothing more is wanted. */
  const satisfied = (bytes: Buffer) => {
    filled = 0;
    want = walk.next(bytes).value;
    while (want !== 'between-frames' && 'pass' in want && want.pass === 0) want = walk.next(bytes).value;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      if (want === 'between-frames') {
        if (at > start) yield chunk.subarray(start, at);
        start = at;
        satisfied(seen);
      } else if ('pass' in want) {
        const taken = Math.min(want.pass, chunk.length - at);
        at += taken;
        if (taken === want.pass) satisfied(seen);
        else want = { pass: want.pass - taken };
      } else {
        seen[filled] = chunk[at] as number;
        filled += 1;
        at += 1;
        if (filled === want.look) satisfied(seen);
      }
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }
  if (want !== 'between-frames') throw new CompressionError('truncated', 'a zstd frame has no end');
}

/** The structure of a zstd stream (RFC 8878, section 3.1): asks for what comes next, without end. */
function* frames(): Generator<Want, never, Buffer> {
  for (;;) {
    yield 'between-frames';
    const magic = (yield { look: 4 }).readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      yield { pass: (yield { look: 4 }).readUInt32LE(0) };
      continue;
    }
    if (magic !== FRAME) throw new CompressionError('corrupt', 'what follows a zstd frame is none');
    const descriptor = (yield { look: 1 }).readUInt8(0);
    yield { pass: headerLength(descriptor) };
    for (let isLast = false; !isLast; ) {
      const header = (yield { look: 3 }).readUIntLE(0, 3);
      isLast = (header & 1) === 1;
      const kind = (header >>> 1) & 3;
      if (kind === 3) throw new CompressionError('corrupt', 'a zstd block is of no kind');
      // A block of one byte repeated stores that byte once.
      yield { pass: kind === 1 ? 1 : header >>> 3 };
    }
    if ((descriptor & 4) !== 0) yield { pass: 4 };
  }
}

/** Bytes of a frame's header behind its descriptor: the window, the dictionary's number, the size of the content. */
function headerLength(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const size = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionary + size;
}
