import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { PlimsollError } from '../../../src/base/errors.ts';
import { keepCollection, readCollection } from '../../../src/baseline/collection-file.ts';
import { collectedImage, collectionOf } from '../../build/collection.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kept-'));
after(() => rmSync(folder, { recursive: true }));

const sample = (images: number) =>
  collectionOf({ images: Array.from({ length: images }, (_, at) => collectedImage(`i${at}`, 'abc')) });

test('a full disk leaves the collection before, and nothing half written', async (t) => {
  const home = join(folder, 'full');
  mkdirSync(home);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', home], { stdio: 'pipe' });
  } catch {
    t.skip('needs the right to mount a file system');
    return;
  }
  try {
    keepCollection(home, sample(2));
    assert.throws(
      () => keepCollection(home, { ...sample(1000), collectedAt: '2099-01-01T00:00:00.000Z' }),
      (error) => error instanceof PlimsollError && error.code === 'cannot-write' && /已满$/.test(error.what['zh-CN']),
    );
    assert.equal(readdirSync(join(home, 'baselines')).length, 1);
    assert.equal((await readCollection(home, null)).images.length, 2);
  } finally {
    execFileSync('umount', [home]);
  }
});

test('killed at any moment, and two at once: the newest collection is whole', { timeout: 120_000 }, async () => {
  const home = join(folder, 'killed');
  keepCollection(home, sample(300));
  const writer = `
    import { keepCollection } from ${JSON.stringify(new URL('../../../src/baseline/collection-file.ts', import.meta.url).href)};
    import { collectedImage, collectionOf } from ${JSON.stringify(new URL('../../build/collection.ts', import.meta.url).href)};
    const images = Array.from({ length: 300 }, (_, at) => collectedImage('i' + at, 'abc'));
    process.stdout.write('ready');
    for (;;) keepCollection(${JSON.stringify(home)}, { ...collectionOf({ images }), collectedAt: new Date().toISOString() });`;
  for (let round = 0; round < 5; round += 1) {
    const children = [0, 1].map(() =>
      spawn(process.execPath, ['--input-type=module-typescript', '-e', writer], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(children.map((child) => new Promise((resolve) => child.stdout.once('data', resolve))));
    await wait(40 + 37 * round);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map((child) => new Promise((resolve) => child.once('close', resolve))));
    assert.equal((await readCollection(home, null)).images.length, 300);
  }
});
