import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { answerOk, gateBefore, until } from '../../../test/build/docker-gate.ts';
import type { PlimsollError } from '../../base/errors.ts';
import { verbatim } from '../../base/text.ts';
import { openDockerGate } from './docker-gate.ts';
import { endpoints } from './endpoints.ts';
import { queryValue, withQuery } from './engine-request.ts';
import { parseGateAddress } from './gate-address.ts';
import type { GateParts } from './gate-parts.ts';
import { usualLimits } from './limits.ts';
import { filledPath } from './routes.ts';

const close = 'Host: x\r\nConnection: close\r\n';
const create = `POST /images/create?fromImage=nginx HTTP/1.1\r\n${close}\r\n`;

describe('what guards say', () => {
  test('without its guard, a guarded route is refused: every one of them', async (t) => {
    const gate = await gateBefore(t, answerOk, { guards: {} });
    const guarded = endpoints.filter((endpoint) => endpoint.meaning.kind === 'guarded');
    for (const endpoint of guarded) {
      const path = filledPath(endpoint, { id: 'a', name: 'a' });
      const answer = await gate.talk(`${endpoint.method} /v1.41${path} HTTP/1.1\r\n${close}\r\n`);
      assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/, path);
    }
    assert.equal(guarded.length, 16);
    assert.deepEqual(gate.seen, []);
  });

  test('a refusal is told in the form of the engine, and the connection goes on', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      language: 'zh-CN',
      guards: {
        'image-create': async () => ({
          kind: 'refuse',
          status: 403,
          code: 'denied',
          message: { en: 'no', 'zh-CN': '不行' },
        }),
      },
    });
    const answer = await gate.talk(`POST /images/create HTTP/1.1\r\nHost: x\r\n\r\nGET /info HTTP/1.1\r\n${close}\r\n`);
    const body = '{"message":"plimsoll: 不行"}\n';
    const heard = Buffer.from(answer, 'latin1').toString();
    assert.ok(
      heard.startsWith('HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n'),
      heard,
    );
    assert.ok(heard.includes(`${body}HTTP/1.1 200 OK`));
    assert.deepEqual(
      gate.events.map((event) => event.kind === 'refused' && [event.method, event.path, event.refusal.code]),
      [['POST', '/images/create', 'denied']],
    );
  });

  test('a change reaches the engine, the rest stays', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async ({ query }) => {
          assert.equal(queryValue(query, 'fromImage'), 'nginx');
          return { kind: 'pass', change: { query: withQuery(query, 'tag', 'sha256:ab') } };
        },
      },
    });
    await gate.talk(create);
    assert.match(gate.seen[0] ?? '', /^POST \/images\/create\?fromImage=nginx&tag=sha256%3Aab HTTP\/1\.1\r\n/);
  });

  test('a change that would lead to another route is a defect, and refused', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: { 'container-start': async () => ({ kind: 'pass', change: { parameters: { id: '../images/load' } } }) },
    });
    const answer = await gate.talk(`POST /containers/a/start HTTP/1.1\r\n${close}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (400|500) /);
    assert.deepEqual(gate.seen, []);
  });

  test('what a guard throws is a refusal', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async () => {
          throw new Error('the ledger is locked');
        },
      },
    });
    const answer = await gate.talk(create);
    assert.match(answer, /^HTTP\/1\.1 500 .*could not be decided about, so it may not pass: the ledger is locked/s);
    assert.deepEqual(gate.seen, []);
  });

  test('a guard answers on its own, asks the engine, and hands on what came of a request', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async (_request, context) => {
          const { status, value } = await context.engine.json(
            { method: 'GET', version: null, path: '/images/a b/json' },
            context.signal,
          );
          const answer = await context.answer(200, [['Content-Type', 'application/json']]);
          await answer.write(JSON.stringify({ status, value }));
          await answer.end();
          return { kind: 'answered' };
        },
        'container-create': async (_request, context) => ({ kind: 'relay', answer: await context.forward({}) }),
      },
    });
    assert.match(
      await gate.talk(create),
      /\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n\{"status":200,"value":\{\}\}\r\n0\r\n\r\n$/,
    );
    assert.match(gate.seen[0] ?? '', /^GET \/images\/a%20b\/json HTTP\/1\.1\r\n/);
    assert.match(await gate.talk(`POST /containers/create HTTP/1.1\r\n${close}\r\n`), /^HTTP\/1\.1 200 OK\r\n.*\{\}$/s);
  });

  test('a guard that gives up in the middle of its answer leaves half of one', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async (_request, context) => {
          const answer = await context.answer(200, []);
          await answer.write('half');
          throw new Error('the registry went away');
        },
      },
    });
    assert.match(await gate.talk(create), /4\r\nhalf\r\n$/);
  });

  test('observing, everything passes that can be forwarded, and all is recorded', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      observe: true,
      decide: async () => ({ admitted: false, code: 'denied', reason: verbatim('bad'), next: verbatim('see') }),
      guards: {
        'image-create': async (_request, { decide }) => {
          const decision = await decide({
            act: 'pull',
            asked: 'a',
            names: [],
            identity: { configDigest: null, manifestDigest: null, indexDigest: null, diffIds: null, chainId: null },
            origins: [],
            scanRef: null,
            labels: {},
            ownUser: null,
            user: null,
          });
          assert.ok(decision.admitted);
          return { kind: 'refuse', status: 403, code: 'other', message: verbatim('no') };
        },
      },
    });
    const lines = [
      create,
      `POST /images/load HTTP/1.1\r\n${close}Content-Length: 1\r\n\r\nx`,
      `POST /future HTTP/1.1\r\n${close}\r\n`,
      `POST /swarm/join HTTP/1.1\r\n${close}\r\n`,
    ];
    for (const line of lines) assert.match(await gate.talk(line), /^HTTP\/1\.1 200 OK\r\n/, line);
    assert.deepEqual(
      gate.events.map((event) => (event.kind === 'refused' ? `${event.refusal.code} ${event.observed}` : event.kind)),
      ['decision', 'other true', 'unguarded true', 'unknown-route true', 'refused-route true'],
    );
    assert.match(
      await gate.talk('GET //info HTTP/1.1\r\nHost: x\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
      'what nobody understands',
    );
  });
});

describe('what a client may make the gate hold', () => {
  test('a head that does not come to its end in time', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { headTime: 50 } });
    assert.match(await gate.talk('GET /info HTTP/1.1\r\nHost:'), /^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  test('a connection that stays silent', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { idleTime: 50 } });
    assert.equal(await gate.talk(''), '');
    const twice = await gate.talk('GET /info HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(twice, /^HTTP\/1\.1 200 OK\r\n/);
  });

  test('JSON that does not come to its end in time', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { jsonTime: 50 } });
    const head =
      'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n';
    assert.match(await gate.talk(`${head}{`), /^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  test('JSON that is too large, whatever it says of its length', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { json: 1000 } });
    const head = 'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const body = JSON.stringify({ a: 'x'.repeat(2000) });
    const known = await gate.talk(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    const chunked = await gate.talk(
      `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
    for (const answer of [known, chunked]) assert.match(answer, /^HTTP\/1\.1 413 .*larger than 1\.0 kB/s);
    assert.deepEqual(gate.seen, []);
  });

  test('much JSON at once', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { together: 1000 } });
    const head =
      'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 600\r\n\r\n';
    const first = gate.open();
    first.write(`${head}${' '.repeat(500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(await gate.talk(`${head}${' '.repeat(598)}{}`), /^HTTP\/1\.1 503 /);
    first.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(
      await gate.talk(`${head}${' '.repeat(598)}{}`.replace('Host: x', 'Host: x\r\nConnection: close')),
      /^HTTP\/1\.1 200 /,
    );
  });

  test('many connections', async (t) => {
    const gate = await gateBefore(t, answerOk, { limits: { connections: 2 } });
    const held = [gate.open(), gate.open()];
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(await gate.talk('GET /info HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1\.1 503 /);
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(await gate.talk(`GET /info HTTP/1.1\r\n${close}\r\n`), /^HTTP\/1\.1 200 /);
  });

  test('what it still sends after it was refused', async (t) => {
    const gate = await gateBefore(t, answerOk, { guards: {} });
    const client = gate.open();
    let heard = '';
    client.on('data', (chunk) => {
      heard += chunk;
    });
    const closed = new Promise((resolve) => client.on('close', resolve));
    client.on('end', () => client.end());
    client.write('POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n');
    client.write(Buffer.alloc(3_000_000));
    await until(() => heard.includes('may not pass'), 'the refusal');
    await closed;
  });
});

describe('the end of a gate', () => {
  test('what is under way is finished, what is idle is closed, the address is free', async (t) => {
    let engine: Socket | undefined;
    const gate = await gateBefore(t, (socket) => {
      engine = socket;
    });
    const idle = gate.open();
    const idleClosed = new Promise((resolve) => idle.on('close', resolve));
    idle.resume().on('end', () => idle.end());
    const answer = gate.talk('GET /info HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => engine !== undefined, 'the request');
    const closed = gate.close();
    await idleClosed;
    assert.throws(() => lstatSync(gate.path), /ENOENT/);
    if (engine !== undefined) answerOk(engine, '');
    assert.match(await answer, /\{\}$/);
    await closed;
  });

  test('a stream without end is cut off after a while', async (t) => {
    const gate = await gateBefore(
      t,
      (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
      {
        limits: { drainTime: 50 },
      },
    );
    const answer = gate.talk('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => gate.seen.length > 0, 'the request');
    await gate.close();
    assert.doesNotMatch(await answer, /0\r\n\r\n$/);
  });
});

describe('where a gate listens', () => {
  const parts: GateParts = {
    engine: { kind: 'unix', path: '/nowhere/engine.sock' },
    guards: {},
    decide: async () => ({ admitted: true, because: 'test' }),
    now: () => new Date(),
    limits: usualLimits,
    language: 'en',
    observe: false,
    record: () => {},
  };
  const scratch = (t: TestContext) => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-listen-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    return join(folder, 'gate.sock');
  };
  const code = (wanted: string) => (error: PlimsollError) => error.code === wanted;

  test('its socket is never for everybody', async (t) => {
    const path = scratch(t);
    const mask = process.umask(0);
    const gate = await openDockerGate(parts, { kind: 'unix', path });
    process.umask(mask);
    assert.equal(lstatSync(path).mode & 0o007, 0);
    assert.ok([0o600, 0o660].includes(lstatSync(path).mode & 0o777));
    await gate.close();
    assert.throws(() => lstatSync(path), /ENOENT/);
  });

  test('a socket that answers is not taken over', async (t) => {
    const path = scratch(t);
    const first = await openDockerGate(parts, { kind: 'unix', path });
    await assert.rejects(openDockerGate(parts, { kind: 'unix', path }), code('gate-address-taken'));
    assert.ok(lstatSync(path).isSocket());
    await first.close();
  });

  test('a socket that nobody listens at is replaced', async (t) => {
    const path = scratch(t);
    // A socket keeps its place when its process is killed: this one's is moved away before it is closed, and back.
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(path, resolve));
    const { renameSync } = await import('node:fs');
    renameSync(path, `${path}.kept`);
    await new Promise((resolve) => dead.close(resolve));
    renameSync(`${path}.kept`, path);
    const gate = await openDockerGate(parts, { kind: 'unix', path });
    await gate.close();
  });

  test('a file that is no socket stays', async (t) => {
    const path = scratch(t);
    writeFileSync(path, 'precious');
    await assert.rejects(openDockerGate(parts, { kind: 'unix', path }), code('gate-address-taken'));
    assert.ok(lstatSync(path).isFile());
    chmodSync(path, 0o600);
  });

  test('a gate before itself is refused', async (t) => {
    const path = scratch(t);
    const looped: GateParts = { ...parts, engine: { kind: 'unix', path } };
    await assert.rejects(openDockerGate(looped, { kind: 'unix', path }), code('gate-loop'));
  });

  test('TCP is for this machine alone', async () => {
    const gate = await openDockerGate(parts, parseGateAddress('tcp://127.0.0.1:0', '--listen'));
    assert.match(gate.address, /^tcp:\/\/127\.0\.0\.1:[1-9]\d+$/);
    await gate.close();
    for (const address of ['tcp://0.0.0.0:2375', 'tcp://[::]:2375', 'tcp://10.0.0.1:2375', 'tcp://host.example:2375'])
      assert.throws(() => parseGateAddress(address, '--listen'), /without TLS/, address);
    for (const address of [
      'unix://docker.sock',
      'unix:///',
      'tcp://127.0.0.1',
      'fd://',
      'npipe://x',
      '/run/x.sock',
      'tcp://127.0.0.1:99999',
      `unix:///${'x'.repeat(120)}`,
    ])
      assert.throws(() => parseGateAddress(address, '--listen'), code('gate-address-invalid'), address);
  });
});
