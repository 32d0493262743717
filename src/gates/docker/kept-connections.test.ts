import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { type EngineScript, gateBefore, until } from '../../../test/build/docker-gate.ts';

const ask = (path: string, method = 'GET') => `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
const answer = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

/** Answers each request on a connection with its number there; `odd` is how it answers the first one of all. */
function engine(odd: (socket: Socket) => void): EngineScript {
  let isFirst = true;
  return (socket) => {
    let count = 0;
    const reply = () => {
      count += 1;
      if (isFirst) odd(socket);
      else socket.write(answer(`number ${count}`));
      isFirst = false;
    };
    socket.on('data', reply);
    reply();
  };
}

/** What a second client hears after a first one was answered, and how many connections the engine saw. */
async function second(t: Parameters<typeof gateBefore>[0], odd: (socket: Socket) => void, method = 'GET') {
  const gate = await gateBefore(t, engine(odd));
  const before = await gate.talk(ask('/info'));
  const after = await gate.talk(ask(method === 'GET' ? '/version' : '/containers/a/stop', method));
  return { before, after, connections: gate.seen.length };
}

test('a connection serves one request after the other, of several clients', async (t) => {
  const { before, after, connections } = await second(t, (socket) => socket.write(answer('one')));
  assert.match(before, /\r\n\r\none$/);
  assert.match(after, /number 2$/);
  assert.equal(connections, 1);
});

test('what an engine says beyond its answer ends the connection, and reaches nobody', async (t) => {
  for (const odd of [
    (socket: Socket) => socket.write(`${answer('one')}${answer('stray')}`),
    (socket: Socket) => {
      socket.write(answer('one'));
      setImmediate(() => socket.write(answer('stray')));
    },
  ]) {
    const { before, after } = await second(t, odd);
    assert.match(before, /\r\n\r\none$/);
    assert.match(after, /number [12]$/);
    assert.doesNotMatch(before + after, /stray/);
  }
});

test('a connection that the engine ends, or says that it ends, is not used again', async (t) => {
  for (const odd of [
    (socket: Socket) => socket.end(answer('one')),
    (socket: Socket) => socket.write(answer('one', 'Connection: close\r\n')),
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\none'),
    (socket: Socket) => socket.write(answer('one').replace('1.1', '1.0')),
  ]) {
    for (const method of ['GET', 'POST']) {
      const { before, after, connections } = await second(t, odd, method);
      assert.match(before, /one$/);
      assert.match(after, /number 1$/);
      assert.equal(connections, 2);
    }
  }
});

test('a question that meets a connection just closed is asked again; what changes something is not', async (t) => {
  let isFirst = true;
  const script: EngineScript = (socket) => {
    // The second request of a connection finds it closed.
    socket.write(answer(isFirst ? 'one' : 'again'));
    isFirst = false;
    socket.on('data', () => socket.destroy());
  };
  const gate = await gateBefore(t, script);
  assert.match(await gate.talk(ask('/info')), /one$/);
  assert.match(await gate.talk(ask('/version')), /again$/);
  const refused = await gate.talk(ask('/containers/a/stop', 'POST'));
  assert.match(refused, /^HTTP\/1\.1 502 /);
  assert.equal(gate.seen.filter((text) => text.includes('/stop')).length, 1);
});

test('a client that ends late does not end the connection for those who came after it', async (t) => {
  let engineEnded = 0;
  const script = engine((socket) => socket.write(answer('one')));
  const gate = await gateBefore(t, (socket, first) => {
    socket.on('end', () => {
      engineEnded += 1;
    });
    script(socket, first);
  });
  const early = gate.open();
  let heard = '';
  early.on('data', (chunk) => {
    heard += chunk;
  });
  early.write('GET /info HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => heard.endsWith('one'), 'the first answer');
  early.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(engineEnded, 0);
  assert.match(await gate.talk(ask('/version')), /number 2$/);
  assert.equal(gate.seen.length, 1);
});

test('a gate that ends lets go of them', async (t) => {
  let ended = false;
  const gate = await gateBefore(t, (socket) => {
    socket.on('close', () => {
      ended = true;
    });
    socket.on('end', () => socket.end());
    socket.write(answer('one'));
  });
  await gate.talk(ask('/info'));
  await gate.close();
  await until(() => ended, 'the end of the connection');
});
