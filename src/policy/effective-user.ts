import { fill, type Text } from '../base/text.ts';
import type { Account } from '../model/package.ts';

/** Who the processes of an image are, as far as the image itself tells. */
export type EffectiveUser =
  | { readonly kind: 'root'; readonly why: Text }
  | { readonly kind: 'other'; readonly uid: number }
  | { readonly kind: 'unsure'; readonly why: Text };

/** The kernel's uids have 32 bits; runtimes take those that a signed number holds (moby/sys/user, containerd's `WithUser`). */
const maxUid = 2 ** 31 - 1;

/**
 * The effective user by `config.User` (`user[:group]`) and the image's own passwd, as runc and containerd work it out: nothing is root; what
 * Go's strconv.Atoi reads is a uid, whatever accounts are called; anything else is the first account of that name. What runtimes
 * disagree about, or refuse, is `unsure`, unless one of their readings is uid 0.
 * @param accounts in the order of the file; null where the image has no passwd
 */
export function effectiveUser(user: string, accounts: readonly Account[] | null): EffectiveUser {
  const trimmed = user.trim();
  if (trimmed === '') return root(texts.unset);
  const [name = '', ...groups] = trimmed.split(':');
  const found = name.trim() === '' ? root(fill(texts.noName, { user })) : named(name.trim(), accounts);
  // A blank around a name is part of it for some runtimes and nothing for others.
  const isUnusual = trimmed !== user || name !== name.trim() || groups.length > 1;
  return isUnusual && found.kind === 'other' ? unsure(fill(texts.unusual, { user })) : found;
}

function named(name: string, accounts: readonly Account[] | null): EffectiveUser {
  if (/^[+-]?[0-9]{60,}$/.test(name)) return unsure(fill(texts.badNumber, { user: `${name.slice(0, 40)}…` }));
  if (/^[+-]?[0-9]+$/.test(name)) return numbered(BigInt(name.replace('+', '')), name, texts.number, texts.badNumber);
  if (accounts === null) return unsure(fill(texts.noPasswd, { user: name }));
  const account = accounts.find((candidate) => candidate.name === name);
  if (account === undefined) return unsure(fill(texts.noAccount, { user: name }));
  return numbered(BigInt(account.uid), name, texts.account, texts.badAccount);
}

/** A number that does not fit is cut to 32 bits by who does not look, and then 4294967296 is root. */
function numbered(uid: bigint, user: string, rootWords: Text, badWords: Text): EffectiveUser {
  if (BigInt.asUintN(32, uid) === 0n) return root(fill(rootWords, { user }));
  if (uid < 0n || uid > maxUid) return unsure(fill(badWords, { user, uid: String(uid).slice(0, 40) }));
  return { kind: 'other', uid: Number(uid) };
}

function root(why: Text): EffectiveUser {
  return { kind: 'root', why };
}

function unsure(why: Text): EffectiveUser {
  return { kind: 'unsure', why };
}

const texts = {
  unset: { en: 'no USER is set', 'zh-CN': '未设置 USER' },
  noName: { en: 'USER "{user}" names no user', 'zh-CN': 'USER “{user}”没有写明用户' },
  number: { en: 'USER is {user}', 'zh-CN': 'USER 为 {user}' },
  account: { en: 'the account {user} has uid 0', 'zh-CN': '账户 {user} 的 uid 为 0' },
  noPasswd: {
    en: 'USER is the name {user}, and the image has no passwd to look it up in',
    'zh-CN': 'USER 为用户名 {user}，但镜像中没有 passwd 可供查找',
  },
  noAccount: {
    en: 'USER is the name {user}, which the image’s passwd does not have',
    'zh-CN': 'USER 为用户名 {user}，但镜像的 passwd 中没有该账户',
  },
  badNumber: { en: 'USER {user} is no uid that a runtime takes', 'zh-CN': 'USER {user} 不是运行时接受的 uid' },
  badAccount: {
    en: 'the account {user} has the number {uid}, which is no uid',
    'zh-CN': '账户 {user} 的编号 {uid} 不是有效的 uid',
  },
  unusual: {
    en: 'USER "{user}" is not read alike by all runtimes',
    'zh-CN': '各运行时对 USER “{user}”的理解不一致',
  },
} as const satisfies Record<string, Text>;
