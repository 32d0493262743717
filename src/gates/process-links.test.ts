import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { leadsThroughProcess } from './process-links.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-links-'));
after(() => rmSync(folder, { recursive: true }));
const link = (name: string, target: string) => {
  symlinkSync(target, join(folder, name));
  return join(folder, name);
};
mkdirSync(join(folder, 'self', 'cwd'), { recursive: true });

const cases: readonly (readonly [string, boolean])[] = [
  ['/proc/self/cwd', true],
  ['/proc/self/cwd/x/y', true],
  ['/proc/thread-self/root/run', true],
  ['//proc/./self//fd/0', true],
  ['/dev/fd/0', true],
  ['/dev/stdin', true],
  [link('direct', '/proc/self/cwd'), true],
  [link('through', 'direct'), true],
  [link('partly', '/proc/self'), true],
  [`${join(folder, 'partly')}/cwd`, true],
  [`${join(folder, 'partly')}/mounts`, false],
  ['/proc/self', true],
  ['/proc/mounts', false],
  ['/proc', false],
  [join(folder, 'self', 'cwd'), false],
  [folder, false],
  ['/', false],
];

describe('a path that leads each process elsewhere', { skip: process.platform !== 'linux' }, () => {
  for (const [path, expected] of cases)
    test(path.replace(folder, '…'), async () => assert.equal(await leadsThroughProcess(path), expected));

  test('links that lead round in circles', async () => {
    link('a', 'b');
    link('b', 'a');
    assert.equal(await leadsThroughProcess(join(folder, 'a')), true);
  });

  test('what is not there', async () => {
    await assert.rejects(leadsThroughProcess(join(folder, 'none')), { code: 'ENOENT' });
  });
});
