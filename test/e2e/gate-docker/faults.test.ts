import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { dockerArchive } from '../../build/image.ts';
import { run } from '../build/parts.ts';
import { type Answer, ask, idIn, talk } from './attack-ground.ts';
import { idOf, images, policy } from './attack-images.ts';
import { type Fault, type Field, faults, heldBy, killed, messageOf, spoolOf, unseen, until } from './fault-field.ts';
import { lyingRegistry } from './lying-registry.ts';

const registry = await lyingRegistry();
after(() => registry.stop());

const close = 'Host: x\r\nConnection: close\r\n';

/** When a connection is over, however it ends. */
function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Begins to send an archive and stops in the middle. */
async function halfALoad(
  { socket }: Pick<Field, 'socket'>,
  archive: Buffer,
  bytes = archive.length >> 1,
): Promise<Socket> {
  const client = connect({ path: socket });
  client.on('error', () => client.destroy());
  client.write(`POST /images/load HTTP/1.1\r\n${close}Content-Length: ${archive.length}\r\n\r\n`);
  await new Promise<void>((sent) => client.write(archive.subarray(0, bytes), () => sent()));
  return client;
}

/** Kills the engine, and what it had started with it. */
async function crashed({ engine }: Field): Promise<void> {
  const folder = dirname(engine.socket);
  process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGKILL');
  await until(async () => (await ask(engine.socket, 'GET', '/_ping')).status === null, 'the engine is gone');
  // As after a restart of the machine: what has ended, but was not waited for, would be taken for alive by its number.
  rmSync(join(folder, 'exec/containerd/containerd.pid'), { force: true });
}

/** A running container, and a stream to it through the gate. */
async function attached(field: Field): Promise<{ readonly id: string; readonly stream: Socket }> {
  const id = idIn(
    await field.ask('POST', '/containers/create', {
      Image: 'good:1',
      Cmd: ['/bin/busybox', 'cat'],
      OpenStdin: true,
      AttachStdin: true,
      Tty: true,
    }),
  );
  assert.equal((await field.ask('POST', `/containers/${id}/start`)).status, 204);
  const stream = connect({ path: field.socket });
  stream.on('error', () => stream.destroy());
  stream.write(
    `POST /containers/${id}/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
  );
  const [head] = await once(stream, 'data');
  assert.match(String(head), /^HTTP\/1\.1 101 /);
  return { id, stream };
}

const isRunning = async ({ engine }: Field, id: string) =>
  (await ask(engine.socket, 'GET', `/containers/${id}/json`)).text.includes('"Running":true');
const removed = ({ engine }: Field, id: string) => ask(engine.socket, 'DELETE', `/containers/${id}?force=1`);

const gateDies: readonly Fault[] = [
  {
    name: 'the gate is killed while an archive comes in',
    run: async (field) => {
      const archive = dockerArchive(unseen('killed', 4 << 20));
      const client = await halfALoad(field, archive);
      await until(() => heldBy(field.gate) > 0, 'the archive is spooled');
      const isOver = ended(client);
      await field.kill();
      await isOver;
      assert.deepEqual(spoolOf(field), []);
      assert.ok(!(await field.imageIds()).includes(idOf(unseen('killed', 4 << 20))));
      await field.open();
      return 'nothing is at the engine, nothing in the spool; a new gate takes the socket over';
    },
  },
  {
    name: 'the gate is killed while it hands an archive on',
    run: async (field) => {
      const one = unseen('handed', 40 << 20);
      const answer = ask(field.socket, 'POST', '/images/load', dockerArchive(one));
      const inbox = join(field.engine.root, 'tmp');
      await until(
        () => readdirSync(inbox).some((name) => name.startsWith('docker-import')),
        'the engine begins to read',
      );
      await field.kill();
      await answer;
      await until(() => !readdirSync(inbox).some((name) => name.startsWith('docker-import')), 'the engine gives up');
      assert.ok(!(await field.imageIds()).includes(idOf(one)), 'half an archive was taken for the whole');
      await field.open();
      assert.match((await field.ask('POST', '/images/load', dockerArchive(one))).text, /Loaded image/);
      await ask(field.engine.socket, 'DELETE', '/images/handed:1?force=1');
      return 'the engine took nothing of it; sent again, it loads';
    },
  },
  {
    name: 'the gate is killed in the middle of a pull',
    run: async (field) => {
      const document = registry.push('slow', unseen('slow', 1 << 20));
      registry.says('slow/1', document);
      registry.stallBlobs(true);
      const name = encodeURIComponent(`${registry.host}/slow`);
      const answer = field.ask('POST', `/images/create?fromImage=${name}&tag=1`);
      await pause(500);
      await field.kill();
      registry.stallBlobs(false);
      await answer;
      await pause(200);
      assert.ok(!(await field.imageIds()).includes(idOf(unseen('slow', 1 << 20))));
      await field.open();
      return 'nothing was pulled';
    },
  },
  {
    name: 'the gate is killed under an attached stream',
    run: async (field) => {
      const { id, stream } = await attached(field);
      const isOver = ended(stream);
      await field.kill();
      await isOver;
      assert.ok(await isRunning(field, id), 'the container goes on');
      await field.open();
      stream.destroy();
      await removed(field, id);
      return 'the stream ends, the container goes on';
    },
  },
  {
    name: 'SIGTERM while forty requests are under way',
    run: async (field) => {
      const all = Array.from({ length: 40 }, () =>
        talk(
          field.socket,
          [
            `POST /containers/create HTTP/1.1\r\n${close}Content-Type: application/json\r\nContent-Length: 18\r\n\r\n{"Image":"good:1"}`,
          ],
          20_000,
        ),
      );
      await pause(30);
      const stopped = field.gate.stop();
      const answers = await Promise.all(all);
      assert.equal(await stopped, 0, field.gate.said());
      for (const { status, text } of answers)
        assert.ok(
          status === null
            ? text === ''
            : (status === 201 && text.endsWith('\r\n\r\n')) || /"Id":"[0-9a-f]{64}"/.test(text),
          text,
        );
      const made = answers.filter(({ status }) => status === 201);
      for (const answer of made) await removed(field, idIn(answer));
      await field.open();
      return `${made.length} answered to the end, ${answers.length - made.length} not begun, none half; exit 0`;
    },
  },
];

const engineDies: readonly Fault[] = [
  {
    name: 'the engine is killed',
    run: async (field) => {
      const { id, stream } = await attached(field);
      const isOver = ended(stream);
      await crashed(field);
      await isOver;
      const answers = [
        await field.ask('POST', '/containers/create', { Image: 'good:1' }),
        await field.ask('POST', '/images/load', dockerArchive(images.good)),
        await field.ask('GET', '/version'),
      ];
      for (const answer of answers) assert.match(messageOf(answer), /^502: .*engine behind this gate does not answer/);
      assert.equal(heldBy(field.gate), 0, 'a load that the engine never took gives its room back');
      await field.engine.start();
      await removed(field, id);
      return messageOf(answers[0] ?? assert.fail());
    },
  },
  {
    name: 'the engine is killed while it loads',
    run: async (field) => {
      const one = unseen('crashed', 40 << 20);
      const answer = ask(field.socket, 'POST', '/images/load', dockerArchive(one));
      const inbox = join(field.engine.root, 'tmp');
      await until(
        () => readdirSync(inbox).some((name) => name.startsWith('docker-import')),
        'the engine begins to read',
      );
      await crashed(field);
      const seen = await answer;
      assert.doesNotMatch(seen.text, /Loaded image/);
      await until(() => heldBy(field.gate) === 0, 'the spool is empty');
      await field.engine.start();
      assert.ok(!(await field.imageIds()).includes(idOf(one)));
      return messageOf(seen);
    },
  },
];

const clients: readonly Fault[] = [
  {
    name: 'clients that stop in the middle, until the spool is full',
    run: async (field) => {
      await field.gate.stop();
      await field.open(['--spool-limit', '20MB']);
      const archive = dockerArchive(unseen('stuck', 8 << 20));
      const stuck = await Promise.all([1, 2, 3].map(() => halfALoad(field, archive, 6 << 20)));
      try {
        await until(() => heldBy(field.gate) === 3, 'three are stuck');
        const full = await field.ask('POST', '/images/load', dockerArchive(images.good));
        assert.equal(full.status, 413);
        assert.equal((await field.ask('POST', '/containers/create', { Image: 'bad:1' })).status, 404);
        return messageOf(full);
      } finally {
        for (const client of stuck) client.destroy();
        await until(() => heldBy(field.gate) === 0, 'their room is given back');
        await field.gate.stop();
        await field.open();
      }
    },
  },
  {
    name: 'a client that sends a head byte by byte',
    run: async (field) => {
      const client = connect({ path: field.socket });
      let heard = '';
      client.on('data', (chunk) => {
        heard += chunk.toString();
      });
      client.on('error', () => client.destroy());
      const began = performance.now();
      client.on('end', () => client.destroy());
      const dripping = setInterval(() => client.write('x'), 500);
      client.write('GET /version HTTP/1.1\r\nX-Slow: ');
      await ended(client);
      clearInterval(dripping);
      client.destroy();
      assert.match(heard, /^HTTP\/1\.1 408 /);
      assert.ok(performance.now() - began < 30_000);
      return messageOf({ status: 408, text: heard });
    },
  },
  {
    name: 'a client that goes away while its image is looked at',
    run: async (field) => {
      const one = unseen('left', 12 << 20);
      const archive = dockerArchive(one);
      const client = await halfALoad(field, archive, archive.length);
      await pause(20);
      client.destroy();
      await until(() => heldBy(field.gate) === 0, 'the spool is empty');
      await pause(200);
      const isThere = (await field.imageIds()).includes(idOf(one));
      await ask(field.engine.socket, 'DELETE', '/images/left:1?force=1');
      return `nothing is left in the spool${isThere ? '; the engine had it already' : ''}`;
    },
  },
];

/** A gate whose state directory is a small disk of its own. */
async function onSmallDisk(
  field: Field,
  work: (ask: (method: string, path: string, body?: unknown) => Promise<Answer>, disk: string) => Promise<string>,
): Promise<string> {
  const disk = join(field.folder, 'disk');
  run('mkdir', ['-p', disk]);
  run('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0700', 'none', disk]);
  const socket = join(field.folder, 'small.sock');
  const gate = await field.open(['--home', disk], socket);
  try {
    const loaded = await ask(socket, 'POST', '/images/load', dockerArchive(images.good));
    assert.match(loaded.text, /Loaded image/);
    return await work((...request) => ask(socket, ...request), disk);
  } finally {
    await killed(gate);
    run('umount', [disk]);
  }
}

const disks: readonly Fault[] = [
  {
    name: 'the disk is full while an archive comes in',
    run: (field) =>
      onSmallDisk(field, async (ask) => {
        const answer = await ask('POST', '/images/load', dockerArchive(unseen('large', 30 << 20)));
        assert.equal(answer.status, 503, answer.text);
        assert.match(answer.text, /no room/i);
        assert.match((await ask('POST', '/images/load', dockerArchive(images.good))).text, /Loaded image/);
        return messageOf(answer);
      }),
  },
  {
    name: 'the disk is full, and decisions and verdicts cannot be kept',
    run: (field) =>
      onSmallDisk(field, async (ask, disk) => {
        writeFileSync(join(disk, 'filler'), '');
        run('sh', ['-c', 'cat /dev/zero > "$0" 2>/dev/null || true', join(disk, 'filler')]);
        const known = await ask('POST', '/containers/create', { Image: 'good:1' });
        assert.equal(known.status, 201, 'what the ledger knows is let through');
        await removed(field, idIn(known));
        const user = await ask('POST', '/containers/create', { Image: 'good:1', User: '0' });
        assert.match(messageOf(user), /^403: .*rootUser/);
        const unknown = await ask('POST', '/images/load', dockerArchive(unseen('unkept')));
        assert.ok((unknown.status ?? 0) >= 400, unknown.text);
        assert.ok(!(await field.imageIds()).includes(idOf(unseen('unkept'))));
        run('rm', [join(disk, 'filler')]);
        const again = await ask('POST', '/images/load', dockerArchive(unseen('unkept')));
        assert.match(again.text, /Loaded image/);
        await fieldRemove(field, 'unkept:1');
        const lines = readFileSync(join(disk, 'decisions.jsonl'), 'utf8').trim().split('\n');
        assert.ok(lines.filter((line) => isJson(line)).length >= 2);
        assert.ok(isJson(lines.at(-1) ?? ''), 'what comes after a line that was cut off can be read');
        return messageOf(unknown);
      }),
  },
];

const fieldRemove = ({ engine }: Field, name: string) => ask(engine.socket, 'DELETE', `/images/${name}?force=1`);

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

faults('Processes, clients and disks', policy('scan'), [...gateDies, ...engineDies, ...clients, ...disks]);
