import type { Readable } from 'node:stream';

/** A connection that went away while it was needed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** What comes in on a connection, asked for piece by piece. Nothing is read ahead beyond the socket's own buffer. */
export interface SocketReader {
  /**
   * The bytes that are next, without taking them; null at the end. Rejects with {@link ConnectionLost} where the connection broke, or
   * where somebody else reads it now.
   */
  peek(): Promise<Buffer | null>;
  /** Takes bytes off the ones that `peek` showed. */
  take(count: number): void;
  /** Whether there are bytes that came and were not taken. */
  holds(): boolean;
  /** The reader for whoever reads on; this one reads nothing more. */
  handOver(): SocketReader;
}

/** The first reader of a socket. The socket must not have one already. */
export function socketReader(socket: Readable): SocketReader {
  let owner: object | null = null;
  let held: Buffer | null = null;
  let ended = false;
  let isClosed = false;
  let lost: Error | null = null;
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  socket.on('readable', wake);
  socket.on('end', () => {
    ended = true;
    wake();
  });
  socket.on('error', (error) => {
    lost = new ConnectionLost('the connection broke', { cause: error });
    wake();
  });
  socket.on('close', () => {
    isClosed = true;
    wake();
  });
  const reader = (): SocketReader => {
    const me = {};
    owner = me;
    wake();
    return {
      async peek() {
        for (;;) {
          if (owner !== me) throw new ConnectionLost('somebody else reads the connection');
          if (held !== null) return held;
          const chunk: Buffer | null = socket.read();
          if (chunk !== null) {
            held = chunk;
            return chunk;
          }
          if (ended) return null;
          if (lost !== null) throw lost;
          if (isClosed) throw new ConnectionLost('the connection was closed');
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
          });
        }
      },
      take(count) {
        if (owner !== me || held === null || count > held.length) throw new RangeError('more is taken than was shown');
        held = count === held.length ? null : held.subarray(count);
      },
      holds: () => held !== null || socket.readableLength > 0,
      handOver: reader,
    };
  };
  return reader();
}

/** All that comes, until the end. */
export async function* everything(reader: SocketReader): AsyncGenerator<Buffer> {
  for (;;) {
    const chunk = await reader.peek();
    if (chunk === null) return;
    reader.take(chunk.length);
    yield chunk;
  }
}
