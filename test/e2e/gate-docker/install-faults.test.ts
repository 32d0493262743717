import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { home, installIn, layOut, removeIn, treeOf } from '../../../src/gates/docker/install/host-for-tests.ts';

/** In memory, where there is such a place: every change waits for the disk. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'plimsoll-install-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const elsewhere = new URL('../../../src/gates/docker/install/host-for-tests.ts', import.meta.url).href;

function laidOut(): string {
  const root = mkdtempSync(join(scratch, 'host-'));
  layOut(root);
  return root;
}

/** Runs a piece of a program in a process of its own. */
function inProcess(code: string) {
  const script = `const m = await import(${JSON.stringify(elsewhere)}); ${code}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

describe('whatever ends it in the middle', () => {
  test('kill -9 at each step: the same call finishes it, and uninstall undoes it', async () => {
    const [whole, steps] = [laidOut(), [] as string[]];
    await installIn(whole, { say: (line) => steps.push(line), told: (line) => steps.push(line) });
    const wanted = comparable(treeOf(whole));
    for (let at = 1; at <= steps.length; at += 1) {
      const root = laidOut();
      const before = treeOf(root);
      const { signal, stderr } = inProcess(`await m.killedAt(${JSON.stringify(root)}, ${at})`);
      assert.equal(signal, 'SIGKILL', `${steps[at - 1]}: ${stderr}`);
      if (at % 2 === 0) {
        await installIn(root);
        assert.deepEqual(comparable(treeOf(root)), wanted, steps[at - 1]);
      }
      await removeIn(root);
      assert.deepEqual(treeOf(root), before, steps[at - 1]);
    }
  });

  test('a disk that is full at any one change, or dead from there on, loses nothing', () => {
    const root = mkdtempSync(join(scratch, 'disk-'));
    const { status, stdout, stderr } = inProcess(`
      import fs from 'node:fs';
      import assert from 'node:assert/strict';
      let changes = 0;
      for (const dead of [true, false]) {
        for (let at = 1; ; at += 1) {
          const root = ${JSON.stringify(root)} + '/' + dead + at;
          m.layOut(root);
          const before = m.treeOf(root);
          if (!(await m.failingAt(at, dead, () => m.installIn(root)))) break;
          changes += 1;
          // Finished by the same call, then undone; or undone at once. What failed once was undone, where it could be.
          if (at % 2 === 0) await m.installIn(root);
          if (m.treeOf(root)['${home}/install/docker/journal.json'] !== undefined) await m.removeIn(root);
          const left = Object.keys(m.treeOf(root)).filter((path) => path.includes('/install'));
          for (const path of left.toReversed()) fs.rmSync(root + path, { recursive: true, force: true });
          assert.deepEqual(m.treeOf(root), before, (dead ? 'dead from ' : 'full at ') + at);
          fs.rmSync(root, { recursive: true });
        }
      }
      console.log(changes);`);
    assert.equal(status, 0, stderr.slice(0, 4000));
    assert.ok(Number(stdout) > 200, stdout);
  });
});

/** Without the record itself, which says when each of its files was made. */
function comparable(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tree).filter(([path]) => !path.includes('/install/') && !path.endsWith('passwd-')),
  );
}
