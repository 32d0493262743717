import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';

async function read(files: LayerFiles): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, path, reason }) => [what, path, reason].filter(Boolean).join(' ')),
  };
}

const program = elf([]);
const deployment = 'var/lib/flatpak/app/org.a.Maps/x86_64/stable/4f1c';
/** As AppStream's own examples have it, with the attributes in any order. */
const metainfo = (releases: string, type = 'component') => `<?xml version="1.0" encoding="UTF-8"?>
<!-- Copyright 2024 -->
<${type} type="desktop-application">
  <id>org.a.Maps.desktop</id>
  <project_license>GPL-2.0-or-later</project_license>
  <name>Maps</name>
  <provides><id>gnome-maps.desktop</id></provides>
  <releases>${releases}</releases>
</${type}>
`;
const newest =
  '<release date="2024-03-01" version="46.0"><description><p>x</p></description></release><release version="45.1"/>';

const cos = 'etc/cos-package-info.json';
const cosRelease = { 'etc/os-release': 'NAME="Container-Optimized OS"\nID=cos\nVERSION_ID=113\nBUILD_ID=18244.85.1\n' };
const bottlerocket = {
  'usr/lib/os-release': 'NAME=Bottlerocket\nID=bottlerocket\nVERSION_ID=1.20.0\n',
};
const inventory = (...entries: readonly unknown[]) => JSON.stringify({ Content: entries });
const glibc = {
  Name: 'glibc',
  Version: '2.43',
  Release: '1.br1',
  Epoch: '1',
  Architecture: 'x86_64',
  Publisher: 'kit',
};

const cases: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    'a snap, where snapd has it, and what it brought',
    {
      'snap/core22/1122/meta/snap.yaml':
        'name: core22\nversion: "20240111"\nsummary: x\ntype: base\napps:\n  a:\n    name: other\n    version: 9\n',
      'snap/core22/1122/usr/bin/a': { program },
      'snap/core22/current': { to: '1122' },
      'usr/bin/b': { program },
    },
    ['pkg:snap/core22@20240111'],
    ['executable usr/bin/b unowned-executable'],
  ],
  [
    'a snap that lies unpacked at the root',
    { 'meta/snap.yaml': "name: hello\nversion: '2.10'\n", 'bin/hello': { program } },
    ['pkg:snap/hello@2.10'],
    ['executable bin/hello unowned-executable'],
  ],
  [
    'snaps that cannot be read',
    { 'snap/a/1/meta/snap.yaml': 'name: a\n', 'var/lib/snapd/snaps/core22_1122.snap': 'hsqs', 'srv/a.snap': 'x' },
    [],
    ['snap snap/a/1/meta/snap.yaml unparsable', 'snap var/lib/snapd/snaps/core22_1122.snap unsupported-format'],
  ],
  [
    'an application of Flatpak, once, by what was deployed, and what it brought',
    {
      [`${deployment}/export/share/metainfo/org.a.Maps.metainfo.xml`]: metainfo(newest),
      [`${deployment}/files/share/metainfo/org.a.Maps.metainfo.xml`]: metainfo(newest),
      [`${deployment}/files/share/metainfo/org.other.Library.metainfo.xml`]: metainfo('<release version="1"/>'),
      [`${deployment}/files/bin/gnome-maps`]: { program },
      'usr/share/metainfo/org.a.Maps.metainfo.xml': metainfo(newest),
    },
    ['pkg:flatpak/org.a.Maps@46.0 GPL-2.0-or-later'],
  ],
  [
    'an application of Flatpak that does not say its version, or is none',
    {
      [`${deployment}/files/share/metainfo/org.a.Maps.metainfo.xml`]: metainfo(''),
      [`${deployment}/files/share/appdata/org.a.Maps.appdata.xml`]: metainfo(newest, 'project'),
    },
    [],
    [
      `Flatpak application ${deployment}/files/share/appdata/org.a.Maps.appdata.xml unparsable`,
      `Flatpak application ${deployment}/files/share/metainfo/org.a.Maps.metainfo.xml unparsable`,
    ],
  ],
  [
    'packages of Spack, by the specifications of either form, and what they brought',
    {
      'opt/spack/linux-debian12-x86_64/gcc-12.2.0/zlib-1.3-abc/.spack/spec.json':
        '{"spec":{"_meta":{"version":4},"nodes":[{"name":"zlib","version":"1.3"},{"name":"gmake","version":"4.4"}]}}',
      'opt/spack/linux-debian12-x86_64/gcc-12.2.0/zlib-1.3-abc/bin/a': { program },
      'opt/old/bzip2-1.0.8-def/.spack/spec.json': '{"spec":[{"bzip2":{"version":"1.0.8","arch":{}}}]}',
      'opt/new/b/.spack/spec.json': '{"spec":{"nodes":[]}}',
      'srv/spec.json': '{}',
    },
    ['pkg:spack/bzip2@1.0.8', 'pkg:spack/zlib@1.3'],
    ['Spack specification opt/new/b/.spack/spec.json unparsable'],
  ],
  [
    'what Container-Optimized OS says is installed, and nothing of what it was built with',
    {
      ...cosRelease,
      [cos]: JSON.stringify({
        installedPackages: [
          { category: 'sys-libs', name: 'zlib', version: '18244.85.1', ebuild_version: '1.2.13' },
          { name: 'bash', version: '18244.85.1' },
        ],
        buildTimePackages: [{ category: 'dev-lang', name: 'go', version: '18244.85.1' }],
      }),
    },
    ['pkg:cos/bash@18244.85.1?distro=cos-113', 'pkg:cos/sys-libs/zlib@18244.85.1?distro=cos-113'],
  ],
  ['Container-Optimized OS without its list', cosRelease, [], ['COS package list no-database']],
  [
    'a list of Container-Optimized OS with something else in it',
    { ...cosRelease, [cos]: '{"installedPackages":[{"name":"a","version":"1"},{"name":"b"}]}' },
    ['pkg:cos/a@1?distro=cos-113'],
    [`COS package list ${cos} unparsable`],
  ],
  [
    'a list of Container-Optimized OS that is none',
    { ...cosRelease, [cos]: '{}' },
    [],
    [`COS package list ${cos} unparsable`],
  ],
  [
    'the packages of Bottlerocket, with and without an epoch',
    {
      ...bottlerocket,
      'usr/share/bottlerocket/application-inventory.json': inventory(glibc, {
        ...{ Name: 'acpid', Version: '1.19.2', Release: '29cc92cc', Architecture: 'x86_64' },
      }),
    },
    [
      'pkg:rpm/bottlerocket/acpid@1.19.2-29cc92cc?arch=x86_64&distro=bottlerocket-1.20.0',
      'pkg:rpm/bottlerocket/glibc@2.43-1.br1?arch=x86_64&distro=bottlerocket-1.20.0&epoch=1',
    ],
  ],
  [
    'Bottlerocket below the directory of its machine',
    {
      'x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release': bottlerocket['usr/lib/os-release'],
      'x86_64-bottlerocket-linux-gnu/sys-root/usr/share/bottlerocket/application-inventory.json': inventory(
        glibc,
        { ...glibc, Name: 'a', Epoch: 'x' },
        7,
      ),
    },
    ['pkg:rpm/bottlerocket/glibc@2.43-1.br1?arch=x86_64&distro=bottlerocket-1.20.0&epoch=1'],
    [
      'rpm database x86_64-bottlerocket-linux-gnu/sys-root/usr/share/bottlerocket/application-inventory.json unparsable',
    ],
  ],
  ['Bottlerocket without its inventory', bottlerocket, [], ['rpm database no-database']],
];

describe('systems and stores of packages beside those of the great distributions', () => {
  for (const [name, files, packages, gaps = []] of cases) {
    test(name, async () => assert.deepEqual(await read(files), { packages: [...packages], gaps: [...gaps] }));
  }
});
