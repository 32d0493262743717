import assert from 'node:assert/strict';
import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { giveTree } from './tree-owner.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-owner-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const owner = (path: string) => statSync(join(folder, path)).uid;

test('what lies in a folder is given away; what links lead to, and what has another name elsewhere, is not', (t) => {
  if (process.getuid?.() !== 0) {
    t.skip('needs to run as root: files are given to another account');
    return;
  }
  mkdirSync(join(folder, 'home/keys'), { recursive: true });
  mkdirSync(join(folder, 'home/harvest/ab'), { recursive: true });
  for (const file of ['outside', 'other', 'home/ledger.db', 'home/keys/signing.key', 'home/harvest/ab/cd'])
    writeFileSync(join(folder, file), '');
  symlinkSync('../outside', join(folder, 'home/link'));
  symlinkSync('..', join(folder, 'home/up'));
  linkSync(join(folder, 'other'), join(folder, 'home/second-name'));
  giveTree(join(folder, 'home'), { uid: 4242, gid: 4242, from: 0, except: ['keys'], depth: 2 });
  for (const given of ['home', 'home/ledger.db', 'home/harvest', 'home/harvest/ab'])
    assert.equal(owner(given), 4242, given);
  for (const kept of ['outside', 'other', 'home/keys', 'home/keys/signing.key', 'home/harvest/ab/cd', '.'])
    assert.equal(owner(kept), 0, kept);
  giveTree(join(folder, 'home'), { uid: 0, gid: 0, from: 77, except: [], depth: 9 });
  assert.equal(owner('home/ledger.db'), 4242, 'only what is his');
});
