import type { Socket } from 'node:net';
import process from 'node:process';
import type { ByteStream } from '../../base/byte-stream.ts';
import { STATUS_CODES } from '../../base/http/node-http.ts';
import type { Language } from '../../base/text.ts';
import { apiVersions } from './endpoints.ts';
import type { HeaderList } from './engine-request.ts';
import type { OwnAnswer, Refusal } from './guard.ts';
import { chunkPieces, lastChunk } from './wire/body.ts';
import { headText, withoutConnection } from './wire/response-head.ts';
import { send } from './wire/socket-writer.ts';

/** Who is answered, and how. */
export interface Asker {
  readonly socket: Socket;
  /** Empty until it is known, as the path. */
  readonly method: string;
  readonly path: string;
  readonly minor: 0 | 1;
  /** Whether the connection is kept for another request. Turned off by an answer whose end is the end of the connection. */
  persistent: boolean;
  /** Whether an answer has begun: from then on nothing else can be said. */
  hasBegun: boolean;
}

interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
  /** The end of the answer is that of the connection. */
  readonly endsWithConnection?: boolean;
}

/** Begins an answer whose length is not known, or stands in its headers. Returns how each chunk is written, and the end. */
export async function beginAnswer(asker: Asker, head: AnswerHead): Promise<OwnAnswer> {
  const { socket, method, minor } = asker;
  const { status, reason, headers } = head;
  const isEmpty = method === 'HEAD' || status === 204 || status === 304;
  const hasLength = headers.some(([name]) => name.toLowerCase() === 'content-length');
  const isOpen = !isEmpty && !hasLength;
  const isChunked = isOpen && minor === 1 && head.endsWithConnection !== true;
  if (isOpen && !isChunked) asker.persistent = false;
  const framing: HeaderList = isChunked ? [['Transfer-Encoding', 'chunked']] : [];
  const connection: HeaderList = asker.persistent
    ? minor === 0
      ? [['Connection', 'keep-alive']]
      : []
    : [['Connection', 'close']];
  const shown = withoutConnection(headers).map(understoodVersion);
  asker.hasBegun = true;
  await send(socket, headText(`HTTP/1.${minor} ${status} ${reason}`, [...shown, ...connection, ...framing]));
  return {
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      if (isEmpty || bytes.length === 0) return;
      await send(socket, ...(isChunked ? chunkPieces(bytes) : [bytes]));
    },
    async end() {
      if (isChunked) await send(socket, lastChunk);
    },
  };
}

/** Relays an answer, each chunk as soon as it is there. What is there already leaves in one packet with the head. */
export async function relayAnswer(asker: Asker, head: AnswerHead, body: ByteStream): Promise<void> {
  asker.socket.cork();
  process.nextTick(() => asker.socket.uncork());
  const answer = await beginAnswer(asker, head);
  for await (const chunk of body) await answer.write(chunk);
  await answer.end();
}

/** Says why not, in the engine's own form. */
export async function answerRefusal(asker: Asker, refusal: Refusal, language: Language): Promise<void> {
  const body = Buffer.from(`${JSON.stringify({ message: `plimsoll: ${refusal.message[language]}` })}\n`);
  await relayAnswer(
    asker,
    {
      status: refusal.status,
      reason: STATUS_CODES[refusal.status] ?? '',
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Length', String(body.length)],
      ],
    },
    once(body),
  );
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Clients speak the newest version that the engine names: never one that the gate does not understand. */
function understoodVersion([name, value]: readonly [string, string]): readonly [string, string] {
  if (name.toLowerCase() !== 'api-version') return [name, value];
  const [, minor = '0'] = /^1\.(\d+)$/.exec(value) ?? [];
  return [name, Number(minor) > apiVersions.newest ? `1.${apiVersions.newest}` : value];
}
