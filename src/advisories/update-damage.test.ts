import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Sandbox, sandbox, testRecord, writeEcosystems, writeFeed, zipOf } from './bucket-for-tests.ts';
import { openSqliteStore } from './sqlite-store.ts';

const debian = Array.from({ length: 30 }, (_, at) =>
  testRecord(
    `DSA-${at}`,
    `2024-01-${String(at + 1).padStart(2, '0')}T00:00:00Z`,
    'Debian:11',
    `pkg${at % 5}`,
    `1.${at}`,
  ),
);

const feedFile = (box: Sandbox, name: string) => join(box.bucket, 'Debian', name);
const damages: [string, (box: Sandbox) => void, { code: string; message: RegExp }][] = [
  [
    'no ecosystems.txt',
    (box) => rmSync(join(box.bucket, 'ecosystems.txt')),
    { code: 'source-lacks-file', message: /ecosystems\.txt/ },
  ],
  [
    'ecosystems.txt is a web page',
    (box) => writeFileSync(join(box.bucket, 'ecosystems.txt'), '<html>\n'),
    { code: 'feed-damaged', message: /ecosystems\.txt is damaged/ },
  ],
  [
    'an ecosystem that climbs',
    (box) => writeEcosystems(box.bucket, ['Debian', '../npm']),
    { code: 'feed-damaged', message: /"\.\.\/npm" is not/ },
  ],
  ['no all.zip', (box) => rmSync(feedFile(box, 'all.zip')), { code: 'source-lacks-file', message: /Debian\/all\.zip/ }],
  [
    'all.zip cut off',
    (box) => truncateSync(feedFile(box, 'all.zip'), 2000),
    { code: 'feed-damaged', message: /Debian\/all\.zip is damaged/ },
  ],
  [
    'all.zip with too few records',
    (box) => writeFileSync(feedFile(box, 'all.zip'), zipOf([])),
    { code: 'feed-damaged', message: /31 of the 31 records of modified_id\.csv are not in it/ },
  ],
  [
    'modified_id.csv cut off between lines',
    (box) => writeFileSync(feedFile(box, 'modified_id.csv'), '2024-12-01T00:00:00Z,DSA-0\n'),
    { code: 'feed-damaged', message: /modified_id\.csv is damaged: 30 of the 31 records of all\.zip/ },
  ],
  [
    'modified_id.csv cut off in a time',
    (box) => truncateSync(feedFile(box, 'modified_id.csv'), statSync(feedFile(box, 'modified_id.csv')).size - 12),
    { code: 'feed-damaged', message: /line 31 is not/ },
  ],
  [
    'modified_id.csv cut off in an id',
    (box) => truncateSync(feedFile(box, 'modified_id.csv'), statSync(feedFile(box, 'modified_id.csv')).size - 2),
    { code: 'feed-damaged', message: /ends in the middle of line 31/ },
  ],
  [
    'modified_id.csv without line ends',
    (box) => writeFileSync(feedFile(box, 'modified_id.csv'), 'x'.repeat(100_000)),
    { code: 'feed-damaged', message: /line 1 has no end/ },
  ],
  [
    'a record that is none',
    (box) => spoil(box, '{"id":"DSA-31","modified":'),
    { code: 'advisory-invalid', message: /all\.zip holds a record that cannot be used, DSA-31: it is not JSON/ },
  ],
  [
    'a record under another name',
    (box) => spoil(box, JSON.stringify({ ...debian[0], id: 'DSA-1' })),
    { code: 'advisory-invalid', message: /DSA-31: it says that it is DSA-1/ },
  ],
  ['KEV is missing', () => {}, { code: 'source-lacks-file', message: /kev\.json/ }],
  [
    'KEV is cut off',
    (box) => writeFileSync(join(box.bucket, 'kev.json'), '{"vulnerabilities":['),
    { code: 'feed-damaged', message: /kev\.json is damaged: it is not JSON/ },
  ],
  [
    'KEV with fewer entries than it says',
    (box) => writeFileSync(join(box.bucket, 'kev.json'), '{"count":2,"vulnerabilities":[]}'),
    { code: 'feed-damaged', message: /announces 2 entries and has 0/ },
  ],
];

/** The archive and the list with one more record, whose bytes are these. */
function spoil(box: Sandbox, bytes: string): void {
  const members = debian.map((record) => ({ name: `${record.id}.json`, data: JSON.stringify(record) }));
  writeFileSync(feedFile(box, 'all.zip'), zipOf([...members, { name: 'DSA-31.json', data: bytes }]));
}

for (const [name, damage, expected] of damages) {
  test(`refused by name, the old database kept: ${name}`, async () => {
    using box = sandbox();
    writeEcosystems(box.bucket, ['Debian']);
    writeFeed(box.bucket, 'Debian', debian);
    const database = join(box.home, 'advisories.db');
    const before = await box.update();
    // A change that asks for the archive.
    writeFeed(box.bucket, 'Debian', [...debian, testRecord('DSA-30', '2024-10-01T00:00:00Z', 'Debian:11', 'x', '1')]);
    damage(box);
    const kev = name.startsWith('KEV') ? [pathToFileURL(join(box.bucket, 'kev.json')).href] : [];
    await assert.rejects(box.update({ kev }), expected);
    const store = openSqliteStore(database);
    assert.equal(store.facts.digest, before.facts.digest);
    store.close();
    assert.equal(existsSync(join(box.home, 'advisories-incoming')), false);
    rmSync(box.home, { recursive: true });
    if (!name.includes('between lines'))
      await assert.rejects(box.update({ kev }), expected, 'also where there is no old one');
    assert.equal(existsSync(database), false);
  });
}
