import { lstatSync, statSync } from 'node:fs';
import { failureFrom, systemCode } from '../base/errors.ts';
import type { Remembered } from '../base/remembered.ts';
import { wordsOf } from '../base/system-words.ts';
import type { AdvisoryStore, DatabaseFacts } from '../model/advisory.ts';
import { databaseFile } from './database-file.ts';

/**
 * Opens the advisories of a state directory: its database where there is one, else the starter set. A database that is there but cannot
 * be used is an error (`database-damaged`, `-outdated`, `-too-new`, `-unreadable`) and never replaced by the starter set.
 */
export async function openStore(home: string): Promise<AdvisoryStore> {
  const file = databaseFile(home);
  if (!isThere(file)) return (await import('./starter-store.ts')).starterStore();
  return (await import('./sqlite-store.ts')).openSqliteStore(file);
}

/** Advisories that are opened when somebody asks for one of them: a scan of an image that is known asks for none. */
export interface Advisories {
  /** Of the store, once it is open. */
  facts(): DatabaseFacts;
  /** Tells this content from any other; null where it cannot be told. Of the store, once it is open. */
  edition(): string | null;
  store(): Promise<AdvisoryStore>;
  close(): void;
}

/**
 * As {@link openStore}, at once only where the same file was not opened before.
 *
 * @param known what was in files that were opened
 * @param program what tells this program, and with it the starter set, from any other; null where nothing does
 */
export async function openAdvisories(
  home: string,
  known: Remembered,
  program: string | null,
  now: () => number = Date.now,
): Promise<Advisories> {
  const file = databaseFile(home);
  const current = (): string | null => {
    if (isThere(file)) return editionOf(file, now());
    return program === null ? null : `starter ${program}`;
  };
  let edition = current();
  let facts = edition === null ? null : (known.recall(edition) as DatabaseFacts | null);
  let opened: AdvisoryStore | null = null;
  const store = async () => {
    if (opened !== null) return opened;
    const before = current();
    opened = await openStore(home);
    facts = opened.facts;
    // Replaced while it was opened, it may be either.
    edition = before === current() ? before : null;
    return opened;
  };
  if (facts === null) {
    facts = (await store()).facts;
    if (edition !== null) known.keep(edition, facts);
  }
  const first = facts;
  return { facts: () => facts ?? first, edition: () => edition, store, close: () => opened?.close() };
}

/** A file that changed a moment ago could change again within what its times can tell. Milliseconds. */
const UNSETTLED = 2000;

/** What tells a file, links followed, from any other that was or will be in its place; null where nothing does yet. */
function editionOf(file: string, now: number): string | null {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = statSync(file, { bigint: true });
    return now - Number(ctimeMs) < UNSETTLED ? null : [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    throw failureFrom(error, 'database-unreadable', { file, reason: wordsOf(error) });
  }
}

/** Only a plain "no such file" means that there is none; whatever else keeps it from being seen is an error. */
function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw failureFrom(error, 'database-unreadable', { file, reason: wordsOf(error) });
  }
}
