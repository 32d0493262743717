import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { collectedContainer, collectedImage, collectionOf, localContent } from '../../test/build/collection.ts';
import { PlimsollError } from '../base/errors.ts';
import { keepCollection, readCollection } from './collection-file.ts';

const home = mkdtempSync(join(tmpdir(), 'plimsoll-collection-'));
after(() => rmSync(home, { recursive: true }));

const image = collectedImage('app', 'ab');
const sample = collectionOf({
  images: [image],
  containers: [collectedContainer('app', image)],
  local: [localContent('app:1', 'ab')],
  unread: [{ id: 'sha256:0', code: 'defect', what: { en: 'x', 'zh-CN': 'y' } }],
});

test('without any collection it is said how to make one', async () => {
  await assert.rejects(
    readCollection(home, null),
    (error) => error instanceof PlimsollError && error.code === 'no-baseline',
  );
});

test('what is kept comes back as it was, the newest first, for nobody else to read; old ones go', async () => {
  for (let day = 10; day < 25; day += 1) {
    keepCollection(home, { ...sample, collectedAt: `2026-03-${day}T12:00:00.000Z` });
  }
  assert.deepEqual(await readCollection(home, null), { ...sample, collectedAt: '2026-03-24T12:00:00.000Z' });
  const names = readdirSync(join(home, 'baselines'));
  assert.equal(names.length, 10);
  assert.equal(statSync(join(home, 'baselines', names[0] ?? '')).mode & 0o777, 0o600);
});

for (const [name, text] of [
  ['no JSON', '{'],
  ['another document', '{"schemaVersion":1}'],
  ['a later version', JSON.stringify({ ...sample, schemaVersion: 2 })],
  [
    'a digest that is none',
    JSON.stringify(sample).replace(/"diffIds":\["sha256:[0-9a-f]+/, '"diffIds":["sha256:../..'),
  ],
] as const) {
  test(`a file that holds ${name} is refused`, async () => {
    const file = join(home, 'given.json');
    writeFileSync(file, text);
    await assert.rejects(
      readCollection(home, file),
      (error) => error instanceof PlimsollError && error.code === 'baseline-invalid',
    );
  });
}

test('a file that is not there, or is a directory, is named', async () => {
  for (const file of [join(home, 'missing.json'), home]) {
    await assert.rejects(
      readCollection(home, file),
      (error) => error instanceof PlimsollError && error.code === 'file-unreadable',
    );
  }
});

test('a file is read to a size, and what would take memory out of proportion is not read', async () => {
  const file = join(home, 'large.json');
  const text = JSON.stringify(sample);
  const length = 256 * 2 ** 20;
  writeFileSync(file, Buffer.alloc(length, ' '));
  writeFileSync(file, text, { flag: 'r+' });
  assert.equal((await readCollection(home, file)).images.length, 1);
  writeFileSync(file, ' ', { flag: 'a' });
  await assert.rejects(readCollection(home, file), /it is larger than 268 MB \(file-unreadable\)/);
  await assert.rejects(readCollection(home, '/dev/zero'), /it is larger than 268 MB \(file-unreadable\)/);
  const lists = (count: number) => text.replace('{', `{"more":[${'[],'.repeat(count - 1)}[]],`);
  const deep = (depth: number) => text.replace('{', `{"more":${'['.repeat(depth)}${']'.repeat(depth)},`);
  for (const [fits, tooMuch] of [
    [lists(3_999_000), lists(4_000_001)],
    [deep(63), deep(64)],
  ] as const) {
    writeFileSync(file, fits);
    assert.equal((await readCollection(home, file)).images.length, 1);
    writeFileSync(file, tooMuch);
    await assert.rejects(readCollection(home, file), /nested too deeply, or holds too many entries/);
  }
  rmSync(file);
});

test('what a killed process left half written goes with the next collection, and what another one writes stays', () => {
  const draft = (digit: string) =>
    join(home, 'baselines', `collected-20260301T120000000Z.json.${digit.repeat(12)}.tmp`);
  for (const digit of ['a', 'b']) writeFileSync(draft(digit), '{');
  utimesSync(draft('a'), new Date(), new Date(Date.now() - 3_700_000));
  keepCollection(home, sample);
  assert.deepEqual([existsSync(draft('a')), existsSync(draft('b'))], [false, true]);
});

test('an image has as many layers as an engine unpacks, and no more', async () => {
  const file = join(home, 'layers.json');
  const layers = (count: number) => collectedImage('app', 'a'.repeat(count));
  const contents = (count: number) => localContent('app:1', 'a'.repeat(count));
  for (const [changes, isRead] of [
    [{ images: [layers(512)], local: [contents(512)] }, true],
    [{ images: [layers(513)] }, false],
    [{ local: [contents(513)] }, false],
  ] as const) {
    writeFileSync(file, JSON.stringify({ ...sample, ...changes }));
    if (isRead) assert.equal((await readCollection(home, file)).images.length, 1);
    else await assert.rejects(readCollection(home, file), /baseline-invalid/);
  }
});

test('a pipe in place of a collection that was kept is waited for by nobody', async () => {
  const pipe = join(home, 'baselines', 'collected-20990101T000000000Z.json');
  execFileSync('mkfifo', [pipe]);
  await assert.rejects(readCollection(home, null), /it is not a plain file \(file-unreadable\)/);
  rmSync(pipe);
});
