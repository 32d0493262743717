import assert from 'node:assert/strict';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { displayWidth } from '../base/display-width.ts';
import { sandbox, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { openStore } from './open.ts';
import { type DatabaseStatus, databaseStatus, statusText, statusWarnings } from './status.ts';

const status: DatabaseStatus = {
  digest: `sha256:${'ab'.repeat(32)}`,
  builtAt: '2024-05-01T00:00:00Z',
  checkedAt: '2024-05-09T22:00:00Z',
  feeds: [
    { name: 'Debian', records: 6832, withdrawn: 0, modified: '2024-05-08T00:00:00Z' },
    { name: 'Go', records: 91, withdrawn: 17, modified: null },
  ],
  starter: false,
  path: '/var/lib/plimsoll/advisories.db',
  size: 19_300_000,
  origin: { kind: 'update', sources: ['https://osv.example'] },
};
const now = new Date('2024-05-10T00:00:00Z');

test('the status of a database on disk has its path and size', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['npm']);
  writeFeed(box.bucket, 'npm', [testRecord('GHSA-1', '2024-01-01T00:00:00Z', 'npm', 'x', '1')]);
  const { facts, file } = await box.update();
  assert.deepEqual(await databaseStatus(box.home), {
    ...facts,
    path: file,
    size: statSync(file).size,
    origin: { kind: 'update', sources: [pathToFileURL(box.bucket).href] },
  });
});

test('what people read, in both languages, columns even', () => {
  const text = statusText(status, now);
  assert.equal(
    text.en,
    [
      '/var/lib/plimsoll/advisories.db (19.3 MB)',
      'checked 2024-05-09T22:00:00Z (2 h ago), content of 2024-05-01T00:00:00Z, sha256:abababababab',
      'from https://osv.example',
      '',
      'feed     records   withdrawn   newest record   age',
      'Debian      6832           0      2024-05-08   2 d',
      'Go            91          17               –     –',
      '',
    ].join('\n'),
  );
  const chinese = text['zh-CN'].split('\n').slice(4, 7);
  assert.match(chinese[0] ?? '', /数据源 +记录 +已撤回 +最新记录 +距今/);
  assert.equal(new Set(chinese.map(displayWidth)).size, 1, chinese.join('\n'));
});

test('what should worry the reader', () => {
  const words = (change: Partial<DatabaseStatus>) => statusWarnings({ ...status, ...change }, now).map(({ en }) => en);
  assert.deepEqual(words({}), []);
  assert.deepEqual(words({ checkedAt: '2024-04-10T00:00:00Z' }), [
    'The database is 30 d old. Bring it up to date: plimsoll db update',
  ]);
  const origin = { kind: 'pull', ref: 'registry.example/advisories:1', manifest: '', signer: '' } as const;
  const pulled = { ...origin, pulledAt: '2024-04-10T00:00:00Z', transfer: 'full', transferred: 1 } as const;
  assert.deepEqual(words({ checkedAt: '2024-04-10T00:00:00Z', origin: pulled }), [
    'The database is 30 d old. Bring it up to date: plimsoll db pull registry.example/advisories:1',
  ]);
  assert.match(words({ checkedAt: '2024-05-11T00:00:00Z' })[0] ?? '', /still to come/);
  assert.match(words({ starter: true })[0] ?? '', /starter advisories/);
  assert.match(
    words({ feeds: [{ name: 'npm', records: 5, withdrawn: 0, modified: '2020-07-13T00:00:00Z' }] })[0] ?? '',
    /^Nothing new for long: npm \(1397 d\)/,
  );
  assert.deepEqual(words({ feeds: [{ name: 'npm', records: 0, withdrawn: 0, modified: null }] }), [
    'npm has no records.',
  ]);
  for (const warning of statusWarnings({ ...status, checkedAt: '2024-04-10T00:00:00Z' }, now))
    assert.match(warning['zh-CN'], /30 天/);
});

test('without a database the starter advisories are opened; with a damaged one nothing is', async () => {
  using box = sandbox();
  const starter = await openStore(box.home);
  assert.equal(starter.facts.starter, true);
  assert.ok(starter.facts.feeds.reduce((sum, feed) => sum + feed.records, 0) >= 150);
  starter.close();
  assert.deepEqual([(await databaseStatus(box.home)).path, (await databaseStatus(box.home)).size], [null, null]);

  mkdirSync(box.home);
  writeFileSync(join(box.home, 'advisories.db'), '');
  await assert.rejects(openStore(box.home), { code: 'database-damaged' });
});

test('a link that leads nowhere is a database that cannot be read, not one that is missing', async () => {
  using box = sandbox();
  mkdirSync(box.home);
  symlinkSync(join(box.home, 'gone'), join(box.home, 'advisories.db'));
  await assert.rejects(openStore(box.home), { exit: 3 });
});
