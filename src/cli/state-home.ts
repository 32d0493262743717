import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { failure, failureFrom, reasonOf } from '../base/errors.ts';
import type { StateHome } from './services.ts';

/**
 * The state directory: what --home or PLIMSOLL_HOME say, else /var/lib/plimsoll for root, else
 * `$XDG_DATA_HOME/plimsoll` (XDG base directories: relative values are not used, `~/.local/share` is the default).
 */
export function stateHome(given: string | null, environment: Readonly<Record<string, string | undefined>>): StateHome {
  const path = resolve(given ?? defaultHome(environment));
  return { path, ready: () => makeReady(path) };
}

function defaultHome(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.getuid?.() === 0) return '/var/lib/plimsoll';
  const data = environment['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(homedir(), '.local', 'share'), 'plimsoll');
}

function makeReady(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw failureFrom(error, 'home-unusable', { home: path, reason: reasonOf(error) });
  }
  const facts = statSync(path);
  // What others may write there would be believed: the advisories, the cached readings.
  if ((facts.mode & 0o002) !== 0) throw failure('home-unusable', { home: path, reason: texts.worldWritable });
  return path;
}

const texts = {
  worldWritable: { en: 'every user of this machine may write to it', 'zh-CN': '本机所有用户都可写入' },
} as const;
