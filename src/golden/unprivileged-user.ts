import { phrase, type Text } from '../base/text.ts';
import { goldenWords as words } from '../messages/golden-plan.ts';
import type { Account } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import { effectiveUser } from '../policy/effective-user.ts';
import { hasShell } from './package-managers.ts';
import type { Command } from './plan.ts';
import { isSafeUser } from './safe-words.ts';

/** Who the processes of the new image are to be. */
export interface UserChoice {
  /** As USER takes it, a number. */
  readonly user: string;
  readonly why: Text;
  /** The account that has to be made first; null for none. */
  readonly make: { readonly name: string; readonly commands: readonly Command[] } | null;
  /** Another one than the image had. */
  readonly isNew: boolean;
  /** No account stands behind the number. */
  readonly isBare: boolean;
  /** What the image had is nothing that runtimes agree about. */
  readonly wasOdd: boolean;
}

const first = 1000;
/** Numbers beyond belong to systems, to containers in containers, and to nobody. */
const last = 59_999;
const names: readonly string[] = ['app', 'appuser', 'unprivileged', 'plimsoll'];

/** Keeps a user that is not root, takes an account that is there, or makes one with the first number that is free. */
export function unprivilegedUser(report: Report, groups: ReadonlyMap<number, string>): UserChoice {
  const { inventory, config } = report;
  const { accounts } = inventory;
  const isKnown = accounts !== null && !inventory.gaps.some(({ blinds }) => blinds.includes('accounts'));
  const effective = effectiveUser(config.user, accounts);
  const usual = { make: null, isNew: false, isBare: false, wasOdd: false };
  if (effective.kind === 'other') {
    const user = numbered(config.user, effective.uid, accounts ?? []);
    return { ...usual, user, why: words.userKept };
  }
  const wasOdd = effective.kind === 'unsure';
  const found = isKnown ? accounts.find(isOrdinary) : undefined;
  if (found !== undefined) {
    const why = phrase(words.userFound, { name: found.name });
    return { ...usual, user: `${found.uid}:${found.gid}`, why, isNew: true, wasOdd };
  }
  const id = freeId(accounts ?? [], groups);
  const name = isKnown ? names.find((one) => isFree(one, accounts, groups)) : undefined;
  const commands = name === undefined ? null : makingOf(name, id, report);
  return {
    user: `${id}:${id}`,
    why: words.userNew,
    make: name === undefined || commands === null ? null : { name, commands },
    isNew: true,
    isBare: commands === null,
    wasOdd,
  };
}

/** A user that the image has, by its number; its group as it is written, or as passwd has it. */
function numbered(written: string, uid: number, accounts: readonly Account[]): string {
  if (isSafeUser(written)) return written;
  const group = written.split(':')[1];
  const own = accounts.find((account) => account.name === written.split(':')[0]);
  const user = group === undefined ? `${uid}${own === undefined ? '' : `:${own.gid}`}` : `${uid}:${group}`;
  return isSafeUser(user) ? user : `${uid}:${own?.gid ?? uid}`;
}

/** An account for people or services, in a group of its own kind. */
function isOrdinary({ uid, gid, name }: Account): boolean {
  const isNamed = name === 'nonroot' && uid === 65_532;
  return gid !== 0 && ((uid >= first && uid <= last) || isNamed);
}

function freeId(accounts: readonly Account[], groups: ReadonlyMap<number, string>): number {
  const taken = new Set([...accounts.flatMap(({ uid, gid }) => [uid, gid]), ...groups.keys()]);
  for (let id = first; id <= last; id += 1) if (!taken.has(id)) return id;
  return last + 1;
}

function isFree(name: string, accounts: readonly Account[], groups: ReadonlyMap<number, string>): boolean {
  return !accounts.some((account) => account.name === name) && ![...groups.values()].includes(name);
}

/** With the image's own tools where it has them; null where nothing in it could do it. */
function makingOf(name: string, id: number, { inventory: { packages } }: Report): readonly Command[] | null {
  if (!hasShell(packages)) return null;
  const has = (type: string, wanted: string) => packages.some((one) => one.type === type && one.name === wanted);
  const made = (text: string): Command => ({ fixed: text, words: [] });
  if (has('deb', 'passwd') || has('rpm', 'shadow-utils'))
    return [
      made(`groupadd --gid ${id} ${name}`),
      made(`useradd --uid ${id} --gid ${id} --no-create-home --home-dir /nonexistent --shell /sbin/nologin ${name}`),
    ];
  if (has('apk', 'busybox'))
    return [
      made(`addgroup -g ${id} ${name}`),
      made(`adduser -D -H -h /nonexistent -u ${id} -G ${name} -s /sbin/nologin ${name}`),
    ];
  return [
    made(`echo ${name}:x:${id}: >>/etc/group`),
    made(`echo ${name}:x:${id}:${id}::/nonexistent:/sbin/nologin >>/etc/passwd`),
  ];
}
