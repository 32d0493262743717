import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openDockerGate } from '../../src/gates/docker/docker-gate.ts';
import type { GuardName } from '../../src/gates/docker/endpoint.ts';
import { endpoints } from '../../src/gates/docker/endpoints.ts';
import type { GateEvent, GateParts } from '../../src/gates/docker/gate-parts.ts';
import type { Guard, Guards } from '../../src/gates/docker/guard.ts';
import { type Limits, usualLimits } from '../../src/gates/docker/limits.ts';

/** A gate before an engine of the test's own, both on sockets in a directory that goes away with the test. */
export interface TestGate {
  readonly path: string;
  /** What came to the engine, one text a connection. */
  readonly seen: readonly string[];
  readonly events: readonly GateEvent[];
  /** Sends bytes on a connection of their own and returns all that comes back until the gate closes it, or has refused something. */
  talk(bytes: string | Buffer): Promise<string>;
  open(): Socket;
  close(): Promise<void>;
}

/** What an engine does with a connection whose first bytes have come. */
export type EngineScript = (socket: Socket, firstBytes: string) => void;

/** Every guard lets everything pass: for what the transport does, not what guards decide. */
export const openGuards: Guards = Object.fromEntries(
  endpoints.flatMap(({ meaning }): [GuardName, Guard][] =>
    meaning.kind === 'guarded' ? [[meaning.guard, async () => ({ kind: 'pass' })]] : [],
  ),
);

export const answerOk: EngineScript = (socket) => {
  socket.end('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
};

export async function gateBefore(
  t: TestContext,
  script: EngineScript,
  { limits, ...over }: Partial<Omit<GateParts, 'limits'>> & { limits?: Partial<Limits> } = {},
): Promise<TestGate> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-gate-'));
  const [path, enginePath] = [join(folder, 'gate.sock'), join(folder, 'engine.sock')];
  const seen: string[] = [];
  const events: GateEvent[] = [];
  const sockets = new Set<Socket>();
  const engine = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const at = seen.push('') - 1;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const isFirst = seen[at] === '';
      seen[at] += chunk.toString('latin1');
      if (isFirst) script(socket, seen[at] ?? '');
    });
  });
  await new Promise<void>((resolve) => engine.listen(enginePath, resolve));
  const parts: GateParts = {
    engine: { kind: 'unix', path: enginePath },
    guards: openGuards,
    decide: async () => ({ admitted: true, because: 'the test says so' }),
    now: () => new Date(),
    language: 'en',
    observe: false,
    record: (event) => events.push(event),
    ...over,
    limits: { ...usualLimits, lingerTime: 200, drainTime: 500, ...limits },
  };
  const gate = await openDockerGate(parts, { kind: 'unix', path });
  t.after(async () => {
    await gate.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => engine.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const open = () => connect({ path, allowHalfOpen: true });
  return { path, seen, events, open, talk: (bytes) => talk(open(), bytes), close: gate.close };
}

function talk(socket: Socket, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (heard.endsWith('"}\n')) socket.end();
    });
    socket.on('error', reject);
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(heard));
    socket.write(bytes);
  });
}

/** Resolves when something has come true. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`it never came to this: ${what}`);
}
