import { lstatSync, type Stats, statSync } from 'node:fs';
import { fill, type Text } from '../base/text.ts';
import { keyWords } from '../messages/ledger-keys.ts';

/** Why a private key's file is not private; null where it is. */
export function readableByOthers(file: string): Text | null {
  const facts = statSync(file);
  if ((facts.mode & 0o077) !== 0) return fill(keyWords.readable, { mode: modeOf(facts) });
  return ownedByOther(facts);
}

/** Why somebody else could change what a file or folder says; null where nobody can. A link counts as what it leads to. */
export function writableByOthers(path: string): Text | null {
  const facts = statSync(path);
  if ((facts.mode & 0o022) !== 0) return fill(keyWords.writable, { mode: modeOf(facts) });
  return ownedByOther(facts) ?? ownedByOther(lstatSync(path));
}

function ownedByOther({ uid }: Stats): Text | null {
  const self = process.geteuid?.() ?? uid;
  return uid === self || uid === 0 ? null : fill(keyWords.foreign, { uid });
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
