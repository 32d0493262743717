import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../base/digest.ts';
import { compared } from './compare.ts';
import type { FileFacts } from './file-facts.ts';

function facts(changes: Partial<FileFacts> & { readonly text?: string } = {}): FileFacts {
  const { text = 'words', ...rest } = changes;
  return {
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: text.length,
    digest: sha256(text),
    link: '',
    capability: null,
    head: text.slice(0, 4),
    content: Buffer.from(text),
    ...rest,
  };
}

const program = facts({ mode: 0o755, text: '\x7fELF…' });
const directory = facts({ type: 'directory', mode: 0o755, size: 0, digest: null });
const link = facts({ type: 'symlink', mode: 0o777, size: 0, digest: null, link: '/data/x' });

/** `aspects grave`, or `same` */
function told(path: string, ...sides: [before: FileFacts | null | 'unknown', after: FileFacts | null]): string {
  const item = compared(path, ...sides);
  return item === null ? 'same' : `${item.aspects.join(',')}${item.grave ? ' grave' : ''}`;
}

const cases: readonly [
  what: string,
  expected: string,
  path: string,
  ...(Parameters<typeof compared> extends [string, ...infer R] ? R : never),
][] = [
  ['touched only', 'same', 'usr/bin/x', program, program],
  ['a new program', 'added grave', 'usr/bin/x', null, program],
  ['a new data file', 'added', 'srv/x', null, facts()],
  ['a new script that nobody may run directly', 'added grave', 'srv/x', null, facts({ text: '#!/bin/sh' })],
  ['a new library', 'added grave', 'usr/lib/x.so', null, facts({ text: '\x7fELF…' })],
  ['a changed program', 'content grave', 'usr/bin/x', program, facts({ mode: 0o755, text: '\x7fELF!' })],
  [
    'a program that became another of the same length',
    'content grave',
    'bin/x',
    program,
    { ...program, digest: sha256('') },
  ],
  ['a data file that may be run now', 'mode grave', 'srv/x', facts(), facts({ mode: 0o755 })],
  ['setuid set', 'setuid,mode grave', 'usr/bin/x', program, { ...program, mode: 0o4755 }],
  ['setuid taken away', 'mode grave', 'usr/bin/x', { ...program, mode: 0o4755 }, program],
  ['a new setuid file that is no program', 'setuid,added grave', 'srv/x', null, facts({ mode: 0o4644 })],
  ['setgid set', 'setgid,mode grave', 'usr/bin/x', program, { ...program, mode: 0o2755 }],
  ['setgid on a directory is none of a file', 'mode', 'srv', directory, { ...directory, mode: 0o2755 }],
  ['capabilities given', 'capability grave', 'usr/bin/x', program, { ...program, capability: '0100000200' }],
  [
    'other capabilities',
    'capability grave',
    'usr/bin/x',
    { ...program, capability: '01' },
    { ...program, capability: '02' },
  ],
  ['a program with another owner', 'owner grave', 'usr/bin/x', program, { ...program, uid: 1000 }],
  ['a directory with another owner', 'owner', 'srv', directory, { ...directory, gid: 5 }],
  ['a directory that is bigger', 'same', 'srv', directory, { ...directory, size: 4096 }],
  ['a program that is gone', 'removed', 'usr/bin/x', program, null],
  ['what is nowhere', 'same', 'usr/bin/x', null, null],
  ['a new link among programs', 'added grave', 'usr/local/bin/ls', null, link],
  ['a new link elsewhere', 'added', 'srv/ls', null, link],
  ['a link that leads elsewhere', 'content grave', 'usr/bin/ls', link, { ...link, link: '/data/y' }],
  ['a program replaced by a link', 'type,content grave', 'usr/bin/ls', program, link],
  ['a device', 'added', 'srv/sda', null, facts({ type: 'block-device', digest: null, size: 0 })],
  ['an image that could not be read', 'content grave', 'usr/bin/x', 'unknown', program],
  [
    'an account',
    'root-account,content grave',
    'etc/passwd',
    facts({ text: 'root:x:0:0::/:\n' }),
    facts({ text: 'root:x:0:0::/:\ntoor::0:0::/:\n' }),
  ],
  [
    'an account whose uid is no number, which is 0',
    'root-account,content grave',
    'etc/passwd',
    facts({ text: '' }),
    facts({ text: 'x:x:zero:0::/:\n' }),
  ],
  ['an account without rights', 'content', 'etc/passwd', facts({ text: '' }), facts({ text: 'x:x:7:7::/:\n' })],
];

for (const [what, expected, path, before, after] of cases) {
  test(`drift of ${what}: ${expected}`, () => assert.equal(told(path, before, after), expected));
}
