import type { Socket } from 'node:net';
import { everything, type SocketReader } from './wire/socket-reader.ts';
import { send } from './wire/socket-writer.ts';

/** One end of a connection that both sides now use as they like. */
export interface End {
  readonly socket: Socket;
  readonly reader: SocketReader;
}

/**
 * Joins two connections until both directions have ended: each byte goes on at once, neither side is read faster than the other one
 * takes it, and where one side stops sending the other one is told just that.
 */
export async function splice(client: End, engine: End): Promise<void> {
  await Promise.all([pump(client, engine), pump(engine, client)]);
}

async function pump(from: End, to: End): Promise<void> {
  try {
    for await (const chunk of everything(from.reader)) await send(to.socket, chunk);
    to.socket.end();
  } catch {
    // One side has gone: there is nobody left to talk to for the other one, and nobody to tell but by closing.
    from.socket.destroy();
    to.socket.destroy();
  }
}
