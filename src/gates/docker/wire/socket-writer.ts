import type { Socket } from 'node:net';
import { ConnectionLost } from './socket-reader.ts';

/** Writes, and waits where the other side reads slowly. Rejects with {@link ConnectionLost} where it has gone. */
export async function send(socket: Socket, ...pieces: readonly (Uint8Array | string)[]): Promise<void> {
  if (!socket.writable) throw new ConnectionLost('the connection was closed');
  if (pieces.length > 1) socket.cork();
  let wants = true;
  for (const piece of pieces) wants = socket.write(piece, 'latin1');
  if (pieces.length > 1) socket.uncork();
  if (!wants && socket.writableNeedDrain) await drained(socket);
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      if (socket.writable) resolve();
      else reject(new ConnectionLost('the connection was closed'));
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
