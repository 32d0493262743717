import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerArchive } from '../../build/image.ts';
import { tar } from '../../build/tar.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';

function under(policy: string | Buffer): (folder: string) => Prepared {
  return (folder) => {
    writeFileSync(join(folder, 'image.tar'), dockerArchive({ layers: [tar([])] }));
    writeFileSync(join(folder, 'policy.yaml'), policy);
    return { args: ['scan', `archive:${join(folder, 'image.tar')}`, '--policy', join(folder, 'policy.yaml')] };
  };
}

const head = 'version: 1\nname: hostile\n';
const laughs = Array.from(
  { length: 12 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`,
).join('\n');

export const policyCases: readonly HostileCase[] = [
  ...(
    [
      ['an alias bomb', `a0: &a0 [x]\n${laughs}\n${head}`],
      ['a key said twice', `${head}controls:\n  rootUser: {}\n  rootUser: false\n`],
      ['two documents', `${head}---\n${head}`],
      ['an unknown key', `${head}control:\n  rootUser: {}\n`],
      ['an unknown control', `${head}controls:\n  rootuser: {}\n`],
      ['a control of a later version', `${head}controls:\n  malware: {}\n`],
      [
        'a version that its ecosystem cannot read',
        `${head}controls:\n  packages:\n    minimum: [{ name: x, type: deb, version: "1_2:3" }]\n`,
      ],
      [
        'a date that does not exist',
        `${head}waivers:\n  - { control: rootUser, match: {}, reason: r, owner: o, expires: 2027-02-30 }\n`,
      ],
      ['a policy that extends itself', `${head}extends: ./policy.yaml\n`],
      ['nothing', ''],
      ['a list', '- 1\n- 2\n'],
      ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x80])],
      ['2 MB of text', `${head}# ${'x'.repeat(2 << 20)}\n`],
      ['a tag that asks for an object', `${head}controls: !!js/function "function(){}"\n`],
    ] as const
  ).map(
    ([name, policy]): HostileCase => ({ name: `policy: ${name}`, prepare: under(policy), exit: 2, error: 'policy-*' }),
  ),
  {
    name: 'policy: a directory',
    prepare: (folder) => {
      const prepared = under('')(folder);
      mkdirSync(join(folder, 'directory'));
      return { args: [...prepared.args.slice(0, 3), join(folder, 'directory')] };
    },
    exit: 2,
    error: 'policy-*',
  },
];
