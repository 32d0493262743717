import { connect, constants } from 'node:http2';
import { connect as connectSocket } from 'node:net';

/** A field of a protobuf message: a text, bytes, a number, or a message. */
type Value = string | Buffer | number | Message;
/** Fields by their numbers; several values for one that repeats. */
export interface Message {
  readonly [field: number]: Value | readonly Value[];
}

/** What Kubernetes says to containerd or CRI-O (CRI, `runtime.v1.RuntimeService`), over its socket. */
export interface CriClient {
  /** The first field of the answer, a text in all calls that a test makes. Rejects with the answer's message. */
  call(method: string, request: Message): Promise<string>;
  close(): void;
}

export function criClient(socket: string): CriClient {
  const session = connect('http://localhost', { createConnection: () => connectSocket(socket) });
  return {
    close: () => session.close(),
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const stream = session.request({
          [constants.HTTP2_HEADER_METHOD]: 'POST',
          [constants.HTTP2_HEADER_PATH]: `/runtime.v1.RuntimeService/${method}`,
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        const pieces: Buffer[] = [];
        let trailers: Readonly<Record<string, unknown>> = {};
        const keep = (headers: Readonly<Record<string, unknown>>) => {
          trailers = { ...trailers, ...headers };
        };
        stream.on('response', keep).on('trailers', keep).on('error', reject);
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          if (trailers['grpc-status'] === '0') resolve(firstText(Buffer.concat(pieces).subarray(5)));
          else reject(new Error(decodeURIComponent(String(trailers['grpc-message']))));
        });
        const body = encoded(request);
        const head = Buffer.alloc(5);
        head.writeUInt32BE(body.length, 1);
        stream.end(Buffer.concat([head, body]));
      }),
  };
}

function encoded(message: Message): Buffer {
  const fields = Object.entries(message).flatMap(([number, values]) =>
    (Array.isArray(values) ? values : [values]).map((value: Value) => field(Number(number), value)),
  );
  return Buffer.concat(fields);
}

function field(number: number, value: Value): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.isBuffer(value) ? value : encoded(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** The text of an answer's field 1; ids are shorter than 128 bytes. */
function firstText(answer: Buffer): string {
  return answer[0] === 0x0a ? answer.subarray(2, 2 + (answer[1] ?? 0)).toString('utf8') : '';
}
