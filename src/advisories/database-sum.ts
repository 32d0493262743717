import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failure } from '../base/errors.ts';
import { readSealed, writeSealed } from '../base/sealed-file.ts';
import type { Text } from '../base/text.ts';

/** What a database was when it took its place. */
interface Kept {
  /** What it said of itself: another one in its place is not what this is about. */
  readonly says: string;
  /** SHA-256 over its bytes. */
  readonly sum: string;
}

/**
 * Keeps the sum of a database beside the place that it is about to take. SQLite notices pages that are out of order, not a letter that changed
 * in a row: without the sum, every update would go on from what a disk or a hand has changed.
 */
export function keepSum(next: string, file: string): void {
  const kept: Kept = { says: wordsIn(next), sum: sumOf(next) };
  writeSealed(sumFile(file), [Buffer.from(JSON.stringify(kept))]);
}

/**
 * Throws `database-damaged` where a database is not what it was when it took its place. Of one that was put there by hand, or by an older
 * version, nobody knows what it was.
 */
export function requireAsKept(file: string): void {
  const bytes = readSealed(sumFile(file));
  if (bytes === null) return;
  const kept = JSON.parse(bytes.toString('utf8')) as Kept;
  if (kept.says === wordsIn(file) && kept.sum !== sumOf(file))
    throw failure('database-damaged', { file, reason: otherBytes });
}

function sumFile(file: string): string {
  return `${file}.sum`;
}

/** Content, times and way here: no two that took a place one after the other say the same. */
function wordsIn(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return JSON.stringify(db.prepare('SELECT key, value FROM fact ORDER BY key').all());
  } finally {
    db.close();
  }
}

function sumOf(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  const fd = openSync(file, 'r');
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}

const otherBytes: Text = { en: 'it changed since it was written', 'zh-CN': '写入之后内容有变' };
