import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';

const debian =
  'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';
const cases: readonly [string, readonly LayerFiles[], string | null][] = [
  ['none', [{ 'etc/hostname': 'x' }], null],
  [
    'Debian',
    [
      {
        'usr/lib/os-release': debian,
        'etc/os-release': { to: '../usr/lib/os-release' },
        'etc/debian_version': '12.4\n',
      },
    ],
    'debian 12 bookworm',
  ],
  [
    'etc speaks first',
    [{ 'usr/lib/os-release': 'ID=fedora\nVERSION_ID=40\n', 'etc/os-release': 'ID=wolfi\nVERSION_ID=20230201\n' }],
    'wolfi 20230201 null',
  ],
  [
    'a later layer changes it',
    [{ 'etc/os-release': 'ID=debian\nVERSION_ID=11\n' }, { 'etc/os-release': debian }],
    'debian 12 bookworm',
  ],
  ['etc names nothing', [{ 'usr/lib/os-release': debian, 'etc/os-release': '\n' }], 'debian 12 bookworm'],
  [
    'Debian testing has its codename only',
    [{ 'etc/os-release': 'ID=debian\nVERSION_CODENAME=forky\n', 'etc/debian_version': 'forky/sid\n' }],
    'debian  forky',
  ],
  [
    'older Debian has it in brackets',
    [{ 'etc/os-release': 'ID=debian\nVERSION_ID="8"\nVERSION="8 (jessie)"\n' }],
    'debian 8 jessie',
  ],
  ['Debian without os-release', [{ 'etc/debian_version': '6.0.10\n' }], 'debian 6 null'],
  [
    "Ubuntu's debian_version is another distribution's",
    [{ 'etc/os-release': 'ID=ubuntu\n', 'etc/debian_version': 'bookworm/sid\n' }],
    'ubuntu  null',
  ],
  [
    'Ubuntu by lsb-release',
    [
      {
        'etc/lsb-release':
          'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\nDISTRIB_DESCRIPTION="Ubuntu 22.04 LTS"\n',
      },
    ],
    'ubuntu 22.04 jammy',
  ],
  [
    'what os-release lacks comes from the next file of the same',
    [{ 'etc/os-release': 'ID=ubuntu\n', 'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n' }],
    'ubuntu 22.04 null',
  ],
  ['Alpine', [{ 'etc/alpine-release': '3.18.4\n' }], 'alpine 3.18.4 null'],
  ['CentOS', [{ 'etc/centos-release': 'CentOS Linux release 7.9.2009 (Core)\n' }], 'centos 7.9.2009 null'],
  [
    'CentOS 6 through a link',
    [{ 'etc/centos-release': 'CentOS release 6.10 (Final)\n', 'etc/redhat-release': { to: 'centos-release' } }],
    'centos 6.10 null',
  ],
  ['Red Hat', [{ 'etc/redhat-release': 'Red Hat Enterprise Linux release 9.2 (Plow)\n' }], 'rhel 9.2 null'],
  ['Amazon', [{ 'etc/system-release': 'Amazon Linux release 2 (Karoo)\n' }], 'amzn 2 null'],
  ['Alibaba', [{ 'etc/redhat-release': 'Alibaba Cloud Linux release 3 (OpenAnolis Edition)\n' }], 'alinux 3 null'],
  ['Kylin', [{ 'etc/system-release': 'Kylin Linux Advanced Server release V10 (Lance)\n' }], 'kylin V10 null'],
  [
    'the release in the CPE alone',
    [{ 'etc/os-release': 'ID=amzn\nCPE_NAME="cpe:/o:amazon:linux:2014.03:ga"\n' }],
    'amzn 2014.03 null',
  ],
  [
    'the release in the platform alone',
    [{ 'etc/os-release': 'ID=rocky\nPLATFORM_ID="platform:el9"\nCPE_NAME="cpe:/o:rocky:rocky"\n' }],
    'rocky 9 null',
  ],
  ['something that calls itself a release', [{ 'etc/system-release': 'My own thing\n' }], null],
];
describe('the distribution', () => {
  for (const [name, layers, expected] of cases) {
    test(name, async () => {
      const { distribution, gaps } = await inventoryOf(...layers);
      const words =
        distribution === null ? null : `${distribution.id} ${distribution.versionId} ${distribution.codename}`;
      assert.equal(words, expected);
      // These layers hold nothing but the files that name the distribution.
      const isNameless =
        expected === null && layers.some((files) => Object.keys(files).some((path) => path.endsWith('-release')));
      assert.deepEqual(
        gaps.flatMap(({ reason, path }) => (reason === 'no-database' ? [] : [[reason, path]])),
        isNameless ? [['unknown-distribution', 'etc/system-release']] : [],
      );
    });
  }

  test('with its name and its kin', async () => {
    const { distribution } = await inventoryOf({
      'etc/os-release':
        'ID=rocky\nVERSION_ID="9.3"\nNAME="Rocky Linux"\nVERSION="9.3 (Blue Onyx)"\nID_LIKE="rhel centos fedora"\n',
    });
    assert.deepEqual(distribution, {
      id: 'rocky',
      versionId: '9.3',
      name: 'Rocky Linux 9.3 (Blue Onyx)',
      like: ['rhel', 'centos', 'fedora'],
      codename: null,
    });
  });

  test('a file larger than any is a gap', async () => {
    const { distribution, gaps } = await inventoryOf({ 'etc/os-release': `ID=debian\n${'#'.repeat(100_000)}` });
    assert.equal(distribution, null);
    assert.deepEqual(
      gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds]),
      [['distribution', 'too-large', 'distribution']],
    );
  });
});
