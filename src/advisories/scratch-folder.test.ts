import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inScratchFolder } from './scratch-folder.ts';

const parent = mkdtempSync(join(tmpdir(), 'plimsoll-scratch-'));
after(() => rmSync(parent, { recursive: true }));

test('what was left behind long ago goes, and what is gone or leads nowhere is no error', async () => {
  mkdirSync(join(parent, 'work-old', 'more'), { recursive: true });
  utimesSync(join(parent, 'work-old'), 1e9, 1e9);
  mkdirSync(join(parent, 'work-new'));
  mkdirSync(join(parent, 'other'));
  symlinkSync(join(parent, 'gone'), join(parent, 'work-link'));
  const during = await inScratchFolder(parent, 'work-', async () => readdirSync(parent).length);
  assert.equal(during, 4);
  assert.deepEqual(readdirSync(parent).sort(), ['other', 'work-link', 'work-new']);
});
