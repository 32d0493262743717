import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sandbox, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { databaseStatus } from './status.ts';

const changed = (sql: string) => (file: string) => {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
};

const instead = (make: (file: string) => void) => (file: string) => {
  rmSync(file);
  make(file);
};

const cases: [what: string, change: (file: string) => void, code: string, reason: RegExp][] = [
  ['is empty', (file) => writeFileSync(file, ''), 'database-damaged', /not an SQLite file/],
  ['is a text', (file) => writeFileSync(file, 'x'.repeat(9000)), 'database-damaged', /not an SQLite file/],
  ['is a folder', instead((file) => mkdirSync(file)), 'database-unreadable', /./],
  ['was copied in part', (file) => truncateSync(file, 8192), 'database-damaged', /it has 8192 bytes, not /],
  [
    'was copied in part into a file of its length',
    (file) =>
      writeFileSync(
        file,
        Buffer.concat([readFileSync(file).subarray(0, 8192), Buffer.alloc(readFileSync(file).length - 8192)]),
      ),
    'database-damaged',
    /malformed/,
  ],
  [
    'is that of another program',
    instead(changed('CREATE TABLE vulnerability (id TEXT)')),
    'database-damaged',
    /not a database of Plimsoll/,
  ],
  ['has other tables', changed('DROP TABLE build'), 'database-damaged', /its tables are not those/],
  ['has another column', changed('ALTER TABLE rating ADD COLUMN more'), 'database-damaged', /its tables are not those/],
  ['lacks an index', changed('DROP INDEX entry_by_package'), 'database-damaged', /its tables are not those/],
  [
    'has a view where a table should be',
    changed("DROP TABLE exploited; CREATE VIEW exploited AS SELECT '' AS cve, 1 AS feed, '' AS since"),
    'database-damaged',
    /its tables are not those/,
  ],
  [
    'does not say what it holds',
    changed("UPDATE fact SET value = '{}'"),
    'database-damaged',
    /does not say what it holds/,
  ],
  ['is older', changed('PRAGMA user_version = 1'), 'database-outdated', /older Plimsoll/],
  ['is newer', changed('PRAGMA user_version = 99'), 'database-too-new', /newer Plimsoll/],
];

test('a database that is not what this version made is an error with its reason, and never the starter set:', async (t) => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Debian']);
  const records = Array.from({ length: 60 }, (_, i) =>
    testRecord(`DSA-${i}`, '2024-01-01T00:00:00Z', 'Debian:11', `package-${i}`, '1.0'),
  );
  writeFeed(box.bucket, 'Debian', records);
  await box.update();
  const file = join(box.home, 'advisories.db');
  const whole = join(box.home, 'whole.db');
  copyFileSync(file, whole);
  for (const [what, change, code, reason] of cases) {
    await t.test(`one that ${what}`, async () => {
      rmSync(file, { recursive: true });
      copyFileSync(whole, file);
      assert.equal((await databaseStatus(box.home)).feeds[0]?.records, 60);
      change(file);
      await assert.rejects(databaseStatus(box.home), (error: Error & { code?: string }) => {
        assert.equal(error.code, code, error.message);
        assert.match(error.message, reason);
        return true;
      });
    });
  }
});

test('a record that cannot be unpacked is an error for whoever asks for what is damaged in it', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Debian']);
  writeFeed(box.bucket, 'Debian', [testRecord('DSA-1', '2024-01-01T00:00:00Z', 'Debian:11', 'package', '1.0')]);
  await box.update();
  const file = join(box.home, 'advisories.db');
  changed("UPDATE record SET head = x'00ff'")(file);
  let store = openSqliteStore(file);
  const [found] = store.lookup('Debian:11', 'package');
  assert.deepEqual(found?.affected.ranges[0]?.events, [{ introduced: '0' }, { fixed: '1.0' }]);
  assert.throws(() => found?.advisory, { code: 'database-damaged' });
  store.close();
  changed("UPDATE entry SET body = x'00ff'")(file);
  store = openSqliteStore(file);
  assert.throws(() => store.lookup('Debian:11', 'package'), { code: 'database-damaged' });
  store.close();
});
