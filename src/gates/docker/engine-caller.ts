import { readWhole } from '../../base/byte-stream.ts';
import type { EngineAnswer, EngineCall, EngineClient } from './engine-client.ts';
import { answerBody, type EngineAddress, type Exchange, exchange } from './engine-wire.ts';
import { outgoing } from './forwarded.ts';
import { withoutConnection } from './wire/response-head.ts';

/** Lists of images and containers of a large host. */
const maxJson = 64 << 20;

/** Asks the engine on connections of the gate's own. */
export function engineCaller(address: EngineAddress): EngineClient {
  const call = async (one: EngineCall, signal: AbortSignal) =>
    answerOf(await exchange(address, outgoing(one, null), signal));
  return {
    call,
    async json(one, signal) {
      const answer = await call(one, signal);
      try {
        const bytes = await readWhole(answer.body, maxJson);
        return { status: answer.status, value: bytes.length === 0 ? null : JSON.parse(bytes.toString('utf8')) };
      } finally {
        answer.discard();
      }
    },
  };
}

/** An exchange as those see it who need nothing but its answer. */
export function answerOf({ head, socket, reader, release, isReleased }: Exchange): EngineAnswer {
  const discard = () => {
    if (!isReleased()) socket.destroy();
  };
  return {
    status: head.status,
    reason: head.reason,
    headers: withoutConnection(head.headers),
    body: whole(answerBody(reader, head.framing), release, discard),
    discard,
  };
}

/** A connection is given up with an answer that is not read to its end. */
async function* whole(body: AsyncGenerator<Buffer>, release: () => void, discard: () => void): AsyncGenerator<Buffer> {
  try {
    yield* body;
    release();
  } finally {
    discard();
  }
}
