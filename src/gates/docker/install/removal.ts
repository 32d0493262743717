import { rmdirSync, rmSync } from 'node:fs';
import { failure, failureFrom, PlimsollError, systemCode } from '../../../base/errors.ts';
import { wordsOf } from '../../../base/system-words.ts';
import { fill, type Text } from '../../../base/text.ts';
import { accountOf, removeAccount } from './account.ts';
import { unlockedDaemonJson } from './daemon-json.ts';
import { readConfig } from './engine-facts.ts';
import { type Host, onHost } from './host.ts';
import {
  contentBefore,
  forgetJournal,
  type Journal,
  journalFiles,
  type Kept,
  printAt,
  readJournal,
  realPath,
  writeJournal,
} from './journal.ts';
import { places } from './places.ts';
import { callAll, callsAfterOpening, callsBeforeOpening } from './services.ts';
import { giveHome, putBack } from './step.ts';
import { type Content, clearDraft, contentAt, ownedBy, printOf, statsAt, writeWhole } from './whole-file.ts';

export interface RemovalOptions {
  readonly home: string;
  /** What somebody changed since the installation goes, too. */
  readonly overwrite: boolean;
  readonly say: (line: Text) => void;
}

/** What becomes of one path when the gate goes. */
export interface Return {
  readonly kept: Kept;
  readonly from: Content;
  readonly to: Content;
  /** Changed by somebody since: `edited` is the engine's configuration, which keeps all but the locks; `theirs` is kept beside what was there. */
  readonly kind: 'same' | 'back' | 'edited' | 'theirs';
}

/** What taking the gate away would do. Throws `gate-not-installed`. */
export function returnsOf(
  host: Host,
  home: string,
  overwrite: boolean,
): { journal: Journal; returns: readonly Return[] } {
  const journal = readJournal(host, home);
  if (journal === null) throw failure('gate-not-installed', { file: journalFiles(host, home).file });
  const returns = journal.kept.toReversed().map((kept) => returnOf(host, home, journal, kept, overwrite));
  return { journal, returns };
}

function returnOf(host: Host, home: string, journal: Journal, kept: Kept, overwrite: boolean): Return {
  const from = contentAt(onHost(host, kept.path));
  const before = contentBefore(host, home, kept);
  const isSame = printOf(from) === printOf(before);
  if (isSame || kept.before.kind === 'folder' || from.kind === 'folder')
    return {
      kept,
      from,
      to: from.kind === 'folder' && kept.before.kind === 'none' ? before : from,
      kind: isSame ? 'same' : 'back',
    };
  // The gate did not come that far: what is there has nothing to do with it.
  if (kept.made.length === 0) return { kept, from, to: from, kind: 'same' };
  const isOurs = kept.made.includes(printOf(from)) || overwrite;
  if (isOurs) return { kept, from, to: before, kind: 'back' };
  if (kept.path !== realPath(host, journal.facts.configFile)) {
    // Somebody took our file away already, or made it his own.
    return from.kind === 'none' && before.kind === 'none'
      ? { kept, from, to: from, kind: 'same' }
      : { kept, from, to: before, kind: 'theirs' };
  }
  const text = unlockedDaemonJson(readConfig(host, kept.path), new Map(Object.entries(journal.programs)));
  const to: Content = text === null || from.kind !== 'file' ? from : { ...from, bytes: Buffer.from(text) };
  return { kept, from, to, kind: 'edited' };
}

/**
 * Takes the gate away: the engine is stopped, every file is as it was, the engine comes back with its own socket. Whatever ends this in the
 * middle is finished by the same call again.
 */
export async function takeAway(host: Host, options: RemovalOptions): Promise<void> {
  const { journal } = returnsOf(host, options.home, options.overwrite);
  try {
    await takeBack(host, journal, options);
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'gate-removal-failed', { reason: wordsOf(error) });
  }
}

async function takeBack(host: Host, journal: Journal, { home, overwrite, say }: RemovalOptions): Promise<void> {
  // One that did not come to its end says so already: it is undone on a full disk, too.
  if (journal.phase === 'installed') writeJournal(host, home, { ...journal, phase: 'removing' });
  const run = (line: string) => say(fill(words.call, { line }));
  const containerd = journal.kept.some(({ path }) => path.includes('containerd.service.d/'));
  await callAll(host, callsBeforeOpening, run);
  for (const kept of journal.kept.toReversed()) bringBack(host, journal, kept, { home, overwrite, say });
  await callAll(host, callsAfterOpening(containerd), run);
  await takeAwayAccount(host, home, journal, say);
  for (const path of [places.authzSocket, places.engineSocket]) rmSync(onHost(host, path), { force: true });
  rmSync(onHost(host, places.compiled), { recursive: true, force: true });
  for (const path of [places.engineFolder, places.runFolder]) removeEmpty(onHost(host, path));
  forgetJournal(host, home);
  for (const path of [places.install, 'install']) removeEmpty(onHost(host, `${home}/${path}`));
}

/** Makes a path what it was before. Looked at now: what was brought back before it may have changed it. */
export function bringBack(host: Host, journal: Journal, kept: Kept, { home, overwrite, say }: RemovalOptions): void {
  clearDraft(onHost(host, kept.path));
  const change = returnOf(host, home, journal, kept, overwrite);
  if (change.kind === 'same') return;
  if (change.kind === 'theirs') keepTheirs(host, change, say);
  putBack(host, kept, change.to);
  if (change.kind === 'edited') say(fill(words.keptChanges, { path: kept.path }));
  else if (kept.before.kind !== 'folder' && change.from.kind !== 'folder')
    say(fill(kept.before.kind === 'none' ? words.removed : words.restored, { path: kept.path }));
}

/** What somebody made of a file of the gate's lies beside it under a name that nothing reads. */
function keepTheirs(host: Host, { kept, from }: Return, say: (line: Text) => void): void {
  if (from.kind !== 'file') return;
  const aside = `${kept.path}.plimsoll-kept`;
  writeWhole(onHost(host, aside), from.bytes, from);
  say(fill(words.aside, { path: kept.path, aside }));
}

async function takeAwayAccount(host: Host, home: string, journal: Journal, say: (line: Text) => void): Promise<void> {
  const folder = statsAt(onHost(host, home));
  if (journal.home !== null && folder !== null) {
    giveHome(host, home, journal.home, accountOf(host, places.account)?.uid ?? null);
    if (ownedBy(folder).mode !== journal.home.mode) say(fill(words.mode, { path: home }));
  }
  if (journal.accounts === null || accountOf(host, places.account) === null) {
    if (journal.accounts !== null) restoreAccountCopies(host, home, journal.accounts);
    return;
  }
  await removeAccount(host, places.account);
  say(fill(words.account, { name: places.account }));
  restoreAccountCopies(host, home, journal.accounts);
}

/** The copies that the account tools keep (`passwd-`), where the files themselves are again what they were. */
function restoreAccountCopies(host: Host, home: string, accounts: readonly Kept[]): void {
  for (const kept of accounts) {
    if (!kept.path.endsWith('-')) continue;
    const original = accounts.find(({ path }) => path === kept.path.slice(0, -1));
    if (original === undefined) continue;
    const isAsBefore = printAt(host, original.path) === printOf(contentBefore(host, home, original));
    if (isAsBefore) putBack(host, kept, contentBefore(host, home, kept));
  }
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

const words = {
  call: { en: 'run      {line}', 'zh-CN': '执行  {line}' },
  removed: { en: 'removed  {path}', 'zh-CN': '移除  {path}' },
  restored: { en: 'restored {path}', 'zh-CN': '恢复  {path}' },
  keptChanges: {
    en: 'kept     {path}: somebody changed it since; only the locks are taken out of it',
    'zh-CN': '保留  {path}：安装后被他人修改过，仅从中移除各道锁',
  },
  aside: {
    en: 'kept     {aside}: what somebody made of {path}',
    'zh-CN': '保留  {aside}：他人修改后的 {path}',
  },
  account: { en: 'removed  account {name}', 'zh-CN': '移除  账户 {name}' },
  mode: { en: 'kept     mode of {path}: somebody changed it', 'zh-CN': '保留  {path} 的权限：被他人修改过' },
} as const satisfies Record<string, Text>;
