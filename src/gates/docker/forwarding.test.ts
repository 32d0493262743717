import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { answerOk, type EngineScript, gateBefore, until } from '../../../test/build/docker-gate.ts';

const close = 'Host: x\r\nConnection: close\r\n';

describe('the request is written anew', () => {
  const cases: [name: string, given: string, forwarded: string][] = [
    [
      'a query in its order, decoded and encoded again',
      `GET /v1.41/containers/json?all=1&filters={"label":["a+b"]}&flag HTTP/1.1\r\n${close}X-Meta-Who: me\r\n\r\n`,
      'GET /v1.41/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%20b%22%5D%7D&flag= HTTP/1.1\r\n' +
        'Host: docker\r\nx-meta-who: me\r\n\r\n',
    ],
    [
      'a name with slashes, a port and a digest',
      `GET /images/registry.local:5000/shop/cart@sha256:ab/json HTTP/1.1\r\n${close}\r\n`,
      'GET /images/registry.local:5000/shop/cart@sha256:ab/json HTTP/1.1\r\nHost: docker\r\n\r\n',
    ],
    [
      'the same name as other clients escape it',
      `GET /images/registry.local%3A5000%2Fshop%2Fcart@sha256%3Aab/json HTTP/1.1\r\n${close}\r\n`,
      'GET /images/registry.local:5000/shop/cart@sha256:ab/json HTTP/1.1\r\nHost: docker\r\n\r\n',
    ],
    [
      'a network whose name is not plain',
      `GET /networks/my%20n%C3%A4t HTTP/1.1\r\n${close}\r\n`,
      'GET /networks/my%20n%C3%A4t HTTP/1.1\r\nHost: docker\r\n\r\n',
    ],
    [
      'a list in the query where the engine takes one',
      `GET /images/get?names=a&names=b HTTP/1.1\r\n${close}\r\n`,
      'GET /images/get?names=a&names=b HTTP/1.1\r\nHost: docker\r\n\r\n',
    ],
    [
      'what is read of a query where it is decided about, and nothing else',
      `POST /containers/create?Image=a&Cmd=sh&Cmd=-c&name=b&authconfig= HTTP/1.1\r\n${close}\r\n`,
      'POST /containers/create?name=b HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n',
    ],
    [
      'JSON without what could be read twice, numbers to the last digit',
      post('{ "Image": "a", "HostConfig": {"Memory": 9223372036854775807, "X":1.0}, "Labels":{"k":"1","K":"2"} }'),
      'POST /containers/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 92\r\n' +
        '\r\n{"Image":"a","HostConfig":{"Memory":9223372036854775807,"X":1.0},"Labels":{"k":"1","K":"2"}}',
    ],
    [
      'an empty object where nothing is taken',
      `POST /containers/a/start HTTP/1.1\r\n${close}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      'POST /containers/a/start HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n',
    ],
    [
      'the query once more in a body that nobody reads',
      `POST /containers/a/stop?t=1 HTTP/1.1\r\n${close}Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{"t":1}`,
      'POST /containers/a/stop?t=1 HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n',
    ],
    [
      'a look at a route that nobody knows',
      `GET /v1.41/future/thing HTTP/1.1\r\n${close}\r\n`,
      'GET /v1.41/future/thing HTTP/1.1\r\nHost: docker\r\n\r\n',
    ],
  ];
  for (const [name, given, forwarded] of cases) {
    test(name, async (t) => {
      const gate = await gateBefore(t, answerOk);
      assert.match(await gate.talk(given), /^HTTP\/1\.1 200 OK\r\n/);
      assert.deepEqual(gate.seen, [forwarded]);
    });
  }
});

test('a body of known length goes on with that length, a chunked one in chunks', async (t) => {
  const gate = await gateBefore(t, answerOnceSeen('yz'));
  const head = `PUT /containers/a/archive?path=/ HTTP/1.1\r\n${close}Content-Type: application/x-tar\r\n`;
  await gate.talk(`${head}Content-Length: 4\r\n\r\nwxyz`);
  await gate.talk(`${head}Transfer-Encoding: Chunked\r\n\r\n2\r\nwx\r\n2\r\nyz\r\n0\r\n\r\n`);
  assert.match(gate.seen[0] ?? '', /Content-Length: 4\r\nConnection: close\r\n\r\nwxyz$/);
  await until(() => gate.seen[1]?.endsWith('0\r\n\r\n') === true, 'the last chunk');
  assert.match(
    gate.seen[1] ?? '',
    /Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nwx\r\n2\r\nyz\r\n0\r\n\r\n$/,
  );
});

test('requests on one connection are answered one after the other', async (t) => {
  const gate = await gateBefore(t, (socket, request) => {
    const body = /GET (\S+)/.exec(request)?.[1] ?? '';
    setTimeout(() => respond(socket, body), body === '/info' ? 30 : 0);
  });
  const answer = await gate.talk(`GET /info HTTP/1.1\r\nHost: x\r\n\r\nGET /version HTTP/1.1\r\n${close}\r\n`);
  const bodies = answer.split(/HTTP\/1\.1 200 OK\r\n(?:[^\r]+\r\n)+\r\n/).slice(1);
  assert.deepEqual(bodies, ['/info', '/version']);
});

test('HTTP/1.0 is answered in its own way', async (t) => {
  const gate = await gateBefore(t, (socket) => {
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n');
  });
  assert.equal(await gate.talk('GET /info HTTP/1.0\r\n\r\n'), 'HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nabcde');
});

test('HTTP/1.0 keeps its connection where it asks for that', async (t) => {
  const gate = await gateBefore(t, answerOk);
  const one = 'GET /info HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n';
  const answer = await gate.talk(`${one}GET /info HTTP/1.0\r\n\r\n`);
  assert.equal(answer.match(/HTTP\/1\.0 200 OK/g)?.length, 2);
  assert.match(answer, /Connection: keep-alive\r\n/);
});

test('each chunk of an answer goes on at once', async (t) => {
  let engine: Socket | undefined;
  const gate = await gateBefore(t, (socket) => {
    engine = socket;
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
  });
  const client = gate.open();
  let heard = '';
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.write(`GET /events HTTP/1.1\r\n${close}\r\n`);
  await until(() => heard.endsWith('1\r\na\r\n'), 'the first chunk');
  engine?.write('1\r\nb\r\n');
  await until(() => heard.endsWith('1\r\nb\r\n'), 'the second chunk');
  engine?.end('0\r\n\r\n');
  await until(() => heard.endsWith('0\r\n\r\n'), 'the end');
  client.destroy();
});

test('a client is told to go on when its body is wanted', async (t) => {
  const gate = await gateBefore(t, answerOnceSeen('abc'));
  const client = gate.open();
  let heard = '';
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.write(
    `PUT /containers/a/archive HTTP/1.1\r\n${close}Expect: 100-continue\r\nContent-Type: application/x-tar\r\nContent-Length: 3\r\n\r\n`,
  );
  await until(() => heard === 'HTTP/1.1 100 Continue\r\n\r\n', 'the call to go on');
  client.write('abc');
  await until(() => heard.includes('HTTP/1.1 200 OK'), 'the answer');
  assert.doesNotMatch(gate.seen[0] ?? '', /expect/i);
  client.destroy();
});

test('a client is not told to go on with what is refused', async (t) => {
  const gate = await gateBefore(t, answerOk, { guards: {} });
  const answer = await gate.talk(
    'POST /images/load HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n',
  );
  assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/);
  assert.match(answer, /Connection: close\r\n/);
});

test('a body that breaks off is never taken for a whole one', async (t) => {
  for (const framing of ['Content-Length: 9', 'Transfer-Encoding: chunked']) {
    let ended = false;
    const gate = await gateBefore(t, (socket) =>
      socket.on('end', () => {
        ended = true;
      }),
    );
    const client = gate.open();
    client.write(`POST /build HTTP/1.1\r\n${close}Content-Type: application/x-tar\r\n${framing}\r\n\r\n2\r\nab\r\n`);
    await until(() => gate.seen[0]?.endsWith('ab\r\n') === true, 'the first piece');
    client.destroy();
    await until(() => ended, 'the end of the connection to the engine');
    assert.doesNotMatch(gate.seen[0] ?? '', /0\r\n\r\n$/);
  }
});

test('an answer that breaks off is never taken for a whole one', async (t) => {
  for (const framing of ['Content-Length: 9', 'Transfer-Encoding: chunked']) {
    const gate = await gateBefore(t, (socket) => socket.end(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n2\r\nab\r\n`));
    const answer = await gate.talk(`GET /containers/a/export HTTP/1.1\r\n${close}\r\n`);
    assert.match(answer, /2\r\nab\r\n$/);
  }
});

test('an engine that answers before it has read the body is heard', async (t) => {
  const gate = await gateBefore(t, (socket) => respond(socket, 'no such container', '404 Not Found'));
  const client = gate.open();
  let heard = '';
  client.on('data', (chunk) => {
    heard += chunk;
  });
  client.on('error', () => {});
  client.write('PUT /containers/a/archive HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  const timer = setInterval(() => client.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`), 1);
  await until(() => heard.includes('no such container'), 'the answer');
  assert.match(heard, /^HTTP\/1\.1 404 Not Found\r\n/);
  clearInterval(timer);
  client.destroy();
});

test('a client that goes away ends what the engine does for it', async (t) => {
  let ended = false;
  const gate = await gateBefore(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    socket.on('end', () => {
      ended = true;
    });
  });
  const client = gate.open();
  client.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => gate.seen.length === 1, 'the request');
  client.destroy();
  await until(() => ended, 'the end');
});

test('an engine that goes away ends what its client waits for', async (t) => {
  const gate = await gateBefore(t, (socket) => socket.destroy());
  assert.match(
    await gate.talk('POST /containers/a/wait HTTP/1.1\r\nHost: x\r\n\r\n'),
    /^HTTP\/1\.1 502 Bad Gateway\r\n/,
  );
});

test('an engine that is not there is said to be so', async (t) => {
  const gate = await gateBefore(t, answerOk, { engine: { kind: 'unix', path: '/nowhere/engine.sock' } });
  const answer = await gate.talk('GET /info HTTP/1.1\r\nHost: x\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 502 Bad Gateway\r\n/);
  assert.match(answer, /"plimsoll: the engine behind this gate does not answer: there is no such file or directory"/);
});

test('an engine newer than the gate is spoken to in a version that both know', async (t) => {
  const gate = await gateBefore(t, (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nApi-Version: 1.99\r\nContent-Length: 0\r\n\r\n'),
  );
  assert.match(await gate.talk(`HEAD /_ping HTTP/1.1\r\n${close}\r\n`), /\r\nApi-Version: 1\.55\r\n/);
});

test('neither side is read faster than the other one takes it', async (t) => {
  let written = 0;
  const gate = await gateBefore(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    const more = () => {
      while (written < 64 << 20) {
        written += chunk.length;
        if (!socket.write(chunk)) break;
      }
    };
    socket.on('drain', more);
    more();
  });
  const client = gate.open();
  client.pause();
  client.write('GET /containers/a/export HTTP/1.1\r\nHost: x\r\n\r\n');
  let before = -1;
  while (before !== written) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(written < 4 << 20, `${written} bytes went out to a client that reads nothing`);
  client.destroy();
});

function post(body: string): string {
  const type = 'Content-Type: application/json; charset=utf-8';
  return `POST /containers/create HTTP/1.1\r\n${close}${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Answers when the request has come to this end. */
function answerOnceSeen(end: string): EngineScript {
  return (socket, first) => {
    let text = first;
    const look = () => {
      if (text.replace(/(\r\n0)?\r\n(\r\n)?$/, '').endsWith(end)) respond(socket, 'done');
    };
    socket.on('data', (chunk) => {
      text += chunk;
      look();
    });
    look();
  };
}

function respond(socket: Socket, body: string, status = '200 OK'): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}
