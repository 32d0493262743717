import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCall } from './call.ts';
import { commands } from './command-table.ts';

test('a command whose name goes on in another one’s is told from it, flags between them or not', async () => {
  const cases: readonly [line: string, name: string, rest: readonly string[]][] = [
    ['gate docker', 'gate docker', []],
    ['gate docker --observe', 'gate docker', []],
    ['gate docker install', 'gate docker install', []],
    ['gate docker --quiet install --dry-run', 'gate docker install', []],
    ['--home /x gate docker status', 'gate docker status', []],
    ['gate docker other', 'gate docker', ['other']],
    ['gate docker -- install', 'gate docker', ['install']],
    ['scan install', 'scan', ['install']],
  ];
  for (const [line, name, rest] of cases) {
    const call = await readCall(line.split(' '), commands);
    assert.deepEqual([call.command?.name, call.rest], [name, rest], line);
  }
});
