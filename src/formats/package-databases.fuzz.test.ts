import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { mutants } from '../../test/build/mutants.ts';
import { packageHeader, rpmHeader } from '../../test/build/rpm-header.ts';
import { sqliteFiles } from '../../test/build/sqlite-file.ts';
import { readApkDatabase } from './apk-installed.ts';
import { hashPairs } from './berkeley-db/hash-pairs.ts';
import { databases } from './berkeley-db/testing/databases.ts';
import { readChiselManifest } from './chisel-manifest.ts';
import { DatabaseFault } from './database-fault.ts';
import { declaredLicenses } from './deb-copyright.ts';
import { deb822Paragraphs } from './deb822.ts';
import { ndbBlobs } from './ndb/ndb-blobs.ts';
import { fewPackages } from './ndb/testing/databases.ts';
import { readOsRelease } from './os-release.ts';
import { readPacmanEntry } from './pacman-entry.ts';
import { readPasswd } from './passwd.ts';
import { readPythonMetadata } from './python-metadata.ts';
import { RpmHeaderError, readRpmHeader, rpmTags } from './rpm-header.ts';
import { pagesOfFile, SqliteError } from './sqlite/sqlite-pages.ts';
import { readRecord } from './sqlite/sqlite-record.ts';
import { rootPageOf, tableRows } from './sqlite/sqlite-table.ts';
import { readWal } from './sqlite/sqlite-wal.ts';

const status = Buffer.from(
  'Package: a\nStatus: install ok installed\nDescription: x\n y\n .\n z\nVersion: 1:2-3\n\nPackage: b\n',
);
const copyright = Buffer.from(
  'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+\n\n/usr/share/common-licenses/GPL',
);
const header = rpmHeader({
  [rpmTags.name]: 'a',
  [rpmTags.epoch]: 1,
  [rpmTags.baseNames]: ['x', 'y', 'z'],
  [rpmTags.directoryIndexes]: [0, 0, 1],
});
const { main, wal } = sqliteFiles((database) => {
  database.exec(
    'PRAGMA page_size = 512; PRAGMA journal_mode = WAL; CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)',
  );
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (let i = 0; i < 12; i += 1) insert.run(packageHeader(`p${i}`, '1', i * 150));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < 3; i += 1) insert.run(packageHeader(`q${i}`, '1', 900));
});

/** Reads everything there is; what it may throw is its own error and nothing else. */
const parsers: Readonly<
  Record<string, { sample: Buffer; read: (bytes: Buffer) => unknown; error?: new (...given: never[]) => Error }>
> = {
  deb822: { sample: status, read: (bytes) => [...deb822Paragraphs(bytes.toString())] },
  copyright: { sample: copyright, read: (bytes) => declaredLicenses(bytes.toString()) },
  apk: {
    sample: Buffer.from('P:a\nV:1-r0\nF:usr\nR:METADATA\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nP:b\nV:2\n'),
    read: (bytes) => readApkDatabase(bytes.toString(), () => true),
  },
  chisel: {
    sample: zstdCompressSync(
      '{"jsonwall":"1.0","schema":"1.0","count":3}\n{"kind":"package","name":"a","version":"1"}\n{"kind":"path","path":"/a","slices":["a_b"]}\n',
    ),
    read: (bytes) => readChiselManifest(bytes, 1 << 20, () => true),
  },
  'chisel unpacked': {
    sample: Buffer.from('{"jsonwall":"1.0","schema":"1.0","count":2}\n{"kind":"package","name":"a","version":"1"}\n'),
    read: (bytes) => readChiselManifest(zstdCompressSync(bytes), 1 << 20, () => true),
  },
  pacman: {
    sample: Buffer.from('%NAME%\na\n\n%LICENSE%\nMIT\nGPL\n\n'),
    read: (bytes) => readPacmanEntry(bytes.toString()),
  },
  'os-release': {
    sample: Buffer.from('ID="a\\"b"\nVERSION_ID=\'1\'\nNAME=a\\ b\n'),
    read: (bytes) => readOsRelease(bytes.toString()),
  },
  passwd: { sample: Buffer.from('root:x:0:0:root:/root:/bin/sh\na:x:1:1:::\n'), read: readPasswd },
  python: { sample: Buffer.from('Name: a\nVersion: 1\nClassifier: b\n\ntext'), read: readPythonMetadata },
  'rpm header': {
    sample: header,
    error: RpmHeaderError,
    read: (bytes) => {
      const read = readRpmHeader(bytes);
      return [
        read.text(rpmTags.name),
        read.number(rpmTags.epoch),
        read.texts(rpmTags.baseNames),
        read.numbers(rpmTags.directoryIndexes),
      ];
    },
  },
  sqlite: {
    sample: main,
    error: SqliteError,
    read: (bytes) => {
      const pages = pagesOfFile(bytes);
      const root = rootPageOf(pages, 'Packages');
      const records = root === null ? [] : [...tableRows(pages, root)].map(({ record }) => readRecord(record, 2));
      assert.ok(records.length <= bytes.length);
    },
  },
  'berkeley db': {
    sample: databases.small(),
    error: DatabaseFault,
    read: (bytes) => {
      let length = 0;
      for (const { value } of hashPairs(bytes)) length += value.length;
      assert.ok(length <= bytes.length);
    },
  },
  ndb: {
    sample: fewPackages(),
    error: DatabaseFault,
    read: (bytes) => {
      let length = 0;
      for (const blob of ndbBlobs(bytes)) length += blob.length;
      assert.ok(length <= bytes.length);
    },
  },
  'sqlite log': { sample: wal, error: SqliteError, read: readWal },
};

for (const [name, { sample, read, error }] of Object.entries(parsers)) {
  const holds = (bytes: Buffer) => {
    try {
      read(bytes);
    } catch (thrown) {
      assert.ok(error !== undefined && thrown instanceof error, `${name}: ${thrown}`);
    }
  };
  test(`${name}: cut anywhere`, () => {
    const step = Math.max(1, Math.floor(sample.length / 500));
    for (let length = 0; length <= sample.length; length += step) holds(sample.subarray(0, length));
  });
  test(`${name}: damaged anyhow`, () => {
    for (const mutant of mutants(sample, { seed: 7, count: 1000 })) holds(mutant);
  });
}
