import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { failure } from '../base/errors.ts';
import type { Text, Value } from '../base/text.ts';
import type { AdvisoryMatch, AdvisoryStore, CveFacts, DatabaseFacts, PackageBuilds } from '../model/advisory.ts';
import { buildsIn, storedBuilds } from './built-packages.ts';
import { foldCveFacts } from './cve-facts.ts';
import { applicationId, hasTheTables, schemaRevision, spread } from './database-schema.ts';
import { type Stored, unpackEntry, unpackHead, unpackVectors } from './record-codec.ts';
import { readFailure } from './sqlite-failure.ts';

const lookupQuery = `
  SELECT record.feed, record.id, record.modified, record.head, entry.body
  FROM package JOIN entry ON entry.package = package.key JOIN record ON record.key = entry.key / ${spread}
  WHERE package.ecosystem = ? AND package.name = ? AND record.withdrawn = 0 AND record.shadowed = 0
  ORDER BY record.id, entry.key`;

const aboutQuery = `
  SELECT record.feed, record.id, record.modified, record.head FROM about JOIN record ON record.key = about.record
  WHERE about.cve = ? AND record.withdrawn = 0 AND record.shadowed = 0`;

/**
 * Opens an advisory database for reading. The file is never written in place (an update puts another one under its name), so no
 * locks are taken and a reader keeps the content that it opened. Throws `database-damaged`, `-outdated`, `-too-new` or `-unreadable`.
 * @param called how the file is called in errors
 */
export function openSqliteStore(file: string, called: Value = file): AdvisoryStore {
  const location = pathToFileURL(file);
  location.searchParams.set('immutable', '1');
  let db: DatabaseSync | undefined;
  try {
    checkHeader(file, called);
    db = new DatabaseSync(location, { readOnly: true });
    if (!hasTheTables(db)) throw failure('database-damaged', { file: called, reason: texts.otherTables });
    return storeOver(db, called);
  } catch (error) {
    db?.close();
    throw readFailure(error, called);
  }
}

function storeOver(db: DatabaseSync, file: Value): AdvisoryStore {
  const facts = factsOf(db);
  const feeds = new Map(
    db
      .prepare('SELECT key, name FROM feed')
      .all()
      .map((row) => [Number(row['key']), text(row['name'])]),
  );
  const ecosystems = new Map(
    db
      .prepare('SELECT key, name FROM ecosystem WHERE entries > 0')
      .all()
      .map((row) => [text(row['name']), Number(row['key'])]),
  );
  const byPackage = db.prepare(lookupQuery);
  const byCve = db.prepare(aboutQuery);
  const exploited = db.prepare('SELECT 1 FROM exploited WHERE cve = ? LIMIT 1');
  const likelihood = db.prepare('SELECT max(epss) AS epss FROM likelihood WHERE cve = ?');
  const rating = db.prepare(
    'SELECT vectors, disputed FROM rating WHERE cve = ? ORDER BY modified DESC, vectors DESC LIMIT 1',
  );
  const guarded = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw readFailure(error, file);
    }
  };

  const lookup = (ecosystem: string, name: string): readonly AdvisoryMatch[] => {
    const key = ecosystems.get(ecosystem);
    if (key === undefined) return [];
    return byPackage.all(key, name).map((row) => {
      const [id, modified, head] = [text(row['id']), text(row['modified']), stored(row['head'])];
      const affected = unpackEntry(ecosystem, name, stored(row['body']));
      const feed = feeds.get(Number(row['feed'])) ?? '';
      return laterUnpacked(feed, affected, () => guarded(() => unpackHead(id, modified, head)));
    });
  };
  const known = new Map<string, PackageBuilds>();
  const builds = (ecosystem: string): PackageBuilds => {
    const key = ecosystems.get(ecosystem);
    const found = known.get(ecosystem) ?? (key === undefined ? buildsIn([], false) : storedBuilds(db, key));
    known.set(ecosystem, found);
    return found;
  };
  const cve = (id: string): CveFacts | null => {
    const records = byCve.all(id).map((row) => ({
      feed: feeds.get(Number(row['feed'])) ?? '',
      head: unpackHead(text(row['id']), text(row['modified']), stored(row['head'])),
    }));
    const epss = likelihood.get(id)?.['epss'];
    const rated = rating.get(id);
    return foldCveFacts(records, {
      knownExploited: exploited.get(id) !== undefined,
      epss: typeof epss === 'number' ? epss : null,
      nvd:
        rated === undefined
          ? null
          : { vectors: unpackVectors(text(rated['vectors'])), disputed: rated['disputed'] === 1 },
    });
  };
  return {
    facts,
    lookup: (ecosystem, name) => guarded(() => lookup(ecosystem, name)),
    covers: (ecosystem) => ecosystems.has(ecosystem),
    builds: (ecosystem) => guarded(() => builds(ecosystem)),
    cve: (id) => guarded(() => cve(id)),
    close: () => db.close(),
  };
}

/** Most records about a package are about other versions of it: what else they say is unpacked for those that are asked for it. */
function laterUnpacked(
  feed: string,
  affected: AdvisoryMatch['affected'],
  unpack: () => AdvisoryMatch['advisory'],
): AdvisoryMatch {
  let unpacked: AdvisoryMatch['advisory'] | null = null;
  return {
    feed,
    get advisory() {
      unpacked ??= unpack();
      return unpacked;
    },
    affected,
  };
}

function factsOf(db: DatabaseSync): DatabaseFacts {
  const value = db.prepare("SELECT value FROM fact WHERE key = 'database'").get()?.['value'];
  const facts = JSON.parse(text(value)) as Partial<DatabaseFacts> | null;
  if (typeof facts?.digest !== 'string' || typeof facts.builtAt !== 'string' || !Array.isArray(facts.feeds))
    throw new Error('it does not say what it holds');
  return facts as DatabaseFacts;
}

/** SQLite file format, section 1.3 "The Database Header": a file that was cut off is found before anything is asked of it. */
function checkHeader(path: string, file: Value): void {
  const header = Buffer.alloc(100);
  // Without O_NONBLOCK a pipe under this name would hang the call.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let read: number;
  try {
    read = readSync(fd, header, 0, 100, 0);
  } finally {
    closeSync(fd);
  }
  if (read < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw failure('database-damaged', {
      file,
      reason: { en: 'it is not an SQLite file', 'zh-CN': '不是 SQLite 文件' },
    });
  }
  if (header.readUInt32BE(68) !== applicationId) {
    throw failure('database-damaged', {
      file,
      reason: { en: 'it is not a database of Plimsoll', 'zh-CN': '不是 Plimsoll 的数据库' },
    });
  }
  const revision = header.readUInt32BE(60);
  if (revision < schemaRevision) throw failure('database-outdated', { file });
  if (revision > schemaRevision) throw failure('database-too-new', { file });
  const expected = header.readUInt32BE(28) * (header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16));
  const { size } = statSync(path);
  if (size !== expected)
    throw failure('database-damaged', {
      file,
      reason: { en: `it has ${size} bytes, not ${expected}`, 'zh-CN': `应为 ${expected} 字节，实为 ${size} 字节` },
    });
}

const texts = {
  otherTables: {
    en: 'its tables are not those that this version of Plimsoll makes',
    'zh-CN': '其中的表与当前版本的 Plimsoll 所建的不同',
  },
} as const satisfies Record<string, Text>;

function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new Error('a text is missing in it');
  return value;
}

function stored(value: SQLOutputValue | undefined): Stored {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  throw new Error('the content of a record is missing in it');
}
