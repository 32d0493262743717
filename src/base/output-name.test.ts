import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkReplaceable, namedDescriptor } from './output-name.ts';

test('names of open descriptors', () => {
  const cases: [name: string, number: number | null][] = [
    ['/dev/stdout', 1],
    ['/dev/../dev//stdout', 1],
    ['/dev/stderr', 2],
    ['/dev/fd/63', 63],
    ['/proc/self/fd/1', 1],
    ['/dev/fd/x', null],
    ['/dev/stdin', null],
    ['/srv/dev/stdout', null],
    ['stdout', null],
  ];
  for (const [name, number] of cases) assert.equal(namedDescriptor(name), number, name);
});

test('only files and names of nothing give way to a new file', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-output-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [file, link, pipe] = ['file', 'link', 'pipe'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(file, '');
  symlinkSync(file, link);
  execFileSync('mkfifo', [pipe]);
  for (const name of [file, link, join(folder, 'none')]) assert.doesNotThrow(() => checkReplaceable(name), name);
  assert.throws(() => checkReplaceable(folder), /it is a directory/);
  for (const name of [pipe, '/dev/null', '/dev/stdout', '/proc/self/fd/1'])
    assert.throws(() => checkReplaceable(name), /it is not a regular file/, name);
});
