import { connect, type Socket } from 'node:net';
import type { ByteStream } from '../../base/byte-stream.ts';
import { reasonOf } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { refuse } from './refusals.ts';
import { chunkedBody, chunkPieces, type Framing, fixedBody, lastChunk } from './wire/body.ts';
import { readHead } from './wire/head-reader.ts';
import { parseResponseHead, type ResponseHead } from './wire/response-head.ts';
import { ConnectionLost, everything, type SocketReader, socketReader } from './wire/socket-reader.ts';
import { send } from './wire/socket-writer.ts';

/** Where the engine listens. */
export type EngineAddress = (
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
) & {
  /** A header line that marks what is sent there as the gate's own: for the engine's authorization plugin. */
  readonly mark?: string;
  /** Where connections wait for the next request; without it each serves one. */
  readonly kept?: KeptConnections;
};

/** A connection to the engine on which nothing is under way. */
export interface EngineConnection {
  readonly socket: Socket;
  readonly reader: SocketReader;
}

export interface KeptConnections {
  /** One on which the engine has said nothing since its last answer; null where there is none. */
  take(): EngineConnection | null;
  /** For the next request, or to be closed. */
  give(connection: EngineConnection): void;
}

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  /** With its empty line. */
  readonly head: string;
  readonly body: OutgoingBody | null;
}

export interface OutgoingBody {
  readonly bytes: ByteStream;
  /** As the head says; null for chunks. */
  readonly length: number | null;
}

/** One request and its answer, on a connection that is theirs until the answer is over. */
export interface Exchange {
  readonly head: ResponseHead;
  readonly socket: Socket;
  readonly reader: SocketReader;
  /** Settles when the body has gone out or cannot go on; never rejects. */
  readonly sent: Promise<void>;
  /** The answer was read to its end: the connection is another request's from now on, or closed. */
  readonly release: () => void;
  readonly isReleased: () => boolean;
}

/** An engine's heads are small; Go itself stops at a megabyte. */
const maxHead = 1 << 20;

/**
 * Sends a request and waits for the head of the answer. The body goes out meanwhile, and on: an engine may answer before it has read all of
 * it. Where the body's source fails, the connection is broken off, so that the engine never takes half of it for the whole. Rejects with a
 * refusal where there is no answer.
 */
export async function exchange(address: EngineAddress, outgoing: Outgoing, signal: AbortSignal): Promise<Exchange> {
  signal.throwIfAborted();
  const kept = address.kept?.take() ?? null;
  if (kept === null) return exchangeOn(await connected(address), address, outgoing, signal);
  try {
    return await exchangeOn(kept, address, outgoing, signal);
  } catch (error) {
    // An engine may close a connection in the moment that it is used. What changes nothing is asked again, as RFC 9110, section 9.2.2, has it.
    if (signal.aborted || !isLost(error) || !looksOnly(outgoing)) throw error;
    return exchangeOn(await connected(address), address, outgoing, signal);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ConnectionLost;
}

function looksOnly({ method, body }: Outgoing): boolean {
  return body === null && (method === 'GET' || method === 'HEAD');
}

async function exchangeOn(
  connection: EngineConnection,
  address: EngineAddress,
  outgoing: Outgoing,
  signal: AbortSignal,
): Promise<Exchange> {
  const { socket, reader } = connection;
  const abort = () => socket.destroy();
  const letGo = () => {
    signal.removeEventListener('abort', abort);
    socket.off('close', letGo);
  };
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', letGo);
  let trouble: unknown;
  let isSent = false;
  let isReleased = false;
  try {
    await send(socket, marked(outgoing.head, address.mark));
    const sent = sendBody(socket, outgoing.body).then(
      () => {
        isSent = true;
      },
      (error: unknown) => {
        trouble = error;
      },
    );
    const head = await answerHead(reader, outgoing.method).catch((error: unknown) => {
      throw trouble ?? error;
    });
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      letGo();
      if (address.kept !== undefined && isSent && leavesOpen(head)) address.kept.give(connection);
      else socket.destroy();
    };
    return { head, socket, reader, sent, release, isReleased: () => isReleased };
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    // A client that breaks off in the middle of its body is no fault of the engine.
    if (error instanceof ConnectionLost && error !== trouble)
      throw refuse('engine-down', { reason: reasonOf(error) }, error);
    throw error;
  }
}

/** Whether another request may follow on the connection of this answer (RFC 9112, section 9.3). */
function leavesOpen({ status, headers, framing, minor }: ResponseHead): boolean {
  return (
    minor === 1 &&
    status !== 101 &&
    framing.kind !== 'until-close' &&
    headers.every(([name, value]) => name.toLowerCase() !== 'connection' || value.toLowerCase() === 'keep-alive')
  );
}

function marked(head: string, mark: string | undefined): string {
  return mark === undefined ? head : head.replace('\r\n', `\r\n${mark}\r\n`);
}

/** Rejects with a refusal where nobody answers. */
function connected(address: EngineAddress): Promise<EngineConnection> {
  const socket = connect(
    address.kind === 'unix'
      ? { path: address.path, allowHalfOpen: true }
      : { host: address.host, port: address.port, allowHalfOpen: true, noDelay: true, keepAlive: true },
  );
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(refuse('engine-down', { reason: wordsOf(error) }, error));
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve({ socket, reader: socketReader(socket) });
    });
  });
}

/** Rejects where the source of the body failed, and breaks the connection off then; an engine that reads no more is no failure. */
async function sendBody(socket: Socket, body: Outgoing['body']): Promise<void> {
  if (body === null) return;
  try {
    let left = body.length ?? Number.POSITIVE_INFINITY;
    for await (const chunk of body.bytes) {
      if (chunk.length === 0) continue;
      if (!socket.writable) return;
      left -= chunk.length;
      if (left < 0) break;
      await send(socket, ...(body.length === null ? chunkPieces(chunk) : [chunk])).catch(ignoreLost);
    }
    if (body.length !== null && left !== 0) throw new Error('a body is not as long as it was said to be');
    if (body.length === null && socket.writable) await send(socket, lastChunk).catch(ignoreLost);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The engine has read enough; what it answers says why. */
function ignoreLost(error: unknown): void {
  if (!(error instanceof ConnectionLost)) throw error;
}

async function answerHead(reader: SocketReader, method: string): Promise<ResponseHead> {
  for (;;) {
    const lines = await readHead(reader, maxHead);
    if (lines === null) throw new ConnectionLost('it closed the connection without an answer');
    const head = parseResponseHead(lines, method);
    // 100 and its like announce the answer, they are not it.
    if (head.status >= 200 || head.status === 101) return head;
  }
}

/** The body of an answer, by its framing. Ends with an error where it is cut off. */
export function answerBody(reader: SocketReader, framing: Framing): AsyncGenerator<Buffer> {
  switch (framing.kind) {
    case 'none':
      return fixedBody(reader, 0);
    case 'length':
      return fixedBody(reader, framing.length);
    case 'chunked':
      return chunkedBody(reader);
    case 'until-close':
      return everything(reader);
  }
}
