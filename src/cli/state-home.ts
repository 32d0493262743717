import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { failure, failureFrom, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { StateHome } from './services.ts';

/**
 * The state directory: what --home or PLIMSOLL_HOME say, else /var/lib/plimsoll for root, else
 * `$XDG_DATA_HOME/plimsoll` (XDG base directories: relative values are not used, `~/.local/share` is the default).
 */
export function stateHome(given: string | null, environment: Readonly<Record<string, string | undefined>>): StateHome {
  const path = resolve(given ?? defaultHome(environment));
  return { path, ready: (isForCache = false) => makeReady(path, isForCache) };
}

function defaultHome(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.getuid?.() === 0) return '/var/lib/plimsoll';
  const data = environment['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(homedir(), '.local', 'share'), 'plimsoll');
}

function makeReady(path: string, isForCache: boolean): string {
  try {
    makeDirectories(path);
    // With a dot behind it, a file in its place is called what it is.
    accessSync(`${path}/.`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (!isForCache || !takesNothing(error) || !canBeRead(path))
      throw failureFrom(error, 'home-unusable', { home: path, reason: wordsOf(error) });
  }
  const facts = statSync(path, { throwIfNoEntry: false });
  // What others may write there would be believed: the advisories, the cached readings.
  if (facts !== undefined && (facts.mode & 0o002) !== 0)
    throw failure('home-unusable', { home: path, reason: texts.worldWritable });
  return path;
}

/** A disk that is read-only or full, or somebody else's directory. */
function takesNothing(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');
}

/** What is not there has nothing to be read; what merely cannot be seen would be taken for that. */
function canBeRead(path: string): boolean {
  try {
    accessSync(`${path}/.`, constants.R_OK | constants.X_OK);
    return true;
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}

/** One step after the other: Node.js' own recursive way never ends where the system has no room for new names, as in /proc. */
function makeDirectories(path: string): void {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      // Somebody else made it in this moment.
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

const texts = {
  worldWritable: { en: 'every user of this machine may write to it', 'zh-CN': '本机所有用户都可写入' },
} as const;
