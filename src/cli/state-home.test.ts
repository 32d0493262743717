import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stateHome } from './state-home.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-home-'));
after(() => {
  for (const name of ['closed', 'unseen']) chmodSync(join(folder, name), 0o700);
  rmSync(folder, { recursive: true });
});

const homeOf = (...names: string[]) => stateHome(join(folder, ...names), {});
const unusable = { code: 'home-unusable' };

test('a directory that takes nothing will do for what only saves time', (t) => {
  for (const [name, mode] of [
    ['closed', 0o500],
    ['unseen', 0o000],
  ] as const) {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), mode);
  }
  if (process.geteuid?.() === 0) return t.skip('root may write everywhere');
  for (const home of [homeOf('closed'), homeOf('closed', 'missing')]) {
    assert.throws(() => home.ready(), unusable);
    assert.equal(home.ready(true), home.path);
  }
  // What cannot even be looked at would be taken for an empty one.
  for (const home of [homeOf('unseen'), homeOf('unseen', 'missing')]) assert.throws(() => home.ready(true), unusable);
});

test('a file in its place, and a directory that everybody may write to, will not', () => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'loose'));
  chmodSync(join(folder, 'loose'), 0o777);
  for (const home of [homeOf('file'), homeOf('file', 'below'), homeOf('loose')])
    for (const isForCache of [true, false]) assert.throws(() => home.ready(isForCache), unusable);
  assert.equal(homeOf('new', 'deep').ready(true), join(folder, 'new', 'deep'));
});
