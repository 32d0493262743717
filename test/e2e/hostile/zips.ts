import { file } from '../../build/tar.ts';
import { endlessZip, type TestZipEntry, type WideEnd, zip } from '../../build/zip.ts';
import type { HostileCase } from './hostile-case.ts';
import { judging } from './images.ts';

const jar = (content: () => Buffer) => judging(() => file('app/a.jar', content()));
const refused = (reason: string) => ({ exit: 3, error: 'undecided', gaps: [`Java archive: ${reason}`] }) as const;
const tooMuch = (reason: string) => ({ exit: 3, error: 'incomplete', gaps: [`Java archive: ${reason}`] }) as const;
const pom: TestZipEntry = {
  name: 'META-INF/maven/g/a/pom.properties',
  content: 'groupId=g\nartifactId=a\nversion=1\n',
};
const found = { exit: 0, error: null, packages: ['g:a 1'] } as const;
const most = (1n << 64n) - 1n;
const wide = { statedSize: 0xffffffff, statedStoredSize: 0xffffffff, offset: 0xffffffff };
const lying = (lie: Partial<WideEnd>) => jar(() => zip([pom], { wideEnd: (right) => ({ ...right, ...lie }) }));

/** Directories of zip files that lie. What counts is what Java goes by: the directory at the end, and nothing else. */
export const zipCases: readonly HostileCase[] = [
  { name: 'a million entries', prepare: jar(() => endlessZip(1_000_000)), ...tooMuch('too-many') },
  {
    name: 'two hundred megabytes of names',
    prepare: jar(() => endlessZip(3200, `a/${'b/'.repeat(32_000)}C.class`)),
    ...tooMuch('too-many'),
  },
  {
    name: 'forty jars with half a million entries each',
    prepare: jar(() => {
      const content = endlessZip(499_999, 'a/B.class');
      return zip(Array.from({ length: 40 }, (_, i) => ({ name: `${i}.jar`, content })));
    }),
    exit: 3,
    error: '*',
    gaps: ['Java archive: too-large'],
  },
  { name: 'a second end that counts 2^64 - 1 entries', prepare: lying({ count: most }), ...refused('unparsable') },
  { name: 'a second end with a directory of 2^64 - 1 bytes', prepare: lying({ size: most }), ...refused('unparsable') },
  {
    name: 'a second end with a directory that begins there',
    prepare: lying({ offset: most }),
    ...refused('unparsable'),
  },
  { name: 'a second end that is not where it is said', prepare: lying({ at: most }), ...found },
  {
    name: 'an entry of 2^64 - 1 bytes',
    prepare: jar(() => zip([{ ...pom, ...wide, wide: [most, 3n, 0n] }])),
    ...tooMuch('too-large'),
  },
  {
    name: 'an entry that is stored at 2^64 - 1',
    prepare: jar(() => zip([{ ...pom, ...wide, wide: [1n, 3n, most] }])),
    ...refused('unparsable'),
  },
  {
    name: 'a directory and entries that call the same thing differently, one of them a folder',
    prepare: jar(() =>
      zip([
        { ...pom, localName: 'nothing/' },
        { name: 'b.jar/', localName: 'b.jar', content: 'x' },
      ]),
    ),
    ...refused('ambiguous'),
  },
  {
    name: 'sizes that are said to come behind, and do not',
    prepare: jar(() => zip([{ ...pom, flags: 8, isStored: true }])),
    ...found,
  },
  {
    name: 'one name twice: both are told',
    prepare: jar(() => zip([{ ...pom, content: 'groupId=g\nartifactId=b\nversion=2\n' }, pom])),
    ...found,
  },
  {
    name: 'names with NUL, escapes and turns of direction',
    prepare: jar(() =>
      zip([pom, ...['a\0.jar', '\x1b[2J\u202e.jar', 'b\\c.jar'].map((name) => ({ name, content: zip([pom]) }))]),
    ),
    ...found,
  },
];
