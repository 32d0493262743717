import { file, tarEntry } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { bash, judging, release, status } from './images.ts';

const alpine = file('etc/os-release', 'ID=alpine\nVERSION_ID=3.18.4\n');
const apk = 'lib/apk/db/installed';
const blind = (gap: string) => ({ exit: 3, error: 'undecided', gaps: [gap] }) as const;
type Text = string | Buffer;
const dpkg = (content: Text | (() => Text)) =>
  judging(release, () => file(status, typeof content === 'function' ? content() : content));
const installed = (name: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nSection: misc\n\n`;
const many = (count: number) => Array.from({ length: count }, (_, i) => installed(`p${i}`)).join('');

export const databaseCases: readonly HostileCase[] = [
  { name: 'dpkg: noise', prepare: dpkg(Buffer.alloc(5000, 0xfe)), ...blind('dpkg database: unparsable') },
  { name: 'dpkg: nothing', prepare: dpkg(''), ...blind('dpkg database: no-database') },
  { name: 'dpkg: empty lines', prepare: dpkg('\n'.repeat(100_000)), ...blind('dpkg database: no-database') },
  {
    name: 'dpkg: cut in a field',
    prepare: dpkg('Package: bash\nStatus: install ok installed\nVersi'),
    ...blind('dpkg database: unparsable'),
  },
  {
    name: 'dpkg: one package damaged, the other read',
    prepare: dpkg(`Package: x\nStatus: install ok installed\n\n${bash}`),
    ...blind('dpkg database: unparsable'),
    packages: ['bash 5.1-2'],
  },
  {
    name: 'dpkg: a status that does not exist',
    prepare: dpkg(bash.replace('installed', 'hidden')),
    ...blind('dpkg database: unparsable'),
  },
  {
    name: 'dpkg: a field said twice',
    prepare: dpkg(bash.replace('\n\n', '\nVersion: 99\n\n')),
    ...blind('dpkg database: unparsable'),
  },
  {
    name: 'dpkg: one line of 30 MB',
    prepare: dpkg(() => bash.replace('Description: x', `Description: ${'x'.repeat(30 << 20)}`)),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'dpkg: a name of 30 MB',
    prepare: dpkg(() => bash.replace('bash', 'x'.repeat(30 << 20))),
    ...blind('dpkg database: unparsable'),
  },
  {
    name: 'dpkg: a million lines that continue a field',
    prepare: dpkg(() => bash.replace('Version: 5.1-2', `Version: 5.1-2${'\n x'.repeat(1_000_000)}`)),
    ...blind('dpkg database: unparsable'),
  },
  {
    name: 'dpkg: ninety thousand packages',
    prepare: dpkg(() => many(90_000)),
    exit: 0,
    error: null,
    packages: ['p89999 1'],
  },
  {
    name: 'dpkg: two hundred thousand packages, more than there are',
    prepare: dpkg(() => many(200_000)),
    exit: 3,
    error: 'incomplete',
    gaps: ['dpkg database: too-many'],
    packages: ['p99999 1'],
  },
  {
    name: 'dpkg: 250 MB of one package after the other',
    prepare: dpkg(() => Buffer.alloc(250_000_000, installed('x'))),
    exit: 3,
    error: 'incomplete',
    gaps: ['dpkg database: too-large'],
  },
  {
    name: 'dpkg: a file for each of fifty thousand packages',
    prepare: judging(release, () =>
      Buffer.concat(
        Array.from({ length: 50_000 }, (_, i) => tarEntry(file(`var/lib/dpkg/status.d/p${i}`, installed(`p${i}`)))),
      ),
    ),
    exit: 0,
    error: null,
    packages: ['p49999 1'],
  },
  {
    name: 'dpkg: letters that are no UTF-8',
    prepare: dpkg(Buffer.from(bash.replace('Maintainer: x', 'Maintainer: \xff\xfe'), 'latin1')),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'apk: noise',
    prepare: judging(alpine, file(apk, Buffer.alloc(3000, 0x80))),
    ...blind('apk database: unparsable'),
  },
  { name: 'apk: nothing', prepare: judging(alpine, file(apk, '')), ...blind('apk database: no-database') },
  { name: 'apk: none', prepare: judging(alpine), ...blind('apk database: no-database') },
  {
    name: 'apk: cut off in a field',
    prepare: judging(alpine, file(apk, 'P:musl\nV:1.2.4-r2\n\nP:busybox\nV')),
    ...blind('apk database: unparsable'),
    packages: ['musl 1.2.4-r2'],
  },
  {
    name: 'apk: a package without a version',
    prepare: judging(alpine, file(apk, 'P:musl\nA:x86_64\n\n')),
    ...blind('apk database: unparsable'),
  },
  {
    name: 'apk: two hundred thousand packages, more than there are',
    prepare: judging(alpine, () => file(apk, Array.from({ length: 200_000 }, (_, i) => `P:p${i}\nV:1\n\n`).join(''))),
    exit: 3,
    error: 'incomplete',
    gaps: ['apk database: too-many'],
  },
  {
    name: 'an os-release that wants to run something',
    prepare: judging(file('etc/os-release', 'ID=$(touch /tmp/evil)\nVERSION_ID=`id`\n')),
    ...blind('$(touch:`id`: unknown-distribution'),
  },
  {
    name: 'an os-release of 200 MB',
    prepare: judging(() => file('etc/os-release', Buffer.alloc(200_000_000, 'ID=debian\n')), file(status, bash)),
    exit: 3,
    error: 'incomplete',
    gaps: ['distribution: too-large'],
    packages: ['bash 5.1-2'],
  },
  {
    name: 'an os-release of quotes that do not end',
    prepare: judging(file('etc/os-release', `ID="debian\nVERSION_ID='11\nNAME=\\\n`), file(status, bash)),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
];
