import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { failure, failureFrom, PlimsollError } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import type { Coordinates } from './identity.ts';
import { SortedLines, UnsortedLines } from './sorted-lines.ts';

/** Jars by the SHA-1 of their bytes, of a list on this machine. */
export interface JarIndex {
  /** All coordinates under which this very file was published; empty where the list does not know it. Throws `java-index-invalid`. */
  find(sha1: string): readonly Coordinates[];
  /** Another text once the file is another one. */
  readonly edition: string;
  close(): void;
}

/** The same file under more names than anybody gives one. */
const MAX_NAMES = 16;
const sqliteMagic = 'SQLite format 3\0';
const line = /^[0-9a-f]{40} ([^\s:]{1,300}):([^\s:]{1,300}):([^\s:]{1,200})$/;

/**
 * Opens a list of jars: text with a line `SHA1 GROUP:ARTIFACT:VERSION` for each, in the order of their bytes (`LC_ALL=C sort`), or an SQLite file with
 * the tables of Trivy's Java database. It is searched where it lies, however large. Throws `java-index-unreadable`, `java-index-invalid`.
 */
export function openJarIndex(file: string): JarIndex {
  let opened: number | null = null;
  try {
    opened = openSync(file, 'r');
    const head = Buffer.alloc(sqliteMagic.length);
    const isSqlite =
      readSync(opened, head, 0, head.length, 0) === head.length && head.toString('latin1') === sqliteMagic;
    const { size, mtimeMs } = fstatSync(opened);
    const edition = `${size} ${mtimeMs}`;
    if (!isSqlite) return { ...ofLines(file, opened), edition };
    closeSync(opened);
    return { ...ofDatabase(file), edition };
  } catch (error) {
    if (opened !== null) closeQuietly(opened);
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'java-index-unreadable', { file, reason: wordsOf(error) });
  }
}

/** A descriptor that may be closed already. */
function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EBADF')) throw error;
  }
}

type Finding = Pick<JarIndex, 'find' | 'close'>;

function ofLines(file: string, descriptor: number): Finding {
  const invalid = (reason: Text) => failure('java-index-invalid', { file, reason });
  const translated = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof UnsortedLines) throw invalid(error.at === null ? texts.unsorted : texts.noLine);
      throw error;
    }
  };
  const lines = translated(() => new SortedLines(descriptor, (text) => line.test(text)));
  return {
    find: (sha1) =>
      translated(() => lines.startingWith(`${sha1} `, MAX_NAMES)).flatMap((text) => {
        const [, group, artifact, version] = line.exec(text) ?? [];
        return group && artifact && version ? [{ group, artifact, version }] : [];
      }),
    close: () => closeSync(descriptor),
  };
}

function ofDatabase(file: string): Finding {
  const translated = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw failureFrom(error, 'java-index-invalid', { file, reason: texts.noTables });
    }
  };
  const database = new DatabaseSync(file, { readOnly: true });
  const query = `SELECT group_id, artifacts.artifact_id AS artifact, version FROM indices
    JOIN artifacts ON artifacts.id = indices.artifact_id WHERE sha1 = ? LIMIT ${MAX_NAMES}`;
  const find = translated(() => database.prepare(query));
  return {
    find: (sha1) =>
      translated(() => find.all(Buffer.from(sha1, 'hex'))).flatMap(({ group_id: group, artifact, version }) =>
        typeof group === 'string' && typeof artifact === 'string' && typeof version === 'string'
          ? [{ group, artifact, version }]
          : [],
      ),
    close: () => database.close(),
  };
}

const texts = {
  unsorted: {
    en: 'its lines are not in the order of their bytes',
    'zh-CN': '各行没有按字节顺序排列',
  },
  noLine: {
    en: 'a line is not SHA1 GROUP:ARTIFACT:VERSION',
    'zh-CN': '有一行不是“SHA1 GROUP:ARTIFACT:VERSION”',
  },
  noTables: {
    en: 'it is a database without the tables artifacts and indices',
    'zh-CN': '数据库中没有 artifacts 和 indices 表',
  },
} as const satisfies Record<string, Text>;
