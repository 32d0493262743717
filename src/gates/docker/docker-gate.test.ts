import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { answerOk, gateBefore, until } from '../../../test/build/docker-gate.ts';
import type { PlimsollError } from '../../base/errors.ts';
import { openDockerGate } from './docker-gate.ts';
import { parseGateAddress } from './gate-address.ts';
import type { GateParts } from './gate-parts.ts';
import { usualLimits } from './limits.ts';

const close = 'Host: x\r\nConnection: close\r\n';

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
