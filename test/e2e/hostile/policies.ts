import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { scanning, whole } from './images.ts';

/** Scans a good image under the policy that `make` puts at a path. */
function policyAt(make: (path: string) => void): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const path = join(place.folder, 'policy.yaml');
    make(path);
    const { args } = await scanning(whole)(place);
    return { args: [...args, '--policy', path] };
  };
}

const under = (policy: string | Buffer) => policyAt((path) => writeFileSync(path, policy));
const refused = { exit: 2, error: 'policy-*' } as const;
const head = 'version: 1\nname: hostile\n';
const laughs = Array.from(
  { length: 12 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`,
).join('\n');
const waiver = (more: string) =>
  `${head}waivers:\n  - { control: vulnerabilities, match: { id: CVE-2023-1 }, reason: r, owner: o, ${more} }\n`;

export const policyCases: readonly HostileCase[] = [
  ...(
    [
      ['an alias bomb', `a0: &a0 [x]\n${laughs}\n${head}`],
      ['an anchor that holds itself', `${head}controls: &a\n  rootUser: *a\n`],
      ['a merge of another mapping', `${head}controls:\n  <<: { rootUser: {} }\n`],
      ['a key said twice', `${head}controls:\n  rootUser: {}\n  rootUser: false\n`],
      ['a key said twice, once in quotes', `${head}controls:\n  rootUser: {}\n  "rootUser": false\n`],
      ['two documents', `${head}---\n${head}`],
      ['an unknown key', `${head}control:\n  rootUser: {}\n`],
      ['an unknown control', `${head}controls:\n  rootuser: {}\n`],
      ['a control of a later version', `${head}controls:\n  malware: {}\n`],
      [
        'a version that its ecosystem cannot read',
        `${head}controls:\n  packages:\n    minimum: [{ name: x, type: deb, version: "1_2:3" }]\n`,
      ],
      ['a date that does not exist', waiver('expires: 2027-02-30')],
      ['a waiver without an end', waiver('approvedBy: x')],
      ['a policy that extends itself', `${head}extends: ./policy.yaml\n`],
      ['a policy that extends a device', `${head}extends: /dev/zero\n`],
      ['a policy that extends a built-in one that is not there', `${head}extends: builtin:none\n`],
      ['nothing', ''],
      ['a list', '- 1\n- 2\n'],
      ['a number', '42\n'],
      ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x80])],
      ['UTF-16', Buffer.from(`\ufeff${head}`, 'utf16le')],
      ['2 MB of text', `${head}# ${'x'.repeat(2 << 20)}\n`],
      ['half a million brackets', `${head}controls: ${'['.repeat(500_000)}\n`],
      [
        'a hundred thousand steps to the right',
        `${head}${Array.from({ length: 1300 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')}\n`,
      ],
      ['a key of a megabyte', `${head}? ${'x'.repeat(1_000_000)}\n: 1\n`],
      ['names with control characters', `${head}"\\e[2J\\u202e": 1\n`],
      ['members of every object', `${head}__proto__:\n  controls: {}\nconstructor: 1\n`],
      ['a severity of the wrong kind', `${head}controls:\n  vulnerabilities: { severity: [] }\n`],
      ['a score of infinity', `${head}controls:\n  vulnerabilities: { score: .inf }\n`],
      ['a tag that asks for an object', `${head}controls: !!js/function "function(){}"\n`],
    ] as const
  ).map(([name, policy]): HostileCase => ({ name: `policy: ${name}`, prepare: under(policy), ...refused })),
  { name: 'policy: a directory', prepare: policyAt((path) => mkdirSync(path)), ...refused },
  { name: 'policy: a pipe', prepare: policyAt((path) => void execFileSync('mkfifo', [path])), ...refused },
  { name: 'policy: a device without end', prepare: policyAt((path) => symlinkSync('/dev/zero', path)), ...refused },
  {
    name: 'policy: a gigabyte of holes',
    prepare: policyAt((path) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 30);
    }),
    ...refused,
  },
  { name: 'policy: a link that leads nowhere', prepare: policyAt((path) => symlinkSync('none', path)), ...refused },
  {
    name: 'policy: a link that leads to itself',
    prepare: policyAt((path) => symlinkSync('policy.yaml', path)),
    ...refused,
  },
  {
    name: 'policy: ten thousand waivers for nothing',
    prepare: under(
      `${head}controls: { rootUser: false }\nwaivers:\n${Array.from({ length: 8000 }, (_, i) => `  - { control: vulnerabilities, match: { id: CVE-2023-${i} }, reason: r, owner: o, expires: 2099-01-01 }\n`).join('')}`,
    ),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'settings: a file that others may write',
    prepare: async (place) => {
      writeFileSync(join(place.cwd, 'plimsoll.config.yaml'), 'quiet: true\n', { mode: 0o666 });
      execFileSync('chmod', ['666', join(place.cwd, 'plimsoll.config.yaml')]);
      const prepared = await scanning(whole)(place);
      return prepared;
    },
    exit: 2,
    error: 'config-unreadable',
  },
  {
    name: 'settings: a pipe',
    prepare: async (place) => {
      execFileSync('mkfifo', [join(place.cwd, 'plimsoll.config.yaml')]);
      return scanning(whole)(place);
    },
    exit: 2,
    error: 'config-unreadable',
  },
  {
    name: 'settings: an alias bomb',
    prepare: async (place) => {
      writeFileSync(join(place.cwd, 'plimsoll.config.yaml'), `a0: &a0 [x]\n${laughs}\n`);
      return scanning(whole)(place);
    },
    exit: 2,
    error: 'config-unreadable',
  },
];
