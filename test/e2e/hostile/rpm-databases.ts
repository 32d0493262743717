import { databases } from '../../../src/formats/berkeley-db/testing/databases.ts';
import { fewPackages, manyPackages } from '../../../src/formats/ndb/testing/databases.ts';
import { packageHeader, rpmHeader } from '../../build/rpm-header.ts';
import { sqliteFiles } from '../../build/sqlite-file.ts';
import { file } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { judging } from './images.ts';

const alma = file('etc/os-release', 'ID=almalinux\nVERSION_ID="9.3"\n');
const place = 'var/lib/rpm/rpmdb.sqlite';
const blind = (gap: string) => ({ exit: 3, error: 'undecided', gaps: [`rpm database: ${gap}`] }) as const;
const database = (content: Buffer | string) => judging(alma, file(place, content));
const PAGE = 512;

/** Twelve packages, most of them longer than a page, in pages of 512 bytes; then a change to the bytes of the file. */
function changed(change: (bytes: Buffer) => void, blobs: readonly Buffer[] = packages): Buffer {
  const { main } = sqliteFiles((db) => {
    db.exec(
      `PRAGMA page_size = ${PAGE}; CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)`,
    );
    const insert = db.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const blob of blobs) insert.run(blob);
  });
  change(main);
  return main;
}

function changedBytes(bytes: Buffer, change: (bytes: Buffer) => void): Buffer {
  change(bytes);
  return bytes;
}

const packages = Array.from({ length: 12 }, (_, i) => packageHeader(`p${i}`, '1', i * 150));
const none = () => {};

/** Every page that holds the rest of a row is made to name the first of them as the next. */
function circles(bytes: Buffer): void {
  const kinds = [0x02, 0x05, 0x0a, 0x0d];
  const rests = Array.from({ length: bytes.length / PAGE - 1 }, (_, i) => i + 2).filter(
    (number) => !kinds.includes(bytes[(number - 1) * PAGE] as number),
  );
  for (const number of rests) bytes.writeUInt32BE(rests[0] ?? 1, (number - 1) * PAGE);
}

/** Every interior page of a table names itself as its children. */
function selfish(bytes: Buffer): void {
  for (let at = PAGE; at < bytes.length; at += PAGE) {
    if (bytes[at] !== 0x05) continue;
    bytes.writeUInt32BE(at / PAGE + 1, at + 8);
  }
}

export const rpmCases: readonly HostileCase[] = [
  {
    name: 'rpm: noise',
    prepare: database(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 0xff)])),
    ...blind('corrupt'),
  },
  { name: 'rpm: no database at all', prepare: judging(alma), ...blind('no-database') },
  { name: 'rpm: an empty file', prepare: database(''), ...blind('no-database') },
  { name: 'rpm: something else', prepare: database('hello'.repeat(100)), ...blind('corrupt') },
  { name: 'rpm: the header alone', prepare: database(changed(none).subarray(0, 90)), ...blind('truncated') },
  {
    name: 'rpm: cut off in the middle',
    prepare: database(changed(none).subarray(0, PAGE * 8)),
    ...blind('truncated'),
  },
  {
    name: 'rpm: pages of no size',
    prepare: database(changed((bytes) => bytes.writeUInt16BE(0, 16))),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: pages of another size',
    prepare: database(changed((bytes) => bytes.writeUInt16BE(4096, 16))),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: pages that are all reserved',
    prepare: database(changed((bytes) => bytes.writeUInt8(255, 20))),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: texts of another kind',
    prepare: database(changed((bytes) => bytes.writeUInt32BE(2, 56))),
    ...blind('unsupported-format'),
  },
  { name: 'rpm: rows whose rests lead in a circle', prepare: database(changed(circles)), ...blind('corrupt') },
  { name: 'rpm: pages that lead to themselves', prepare: database(changed(selfish)), ...blind('corrupt') },
  {
    name: 'rpm: no table of packages',
    prepare: database(sqliteFiles((db) => db.exec('CREATE TABLE Other (x)')).main),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: a table without packages',
    prepare: database(changed(none, [])),
    ...blind('no-database'),
  },
  {
    name: 'rpm: a header whose counts lie',
    prepare: database(
      changed(none, [
        ...packages,
        Buffer.concat([Buffer.from([0, 0, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff]), Buffer.alloc(400)]),
      ]),
    ),
    ...blind('corrupt'),
    packages: ['p0 1-1.el9'],
  },
  {
    name: 'rpm: a header without a name',
    prepare: database(changed(none, [...packages, rpmHeader({ 1001: '1', 1002: '1' })])),
    ...blind('corrupt'),
    packages: ['p0 1-1.el9'],
  },
  {
    name: 'rpm: a list of files without end',
    prepare: database(
      changed(none, [rpmHeader({ 1000: 'a', 1001: '1', 1002: '1', 1117: Array<string>(60_000).fill('METADATA') })]),
    ),
    exit: 0,
    error: null,
    packages: ['a 1-1'],
  },
  {
    name: 'rpm: a log of noise',
    prepare: judging(alma, file(place, changed(none)), file(`${place}-wal`, Buffer.alloc(9000, 0x37))),
    ...blind('corrupt'),
    packages: ['p0 1-1.el9'],
  },
  {
    name: 'rpm: a log of another format',
    prepare: judging(
      alma,
      file(place, changed(none)),
      file(`${place}-wal`, Buffer.concat([Buffer.from('377f068200000001', 'hex'), Buffer.alloc(1000)])),
    ),
    ...blind('unsupported-format'),
  },
  {
    name: 'rpm: a Berkeley DB of noise',
    prepare: judging(alma, file('var/lib/rpm/Packages', Buffer.alloc(4096, 1))),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: a Berkeley DB that is cut',
    prepare: judging(alma, file('var/lib/rpm/Packages', databases.little().subarray(0, 300_000))),
    ...blind('truncated'),
  },
  {
    name: 'rpm: a Berkeley DB of another kind',
    prepare: judging(
      alma,
      file(
        'var/lib/rpm/Packages',
        changedBytes(databases.small(), (bytes) => bytes.writeUInt32LE(0x053162, 12)),
      ),
    ),
    ...blind('unsupported-format'),
  },
  {
    name: 'rpm: an NDB that is cut',
    prepare: judging(alma, file('usr/lib/sysimage/rpm/Packages.db', manyPackages().subarray(0, 300_000))),
    ...blind('truncated'),
  },
  {
    name: 'rpm: an NDB whose slots all name one package',
    prepare: judging(
      alma,
      file(
        'usr/lib/sysimage/rpm/Packages.db',
        changedBytes(fewPackages(), (bytes) => {
          for (let at = 48; at < 4096; at += 16) bytes.copy(bytes, at, 32, 48);
        }),
      ),
    ),
    ...blind('corrupt'),
  },
  {
    name: 'rpm: a database beside another that tells of other packages',
    prepare: judging(alma, file(place, changed(none)), file('var/lib/rpm/Packages', databases.small())),
    ...blind('ambiguous'),
    packages: ['p0 1-1.el9'],
  },
];
