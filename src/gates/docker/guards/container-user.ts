import { readWhole } from '../../../base/byte-stream.ts';
import { isObject } from '../../../formats/go-json.ts';
import { type PasswdEntry, readPasswd } from '../../../formats/passwd.ts';
import { readTar } from '../../../formats/tar/read-tar.ts';
import type { AskedUser } from '../../../model/question.ts';
import type { GuardContext } from '../guard.ts';
import type { EngineContainer } from './engine-container.ts';
import { coversPasswd } from './mounts.ts';

const MAX_PASSWD = 16 << 20;

export interface FoundUser {
  readonly user: AskedUser;
  /** The same user by number, whatever its name comes to mean in a moment; null where it has to be the name. */
  readonly byNumber: string | null;
}

/** Whether a user has to be looked up in a passwd. */
export function isUserName(text: string): boolean {
  const name = text.split(':')[0] ?? '';
  return name !== '' && !/^[+-]?[0-9]+$/.test(name);
}

/**
 * A user that is looked up in a container as it is now: its passwd may have been changed since its image was judged. Where the name cannot
 * be looked up as the engine will do it, nobody has seen who it is.
 */
export async function userInContainer(
  text: string,
  container: EngineContainer,
  context: GuardContext,
): Promise<FoundUser> {
  if (!isUserName(text)) return { user: { text, uid: null, passwd: 'image' }, byNumber: null };
  const unseen: FoundUser = { user: { text, uid: null, passwd: 'unseen' }, byNumber: null };
  const content = await passwdOf(container, context);
  if (content === null) return unseen;
  const { entries, stopped } = readPasswd(content);
  const [name, group] = text.split(':', 2);
  const account = entries.find((entry) => entry.name === name);
  if (account === undefined || stopped !== null) return unseen;
  return { user: { text, uid: account.uid, passwd: 'unseen' }, byNumber: numberOf(account, group, entries) };
}

/** Groups are found by the first account of a number: only where that is this one, the number means the same. */
function numberOf(account: PasswdEntry, group: string | undefined, entries: readonly PasswdEntry[]): string | null {
  if (entries.find(({ uid }) => uid === account.uid) !== account) return null;
  return group === undefined ? String(account.uid) : `${account.uid}:${group}`;
}

/**
 * etc/passwd of a container, running or not; null where it is no plain file, too large, or not there. The engine looks names up in the
 * container's own files, under its mounts, and shows files with the mounts over them: where the two may differ, nothing was seen.
 */
async function passwdOf({ id, mounts }: EngineContainer, context: GuardContext): Promise<Buffer | null> {
  if (coversPasswd(mounts)) return null;
  if (mounts.targets.length > 0 && !(await isPlainDirectory(id, context))) return null;
  const { engine, signal } = context;
  const query = [['path', '/etc/passwd']] as const;
  const answer = await engine.call({ method: 'GET', version: null, path: `/containers/${id}/archive`, query }, signal);
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

/** Whether /etc is not a link to elsewhere, where a mount may lie. */
async function isPlainDirectory(id: string, { engine, signal }: GuardContext): Promise<boolean> {
  const query = [['path', '/etc']] as const;
  const answer = await engine.call({ method: 'HEAD', version: null, path: `/containers/${id}/archive`, query }, signal);
  answer.discard();
  const told = answer.headers.find(([name]) => name.toLowerCase() === 'x-docker-container-path-stat')?.[1] ?? '';
  const facts: unknown = answer.status === 200 ? JSON.parse(Buffer.from(told, 'base64').toString('utf8')) : null;
  return isObject(facts) && facts['linkTarget'] === '';
}
