import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerArchive } from '../../build/image.ts';
import { file, type TestEntry, tar } from '../../build/tar.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';

const debian = file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n');
const alma = file('etc/os-release', 'ID=almalinux\nVERSION_ID="9.3"\n');

/** Scans an image of one layer under a policy that needs to know its packages. */
function judging(...entries: readonly TestEntry[]): (folder: string) => Prepared {
  return (folder) => {
    const image = join(folder, 'image.tar');
    const policy = join(folder, 'policy.yaml');
    writeFileSync(image, dockerArchive({ layers: [tar(entries)] }));
    writeFileSync(policy, 'version: 1\nname: hostile\ncontrols:\n  packages:\n    forbid: [{ name: telnetd }]\n');
    return { args: ['scan', `archive:${image}`, '--policy', policy, '-o', 'json'] };
  };
}

const dpkg = 'var/lib/dpkg/status';
const sqlite = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 0xff)]);

export const databaseCases: readonly HostileCase[] = [
  {
    name: 'a dpkg database of noise',
    prepare: judging(debian, file(dpkg, Buffer.alloc(5000, 0xfe))),
    exit: 3,
    error: 'undecided',
    gaps: ['dpkg database: unparsable'],
  },
  {
    name: 'a dpkg database cut in a field',
    prepare: judging(debian, file(dpkg, 'Package: bash\nStatus: install ok installed\nVersi')),
    exit: 3,
    error: 'undecided',
    gaps: ['dpkg database: unparsable'],
  },
  {
    name: 'a dpkg database with one line of 30 MB',
    prepare: judging(
      debian,
      file(
        dpkg,
        `Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\nDescription: ${'x'.repeat(30 << 20)}\n\n`,
      ),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'a dpkg database of 200,000 packages',
    prepare: judging(
      debian,
      file(
        dpkg,
        Array.from(
          { length: 200_000 },
          (_, i) => `Package: p${i}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n`,
        ).join(''),
      ),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'an rpm database of noise',
    prepare: judging(alma, file('var/lib/rpm/rpmdb.sqlite', sqlite)),
    exit: 3,
    error: 'undecided',
    gaps: ['rpm database: corrupt'],
  },
  {
    name: 'an rpm database that is empty',
    prepare: judging(alma, file('var/lib/rpm/rpmdb.sqlite', '')),
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'an rpm database of a form that is not read yet',
    prepare: judging(alma, file('var/lib/rpm/Packages', Buffer.alloc(4096, 1))),
    exit: 3,
    error: 'undecided',
    gaps: ['rpm database: unsupported-format'],
  },
  {
    name: 'an apk database of noise',
    prepare: judging(
      file('etc/os-release', 'ID=alpine\nVERSION_ID=3.18.4\n'),
      file('lib/apk/db/installed', Buffer.alloc(3000, 0x80)),
    ),
    exit: 3,
    error: 'undecided',
    gaps: ['apk database: unparsable'],
  },
  {
    name: 'a package.json that is no JSON',
    prepare: judging(file('app/node_modules/x/package.json', '{"name":')),
    exit: 3,
    error: 'undecided',
    gaps: ['package.json: unparsable'],
  },
  {
    name: 'a package.json nested two million deep',
    prepare: judging(file('app/node_modules/x/package.json', '['.repeat(2_000_000))),
    exit: 3,
    error: 'undecided',
    gaps: ['package.json: unparsable'],
  },
  {
    name: 'names of packages with control characters',
    prepare: judging(file('app/node_modules/x/package.json', '{"name":"\\u001b[31mx","version":"1\\n2"}')),
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'Python metadata of noise',
    prepare: judging(file('usr/lib/python3/dist-packages/x-1.dist-info/METADATA', Buffer.alloc(2000, 0xff))),
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'an os-release that wants to run something',
    prepare: judging(file('etc/os-release', 'ID=$(touch /tmp/evil)\nVERSION_ID=`id`\n')),
    exit: 0,
    error: null,
  },
];
