import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDecisionLog } from './decision-log.ts';

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-log-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'decisions.jsonl');
}

function lines(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('each line is there at once, for its owner alone', (t) => {
  const file = place(t);
  const log = openDecisionLog(file);
  log.write({ at: 1 });
  log.write({ text: 'two\nlines' });
  assert.deepEqual(lines(file), [{ at: 1 }, { text: 'two\nlines' }]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  log.close();
  openDecisionLog(file).write({ at: 3 });
  assert.equal(lines(file).length, 3);
});

test('a line that was cut off is ended before the next one', (t) => {
  const file = place(t);
  appendFileSync(file, '{"at":1');
  openDecisionLog(file).write({ at: 2 });
  openDecisionLog(file).write({ at: 3 });
  assert.equal(readFileSync(file, 'utf8'), '{"at":1\n{"at":2}\n{"at":3}\n');
});

test('a large file makes way, and only so many are kept', (t) => {
  const file = place(t);
  const log = openDecisionLog(file, { size: 100, kept: 2 });
  for (let number = 0; number < 20; number += 1) log.write({ number, filling: 'x'.repeat(30) });
  assert.deepEqual(readdirSync(join(file, '..')).sort(), ['decisions.jsonl', 'decisions.jsonl.1', 'decisions.jsonl.2']);
  assert.deepEqual(lines(file).at(-1), { number: 19, filling: 'x'.repeat(30) });
  assert.ok(statSync(`${file}.1`).size <= 100);
});

test('a disk that is full is said, not passed over', { skip: process.platform !== 'linux' }, () => {
  const log = openDecisionLog('/dev/full');
  assert.throws(() => log.write({ at: 1 }), /ENOSPC/);
});

test('a file that was moved away is left alone once it is opened anew', (t) => {
  const file = place(t);
  const log = openDecisionLog(file);
  log.write({ at: 1 });
  renameSync(file, `${file}.rotated`);
  log.write({ at: 2 });
  log.reopen();
  log.write({ at: 3 });
  assert.deepEqual(lines(`${file}.rotated`), [{ at: 1 }, { at: 2 }]);
  assert.deepEqual(lines(file), [{ at: 3 }]);
  log.close();
});

test('one that cannot be opened anew goes on where it was', (t) => {
  const file = place(t);
  const log = openDecisionLog(file);
  renameSync(file, `${file}.rotated`);
  mkdirSync(file);
  assert.throws(() => log.reopen(), /EISDIR/);
  log.write({ at: 1 });
  assert.deepEqual(lines(`${file}.rotated`), [{ at: 1 }]);
});
