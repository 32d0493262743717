import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ByteStream } from '../byte-stream.ts';
import { failure } from '../errors.ts';
import type { Deadline } from './deadline.ts';
import { bodyFailure, tooSlow } from './network-failure.ts';

/** How long to wait for another machine; milliseconds. */
export interface Patience {
  /** Until a connection stands, TLS included. */
  readonly connect: number;
  /** From there until the head of the answer. */
  readonly answer: number;
  /** Between two chunks of a body; also the span over which `rate` is measured. */
  readonly idle: number;
  /** Bytes a second below which a body is given up. */
  readonly rate: number;
  /** For one request altogether, redirects, repetitions and body included; null for as long as it takes. */
  readonly whole: number | null;
}

export const usualPatience: Patience = { connect: 20_000, answer: 60_000, idle: 30_000, rate: 512, whole: null };

/**
 * Waits for the head of an answer. Rejects with `answer-too-slow`, `bad-answer`, the signal's reason, or what the request met. A request
 * tells of its end itself only where it had a connection, and not always then: what is waited for here ends by the clock and by the signal.
 */
export function answered(
  request: ClientRequest,
  host: string,
  patience: Patience,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let timer: NodeJS.Timeout | undefined;
  const allow = (waitedFor: 'connection' | 'answer') => {
    clearTimeout(timer);
    const ms = waitedFor === 'connection' ? patience.connect : patience.answer;
    timer = setTimeout(() => giveUp(tooSlow(host, waitedFor, ms)), ms);
  };
  const giveUp = (error: Error) => {
    reject(error);
    request.destroy(error);
  };
  const aborted = () => reject(signal.reason);
  signal.addEventListener('abort', aborted, { once: true });
  allow('connection');
  request.once('socket', (socket: Socket & { secureConnecting?: boolean }) => {
    const connected = () => allow('answer');
    if (socket.secureConnecting === true) socket.once('secureConnect', connected);
    else if (socket.connecting) socket.once('connect', connected);
    else connected();
  });
  request.once('response', (response) => {
    // What goes wrong before somebody reads the body is kept in the stream and thrown there.
    response.on('error', () => {});
    resolve(response);
  });
  request.on('error', reject);
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    reject(anotherProtocol(host));
  });
  request.once('close', () => reject(Object.assign(new Error('closed before the answer'), { code: 'ECONNRESET' })));
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', aborted);
  });
}

function anotherProtocol(host: string): Error {
  return failure('bad-answer', {
    host,
    reason: { en: 'it wants to speak another protocol (101)', 'zh-CN': '对方要求切换到其他协议（101）' },
  });
}

/**
 * The body of an answer. Only time spent waiting for the other side counts, not time in which the reader is busy. Left early, it
 * closes the connection.
 */
export async function* body(response: IncomingMessage, host: string, patience: Patience, end: Deadline): ByteStream {
  let waitingSince: number | null = performance.now();
  const idle = setInterval(
    () => {
      if (waitingSince !== null && performance.now() - waitingSince >= patience.idle) {
        response.destroy(tooSlow(host, 'bytes', patience.idle));
      }
    },
    Math.max(10, patience.idle / 4),
  );
  let waited = 0;
  let received = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      waited += performance.now() - waitingSince;
      waitingSince = null;
      received += chunk.length;
      if (waited >= patience.idle) {
        if (received < (patience.rate * waited) / 1000) throw tooSlow(host, 'rate', waited);
        waited = 0;
        received = 0;
      }
      yield chunk;
      waitingSince = performance.now();
    }
  } catch (error) {
    end.check(host);
    throw bodyFailure(error, host);
  } finally {
    clearInterval(idle);
  }
}
