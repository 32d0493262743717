import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPacmanEntry } from './pacman-entry.ts';

const cases: readonly [string, string, Record<string, readonly string[]>, number][] = [
  ['nothing', '', {}, 0],
  ['one value', '%NAME%\nbash\n\n', { NAME: ['bash'] }, 0],
  [
    'several values',
    '%LICENSE%\nMIT\nGPL-2.0-or-later\n\n%ARCH%\nany\n',
    { LICENSE: ['MIT', 'GPL-2.0-or-later'], ARCH: ['any'] },
    0,
  ],
  ['a section without values', '%NAME%\n\n%VERSION%\n1-1\n', { NAME: [], VERSION: ['1-1'] }, 0],
  ['a value that looks like a title', '%DESC%\n%NAME%\n\n', { DESC: ['%NAME%'] }, 0],
  ['the last of a kind stands', '%NAME%\na\n\n%NAME%\nb\n', { NAME: ['b'] }, 0],
  ['lines outside', 'x\n%NAME%\na\n\ny\n', { NAME: ['a'] }, 2],
];
for (const [name, text, expected, faults] of cases) {
  test(name, () => {
    const read = readPacmanEntry(text);
    assert.deepEqual([Object.fromEntries(read.sections), read.faults], [expected, faults]);
  });
}
