import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, tar } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { judging, judgingLayers } from './images.ts';

const blind = (gap: string) => ({ exit: 3, error: 'undecided', gaps: [gap] }) as const;
type Text = string | Buffer | (() => string | Buffer);
const made = (content: Text) => (typeof content === 'function' ? content() : content);
const npm = (content: Text) => judging(() => file('app/node_modules/x/package.json', made(content)));
const metadata = (content: Text, directory = 'x-1.dist-info') =>
  judging(() => file(`usr/lib/python3/dist-packages/${directory}/METADATA`, made(content)));
const strange = file('app/node_modules/x/package.json', '{"name":"\\u001b[31mx\\u009b\\u202e","version":"1\\n2"}');

export const languageCases: readonly HostileCase[] = [
  { name: 'npm: no JSON', prepare: npm('{"name":'), ...blind('package.json: unparsable') },
  { name: 'npm: nested two million deep', prepare: npm('['.repeat(2_000_000)), ...blind('package.json: unparsable') },
  {
    name: 'npm: nested two million deep and closed again',
    prepare: npm(`{"name":"x","version":"1","a":${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}}`),
    ...blind('package.json: unparsable'),
  },
  {
    name: 'npm: a name that is a number',
    prepare: npm('{"name":1,"version":"1"}'),
    ...blind('package.json: unparsable'),
  },
  {
    name: 'npm: 200 MB',
    prepare: npm(() => Buffer.concat([Buffer.from('{"name":"x","version":"1"}'), Buffer.alloc(200_000_000, ' ')])),
    exit: 3,
    error: 'incomplete',
    gaps: ['package.json: too-large'],
  },
  {
    name: 'npm: members of every object',
    prepare: npm('{"name":"x","version":"1","__proto__":{"name":"y"},"constructor":1,"toString":2}'),
    exit: 0,
    error: null,
    packages: ['x 1'],
  },
  {
    name: 'npm: licences nested and without end',
    prepare: npm(
      `{"name":"x","version":"1","license":"${'('.repeat(500_000)}MIT","licenses":[${'[],'.repeat(99_999)}[]]}`,
    ),
    exit: 0,
    error: null,
    packages: ['x 1'],
  },
  {
    name: 'R: a license with a megabyte of blanks in it',
    prepare: judging(() =>
      file(
        'usr/lib/R/library/x/DESCRIPTION',
        `Package: x\nVersion: 1\nLicense: a${' '.repeat(1_000_000)}b\nBuilt: R 4.3\n`,
      ),
    ),
    exit: 0,
    error: null,
    packages: ['x 1'],
  },
  {
    name: 'Flatpak: an attribute whose name has half a million letters, and no value',
    prepare: judging(() =>
      file(
        'var/lib/flatpak/app/org.x.Y/x86_64/stable/0/files/share/metainfo/org.x.Y.metainfo.xml',
        `<component><id>org.x.Y</id><releases><release ${'a'.repeat(500_000)} version="1"/></releases></component>`,
      ),
    ),
    exit: 0,
    error: null,
    packages: ['org.x.Y 1'],
  },
  {
    name: 'npm: sixty thousand packages',
    prepare: judgingLayers(() => [
      tar(
        Array.from({ length: 60_000 }, (_, i) =>
          file(`a/node_modules/p${i}/package.json`, `{"name":"p${i}","version":"1"}`),
        ),
      ),
    ]),
    exit: 0,
    error: null,
    packages: ['p59999 1'],
  },
  {
    name: 'names of packages with control characters, for machines',
    prepare: judging(strange),
    exit: 0,
    error: null,
    packages: ['\u001b[31mx\u009b\u202e 1\n2'],
  },
  ...['table', 'markdown', 'html'].map(
    (format): HostileCase => ({
      name: `names of packages with control characters, as ${format}`,
      prepare: async (place) => {
        const { args } = await judging(strange)(place);
        return { args: [...args.map((word) => (word === 'json' ? format : word)), '--verbose'] };
      },
      exit: 0,
      error: null,
    }),
  ),
  {
    name: 'a version that nobody can compare, where it has to be compared',
    prepare: async (place) => {
      const { args } = await judging(strange)(place);
      const policy = join(place.folder, 'minimum.yaml');
      writeFileSync(
        policy,
        'version: 1\nname: hostile\ncontrols:\n  packages:\n    minimum: [{ name: "*x*", type: npm, version: 1.0.0 }]\n',
      );
      return { args: [...args, '--policy', policy] };
    },
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'Python: noise, the name known from its directory',
    prepare: metadata(Buffer.alloc(2000, 0xff)),
    exit: 0,
    error: null,
    packages: ['x 1'],
  },
  {
    name: 'Python: noise, and nothing else knows the name',
    prepare: metadata(Buffer.alloc(2000, 0xff), 'x.dist-info'),
    ...blind('Python package metadata: unparsable'),
  },
  {
    name: 'Python: nothing at all',
    prepare: metadata('', 'x.dist-info'),
    ...blind('Python package metadata: unparsable'),
  },
  {
    name: 'Python: a name behind two megabytes of other things',
    prepare: metadata(`Summary: ${'x'.repeat(2 << 20)}\nName: y\nVersion: 2\n`, 'x.dist-info'),
    ...blind('Python package metadata: unparsable'),
  },
  {
    name: 'Python: a description of 200 MB',
    prepare: metadata(() => Buffer.concat([Buffer.from('Name: y\nVersion: 2\n\n'), Buffer.alloc(200_000_000, 'x')])),
    exit: 3,
    error: 'incomplete',
    gaps: ['Python package metadata: too-large'],
  },
  {
    name: 'Python: a description of 10 MB',
    prepare: metadata(() => Buffer.concat([Buffer.from('Name: y\nVersion: 2\n\n'), Buffer.alloc(10_000_000, 'x')])),
    exit: 0,
    error: null,
    packages: ['y 2'],
  },
];
