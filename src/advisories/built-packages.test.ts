import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { builtFrom, sandbox, type TestRecord, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { builtPackages } from './built-packages.ts';
import { sealDatabase } from './database-seal.ts';
import { applyDelta } from './delta-reader.ts';
import { deltaBetween } from './delta-writer.ts';
import { memoryStore } from './memory-store.ts';
import { readOsvRecord } from './osv-record.ts';
import { openSqliteStore } from './sqlite-store.ts';

const noble = 'Ubuntu:24.04:LTS';
const binaries = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([name, version]) => ({ binary_name: name, binary_version: version }));

/** An entry as Ubuntu's records have it since 2025. */
function entry(source: string, version: string, names: Readonly<Record<string, string>> | null, ecosystem = noble) {
  const purl = `pkg:deb/ubuntu/${source}@${encodeURIComponent(version)}?arch=source&distro=noble`;
  return {
    package: { ecosystem, name: source, purl },
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: version }] }],
    versions: [],
    ...(names !== null && { ecosystem_specific: { binaries: binaries(names), priority_reason: 'x' } }),
  };
}

describe('what was built from a source', () => {
  const cases: readonly [name: string, entry: Readonly<Record<string, unknown>>, expected: readonly string[] | null][] =
    [
      [
        'as Ubuntu writes it',
        entry('openssl', '3.0.13-0ubuntu3.5', { openssl: '3.0.13-0ubuntu3.5', libssl3t64: '3.0.13-0ubuntu3.5' }),
        ['libssl3t64', 'openssl'],
      ],
      [
        'under versions of its own',
        entry('gcc-defaults', '1.214ubuntu1', { gcc: '4:13.2.0-7ubuntu1' }),
        ['gcc=4:13.2.0-7ubuntu1=1.214ubuntu1'],
      ],
      [
        'as it was written before',
        {
          package: {
            ecosystem: noble,
            name: 'coin3',
            purl: 'pkg:deb/ubuntu/coin3@4.0.0+ds-1build1?arch=src?distro=jammy',
          },
          ecosystem_specific: { binaries: [{ 'libcoin-dev': '4.0.0+ds-1build1', libcoin80c: '4.0.0+ds-1build1' }] },
        },
        ['libcoin-dev', 'libcoin80c'],
      ],
      [
        'of which the names change with each version',
        entry('linux', '6.8.0-50.51', { 'linux-image-6.8.0-50-generic': '6.8.0-50.51', 'linux-doc': '6.8.0-50.51' }),
        ['linux-doc'],
      ],
      [
        'by another distribution, whose packages tell it',
        entry('a', '1', { a: '1' }, 'SUSE:Linux Enterprise 15'),
        null,
      ],
      ['that is not told', entry('a', '1', null), null],
      ['in a list that is none', { ...entry('a', '1', null), ecosystem_specific: { binaries: 'a' } }, null],
      ['with a name that is none', entry('a', '1', { 'A b': '1' }), null],
      ['with a version that is none', entry('a', '1', { ab: '1=2 x' }), null],
      ['in texts', { ...entry('a', '1', null), ecosystem_specific: { binaries: ['a'] } }, null],
      [
        'of more packages than any source',
        entry('a', '1', Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`a${at}`, '1']))),
        null,
      ],
      [
        'under an address that is none',
        { ...entry('a', '1', { ab: '1' }), package: { ecosystem: noble, name: 'a', purl: 'pkg:deb/ubuntu/a@%zz' } },
        ['ab'],
      ],
    ];
  for (const [name, given, expected] of cases) {
    test(name, () => {
      const { ecosystem } = given['package'] as { ecosystem: string };
      const found = builtPackages(given, ecosystem);
      const words = found?.map(({ name: one, versions }) =>
        versions === undefined ? one : `${one}=${versions.built}=${versions.source}`,
      );
      assert.deepEqual(words ?? null, expected);
    });
  }
});

const ubuntu = (id: string, ...affected: readonly unknown[]): TestRecord => ({
  ...testRecord(id, '2025-01-01T00:00:00Z', noble, 'x', '1'),
  affected,
});
const openssl = { openssl: '3.0.13-0ubuntu3.5', libssl3t64: '3.0.13-0ubuntu3.5' };
const records: readonly TestRecord[] = [
  ubuntu('UBUNTU-CVE-2024-5535', entry('openssl', '3.0.13-0ubuntu3.5', openssl), entry('edk2', '1', { ovmf: '1' })),
  ubuntu(
    'UBUNTU-CVE-2024-4741',
    entry('openssl', '3.0.13-0ubuntu3.4', { openssl: '3.0.13-0ubuntu3.4', libssl3t64: '3.0.13-0ubuntu3.4' }),
  ),
  // Of one of its records Ubuntu said nothing; of the source another one tells.
  ubuntu('UBUNTU-CVE-2023-0001', entry('openssl', '3.0.13-0ubuntu3.1', null)),
  ubuntu('UBUNTU-CVE-2024-0002', entry('gcc-defaults', '1.214ubuntu1', { gcc: '4:13.2.0-7ubuntu1' })),
];

const asked: readonly [name: string, version: string][] = [
  ['libssl3t64', '3.0.13-0ubuntu3.5'],
  ['ovmf', '9'],
  ['gcc', '4:13.2.0-7ubuntu1'],
  ['gcc', '4:13.3.0-1'],
  ['base-files', '13'],
  ['linux-image-6.8.0-50-generic', '6'],
];
const told = [
  'openssl 3.0.13-0ubuntu3.5 told',
  'edk2 9 told',
  'gcc-defaults 1.214ubuntu1 told',
  'not told',
  'told',
  'not told',
];

async function database(bucket: string, output: string, all: readonly TestRecord[]) {
  writeEcosystems(bucket, ['Ubuntu']);
  writeFeed(bucket, 'Ubuntu', all);
  return builtFrom(bucket, output);
}

describe('the sources of packages are told by what was built from them', () => {
  const answers = (builds: ReturnType<ReturnType<typeof openSqliteStore>['builds']>) =>
    asked.map(([name, version]) => {
      const { sources, isTold } = builds.sourcesOf(name, version);
      return [...sources.map((source) => `${source.name} ${source.version}`), isTold ? 'told' : 'not told'].join(' ');
    });

  test('in a database', async () => {
    using box = sandbox();
    const file = join(box.home, '..', 'built.db');
    await database(box.bucket, file, records);
    const store = openSqliteStore(file);
    try {
      assert.deepEqual(answers(store.builds(noble)), told);
      assert.equal(store.lookup(noble, 'openssl').length, 3);
      assert.deepEqual(store.lookup(noble, 'edk2')[0]?.affected.built, undefined);
    } finally {
      store.close();
    }
  });

  test('after a step from an older database, to the same content', async () => {
    using box = sandbox();
    const [base, target] = ['base.db', 'target.db'].map((name) => join(box.home, '..', name)) as [string, string];
    await database(box.bucket, base, records.slice(1, 3));
    const { facts } = await database(box.bucket, target, records);
    const lines = [...deltaBetween(base, target)];
    const db = new DatabaseSync(base);
    try {
      const steps = JSON.parse(lines[0] ?? '') as { base: string; target: string };
      await applyDelta(db, Readable.from(lines.map((line) => Buffer.from(line))), steps);
      assert.equal(sealDatabase(db, '2025-01-01T00:00:00Z', null).digest, facts.digest);
    } finally {
      db.close();
    }
    const store = openSqliteStore(base);
    try {
      assert.deepEqual(answers(store.builds(noble)), told);
    } finally {
      store.close();
    }
  });

  test('in memory', () => {
    const store = memoryStore(records.map(readOsvRecord), { builtAt: '2025-01-01T00:00:00Z', starter: false });
    assert.deepEqual(answers(store.builds(noble)), told);
  });

  test('not where a source has records, and none lists what was built from it', () => {
    const more = [...records, ubuntu('UBUNTU-CVE-2022-9', entry('mystery', '1', null))];
    const store = memoryStore(more.map(readOsvRecord), { builtAt: '2025-01-01T00:00:00Z', starter: false });
    assert.deepEqual(store.builds(noble).sourcesOf('base-files', '13'), { sources: [], isTold: false });
    assert.equal(store.builds(noble).sourcesOf('libssl3t64', '1').isTold, true);
    assert.equal(store.builds('Ubuntu:22.04:LTS').sourcesOf('libssl3t64', '1').isTold, false);
  });
});
