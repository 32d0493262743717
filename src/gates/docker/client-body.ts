import type { Socket } from 'node:net';
import type { ByteStream } from '../../base/byte-stream.ts';
import { answerBody } from './engine-wire.ts';
import type { RequestHead } from './request-head.ts';
import type { SocketReader } from './wire/socket-reader.ts';
import { send } from './wire/socket-writer.ts';

/** The body that a client sends. */
export interface ClientBody {
  /** To be read once. The client is told to go on when somebody begins to, where it waits for that. */
  readonly bytes: ByteStream;
  /** Whether all of it was read: only then does another request begin where it ends. */
  isRead(): boolean;
  /** Whether nobody has begun to read it. */
  isUntouched(): boolean;
}

export function clientBody(
  { framing, expectsContinue }: RequestHead,
  reader: SocketReader,
  socket: Socket,
): ClientBody {
  let isRead = framing.kind === 'none';
  let isUntouched = true;
  async function* read(): AsyncGenerator<Buffer> {
    isUntouched = false;
    if (isRead) return;
    if (expectsContinue) await send(socket, 'HTTP/1.1 100 Continue\r\n\r\n');
    yield* answerBody(reader, framing);
    isRead = true;
  }
  return { bytes: read(), isRead: () => isRead, isUntouched: () => isUntouched };
}
