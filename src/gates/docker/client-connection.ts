import type { Socket } from 'node:net';
import { reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { type Asker, answerRefusal } from './client-answer.ts';
import type { GateParts } from './gate-parts.ts';
import type { Refusal } from './guard.ts';
import { RequestRefused, refusal, refuse } from './refusals.ts';
import { checkRequestLine, parseRequestHead, type RequestHead } from './request-head.ts';
import { serveRequest } from './served-request.ts';
import type { Room, Rooms } from './shared-room.ts';
import { BadFraming } from './wire/body.ts';
import { BadHead, readHead } from './wire/head-reader.ts';
import { ConnectionLost, everything, type SocketReader, socketReader } from './wire/socket-reader.ts';
import { within } from './within.ts';

/** A client's connection while it lasts. */
export interface ClientConnection {
  /** Settles when the connection is closed; never rejects. */
  readonly closed: Promise<void>;
  /** No further request is read; the one under way is answered. */
  finish(): void;
  /** Ends whatever is under way. */
  cut(): void;
}

/** Serves the requests of one connection, one after the other. */
export function serveConnection(socket: Socket, parts: GateParts, shared: Rooms): ClientConnection {
  const reader = socketReader(socket);
  const gone = new AbortController();
  let state: 'idle' | 'busy' | 'finishing' = 'idle';
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      gone.abort(new ConnectionLost('the client has gone'));
      resolve();
    });
  });

  const isFinishing = () => state === 'finishing';
  const serve = async () => {
    while (await nextByte(reader, socket, parts.limits.idleTime)) {
      if (isFinishing()) break;
      state = 'busy';
      const asker = await oneRequest({ socket, reader, parts, rooms: shared, signal: gone.signal });
      if (!asker.persistent || isFinishing()) break;
      state = 'idle';
    }
    await closeDown(socket, reader, parts.limits.lingerTime);
  };
  serve().catch((error: unknown) => {
    if (!(error instanceof ConnectionLost)) parts.record({ kind: 'trouble', error });
    socket.destroy();
  });

  return {
    closed,
    finish() {
      if (state === 'idle') socket.destroy();
      state = 'finishing';
    },
    cut: () => socket.destroy(),
  };
}

/** Whether another request begins. */
async function nextByte(reader: SocketReader, socket: Socket, time: number): Promise<boolean> {
  const timer = setTimeout(() => socket.destroy(), time);
  try {
    return (await reader.peek()) !== null;
  } finally {
    clearTimeout(timer);
  }
}

interface Waiting {
  readonly socket: Socket;
  readonly reader: SocketReader;
  readonly parts: GateParts;
  readonly rooms: Rooms;
  readonly signal: AbortSignal;
}

/** Reads one request and answers it. What is refused before it is understood ends the connection. */
async function oneRequest(waiting: Waiting): Promise<Asker> {
  const { socket, parts } = waiting;
  const asker: Asker = { socket, method: '', path: '', minor: 1, persistent: false, hasBegun: false };
  using room = waiting.rooms();
  try {
    const head = await requestHead(waiting, room);
    Object.assign(asker, { method: head.method, minor: head.minor, persistent: head.keepAlive });
    await serveRequest({ ...waiting, head, asker, room });
  } catch (error) {
    if (error instanceof ConnectionLost || asker.hasBegun) throw error;
    const told = refusalOf(error);
    parts.record({ kind: 'refused', method: asker.method, path: asker.path, refusal: told, observed: false });
    asker.persistent = false;
    await answerRefusal(asker, told, parts.language);
  }
  return asker;
}

async function requestHead({ reader, parts: { limits } }: Waiting, room: Room): Promise<RequestHead> {
  const read = readHead(reader, limits.head, checkRequestLine, room.take);
  const lines = await within(limits.headTime, () => refuse('too-slow'), read);
  if (lines === null) throw new ConnectionLost('the connection ended');
  return parseRequestHead(lines);
}

/**
 * Ends a connection so that its last answer arrives: what the client still sends is taken in and forgotten until it stops, because a
 * connection that is closed over unread bytes may take the answer along.
 */
export async function closeDown(socket: Socket, reader: SocketReader, time: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  // A slow reader of the answer gets all the time that it needs; a client that goes on talking afterwards does not.
  socket.end(() => {
    timer = setTimeout(() => socket.destroy(), time).unref();
  });
  socket.once('close', () => clearTimeout(timer));
  for await (const _ of everything(reader.handOver())) timer?.refresh();
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RequestRefused) return error.refusal;
  if (error instanceof BadHead && error.kind === 'too-long') return refusal('head-too-long');
  if (error instanceof BadHead || error instanceof BadFraming)
    return refusal('malformed', { reason: printable(reasonOf(error), 200) });
  return refusal('broken', { reason: printable(reasonOf(error), 300) });
}
