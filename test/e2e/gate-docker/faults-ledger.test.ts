import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { takeFileLock } from '../../../src/base/file-lock.ts';
import { verifyLedger } from '../../../src/ledger/verify.ts';
import { appendRecords } from '../../../src/ledger/writer.ts';
import { chainId } from '../../../src/model/image.ts';
import type { LedgerRecord } from '../../../src/model/ledger.ts';
import { digestOf, dockerArchive } from '../../build/image.ts';
import { writeOptions } from '../../build/ledger.ts';
import { run } from '../build/parts.ts';
import { type Answer, ask, idIn } from './attack-ground.ts';
import { idOf, images, policy } from './attack-images.ts';
import { type Fault, type Field, faults, killed, messageOf, unseen } from './fault-field.ts';

const createGood = (field: Field, socket = field.socket) =>
  ask(socket, 'POST', '/containers/create', { Image: 'good:1' });
const removed = ({ engine }: Field, name: string) => ask(engine.socket, 'DELETE', `/images/${name}?force=1`);

async function isLetThrough(field: Field, socket = field.socket): Promise<void> {
  const answer = await createGood(field, socket);
  assert.equal(answer.status, 201, answer.text);
  await ask(field.engine.socket, 'DELETE', `/containers/${idIn(answer)}`);
}

function isRefused(answer: Answer, says: RegExp): string {
  assert.equal(answer.status, 403, answer.text);
  assert.match(answer.text, says);
  return messageOf(answer);
}

/** Files of the ledger, kept aside while something is done to them, and put back. */
async function kept(field: Field, work: (path: (name: string) => string) => Promise<string>): Promise<string> {
  const [aside, path] = [join(field.folder, 'aside'), (name: string) => join(field.home, name)];
  const isOfLedger = (name: string) => name.startsWith('ledger.') || name === 'keys';
  const names = readdirSync(field.home).filter(isOfLedger);
  mkdirSync(aside);
  for (const name of names) cpSync(path(name), join(aside, name), { recursive: true, preserveTimestamps: true });
  try {
    return await work(path);
  } finally {
    for (const name of readdirSync(field.home).filter(isOfLedger)) rmSync(path(name), { recursive: true });
    for (const name of names) renameSync(join(aside, name), path(name));
    rmSync(aside, { recursive: true });
    // A gate that has seen a later end does not believe an earlier one any more.
    await restarted(field);
    await isLetThrough(field);
  }
}

async function restarted(field: Field): Promise<void> {
  assert.equal(await field.gate.stop(), 0);
  await field.open();
}

const good = images.good;
const fingerprint = () => {
  const diffIds = good.layers.map((layer) => digestOf(layer) as `sha256:${string}`);
  const configDigest = idOf(good) as `sha256:${string}`;
  return { configDigest, manifestDigest: null, indexDigest: null, diffIds, chainId: chainId(diffIds) };
};
const revocation = (): LedgerRecord => ({
  kind: 'revocation',
  fingerprint: fingerprint(),
  names: [],
  reason: 'a key lies in it',
});
const authorization = (): LedgerRecord => ({
  ...{ kind: 'authorization', fingerprint: fingerprint(), names: ['docker.io/library/good:1'], reason: 'needed' },
  ...{ owner: 'ops', expires: null, user: 'app', rootNames: ['root', 'toor'], labels: {} },
});

/** Changes one byte of each entry's envelope. */
function flipped(database: string): void {
  const db = new DatabaseSync(database);
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all())
    db.exec(`DROP TRIGGER ${name}`);
  for (const { sequence, envelope } of db.prepare('SELECT sequence, envelope FROM entry').all()) {
    const bytes = Buffer.from(envelope as Uint8Array);
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    db.prepare('UPDATE entry SET envelope = ? WHERE sequence = ?').run(bytes, sequence as number);
  }
  db.close();
}

const files: readonly Fault[] = [
  {
    name: 'another process holds the lock of the ledger',
    run: async (field) => {
      const signal = AbortSignal.timeout(60_000);
      const busy = () => new Error('nobody else writes');
      const release = await takeFileLock(join(field.home, 'ledger.lock'), { patience: 5000, pause: 20, signal, busy });
      let said: string;
      try {
        await isLetThrough(field);
        said = isRefused(await field.ask('POST', '/images/load', dockerArchive(unseen('locked'))), /ledger/);
        assert.ok(!(await field.imageIds()).includes(idOf(unseen('locked'))));
      } finally {
        release();
      }
      assert.match((await field.ask('POST', '/images/load', dockerArchive(unseen('locked')))).text, /Loaded image/);
      await removed(field, 'locked:1');
      return said;
    },
  },
  {
    name: 'a byte of each entry is another one',
    run: (field) =>
      kept(field, async (path) => {
        flipped(path('ledger.db'));
        // What the running gate had verified before, it goes on with; what it reads anew, it does not believe.
        await restarted(field);
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'the database is no database',
    run: (field) =>
      kept(field, async (path) => {
        for (const name of readdirSync(field.home)) if (/^ledger\.db-/.test(name)) rmSync(path(name));
        writeFileSync(path('ledger.db'), 'hello'.repeat(5000));
        await restarted(field);
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'the database is gone',
    run: (field) =>
      kept(field, async (path) => {
        for (const name of readdirSync(field.home)) if (name.startsWith('ledger.db')) rmSync(path(name));
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'an older ledger is put back, from before a revocation',
    run: (field) =>
      kept(field, async (path) => {
        const older = ['ledger.db', 'ledger.head'].map(
          (name) => [path(name), join(field.folder, `older-${name}`)] as const,
        );
        for (const [from, to] of older) copyFileSync(from, to);
        await appendRecords(writeOptions(field.home), [revocation()]);
        isRefused(await createGood(field), /revoked: a key lies in it/);
        // The database alone does not fit its head; both together do not fit what this gate has seen.
        for (const name of readdirSync(field.home)) if (/^ledger\.db-/.test(name)) rmSync(path(name));
        const [[from = '', to = ''] = [], [head = '', oldHead = ''] = []] = older;
        renameSync(to, from);
        isRefused(await createGood(field), /could not be decided/);
        renameSync(oldHead, head);
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'the keys are gone',
    run: (field) =>
      kept(field, async (path) => {
        rmSync(path('keys'), { recursive: true });
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'the ledger may not be read',
    run: (field) =>
      kept(field, async (path) => {
        rmSync(path('ledger.head'));
        mkdirSync(path('ledger.head'));
        return isRefused(await createGood(field), /could not be decided/);
      }),
  },
  {
    name: 'the signing key is readable by everybody, so nothing new is written',
    run: (field) =>
      kept(field, async (path) => {
        chmodSync(path('keys/signing.key'), 0o644);
        await isLetThrough(field);
        const said = isRefused(await field.ask('POST', '/images/load', dockerArchive(unseen('open'))), /key/);
        assert.ok(!(await field.imageIds()).includes(idOf(unseen('open'))));
        return said;
      }),
  },
];

/** A gate whose clock stands elsewhere. Its timers go as they should. */
async function atTime(field: Field, shift: string, work: (socket: string) => Promise<string>): Promise<string> {
  const socket = join(field.folder, 'elsewhen.sock');
  const faked = run('faketime', ['-f', shift, 'sh', '-c', 'echo "$LD_PRELOAD"']).toString().trim();
  Object.assign(process.env, {
    LD_PRELOAD: faked,
    FAKETIME: shift,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  });
  try {
    const gate = await field.open(['--unscanned', 'deny'], socket);
    try {
      return await work(socket);
    } finally {
      await killed(gate);
    }
  } finally {
    for (const name of ['LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'DONT_FAKE_MONOTONIC'])
      delete process.env[name];
  }
}

const times: readonly Fault[] = [
  {
    name: 'the clock is forty days ahead: verdicts are too old',
    run: (field) =>
      atTime(field, '+40d', async (socket) =>
        isRefused(await createGood(field, socket), /its verdict of .* is too old/),
      ),
  },
  {
    name: 'the clock is forty days behind: verdicts are from the future',
    run: (field) =>
      atTime(field, '-40d', async (socket) =>
        isRefused(await createGood(field, socket), /its verdict of .* is too old/),
      ),
  },
];

const together: readonly Fault[] = [
  {
    name: 'two gates on one ledger judge twelve images at once, and are killed and started meanwhile',
    run: async (field) => {
      const socket = join(field.folder, 'second.sock');
      const second = await field.open([], socket);
      let entries = 0;
      try {
        const loads = Array.from({ length: 12 }, (_, at) => {
          const one = dockerArchive(unseen(`both${at}`));
          return ask(at % 2 === 0 ? field.socket : socket, 'POST', '/images/load', one);
        });
        for (const { text } of await Promise.all(loads)) assert.match(text, /Loaded image/);
        entries = verifyLedger(field.home, () => {}).entries;
        await appendRecords(writeOptions(field.home), [revocation()]);
        for (const at of [field.socket, socket]) isRefused(await createGood(field, at), /revoked/);
        await field.kill();
        await field.open();
        isRefused(await createGood(field), /revoked/);
        // What was revoked comes back by an authorization alone.
        await appendRecords(writeOptions(field.home), [authorization()]);
        await isLetThrough(field);
        for (const at of loads.keys()) await removed(field, `both${at}:1`);
      } finally {
        await killed(second);
      }
      return `12 judged, ${entries} entries verified; both refuse what one of them revoked, at once and after a kill`;
    },
  },
];

faults(
  'The ledger and the clock',
  `${policy('scan').replace('unscanned: scan', 'unscanned: scan, maxVerdictAge: 30d')}`,
  [...files, ...times, ...together],
);
