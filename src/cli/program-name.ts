import { realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { printable } from '../base/printable.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a person types to call this very Plimsoll again, in the shell that started it: `plimsoll` where PATH leads to it, else the
 * path of its launcher as seen from there. npm starts scripts in the folder of the package and keeps the shell's own in INIT_CWD.
 */
export function programName(environment: Environment, launcher: string): string {
  if (environment['npm_lifecycle_event'] === 'npx') return 'npx plimsoll';
  if (leadsTo(launcher, environment['PATH'] ?? '')) return 'plimsoll';
  const shell = (environment['npm_lifecycle_event'] ?? '') === '' ? undefined : environment['INIT_CWD'];
  const near = relative(shell ?? process.cwd(), launcher);
  // From far away the whole path is shorter to read than a row of dots.
  return shellWord(near === '' || isAbsolute(near) || near.startsWith(join('..', '..')) ? launcher : near);
}

/** A word as a shell takes it, whatever is in it. */
export function shellWord(text: string): string {
  const word = printable(text);
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function leadsTo(launcher: string, path: string): boolean {
  const own = realPath(launcher);
  const found = path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => realPath(join(folder, 'plimsoll')))
    .find((file) => file !== null);
  return found !== undefined && found === own;
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    // Nothing of that name, or nothing that may be seen: the shell would not find it either.
    return null;
  }
}
