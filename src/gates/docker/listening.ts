import { chmod, chown, lstat, mkdir, readFile, stat, unlink } from 'node:fs/promises';
import { connect, type ListenOptions, type Server } from 'node:net';
import { dirname } from 'node:path';
import { failure, failureFrom, systemCode } from '../../base/errors.ts';
import { passedSocket } from '../../base/service-manager.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import type { EngineAddress } from './engine-wire.ts';
import { addressWords, type ListenAddress } from './gate-address.ts';

/**
 * Has a server listen. A Unix socket is made for its owner and the group `docker`, where there is one, and never for everybody; a socket
 * that nobody listens at any more is replaced, one that answers is not. Throws `gate-address-taken`, `gate-loop`.
 *
 * @param access whether the group may connect, too
 * @returns the address, with the port that was chosen where 0 was asked for
 */
export async function listen(
  server: Server,
  address: ListenAddress,
  engine: EngineAddress,
  access: 'owner' | 'group' = 'group',
): Promise<ListenAddress> {
  if (address.kind === 'passed') return atPassed(server, address, engine);
  if (await isSame(address, engine)) throw failure('gate-loop', { address: addressWords(address) });
  if (address.kind === 'tcp') {
    await bound(server, address);
    const actual = server.address();
    return { ...address, port: typeof actual === 'object' && actual !== null ? actual.port : address.port };
  }
  await mkdir(dirname(address.path), { recursive: true, mode: 0o755 }).catch((error: unknown) => {
    throw failureFrom(error, 'gate-address-taken', { address: addressWords(address), reason: wordsOf(error) });
  });
  await clearStale(address);
  // Nobody but the owner gets in before the group is set.
  const mask = process.umask(0o177);
  const listening = bound(server, address);
  process.umask(mask);
  await listening;
  if (access === 'group') await giveToGroup(address.path);
  return address;
}

/** The socket of systemd's is there before the gate is and stays when it ends: clients wait, instead of finding nobody. */
async function atPassed(
  server: Server,
  address: ListenAddress & { kind: 'passed' },
  engine: EngineAddress,
): Promise<ListenAddress> {
  const fd = passedSocket(address.name);
  if (fd === null) throw failure('gate-address-taken', { address: addressWords(address), reason: texts.notPassed });
  await bound(server, address, { fd });
  const path = server.address();
  if (typeof path === 'string' && (await isSame({ kind: 'unix', path }, engine))) {
    server.close();
    throw failure('gate-loop', { address: path });
  }
  return address;
}

function bound(
  server: Server,
  address: ListenAddress,
  where: ListenOptions | { readonly fd: number } = placeOf(address),
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) =>
      reject(
        failureFrom(error, 'gate-address-taken', {
          address: addressWords(address),
          reason: wordsOf(error),
        }),
      );
    server.once('error', failed);
    server.listen(where, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

function placeOf(address: ListenAddress): ListenOptions {
  if (address.kind === 'unix') return { path: address.path };
  return address.kind === 'tcp' ? { host: address.host, port: address.port } : {};
}

/** Takes away a socket that nobody listens at. */
async function clearStale(address: EngineAddress & { kind: 'unix' }): Promise<void> {
  const taken = (reason: Text) => failure('gate-address-taken', { address: addressWords(address), reason });
  const there = await missingAsNull(lstat(address.path));
  if (there === null) return;
  if (!there.isSocket()) throw taken(texts.notSocket);
  if (await answers(address.path)) throw taken(texts.alive);
  await missingAsNull(unlink(address.path));
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
      // Whoever cannot ask does not know.
      else reject(failureFrom(error, 'gate-address-taken', { address: `unix://${path}`, reason: wordsOf(error) }));
    });
  });
}

/** The group that may speak to the engine today may speak to the gate; without it, only the owner may. */
async function giveToGroup(path: string): Promise<void> {
  const gid = await groupId('docker');
  if (gid === null) return;
  try {
    await chown(path, -1, gid);
  } catch (error) {
    // Without the right to give it away it stays with its owner, which is the safe side.
    if (systemCode(error) === 'EPERM') return;
    throw error;
  }
  await chmod(path, 0o660);
}

async function groupId(name: string): Promise<number | null> {
  const groups = await missingAsNull(readFile('/etc/group', 'utf8'));
  const line = groups?.split('\n').find((one) => one.startsWith(`${name}:`));
  const id = line?.split(':')[2] ?? '';
  return /^\d+$/.test(id) ? Number(id) : null;
}

/** The gate would ask itself. */
async function isSame(address: EngineAddress, engine: EngineAddress): Promise<boolean> {
  if (address.kind === 'tcp' || engine.kind === 'tcp') return addressWords(address) === addressWords(engine);
  const [ours, theirs] = await Promise.all([missingAsNull(stat(address.path)), missingAsNull(stat(engine.path))]);
  if (address.path === engine.path) return true;
  return ours !== null && theirs !== null && ours.dev === theirs.dev && ours.ino === theirs.ino;
}

async function missingAsNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

const texts = {
  notSocket: { en: 'a file that is no socket is there', 'zh-CN': '该处已有非套接字文件' },
  notPassed: { en: 'systemd has opened no socket of that name', 'zh-CN': 'systemd 没有打开该名称的套接字' },
  alive: { en: 'something answers there already', 'zh-CN': '已有程序在该处应答' },
} as const satisfies Record<string, Text>;
