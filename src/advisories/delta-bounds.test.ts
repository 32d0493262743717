import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createTables } from './database-schema.ts';
import { applyDelta, BadDelta } from './delta-reader.ts';
import { deltaRevision } from './delta-writer.ts';

const steps = { base: 'sha256:a', target: 'sha256:b' };

/** What becomes of a delta with this line in it. */
async function outcome(line: Buffer): Promise<string> {
  const db = new DatabaseSync(':memory:');
  const first = { ...steps, revision: deltaRevision };
  try {
    createTables(db);
    const pieces = async function* () {
      yield Buffer.from(`${JSON.stringify(first)}\n`);
      for (let at = 0; at < line.length; at += 1 << 20) yield line.subarray(at, at + (1 << 20));
      yield Buffer.from('\n{"lines":2}\n');
    };
    await applyDelta(db, pieces(), steps);
    return 'applied';
  } catch (error) {
    if (error instanceof BadDelta) return error.message;
    throw error;
  } finally {
    db.close();
  }
}

const around = (before: string, filling: Buffer, after: string) =>
  Buffer.concat([Buffer.from(before), filling, Buffer.from(after)]);
const removed = (length: number) => around('{"in":"npm","remove":"', Buffer.alloc(length, 'x'), '"}');
const lists = (count: number) => around('{"in":"npm","remove":"x","of":[', Buffer.alloc(count * 3 - 1, '[],'), ']}');
const deep = (depth: number) =>
  around(`{"in":"npm","remove":"${'x'.repeat(70_000)}","of":`, Buffer.from('['.repeat(depth) + ']'.repeat(depth)), '}');

const cases: readonly [string, Buffer, string][] = [
  ['a line of almost 64 MiB', removed(63 * 2 ** 20), 'applied'],
  ['a longer one', removed(66 * 2 ** 20), `it has a line of more than ${64 * 2 ** 20} bytes`],
  ['a line of almost four million lists', lists(3_999_990), 'applied'],
  ['one of more', lists(4_000_010), 'a line of it is nested too deeply, or holds too many entries'],
  ['a line that is nested 64 levels deep', deep(63), 'applied'],
  ['one that is nested deeper', deep(64), 'a line of it is nested too deeply, or holds too many entries'],
];
for (const [what, line, expected] of cases) test(what, async () => assert.equal(await outcome(line), expected));
