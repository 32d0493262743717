import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, releases } from '../../../test/build/inventory.ts';
import { packageHeader } from '../../../test/build/rpm-header.ts';
import { sqliteFiles } from '../../../test/build/sqlite-file.ts';
import { databases } from '../../formats/berkeley-db/testing/databases.ts';
import { fewPackages, manyPackages } from '../../formats/ndb/testing/databases.ts';

const alma8 = { 'etc/os-release': 'ID="almalinux"\nVERSION_ID="8.9"\nID_LIKE="rhel centos fedora"\n' };
const leap = { 'etc/os-release': 'ID="opensuse-leap"\nVERSION_ID="15.5"\nID_LIKE="suse opensuse"\n' };
const sqlite = sqliteFiles((database) => {
  database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
  database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(packageHeader('other', '1'));
}).main;
const manifest = [
  'bash\t5.1.8-1.cm2\t1649\t1648\tMicrosoft Corporation\t(none)\t100\tx86_64\t0\tbash-5.1.8-1.cm2.src.rpm',
  'shadow-utils\t4.9-8.cm2\t1649\t1648\t(none)\t2\t100\tx86_64\t2\t(none)',
  'gpg-pubkey\t3135ce90-5e6fda74\t1649\t1648\t(none)\t(none)\t0\t(none)\t0\t(none)',
].join('\n');

async function found(...files: readonly Record<string, string | Buffer>[]) {
  const { packages, gaps } = await inventoryOf(...files);
  return {
    paths: [...new Set(packages.map(({ path }) => path))],
    count: packages.length,
    gaps: gaps.map(({ what, path, reason }) => `${what}: ${reason} ${path}`),
  };
}

describe('each form, wherever it is kept', () => {
  const cases: readonly [string, Record<string, string | Buffer>, string, number][] = [
    ['Berkeley DB', { ...alma8, 'var/lib/rpm/Packages': databases.little() }, 'var/lib/rpm/Packages', 241],
    ['of another byte order', { ...alma8, 'var/lib/rpm/Packages': databases.big() }, 'var/lib/rpm/Packages', 241],
    ['NDB', { ...leap, 'usr/lib/sysimage/rpm/Packages.db': manyPackages() }, 'usr/lib/sysimage/rpm/Packages.db', 241],
    ['rpm-ostree', { ...releases.almalinux9, 'usr/share/rpm/rpmdb.sqlite': sqlite }, 'usr/share/rpm/rpmdb.sqlite', 1],
    [
      'a list in place of a database',
      {
        'etc/os-release': 'ID=mariner\nVERSION_ID="2.0"\n',
        'var/lib/rpmmanifest/container-manifest-2': `${manifest}\n`,
      },
      'var/lib/rpmmanifest/container-manifest-2',
      2,
    ],
  ];
  for (const [name, files, path, count] of cases) {
    test(name, async () => assert.deepEqual(await found(files), { paths: [path], count, gaps: [] }));
  }

  test('what the list says of a package', async () => {
    const { packages } = await inventoryOf({
      'etc/os-release': 'ID=azurelinux\nVERSION_ID="3.0"\n',
      'var/lib/rpmmanifest/container-manifest-2': manifest,
    });
    assert.deepEqual(
      packages.map(({ name, version, architecture, source, attributes }) => ({
        name,
        version,
        architecture,
        source,
        attributes,
      })),
      [
        {
          name: 'bash',
          version: '5.1.8-1.cm2',
          architecture: 'x86_64',
          source: { name: 'bash', version: '5.1.8-1.cm2' },
          attributes: { vendor: 'Microsoft Corporation' },
        },
        { name: 'shadow-utils', version: '2:4.9-8.cm2', architecture: 'x86_64', source: null, attributes: {} },
      ],
    );
  });

  test('a line of the list that is none', async () => {
    const { count, gaps } = await found({
      'etc/os-release': 'ID=mariner\nVERSION_ID="2.0"\n',
      'var/lib/rpmmanifest/container-manifest-2': `${manifest}\nbash 5.1\n`,
    });
    assert.deepEqual([count, gaps], [2, ['rpm database: unparsable var/lib/rpmmanifest/container-manifest-2']]);
  });
});

describe('several forms side by side: the one that the distribution reads', () => {
  const [bdb, ndb, lite] = ['var/lib/rpm/Packages', 'var/lib/rpm/Packages.db', 'var/lib/rpm/rpmdb.sqlite'] as const;
  const both = { [bdb]: databases.small(), [ndb]: fewPackages() };
  const gap = (path: string) => `rpm database: ambiguous ${path}`;
  const cases: readonly [string, Record<string, string | Buffer>, string, readonly string[]][] = [
    ['Red Hat 8 and the same in another form', { ...alma8, ...both }, bdb, []],
    ['SUSE and the same in another form', { ...leap, ...both }, ndb, []],
    ['Red Hat 8 and others in SQLite', { ...alma8, [bdb]: databases.small(), [lite]: sqlite }, bdb, [gap(lite)]],
    [
      'Red Hat 9 and others in Berkeley DB',
      { ...releases.almalinux9, [bdb]: databases.small(), [lite]: sqlite },
      lite,
      [gap(bdb)],
    ],
    ['SUSE and others in both', { ...leap, ...both, [lite]: sqlite }, ndb, [gap(lite)]],
    ['nobody knows: as rpm looks for them', { ...both, [lite]: sqlite }, lite, [gap(bdb), gap(ndb)]],
    [
      'the same form in two places',
      { ...releases.almalinux9, [lite]: sqlite, 'usr/lib/sysimage/rpm/Packages.db': fewPackages() },
      lite,
      [gap('usr/lib/sysimage/rpm/Packages.db')],
    ],
    [
      'a list beside a database',
      { ...releases.almalinux9, [lite]: sqlite, 'var/lib/rpmmanifest/container-manifest-2': manifest },
      lite,
      [gap('var/lib/rpmmanifest/container-manifest-2')],
    ],
    ['one that is empty does not count', { ...alma8, [bdb]: Buffer.alloc(0), [lite]: sqlite }, lite, []],
  ];
  for (const [name, files, path, gaps] of cases) {
    test(name, async () => {
      const read = await found(files);
      assert.deepEqual([read.paths, read.gaps.sort()], [[path], [...gaps].sort()]);
    });
  }
});
