import { readWhole } from '../../../base/byte-stream.ts';
import { isObject } from '../../../formats/go-json.ts';
import { readPasswd } from '../../../formats/passwd.ts';
import { readTar } from '../../../formats/tar/read-tar.ts';
import type { AskedUser } from '../../../model/question.ts';
import type { GuardContext } from '../guard.ts';

const MAX_PASSWD = 16 << 20;

/**
 * A user that is looked up in a container as it is now: its passwd may have been changed since its image was judged. Where the name cannot
 * be looked up, nobody has seen who it is.
 */
export async function userInContainer(text: string, container: string, context: GuardContext): Promise<AskedUser> {
  const name = text.split(':')[0] ?? '';
  if (name === '' || /^[+-]?[0-9]+$/.test(name)) return { text, uid: null, passwd: 'image' };
  const content = await passwdOf(container, context);
  if (content === null) return { text, uid: null, passwd: 'unseen' };
  const { entries, stopped } = readPasswd(content);
  const account = entries.find((entry) => entry.name === name);
  if (account === undefined || stopped !== null) return { text, uid: null, passwd: 'unseen' };
  return { text, uid: account.uid, passwd: 'unseen' };
}

/** etc/passwd of a container, running or not; null where it is no plain file, too large, or not there. */
async function passwdOf(container: string, { engine, signal }: GuardContext): Promise<Buffer | null> {
  const answer = await engine.call(
    { method: 'GET', version: null, path: `/containers/${container}/archive`, query: [['path', '/etc/passwd']] },
    signal,
  );
  if (answer.status !== 200) {
    answer.discard();
    return null;
  }
  let found: Buffer | null = null;
  for await (const { entry, content } of readTar(answer.body)) {
    if (entry.type === 'file' && entry.size <= MAX_PASSWD) found ??= await readWhole(content, MAX_PASSWD);
  }
  return found;
}

/** Whether a container brings its own etc/passwd by a mount, so that the image's says nothing about its accounts. */
export function mountsPasswd(hostConfig: unknown): boolean {
  const { Binds: binds, Mounts: mounts, Tmpfs: tmpfs } = isObject(hostConfig) ? hostConfig : {};
  const targets = [
    ...list(binds).map((bind) => (typeof bind === 'string' ? (bind.split(':')[1] ?? bind) : '')),
    ...list(mounts).map((mount) => (isObject(mount) ? String(mount['Target'] ?? mount['target'] ?? '') : '')),
    ...Object.keys(isObject(tmpfs) ? tmpfs : {}),
  ];
  return targets.some((target) => ['', 'etc', 'etc/passwd'].includes(canonical(target)));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function canonical(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
