import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, isRoot } from '../build/parts.ts';
import { type GateProcess, startGate } from './gate-process.ts';
import { type IsolatedEngine, startEngine } from './isolated-engine.ts';

// What the docker client never sends, and other clients do: old ones, browsers, scripts.

/** What is sent, piece by piece; the next one once what came so far ends in `then`. */
interface Dialogue {
  readonly name: string;
  readonly say: readonly (readonly [bytes: string | Buffer, then: RegExp])[];
}

const json = (body: string) => `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const attach = '/containers/CONTAINER/attach?stream=1&stdin=1&stdout=1';

const dialogues: readonly Dialogue[] = [
  {
    name: 'attach of an old client, without an upgrade',
    say: [
      [`POST ${attach} HTTP/1.1\r\nHost: x\r\n\r\n`, /raw-stream\r\n\r\n$/],
      ['word\n', /word\n$/],
    ],
  },
  {
    name: 'attach of HTTP/1.0',
    say: [
      [`POST ${attach} HTTP/1.0\r\n\r\n`, /raw-stream\r\n\r\n$/],
      ['word\n', /word\n$/],
    ],
  },
  {
    name: 'a WebSocket',
    say: [
      [
        'GET /containers/CONTAINER/attach/ws?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nConnection: Upgrade\r\n' +
          'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
        /Sec-WebSocket-Accept: [^\r]+\r\n\r\n$/,
      ],
      // A masked text frame with a mask of zeroes.
      [Buffer.from('8185000000006162630a0a', 'hex'), /abc\n/],
    ],
  },
  {
    name: 'several requests in one packet',
    say: [
      [
        'GET /_ping HTTP/1.1\r\nHost: x\r\n\r\nHEAD /_ping HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\n',
        /page not found[^\r]*\n$/,
      ],
    ],
  },
  {
    name: 'a body that waits to be asked for',
    say: [
      [
        'POST /volumes/create HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n',
        /100 Continue\r\n\r\n$/,
      ],
      ['{"Name":"kept"}', /"kept"[^\n]*\n$/],
    ],
  },
  {
    name: 'a body in chunks',
    say: [
      [
        'POST /volumes/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"Name"\r\n8\r\n:"kept"}\r\n0\r\n\r\n',
        /"kept"[^\n]*\n$/,
      ],
    ],
  },
  {
    name: 'a detached exec, and the next request on the same connection',
    say: [
      [
        `POST /containers/CONTAINER/exec HTTP/1.1\r\nHost: x\r\n${json('{"Cmd":["/bin/busybox","true"]}')}`,
        /"Id":"[0-9a-f]{64}"\}\n$/,
      ],
      [`POST /exec/EXEC/start HTTP/1.1\r\nHost: x\r\n${json('{"Detach":true}')}`, /Content-Length: 0\r\n\r\n$/],
      ['GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n', /OK$/],
    ],
  },
  {
    name: 'an upgrade that the engine refuses',
    say: [
      [
        'POST /containers/none/attach?stream=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
        /No such container: none\r\n$/,
      ],
    ],
  },
  { name: 'OPTIONS', say: [['OPTIONS /containers/json HTTP/1.1\r\nHost: x\r\n\r\n', /Content-Length: 0\r\n\r\n$/]] },
];

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-raw-'));
let parts: { readonly engine: IsolatedEngine; readonly gate: GateProcess } | null = null;
after(async () => {
  const code = await parts?.gate.stop();
  await parts?.engine.stop();
  rmSync(scratch, { recursive: true, force: true });
  if (parts !== null) assert.deepEqual({ code, troubles: parts.gate.troubles() }, { code: 0, troubles: '' });
});

for (const { name, say } of dialogues) {
  test(name, async (t) => {
    if (!isRoot(t) || !has(t, 'dockerd', 'busybox')) return;
    const { engine, gate } = await started();
    const heard: string[] = [];
    for (const socket of [engine.socket, gate.path]) {
      const container = docker(engine, 'run', '-d', '-i', 'small', '/bin/busybox', 'cat');
      heard.push(plain(await dialogue(socket, say, container), container));
      docker(engine, 'rm', '-f', container);
    }
    assert.equal(heard[1], heard[0]);
  });
}

async function started() {
  if (parts !== null) return parts;
  const engine = await startEngine();
  const script = `set -e; mkdir -p ${scratch}/root/bin; cp "$(command -v busybox)" ${scratch}/root/bin/; tar -C ${scratch}/root -c . | docker -H unix://${engine.socket} import - small`;
  const done = spawnSync('sh', ['-c', script]);
  if (done.status !== 0) throw new Error(done.stderr.toString());
  parts = { engine, gate: await startGate(join(scratch, 'gate.sock'), engine.socket) };
  return parts;
}

function docker(engine: IsolatedEngine, ...args: string[]): string {
  const done = spawnSync('docker', ['-H', `unix://${engine.socket}`, ...args]);
  if (done.status !== 0) throw new Error(done.stderr.toString());
  return done.stdout.toString().trim();
}

async function dialogue(path: string, say: Dialogue['say'], container: string): Promise<string> {
  const socket = connect({ path });
  let heard = '';
  let woken = () => {};
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
    woken();
  });
  socket.on('close', () => woken());
  for (const [bytes, then] of say) {
    const at = heard.length;
    const exec = /"Id":"([0-9a-f]{64})"/.exec(heard)?.[1] ?? '';
    socket.write(typeof bytes === 'string' ? bytes.replace('CONTAINER', container).replace('EXEC', exec) : bytes);
    const deadline = Date.now() + 20_000;
    while (!then.test(heard.slice(at))) {
      if (socket.destroyed || Date.now() > deadline) throw new Error(`it came only to this: ${JSON.stringify(heard)}`);
      await new Promise<void>((resolve) => {
        woken = resolve;
        setTimeout(resolve, 1000);
      });
    }
  }
  socket.destroy();
  return heard;
}

/** Without ids and moments, and without what belongs to one connection alone. */
function plain(heard: string, container: string): string {
  return heard
    .replaceAll(container, 'CONTAINER')
    .replace(/[0-9a-f]{64}/g, 'ID')
    .replace(/^Date: [^\r]*\r\n/gm, '')
    .replace(/"CreatedAt":"[^"]*"/g, '"CreatedAt":"TIME"')
    .replace(/^Connection: (close|keep-alive)\r\n/gm, '');
}
