import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';
import type { Distribution, Package } from '../model/package.ts';
import { isForeign } from './foreign-builders.ts';

const distribution = (id: string, versionId: string): Distribution => ({
  id,
  versionId,
  name: id,
  like: [],
  codename: null,
});

describe('who built a package of dpkg', () => {
  const cases: readonly [string, string, boolean][] = [
    [
      'a team of Debian',
      'Maintainer: Debian Javascript Maintainers <pkg-javascript-devel@lists.alioth.debian.org>',
      false,
    ],
    ['somebody of Debian with an address of their own', 'Maintainer: A B <ab@gmail.com>', false],
    ['nobody, in images without the field', 'Section: web', false],
    ['NodeSource', 'Maintainer: NodeSource Support <support@nodesource.com>', true],
    ['Docker', 'Maintainer: Docker <support@docker.com>', true],
    ['a host below', 'Maintainer: MySQL <mysql-build@lists.oss.oracle.com>', true],
    ['a host that only ends so', 'Maintainer: A B <ab@notdocker.com>', false],
    [
      'a name without an address',
      'Maintainer: Google Cloud CLI Authors <https://code.google.com/p/google-cloud-sdk/>',
      true,
    ],
    ['whoever made it with fpm', 'Maintainer: A B <ab@example.com>\nVendor: example', true],
    ['whoever made it with nFPM', 'Maintainer: A B <ab@example.com>\nLicense: MIT', true],
    ...(
      [
        ['16.4-1.pgdg120+1', true],
        ['17~rc1-1.pgdg22.04+1', true],
        ['8.2.20-1+0~20240609.64+debian12~1.gbp5ebf9f', true],
        ['8.1.2-1+ubuntu22.04.1+deb.sury.org+1', true],
        ['1:2.46.0-0ppa1~ubuntu22.04.1', true],
        ['1:12.2.0-14+deb12u1', false],
        ['8.11.0-1~bpo12+1', false],
        ['0~20230929-1', false],
      ] as const
    ).map(([version, expected]): [string, string, boolean] => [
      `a maintainer of Debian, in version ${version}`,
      `Maintainer: Debian Team <team@tracker.debian.org>\nVersion: ${version}`,
      expected,
    ]),
  ];
  for (const [name, fields, expected] of cases)
    test(name, async () => {
      const version = fields.includes('Version: ') ? '' : 'Version: 1-1\n';
      const { packages, distribution: found } = await inventoryOf({
        'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
        'var/lib/dpkg/status': `Package: nodejs\nStatus: install ok installed\n${version}${fields}\n`,
      });
      const [pkg] = packages;
      assert.ok(pkg !== undefined);
      assert.equal(isForeign(pkg, found), expected);
    });
});

describe('who built a package of rpm', () => {
  const cases: readonly [string, Distribution, string | null, string, boolean][] = [
    ['Red Hat', distribution('rhel', '9.4'), 'Red Hat, Inc.', '1-1.el9', false],
    ['EPEL', distribution('rhel', '9.4'), 'Fedora Project', '1-1.el9', true],
    ['EPEL', distribution('almalinux', '9.4'), 'Fedora Project', '1-1.el9', true],
    ['AlmaLinux', distribution('almalinux', '9.4'), 'AlmaLinux', '1-1.el9', false],
    ['Rocky', distribution('rocky', '9.4'), 'Rocky Enterprise Software Foundation', '1-1.el9', false],
    ['SUSE', distribution('sles', '15.6'), 'SUSE LLC <https://www.suse.com/>', '1-150600.1', false],
    ['openSUSE', distribution('opensuse-leap', '15.6'), 'openSUSE', '1-1', false],
    ['Docker', distribution('sles', '15.6'), 'Docker <support@docker.com>', '1-1', true],
    ['who does not say it', distribution('rhel', '9.4'), null, '1-1.el9', false],
    ['TuxCare, who has records', distribution('almalinux', '9.2'), 'TuxCare', '1-1.el9_2.tuxcare.els1', false],
    ['somebody, where the own ones are not known', distribution('openEuler', '24.03'), 'x', '1-1', false],
  ];
  for (const [name, of, vendor, version, expected] of cases)
    test(`${of.id}: ${name}`, () => {
      const pkg: Package = {
        name: 'nodejs',
        version,
        type: 'rpm',
        purl: '',
        architecture: null,
        source: null,
        licenses: [],
        layer: 'sha256:',
        path: '',
        ownedBy: null,
        attributes: vendor === null ? {} : { vendor },
      };
      assert.equal(isForeign(pkg, of), expected);
    });
});
