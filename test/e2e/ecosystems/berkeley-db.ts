import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { run } from '../build/parts.ts';

export interface BerkeleyForm {
  readonly endian: 'little' | 'big';
  readonly pageSize: number;
}

/**
 * Turns the database below `root`, which rpm wrote in SQLite, into what rpm wrote before: a hash of Berkeley DB with the same headers under
 * the same numbers, and the highest number under 0. Written by Berkeley DB's own tool; rpm reads it and lists the same.
 */
export function toBerkeleyDb(root: string, { endian, pageSize }: BerkeleyForm): void {
  const folder = join(root, 'var/lib/rpm');
  const database = new DatabaseSync(join(folder, 'rpmdb.sqlite'));
  const rows = database.prepare('SELECT hnum, blob FROM Packages ORDER BY hnum').all() as {
    hnum: number;
    blob: Uint8Array;
  }[];
  database.close();
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (endian === 'little') bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return ` ${bytes.toString('hex')}\n`;
  };
  const order = endian === 'little' ? 1234 : 4321;
  const head = `VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=${pageSize}\ndb_lorder=${order}\nHEADER=END\n`;
  const pairs = rows.map(({ hnum, blob }) => `${number(hnum)} ${Buffer.from(blob).toString('hex')}\n`);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  const dump = `${root}.dump`;
  writeFileSync(dump, `${head}${number(0)}${number(rows.at(-1)?.hnum ?? 0)}${pairs.join('')}DATA=END\n`);
  run('db_load', ['-f', dump, join(folder, 'Packages')]);
  rmSync(dump);
}
