import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { skipWithout } from '../../test/build/debian-tools.ts';
import { inventoryOf, releases } from '../../test/build/inventory.ts';
import { packageHeader, rpmHeader } from '../../test/build/rpm-header.ts';
import { type SqliteFiles, sqliteFiles } from '../../test/build/sqlite-file.ts';

const place = 'usr/lib/sysimage/rpm/rpmdb.sqlite';

describe('a database that rpm made', { skip: skipWithout('rpmbuild', 'rpm') }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const spec = `Name: sample
Epoch: 2
Version: 1.0
Release: 3.module_el9
Summary: s
License: GPLv2+ and MIT
ModularityLabel: nodejs:18:8080:abc
Vendor: V
%description
d
%package sub
Summary: s
Version: 7.7
Epoch: 0
BuildArch: noarch
%description sub
d
%package -n gpg-pubkey
Summary: k
%description -n gpg-pubkey
k
%install
mkdir -p %{buildroot}/usr/lib/python3/six-1.dist-info
printf 'Name: six\\nVersion: 1\\n' > %{buildroot}/usr/lib/python3/six-1.dist-info/METADATA
for i in $(seq 400); do echo > %{buildroot}/usr/lib/python3/file-with-a-long-name-$i; done
%files
/usr/lib/python3
%files sub
%files -n gpg-pubkey
`;

  test('has the packages that rpm lists, without keys', async () => {
    writeFileSync(join(folder, 'sample.spec'), spec);
    const define = (name: string, value: string) => ['--define', `${name} ${value}`];
    const own = [...define('_topdir', join(folder, 'top')), ...define('_dbpath', join(folder, 'none'))];
    execFileSync('rpmbuild', ['-bb', ...own, join(folder, 'sample.spec')], { stdio: 'ignore' });
    const rpms = readdirSync(join(folder, 'top/RPMS'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.rpm'))
      .map((name) => join(folder, 'top/RPMS', name));
    const database = ['--dbpath', join(folder, 'db'), ...define('_db_backend', 'sqlite')];
    const install = ['-i', '--justdb', '--nodeps', '--noscripts', '--nosignature', '--ignorearch', ...rpms];
    execFileSync('rpm', [...database, '--initdb'], { stdio: 'ignore' });
    execFileSync('rpm', [...database, ...install], { stdio: 'ignore' });
    const format = '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH} %{SOURCERPM}\\n';
    const listed = execFileSync('rpm', [...database, '-qa', '--qf', format], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('gpg-pubkey'))
      .map((line) => line.replace(' 0:', ' '));

    const { packages, gaps } = await inventoryOf(releases.almalinux9, {
      [place]: readFileSync(join(folder, 'db/rpmdb.sqlite')),
      [`${place}-wal`]: readFileSync(join(folder, 'db/rpmdb.sqlite-wal')),
      'usr/lib/python3/six-1.dist-info/METADATA': 'Name: six\nVersion: 1\n',
    });
    assert.deepEqual(gaps, []);
    const [six, sample, sub] = [...packages].sort((a, b) => (a.type < b.type ? -1 : 1));
    assert.deepEqual(
      [sample, sub].map((pkg) => `${pkg?.name} ${pkg?.version} ${pkg?.architecture} sample-1.0-3.module_el9.src.rpm`),
      listed.sort(),
    );
    assert.equal(
      sample?.purl,
      `pkg:rpm/almalinux/sample@1.0-3.module_el9?arch=${sample?.architecture}&distro=almalinux-9.4&epoch=2&rpmmod=nodejs:18:8080:abc`,
    );
    assert.deepEqual(sample?.attributes, { modularityLabel: 'nodejs:18:8080:abc', vendor: 'V' });
    assert.deepEqual(sample?.licenses, ['GPL-2.0-or-later AND MIT']);
    // The subpackage has an epoch of its own; the source has that of the package which carries its version.
    assert.deepEqual(sub?.source, { name: 'sample', version: '2:1.0-3.module_el9' });
    assert.deepEqual([six?.name, six?.ownedBy], ['six', sample?.purl]);
  });
});

const fill = (database: Parameters<Parameters<typeof sqliteFiles>[0]>[0]) =>
  database.exec(
    "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL); CREATE TABLE 'Name' (key 'TEXT', hnum INTEGER)",
  );

function filesOf(files: SqliteFiles): Record<string, Buffer> {
  return { [place]: files.main, [`${place}-wal`]: files.wal };
}

async function namesIn(files: Record<string, Buffer>): Promise<{ names: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(releases.almalinux9, files);
  return {
    names: packages.map(({ name, version }) => `${name} ${version}`),
    gaps: gaps.map(({ what, reason }) => `${what}: ${reason}`),
  };
}

describe('what stands in the write-ahead log', () => {
  const changed = sqliteFiles((database) => {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    fill(database);
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (let i = 0; i < 40; i += 1) insert.run(packageHeader(`p${i}`, '1', (i % 5) * 3000));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    for (let i = 0; i < 10; i += 1) insert.run(packageHeader(`q${i}`, '1', (i % 4) * 4000));
    database.exec('DELETE FROM Packages WHERE hnum BETWEEN 3 AND 20');
    database.prepare('UPDATE Packages SET blob = ? WHERE hnum = 30').run(packageHeader('p29', '2', 9000));
  });
  const expected = [
    ...Array.from({ length: 40 }, (_, i) => `p${i} ${i === 29 ? 2 : 1}-1.el9`).filter((_, i) => i < 2 || i > 19),
    ...Array.from({ length: 10 }, (_, i) => `q${i} 1-1.el9`),
  ];

  test('is laid over the file: added, removed and replaced packages', async () => {
    assert.deepEqual(await namesIn(filesOf(changed)), { names: expected.sort(), gaps: [] });
  });

  test('comes with a later layer', async () => {
    const { packages } = await inventoryOf({ [place]: changed.main }, { [`${place}-wal`]: changed.wal });
    assert.deepEqual(
      packages.map(({ name, version }) => `${name} ${version}`),
      expected.sort(),
    );
  });

  test('without it the file alone counts', async () => {
    const { names } = await namesIn({ [place]: changed.main });
    assert.equal(names.length, 40);
  });

  test('everything stands in it', async () => {
    const files = sqliteFiles((database) => {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
      fill(database);
      database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader('a', '1', 20_000));
    });
    assert.deepEqual((await namesIn(filesOf(files))).names, ['a 1-1.el9']);
  });
});

describe('what is wrong is a gap', () => {
  const good = sqliteFiles((database) => {
    fill(database);
    for (let i = 0; i < 9; i += 1)
      database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader(`p${i}`, '1', 5000));
  });
  const damagedHeader = sqliteFiles((database) => {
    fill(database);
    database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader('a', '1'));
    database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(Buffer.from('no header'));
    database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader('b', '1'));
  });
  const noTable = sqliteFiles((database) => database.exec('CREATE TABLE Other (a)'));
  const cases: readonly [string, Record<string, Buffer>, number, readonly string[]][] = [
    ['nothing', { [place]: good.main }, 9, []],
    [
      'an empty file and an empty log',
      { [place]: Buffer.alloc(0), [`${place}-wal`]: Buffer.alloc(0) },
      0,
      ['rpm database: no-database'],
    ],
    ['not SQLite', { [place]: Buffer.alloc(9000, 'x') }, 0, ['rpm database: corrupt']],
    ['no table of packages', { [place]: noTable.main }, 0, ['rpm database: corrupt']],
    ['one damaged header among good ones', { [place]: damagedHeader.main }, 2, ['rpm database: corrupt']],
    [
      'a log that is none',
      { [place]: good.main, [`${place}-wal`]: Buffer.alloc(5000, 'x') },
      9,
      ['rpm database: corrupt'],
    ],
    ['Berkeley DB', { 'var/lib/rpm/Packages': Buffer.alloc(9000, 1) }, 0, ['rpm database: corrupt']],
    ['NDB', { 'usr/lib/sysimage/rpm/Packages.db': Buffer.alloc(100, 1) }, 0, ['rpm database: corrupt']],
    ['an older database that is empty', { 'var/lib/rpm/Packages': Buffer.alloc(0) }, 0, ['rpm database: no-database']],
  ];
  for (const [name, files, count, gaps] of cases) {
    test(name, async () => {
      const read = await namesIn(files);
      assert.deepEqual([read.names.length, read.gaps], [count, gaps]);
    });
  }

  describe('files of interest: as many as a system has are read; beyond a million it is a gap', () => {
    for (const [files, gaps] of [
      [300_000, []],
      [1_000_000, ['rpm database: too-many']],
    ] as const)
      test(String(files), async () => {
        const header = rpmHeader({
          1000: 'a',
          1001: '1',
          1002: '1',
          1116: Array<number>(files).fill(0),
          1117: Array<string>(files).fill('METADATA'),
          1118: ['/usr/'],
        });
        const { main } = sqliteFiles((database) => {
          fill(database);
          database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(header);
          database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader('b', '1'));
        });
        const names = gaps.length === 0 ? ['a 1-1', 'b 1-1.el9'] : ['a 1-1'];
        assert.deepEqual(await namesIn({ [place]: main }), { names, gaps });
      });
  });

  test('a file that is cut: what can be read is read', async () => {
    const { main } = sqliteFiles((database) => {
      fill(database);
      const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
      for (let i = 0; i < 90; i += 1) insert.run(packageHeader(`p${i}`, '1', 5000));
    });
    for (const part of [0.3, 0.6, 0.9]) {
      const { names, gaps } = await namesIn({ [place]: main.subarray(0, Math.floor(main.length * part)) });
      assert.ok(names.length > 90 * part - 15 && names.length < 90 * part + 5, `${names.length} of ${part}`);
      assert.deepEqual(gaps, ['rpm database: truncated']);
    }
  });
});
