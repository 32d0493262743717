import { reasonOf, systemCode } from '../../../base/errors.ts';
import { sizeWords } from '../../../base/size.ts';
import { fill } from '../../../base/text.ts';
import { CompressionError } from '../../../formats/compression-error.ts';
import { decompressed } from '../../../formats/decompress.ts';
import type { RequestBody } from '../engine-request.ts';
import type { GuardOutcome } from '../guard.ts';
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
