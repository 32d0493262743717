import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemCode } from '../../../base/errors.ts';
import { type Host, onHost } from './host.ts';
import { mustRun } from './services.ts';

/** Files that making an account touches, each with the copy that is kept of it. */
export const accountFiles: readonly string[] = ['passwd', 'group', 'shadow', 'gshadow'].flatMap((name) => [
  `/etc/${name}`,
  `/etc/${name}-`,
]);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export function accountOf(host: Host, name: string): Account | null {
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(onHost(host, '/etc/passwd'), 'utf8').split('\n');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  const [, , uid = '', gid = ''] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
  return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? { uid: Number(uid), gid: Number(gid) } : null;
}

/**
 * A number that no image has an account for: whoever has it in a container would be the gate's account, and is refused. From the range that
 * systemd gives to services for a while; it looks which are taken (systemd, "Users, Groups, UIDs and GIDs").
 */
function freeUid(host: Host): number {
  const [least, most] = [61_184, 65_519];
  const taken = ['/etc/passwd', '/etc/group'].flatMap((file) =>
    readFileSync(onHost(host, file), 'utf8')
      .split('\n')
      .map((line) => Number(line.split(':')[2])),
  );
  for (;;) {
    const uid = randomInt(least, most + 1);
    if (!taken.includes(uid)) return uid;
  }
}

export async function makeAccount(host: Host, name: string, home: string): Promise<void> {
  if (accountOf(host, name) !== null) return;
  await mustRun(host, 'useradd', [
    ...['--system', '--uid', String(freeUid(host)), '--user-group', '--no-create-home', '--home-dir', home],
    ...['--shell', '/usr/sbin/nologin', '--comment', 'Plimsoll gate', name],
  ]);
}

export async function removeAccount(host: Host, name: string): Promise<void> {
  if (accountOf(host, name) !== null) await mustRun(host, 'userdel', [name]);
  const groups = readFileSync(onHost(host, '/etc/group'), 'utf8');
  if (groups.split('\n').some((line) => line.startsWith(`${name}:`))) await mustRun(host, 'groupdel', [name]);
}
