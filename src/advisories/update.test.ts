import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Sandbox, sandbox, type TestRecord, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { openSqliteStore } from './sqlite-store.ts';

const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const debian: TestRecord[] = Array.from({ length: 30 }, (_, at) =>
  testRecord(
    `DSA-${at}`,
    `2024-01-${String(at + 1).padStart(2, '0')}T00:00:00Z`,
    at % 2 === 0 ? 'Debian:11' : 'Debian:12',
    `pkg${at % 5}`,
    `1.${at}`,
    {
      upstream: [`CVE-2024-${1000 + at}`],
    },
  ),
);
const npm: TestRecord[] = [
  testRecord('GHSA-1', '2024-02-01T00:00:00Z', 'npm', 'left', '2.0.0', {
    aliases: ['CVE-2024-1000'],
    severity: [{ type: 'CVSS_V3', score: vector }],
    published: '2024-01-15T00:00:00Z',
  }),
  testRecord('GHSA-2', '2024-02-02T00:00:00Z', 'npm', 'left', '3.0.0', { withdrawn: '2024-02-03T00:00:00Z' }),
  {
    id: 'GHSA-3',
    modified: '2024-02-03T00:00:00Z',
    affected: [
      { package: { ecosystem: 'npm', name: 'both' }, versions: ['1.0.0'] },
      { package: { ecosystem: 'PyPI', name: 'both' }, versions: ['1.0'] },
    ],
  },
];

function filled(box: Sandbox, singles = false): void {
  writeEcosystems(box.bucket, ['Debian', 'Debian:11', 'npm', 'GIT']);
  writeFeed(box.bucket, 'Debian', debian, singles);
  writeFeed(box.bucket, 'npm', npm, singles);
}

const database = (box: Sandbox) => join(box.home, 'advisories.db');
const opened = <T>(box: Sandbox, look: (store: ReturnType<typeof openSqliteStore>) => T): T => {
  const store = openSqliteStore(database(box));
  try {
    return look(store);
  } finally {
    store.close();
  }
};

test('a first update takes the ecosystems that an image can hold', async () => {
  using box = sandbox();
  filled(box);
  const result = await box.update();
  assert.deepEqual(
    result.facts.feeds.map(({ name, records, withdrawn, modified }) => [name, records, withdrawn, modified]),
    [
      ['Debian', 30, 0, '2024-01-30T00:00:00Z'],
      ['npm', 3, 1, '2024-02-03T00:00:00Z'],
    ],
  );
  assert.deepEqual(result.skipped, ['GIT']);
  assert.equal(result.changed, true);
  assert.deepEqual(readdirSync(box.home).sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
  opened(box, (store) => {
    assert.equal(store.facts.starter, false);
    assert.equal(store.facts.digest, result.facts.digest);
    assert.deepEqual(
      store
        .lookup('Debian:11', 'pkg0')
        .map(({ feed, advisory, affected }) => [feed, advisory.id, affected.ranges[0]?.events[1]]),
      [
        ['Debian', 'DSA-0', { fixed: '1.0' }],
        ['Debian', 'DSA-10', { fixed: '1.10' }],
        ['Debian', 'DSA-20', { fixed: '1.20' }],
      ],
    );
    assert.deepEqual(
      store.lookup('npm', 'left').map(({ advisory }) => advisory.id),
      ['GHSA-1'],
      'without the withdrawn one',
    );
    assert.deepEqual(store.lookup('Debian', 'pkg0'), [], 'another release is another ecosystem');
    assert.deepEqual(['Debian:11', 'npm', 'PyPI', 'Debian:13'].map(store.covers), [true, true, false, false]);
    assert.deepEqual(store.cve('CVE-2024-1000'), {
      severity: [{ type: 'CVSS_V3', score: vector }],
      severityWord: null,
      published: '2024-01-15T00:00:00Z',
      knownExploited: false,
      epss: null,
      nvd: [],
      disputed: false,
    });
    assert.equal(store.cve('CVE-1999-1'), null);
  });
});

test('KEV and EPSS say more about a CVE', async () => {
  using box = sandbox();
  filled(box);
  const kev = join(box.bucket, 'kev.json');
  const epss = join(box.bucket, 'epss.csv.gz');
  const entry = { cveID: 'CVE-2024-1003', dateAdded: '2024-03-01' };
  writeFileSync(kev, JSON.stringify({ dateReleased: '2024-03-02T10:00:00.123Z', count: 1, vulnerabilities: [entry] }));
  writeFileSync(
    epss,
    gzipSync('#model_version:v1,score_date:2024-03-03T00:00:00Z\ncve,epss,percentile\nCVE-2024-1003,0.5,0.9\n'),
  );
  const result = await box.update({ kev: [pathToFileURL(kev).href], epss: [pathToFileURL(epss).href] });
  assert.deepEqual(
    result.facts.feeds.filter(({ name }) => name === 'KEV' || name === 'EPSS'),
    [
      { name: 'EPSS', records: 1, withdrawn: 0, modified: '2024-03-03T00:00:00Z' },
      { name: 'KEV', records: 1, withdrawn: 0, modified: '2024-03-02T10:00:00Z' },
    ],
  );
  opened(box, (store) => {
    const { knownExploited, epss: likelihood } = store.cve('CVE-2024-1003') ?? {};
    assert.deepEqual([knownExploited, likelihood], [true, 0.5]);
    assert.equal(store.cve('CVE-2024-1004')?.knownExploited, false);
  });
  assert.deepEqual((await box.update()).dropped.toSorted(), ['EPSS', 'KEV'], 'with a source given, only the KEV given');
});

test('nothing new: the content and its time stay, the check is dated', async () => {
  using box = sandbox();
  filled(box);
  const first = await box.update({ now: () => new Date('2024-03-01T00:00:00Z') });
  const second = await box.update({ now: () => new Date('2024-03-02T00:00:00Z') });
  assert.equal(second.changed, false);
  assert.deepEqual(
    second.feeds.map(({ how }) => how),
    ['nothing', 'nothing'],
  );
  assert.equal(second.facts.digest, first.facts.digest);
  assert.equal(second.facts.builtAt, '2024-03-01T00:00:00Z');
  assert.equal(second.facts.checkedAt, '2024-03-02T00:00:00Z');
});

for (const singles of [true, false]) {
  test(`a delta ${singles ? 'by single records' : 'out of the archive'} gives what a full build gives`, async () => {
    using box = sandbox();
    filled(box, singles);
    await box.update();
    const next = debian
      .slice(2)
      .map((record) =>
        record.id === 'DSA-7' ? { ...record, modified: '2024-03-01T00:00:00Z', upstream: ['CVE-2024-7777'] } : record,
      );
    next.push(testRecord('DSA-99', '2024-03-02T00:00:00Z', 'Debian:13', 'new', '9'));
    writeFeed(box.bucket, 'Debian', next, singles);
    const delta = await box.update();
    const [outcome] = delta.feeds;
    assert.deepEqual(
      [outcome?.how, outcome?.added, outcome?.changed, outcome?.removed],
      [singles ? 'singly' : 'archive', 1, 1, 2],
    );
    opened(box, (store) => {
      assert.equal(store.covers('Debian:13'), true);
      assert.notEqual(store.cve('CVE-2024-7777'), null);
      assert.equal(store.cve('CVE-2024-1007'), null);
      assert.deepEqual(
        store.lookup('Debian:11', 'pkg0').map(({ advisory }) => advisory.id),
        ['DSA-10', 'DSA-20'],
      );
    });
    rmSync(database(box));
    const full = await box.update();
    assert.equal(delta.facts.digest, full.facts.digest);
    assert.deepEqual(delta.facts.feeds, full.facts.feeds);
  });
}

test('dates that tell nothing: the archive itself shows that something changed', async () => {
  using box = sandbox();
  const year1 = '0001-01-01T00:00:00Z';
  writeEcosystems(box.bucket, ['Go']);
  writeFeed(box.bucket, 'Go', [testRecord('GO-1', year1, 'Go', 'm', '1.0.0')]);
  assert.equal((await box.update()).facts.feeds[0]?.modified, null);
  assert.equal((await box.update()).feeds[0]?.how, 'nothing');
  writeFeed(box.bucket, 'Go', [testRecord('GO-1', year1, 'Go', 'm', '1.0.1')]);
  assert.equal((await box.update()).feeds[0]?.changed, 1);
});

test('several sources of one feed: each record once, the newest one', async () => {
  using box = sandbox();
  filled(box);
  const other = join(box.bucket, '..', 'other');
  writeEcosystems(other, ['npm']);
  const mended = testRecord('GHSA-1', '2024-05-01T00:00:00Z', 'npm', 'left', '2.0.5');
  writeFeed(other, 'npm', [mended, testRecord('OURS-1', '2024-01-01T00:00:00Z', 'npm', 'left', '7.0.0')]);
  const both = [box.bucket, other].map((path) => pathToFileURL(path).href);
  const result = await box.update({ sources: both });
  assert.equal(result.facts.feeds.find(({ name }) => name === 'npm')?.records, 4);
  opened(box, (store) => {
    const found = store
      .lookup('npm', 'left')
      .map(({ advisory, affected }) => [advisory.id, affected.ranges[0]?.events[1]]);
    assert.deepEqual(found, [
      ['GHSA-1', { fixed: '2.0.5' }],
      ['OURS-1', { fixed: '7.0.0' }],
    ]);
  });
  const without = await box.update();
  opened(box, (store) =>
    assert.deepEqual(
      store.lookup('npm', 'left').map(({ affected }) => affected.ranges[0]?.events[1]),
      [{ fixed: '2.0.0' }],
    ),
  );
  rmSync(database(box));
  assert.equal((await box.update()).facts.digest, without.facts.digest);
});

test('the ecosystems of a call are the ecosystems of the database', async () => {
  using box = sandbox();
  filled(box);
  await box.update();
  const result = await box.update({ ecosystems: ['npm'] });
  assert.deepEqual(result.dropped, ['Debian']);
  opened(box, (store) => assert.deepEqual([store.covers('Debian:11'), store.covers('npm')], [false, true]));
  await assert.rejects(box.update({ ecosystems: ['Npm'] }), { code: 'feed-unknown', message: /no ecosystem "Npm"/ });
});

test('a feed that lost most of its records is refused, unless it is allowed', async () => {
  using box = sandbox();
  filled(box);
  const before = await box.update();
  writeFeed(box.bucket, 'Debian', debian.slice(0, 10));
  await assert.rejects(box.update(), { code: 'feed-shrank', message: /Debian would shrink from 30 to 10/ });
  assert.equal(
    opened(box, (store) => store.facts.digest),
    before.facts.digest,
  );
  assert.equal((await box.update({ allowShrink: true })).facts.feeds[0]?.records, 10);
  writeEcosystems(box.bucket, ['npm']);
  await assert.rejects(box.update(), { code: 'feed-shrank', message: /Debian would shrink from 10 to 0/ });
});

test('records and clocks that go back are said', async () => {
  using box = sandbox();
  filled(box);
  await box.update({ now: () => new Date('2024-06-01T00:00:00Z') });
  writeFeed(
    box.bucket,
    'Debian',
    debian.map((record) => (record.id === 'DSA-9' ? { ...record, modified: '2023-01-01T00:00:00Z' } : record)),
  );
  const result = await box.update({ now: () => new Date('2024-05-01T00:00:00Z') });
  assert.deepEqual(
    result.notes.map(({ en }) => en.slice(0, 39)),
    ['the clock of this machine says 2024-05-', 'Debian: 1 records became older than the'],
  );
});

test('a list and an archive of slightly different times: what is missing comes later', async () => {
  using box = sandbox();
  filled(box);
  const list = join(box.bucket, 'Debian', 'modified_id.csv');
  const lines = readFileSync(list, 'utf8');
  writeFileSync(
    list,
    `2024-09-01T00:00:00Z,DSA-500\n2024-09-01T00:00:00Z,DSA-3\n${lines.replace(/.*,DSA-3\n/, '').replace(/.*,DSA-4\n/, '')}`,
  );
  const first = await box.update();
  assert.equal(first.facts.feeds[0]?.records, 30, 'a record that the list lacks is kept');
  assert.match(first.notes[0]?.en ?? '', /^Debian: 2 records are newer/);
  writeFileSync(
    join(box.bucket, 'Debian', 'DSA-500.json'),
    JSON.stringify(testRecord('DSA-500', '2024-09-01T00:00:00Z', 'Debian:11', 'x', '1')),
  );
  writeFileSync(
    join(box.bucket, 'Debian', 'DSA-3.json'),
    JSON.stringify({ ...debian[3], modified: '2024-09-01T00:00:00Z', summary: 'new' }),
  );
  const second = await box.update();
  assert.deepEqual([second.feeds[0]?.added, second.feeds[0]?.changed, second.notes], [1, 1, []]);
});

test('a damaged database is built anew, which is said; a newer one is left alone', async () => {
  using box = sandbox();
  filled(box);
  const before = await box.update();
  truncateSync(database(box), 8192);
  assert.throws(() => openSqliteStore(database(box)), { code: 'database-damaged', message: /8192 bytes/ });
  const after = await box.update();
  assert.equal(after.facts.digest, before.facts.digest);
  assert.match(after.notes[0]?.en ?? '', /built anew: the advisory database .* is damaged/);
  const bytes = readFileSync(database(box));
  bytes.writeUInt32BE(99, 60);
  writeFileSync(database(box), bytes);
  await assert.rejects(box.update(), { code: 'database-too-new' });
  writeFileSync(database(box), 'not a database');
  assert.throws(() => openSqliteStore(database(box)), { code: 'database-damaged', message: /not an SQLite file/ });
});

test('a letter that changed in a database is found by the next update, and the database built anew', async () => {
  using box = sandbox();
  filled(box);
  const before = await box.update();
  const fixedIn = (file: string) => {
    const store = openSqliteStore(file);
    const fixed = JSON.stringify(store.lookup('Debian:12', 'pkg1').map(({ affected }) => affected.ranges));
    store.close();
    return fixed;
  };
  const told = fixedIn(database(box));
  // As a disk does it: nothing but the bytes changes. Once into what cannot be read, and once into another version.
  for (const letter of ['\x05', '0']) {
    const bytes = readFileSync(database(box));
    const at = bytes.indexOf('"1.11"');
    assert.ok(at > 0);
    bytes.write(letter, at + 2);
    writeFileSync(database(box), bytes);
    const after = await box.update();
    assert.match(after.notes[0]?.en ?? '', /built anew: the advisory database .* is damaged: it changed since/);
    assert.deepEqual([after.changed, after.facts.digest], [true, before.facts.digest]);
    assert.equal(fixedIn(database(box)), told);
    assert.deepEqual((await box.update()).notes, [], 'and then gone on from');
  }
});

test('an aborted update throws the reason and leaves nothing behind', async () => {
  using box = sandbox();
  filled(box);
  const stop = new AbortController();
  const reason = new Error('enough');
  await assert.rejects(box.update({ signal: stop.signal, progress: { step: () => stop.abort(reason) } }), reason);
  assert.equal(existsSync(join(box.home, 'advisories-incoming')), false);
  assert.equal(existsSync(database(box)), false);
});

test('what a killed update left is removed', async () => {
  using box = sandbox();
  filled(box);
  const incoming = join(box.home, 'advisories-incoming');
  mkdirSync(incoming, { recursive: true });
  for (const name of ['next.db', 'next.db-journal', 'a.zip', 'b.part', 'c.json'])
    writeFileSync(join(incoming, name), 'left over');
  await box.update();
  assert.deepEqual(readdirSync(box.home).sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
});

test('a link in the place of what an update makes is taken away, and what it leads to left alone', async () => {
  using box = sandbox();
  filled(box);
  const others = join(box.bucket, '..', 'others');
  mkdirSync(others);
  const theirs = ['next.db', 'a.part', 'a.json', 'notes.txt'];
  for (const name of theirs) writeFileSync(join(others, name), 'theirs');
  mkdirSync(box.home);
  symlinkSync(others, join(box.home, 'advisories-incoming'));
  symlinkSync(join(others, 'notes.txt'), join(box.home, 'advisories.lock.holder'));
  await box.update();
  mkdirSync(join(box.home, 'advisories-incoming'));
  for (const name of ['next.db', 'a.part', 'a.json'])
    symlinkSync(join(others, name), join(box.home, 'advisories-incoming', name));
  await box.update();
  assert.deepEqual(
    readdirSync(others).map((name) => [name, readFileSync(join(others, name), 'utf8')]),
    theirs.toSorted().map((name) => [name, 'theirs']),
  );
  assert.deepEqual(readdirSync(box.home).sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
});

const sources: [string, RegExp][] = [
  ['feeds', /not a URL/],
  ['ftp://example.org/x', /ftp: is not read/],
  ['http://example.org/x', /only read from this machine/],
  ['file://server/share', /source of advisories/],
];
for (const [given, message] of sources) {
  test(`not a source: ${given}`, async () => {
    using box = sandbox();
    await assert.rejects(box.update({ sources: [given] }), { code: 'source-invalid', message });
  });
}

test('a password in a URL is refused without being shown', async () => {
  using box = sandbox();
  await assert.rejects(
    box.update({ sources: ['https://me:hunter2@example.org/x'] }),
    (error: Error) => !error.message.includes('hunter2'),
  );
});
