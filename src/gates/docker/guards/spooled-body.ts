import type { ByteStream } from '../../../base/byte-stream.ts';
import { reasonOf, systemCode } from '../../../base/errors.ts';
import { sizeWords } from '../../../base/size.ts';
import { fill } from '../../../base/text.ts';
import { CompressionError } from '../../../formats/compression-error.ts';
import { decompressed } from '../../../formats/decompress.ts';
import type { RequestBody } from '../engine-request.ts';
import type { GuardContext, GuardOutcome } from '../guard.ts';
import { type Spooled, SpoolFull } from '../spool.ts';
import type { GuardServices } from './guard-services.ts';
import { guardWords } from './guard-words.ts';
import { refuse } from './refusals.ts';

/** Keeps the body of a request, unpacked, to look at it before anything of it goes on; or says why it cannot be kept. */
export async function spooledBody(
  body: RequestBody,
  signal: AbortSignal,
  { spool, spoolLimit }: GuardServices,
): Promise<Spooled | GuardOutcome> {
  if (body.kind !== 'stream') return unreadable('it is empty');
  try {
    const { content } = await decompressed(body.bytes);
    return await spool.take(content, signal);
  } catch (error) {
    if (error instanceof SpoolFull) {
      const what = fill(guardWords.tooLarge, { limit: sizeWords(spoolLimit) });
      return refuse(413, 'too-large', what, guardWords.tooLargeNext);
    }
    if (error instanceof CompressionError) return unreadable(error.message);
    const code = systemCode(error);
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw error;
    return refuse(503, 'no-room', fill(guardWords.noRoom, { reason: reasonOf(error) }), guardWords.noRoomNext);
  }
}

export function unreadable(reason: string): GuardOutcome {
  return refuse(403, 'unreadable', fill(guardWords.unreadable, { reason }), guardWords.unreadableNext);
}

export function isSpooled(outcome: Spooled | GuardOutcome): outcome is Spooled {
  return 'handle' in outcome;
}

/** Hands a body on in the place of the one that was kept, whose room is given back when the engine has answered, or cannot. */
export async function handedOn(
  spooled: Spooled,
  { size, content }: { readonly size: number; readonly content: ByteStream },
  context: GuardContext,
): Promise<GuardOutcome> {
  const gone = () => void spooled.close();
  context.signal.addEventListener('abort', gone, { once: true });
  try {
    const answer = await context.forward({ body: { kind: 'stream', length: size, bytes: content } });
    return { kind: 'relay', answer, body: closing(answer.body, spooled) };
  } catch (error) {
    await spooled.close();
    throw error;
  }
}

async function* closing(stream: ByteStream, spooled: Spooled): ByteStream {
  try {
    yield* stream;
  } finally {
    await spooled.close();
  }
}
