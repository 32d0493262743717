import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { answerOk, gateBefore, until } from '../../../test/build/docker-gate.ts';

const attach = 'POST /containers/a/attach?stream=1&stdin=1 HTTP/1.1\r\nHost: x\r\n';
const upgraded =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
const streamed = 'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n';

/** Every way in which a connection becomes raw: what a client sends, what the engine says. */
const ways: readonly { name: string; request: string; forwarded: RegExp; head: string }[] = [
  {
    name: 'attach with an upgrade',
    request: `${attach}Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
    forwarded:
      /^POST \/containers\/a\/attach\?stream=1&stdin=1 HTTP\/1\.1\r\nHost: docker\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n/,
    head: upgraded,
  },
  {
    name: 'attach of an old client, without one',
    request: `${attach}\r\n`,
    forwarded: /^POST \S+ HTTP\/1\.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n/,
    head: streamed,
  },
  {
    name: 'exec start, which has a body before',
    request:
      'POST /v1.41/exec/abc/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n' +
      'Content-Type: application/json\r\nContent-Length: 27\r\n\r\n{"Detach":false,"Tty":true}',
    forwarded: /Upgrade: tcp\r\n\r\n\{"Detach":false,"Tty":true\}/,
    head: upgraded,
  },
  {
    name: 'exec start in chunks',
    request:
      'POST /exec/abc/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n' +
      'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    forwarded: /Content-Length: 2\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n\{\}/,
    head: upgraded,
  },
  {
    name: 'the session of BuildKit',
    request:
      'POST /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n' +
      'X-Docker-Expose-Session-Uuid: u\r\nX-Docker-Expose-Session-Grpc-Method: /a\r\nX-Docker-Expose-Session-Grpc-Method: /b\r\n\r\n',
    forwarded: /grpc-method: \/a\r\nx-docker-expose-session-grpc-method: \/b\r\n.*Upgrade: h2c\r\n\r\n/s,
    head: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  },
  {
    name: 'a WebSocket',
    request:
      'GET /containers/a/attach/ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n' +
      'Origin: http://x\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    forwarded:
      /origin: http:\/\/x\r\nsec-websocket-version: 13\r\nsec-websocket-key: A{22}==\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n/,
    head: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
  },
];

for (const { name, request, forwarded, head } of ways) {
  describe(name, () => {
    test('bytes pass in both directions, those that came early too, and each side learns of the end of the other', async (t) => {
      const [there, back] = [randomBytes(300_000), randomBytes(300_000)];
      let engine: Socket | undefined;
      const gate = await gateBefore(t, (socket) => {
        engine = socket;
        socket.write(head);
        socket.write(back);
      });
      const client = gate.open();
      const heard = bytesOf(client);
      client.write(request);
      client.write(there);
      await until(() => heard().length === head.length + back.length, 'all that the engine said');
      assert.equal(heard().subarray(0, head.length).toString(), head);
      assert.ok(heard().subarray(head.length).equals(back));
      await until(() => (gate.seen[0]?.length ?? 0) > there.length, 'all that the client said');
      const [seenHead = ''] = forwarded.exec(gate.seen[0] ?? '') ?? [];
      assert.notEqual(seenHead, '', gate.seen[0]?.slice(0, 500));
      await until(() => gate.seen[0]?.endsWith(there.toString('latin1')) === true, 'every byte of it');

      let engineHeardEnd = false;
      engine?.on('end', () => {
        engineHeardEnd = true;
      });
      client.end();
      await until(() => engineHeardEnd, 'the end of what the client says');
      engine?.write('still here');
      await until(() => heard().toString('latin1').endsWith('still here'), 'what the engine says after that');
      const ended = new Promise((resolve) => client.on('end', resolve));
      engine?.end();
      await ended;
    });

    test('the engine may stop first', async (t) => {
      let engine: Socket | undefined;
      const gate = await gateBefore(t, (socket) => {
        engine = socket;
        socket.end(head);
      });
      const client = gate.open();
      client.resume();
      client.write(request);
      await new Promise((resolve) => client.on('end', resolve));
      client.write('more');
      await until(() => gate.seen[0]?.endsWith('more') === true, 'what the client says after that');
      let engineHeardEnd = false;
      engine?.on('end', () => {
        engineHeardEnd = true;
      });
      client.end();
      await until(() => engineHeardEnd, 'the end');
    });

    test('a client that breaks off is one that has ended', async (t) => {
      let engine: Socket | undefined;
      const gate = await gateBefore(t, (socket) => {
        engine = socket;
        socket.write(head);
      });
      const client = gate.open();
      client.write(request);
      await until(() => engine !== undefined, 'the engine');
      let engineHeardEnd = false;
      engine?.on('end', () => {
        engineHeardEnd = true;
      });
      client.destroy();
      await until(() => engineHeardEnd, 'the end');
    });
  });
}

test('a refused attach is an ordinary answer, and the connection goes on', async (t) => {
  const body = '{"message":"No such container: a"}';
  const gate = await gateBefore(t, (socket, request) => {
    if (/attach/.test(request)) socket.end(`HTTP/1.1 404 Not Found\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    else answerOk(socket, request);
  });
  const answer = await gate.talk(
    `${attach}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\nGET /info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1\.1 404 Not Found\r\nContent-Length: 34\r\n\r\n\{.*\}HTTP\/1\.1 200 OK\r\n/s);
});

test('exec start without a stream is an ordinary answer', async (t) => {
  const gate = await gateBefore(t, answerOk);
  const answer = await gate.talk(
    'POST /exec/a/start HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"Detach":true}',
  );
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n.*\{\}$/s);
});

test('an engine that changes the protocol unasked is not followed', async (t) => {
  const gate = await gateBefore(t, (socket) => socket.write(upgraded));
  assert.match(await gate.talk(`${attach}\r\n`), /^HTTP\/1\.1 502 Bad Gateway\r\n/);
  assert.match(await gate.talk('GET /info HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 502 Bad Gateway\r\n/);
});

test('only attach and exec become raw without an upgrade', async (t) => {
  const gate = await gateBefore(t, (socket) => socket.end(`${streamed}lines`));
  const answer = await gate.talk('GET /containers/a/logs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(answer, /\r\nConnection: close\r\n\r\nlines$/);
});

test('neither side of a raw stream is read faster than the other one takes it', async (t) => {
  for (const slow of ['client', 'engine'] as const) {
    let written = 0;
    const flood = (socket: Socket) => {
      const chunk = Buffer.alloc(0x10000);
      const more = () => {
        while (written < 64 << 20) {
          written += chunk.length;
          if (!socket.write(chunk)) break;
        }
      };
      socket.on('drain', more);
      more();
    };
    const gate = await gateBefore(t, (socket) => {
      socket.write(upgraded);
      if (slow === 'client') flood(socket);
      else socket.pause();
    });
    const client = gate.open();
    client.on('error', () => {});
    client.write(`${attach}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n`);
    if (slow === 'engine') flood(client);
    let before = -1;
    while (before !== written || written === 0) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(written < 4 << 20, `${written} bytes went out to a ${slow} that reads nothing`);
    client.destroy();
  }
});

function bytesOf(socket: Socket): () => Buffer {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}
