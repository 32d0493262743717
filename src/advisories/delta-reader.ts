import type { DatabaseSync } from 'node:sqlite';
import type { ByteStream } from '../base/byte-stream.ts';
import { type JsonBounds, jsonSprawl } from '../formats/json-sprawl.ts';
import type { Advisory } from '../model/advisory.ts';
import { deltaRevision } from './delta-writer.ts';
import { type FeedKind, feedRow } from './feed-table.ts';
import { isObject, type JsonObject } from './osv-fields.ts';
import { recordWriter } from './record-writer.ts';

/** A delta that does not lead where it should. What it was applied to is to be thrown away. */
export class BadDelta extends Error {
  override readonly name = 'BadDelta';
}

/** SQLite's `SQLITE_TOOBIG`, `SQLITE_CONSTRAINT` and `SQLITE_MISMATCH`. */
const refusals = [18, 19, 20];
const longestLine = 64 * 2 ** 20;
/** Parsed, lists of nothing take fifty times their size. Of a line that is not long it is no matter. */
const longLine = 2 ** 16;
const sprawl: JsonBounds = { depth: 64, containers: 4_000_000 };
const kinds: readonly string[] = ['osv', 'kev', 'epss', 'nvd'] satisfies FeedKind[];

/**
 * Takes one step, line by line, in a database all of whose feeds have no source of their own (one that was built or pulled). Whether the result is what
 * it should be, only its digest says. Throws {@link BadDelta}.
 */
export async function applyDelta(
  db: DatabaseSync,
  stream: ByteStream,
  expected: { readonly base: string; readonly target: string },
): Promise<void> {
  const writer = recordWriter(db);
  const feeds = new Map<string, number>();
  const feedOf = (name: unknown): number => {
    const key = typeof name === 'string' ? feeds.get(name) : undefined;
    if (key === undefined) throw new BadDelta('it is about a feed that it does not name');
    return key;
  };
  const keyOf = (kind: FeedKind): number => {
    const row = db.prepare('SELECT key FROM feed WHERE kind = ?').get(kind);
    if (row === undefined) throw new BadDelta(`it has no feed of the kind ${kind}`);
    return Number(row['key']);
  };
  const drop = {
    exploited: db.prepare('DELETE FROM exploited WHERE cve = ?'),
    likely: db.prepare('DELETE FROM likelihood WHERE cve = ?'),
    rated: db.prepare('DELETE FROM rating WHERE cve = ?'),
  };
  const add = {
    exploited: db.prepare('INSERT INTO exploited (cve, feed, since) VALUES (?, ?, ?)'),
    likely: db.prepare('INSERT INTO likelihood (cve, feed, epss) VALUES (?, ?, ?)'),
    rated: db.prepare('INSERT INTO rating (cve, feed, modified, vectors, disputed) VALUES (?, ?, ?, ?, ?)'),
  };

  const take = (line: JsonObject, number: number): void => {
    if (typeof line['feed'] === 'string') {
      const { feed, kind, modified } = line;
      if (!kinds.includes(String(kind))) throw new BadDelta('it names a feed of an unknown kind');
      const { key } = feedRow(db, feed, kind as FeedKind, '');
      db.prepare('UPDATE feed SET modified = ? WHERE key = ?').run(typeof modified === 'string' ? modified : null, key);
      feeds.set(feed, key);
    } else if (typeof line['remove'] === 'string') {
      // Its feed may be one that is no longer there.
      writer.remove(feedRow(db, String(line['in']), 'osv', '').key, line['remove']);
    } else if (isObject(line['put'])) writer.put(feedOf(line['in']), line['put'] as unknown as Advisory, null);
    else if (typeof line['exploited'] === 'string') {
      drop.exploited.run(line['exploited']);
      if (typeof line['since'] === 'string') add.exploited.run(line['exploited'], keyOf('kev'), line['since']);
    } else if (typeof line['likely'] === 'string') {
      drop.likely.run(line['likely']);
      if (typeof line['epss'] === 'number') add.likely.run(line['likely'], keyOf('epss'), line['epss']);
    } else if (typeof line['rated'] === 'string') {
      drop.rated.run(line['rated']);
      const { rating } = line;
      if (Array.isArray(rating))
        add.rated.run(line['rated'], keyOf('nvd'), String(rating[0]), String(rating[1]), Number(rating[2]));
    } else throw new BadDelta(`line ${number + 1} is none of a delta`);
  };

  let number = 0;
  let isOver = false;
  for await (const line of linesOf(stream)) {
    if (isOver) throw new BadDelta('it goes on behind its end');
    if (number === 0) checkFirst(line, expected);
    else if (line['lines'] === number && Object.keys(line).length === 1) isOver = true;
    else {
      try {
        take(line, number);
      } catch (error) {
        throw asBadDelta(error, number);
      }
    }
    number += 1;
  }
  if (!isOver) throw new BadDelta('it was cut off');
  dropUnnamed(db, new Set(feeds.values()));
}

/** What a line's values are at fault for. What this machine is at fault for, as a full disk, stays what it is. */
function asBadDelta(error: unknown, number: number): unknown {
  const isValue = error instanceof TypeError || error instanceof RangeError;
  if (!isValue && !(error instanceof Error && 'errcode' in error && refusals.includes(Number(error.errcode) & 0xff)))
    return error;
  return new BadDelta(`line ${number + 1} is none of a delta`, { cause: error });
}

function checkFirst(line: JsonObject, { base, target }: { readonly base: string; readonly target: string }): void {
  if (line['revision'] !== deltaRevision || line['base'] !== base || line['target'] !== target)
    throw new BadDelta('it leads from or to another database');
}

/** Feeds that the target does not have any more; their records were removed one by one. */
function dropUnnamed(db: DatabaseSync, named: ReadonlySet<number>): void {
  for (const row of db.prepare('SELECT key FROM feed').all()) {
    if (!named.has(Number(row['key']))) db.prepare('DELETE FROM feed WHERE key = ?').run(row['key'] ?? null);
  }
}

async function* linesOf(stream: ByteStream): AsyncGenerator<JsonObject> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let feed = buffer.indexOf(10); feed >= 0; feed = buffer.indexOf(10, from)) {
      yield parsed(Buffer.concat([...rest, buffer.subarray(from, feed)]));
      rest = [];
      held = 0;
      from = feed + 1;
    }
    if (from < buffer.length) rest.push(Buffer.from(buffer.subarray(from)));
    held += buffer.length - from;
    if (held > longestLine) throw new BadDelta(`it has a line of more than ${longestLine} bytes`);
  }
  if (held > 0) throw new BadDelta('it was cut off');
}

function parsed(line: Buffer): JsonObject {
  if (line.length > longLine && jsonSprawl(line, sprawl) !== null)
    throw new BadDelta('a line of it is nested too deeply, or holds too many entries');
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw new BadDelta('a line of it is not JSON', { cause: error });
  }
  if (!isObject(value)) throw new BadDelta('a line of it is no object');
  return value;
}
