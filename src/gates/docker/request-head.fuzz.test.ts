import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { duplexPair, PassThrough } from 'node:stream';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { readWhole } from '../../base/byte-stream.ts';
import { answerBody } from './engine-wire.ts';
import { RequestRefused } from './refusals.ts';
import { checkRequestLine, parseRequestHead } from './request-head.ts';
import { parseTarget } from './request-target.ts';
import { BadFraming } from './wire/body.ts';
import { BadHead, readHead } from './wire/head-reader.ts';
import { ConnectionLost, everything, socketReader } from './wire/socket-reader.ts';

/** A request as one reader understood it. */
interface Understood {
  readonly method: string;
  readonly target: string;
  readonly minor: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const samples = [
  'GET /v1.41/containers/json?all=1 HTTP/1.1\r\nHost: docker\r\nUser-Agent: Docker-Client/20.10\r\nX-A: b c\r\n\r\n',
  'POST /v1.41/containers/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"Image":"a"}',
  'POST /images/load HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n',
  'POST /auth HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}',
  'POST /auth HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST /auth HTTP/1.1\r\nHost: x\r\nX-A:b\r\n folded\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x',
];

const perSample = Number(process.env['FUZZ_RUNS'] ?? 300);

// Node.js' own parser is the second opinion: whatever this one accepts, that one accepts too, and understands the same.
for (const [at, sample] of samples.entries()) {
  test(`damaged requests mean the same to another reader, or nothing: ${at + 1}`, async () => {
    let accepted = 0;
    for (const bytes of mutants(Buffer.from(sample, 'latin1'), { seed: 11 + at, count: perSample })) {
      const ours = await understood(bytes);
      if (ours === null) continue;
      accepted += 1;
      const { rest, ...request } = ours;
      // What follows is the next request, which may be nonsense.
      assert.deepEqual(
        await byNode(bytes.subarray(0, bytes.length - rest)),
        request,
        JSON.stringify(bytes.toString('latin1')),
      );
    }
    assert.ok(at >= 4 || accepted > perSample / 100, `only ${accepted} were understood`);
  });
}

test('what is understood does not depend on where the packets are cut', async () => {
  for (const sample of samples) {
    const bytes = Buffer.from(sample, 'latin1');
    const whole = await understood(bytes);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      assert.deepEqual(await understood(bytes.subarray(0, cut), bytes.subarray(cut)), whole);
    }
  }
});

/** @returns with `rest`, the number of bytes that belong to what follows */
async function understood(...pieces: readonly Buffer[]): Promise<(Understood & { rest: number }) | null> {
  const stream = new PassThrough();
  const reader = socketReader(stream);
  const feed = async () => {
    for (const piece of pieces) {
      stream.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stream.end();
  };
  const fed = feed();
  try {
    const lines = await readHead(reader, 16 << 10, checkRequestLine);
    if (lines === null) return null;
    const head = parseRequestHead(lines);
    parseTarget(head.target);
    const body = await readWhole(answerBody(reader, head.framing), 1 << 20);
    const [, target = ''] = lines[0]?.split(' ') ?? [];
    const rest = (await readWhole(everything(reader), 1 << 20)).length;
    const { method, minor, headers } = head;
    return { method, target, minor, headers, body: body.toString('latin1'), rest };
  } catch (error) {
    const isRefusal = [RequestRefused, BadHead, BadFraming, ConnectionLost].some((kind) => error instanceof kind);
    if (isRefusal) return null;
    throw error;
  } finally {
    await fed;
  }
}

/** Without the headers that our reader takes out because they steer the message. */
const steering = /^(connection|content-length|expect|host|keep-alive|proxy-connection|te|transfer-encoding|upgrade)$/;

async function byNode(bytes: Buffer): Promise<Understood | null> {
  const server = createServer({ maxHeaderSize: 16 << 10 });
  const [client, side] = duplexPair();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Understood | null>((resolve, reject) => {
      server.once('request', (request: IncomingMessage) => {
        readWhole(request, 1 << 20).then(
          (body) => resolve(asUnderstood(request, body)),
          () => resolve(null),
        );
      });
      server.once('upgrade', (request: IncomingMessage) => resolve(asUnderstood(request, Buffer.alloc(0))));
      server.on('clientError', () => resolve(null));
      server.on('error', reject);
      server.emit('connection', side);
      client.resume();
      client.write(bytes);
      // A request that never ends for it is not what was understood.
      timer = setTimeout(() => resolve(null), 1000);
    });
  } finally {
    clearTimeout(timer);
    client.destroy();
    side.destroy();
  }
}

function asUnderstood(request: IncomingMessage, body: Buffer): Understood {
  const headers: [string, string][] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = (request.rawHeaders[at] ?? '').toLowerCase();
    if (!steering.test(name)) headers.push([name, request.rawHeaders[at + 1] ?? '']);
  }
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    minor: request.httpVersionMinor,
    headers,
    body: body.toString('latin1'),
  };
}
