import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Distribution, Package } from '../model/package.ts';
import { distributionAdvisoryNames, purlDistro, purlNamespace } from './distribution-names.ts';

const distribution = (id: string, versionId = '', more: Partial<Distribution> = {}): Distribution => ({
  id,
  versionId,
  name: `${id} ${versionId}`,
  like: [],
  codename: null,
  ...more,
});

const pkg = (type: string): Package => ({
  name: 'libssl3',
  version: '3.0.11-1+b1',
  type,
  purl: '',
  architecture: null,
  source: { name: 'openssl', version: '3.0.11-1' },
  licenses: [],
  layer: 'sha256:',
  path: '',
  ownedBy: null,
  attributes: {},
});

const binary = 'libssl3 3.0.11-1+b1';
const source = 'openssl 3.0.11-1';

describe('the name that the first of its ecosystems has, and what is asked there', () => {
  const cases: readonly [string, Distribution, string, readonly string[]][] = [
    ['deb', distribution('debian', '12'), 'Debian:12', [source]],
    ['deb', distribution('debian', '7.11'), 'Debian:7', [source]],
    ['deb', distribution('debian', '', { codename: 'trixie' }), 'Debian:13', [source]],
    ['deb', distribution('raspbian', '11'), 'Debian:11', [source]],
    ['deb', distribution('ubuntu', '22.04'), 'Ubuntu:22.04:LTS', [source]],
    ['deb', distribution('ubuntu', '23.10'), 'Ubuntu:23.10', [source]],
    ['deb', distribution('ubuntu', '23.04'), 'Ubuntu:23.04', [source]],
    ['apk', distribution('alpine', '3.18.4'), 'Alpine:v3.18', [source]],
    ['apk', distribution('alpine', '3.18'), 'Alpine:v3.18', [source]],
    ['apk', distribution('alpine', '3.18.0_rc1'), 'Alpine:v3.18', [source]],
    ['apk', distribution('alpine', '3.21.0_alpha20240923'), 'Alpine:edge', [source]],
    ['apk', distribution('wolfi', '20230201'), 'Wolfi', [source, binary]],
    ['apk', distribution('chainguard', '20230214'), 'Chainguard', [source, binary]],
    ['apk', distribution('alpaquita', '23'), 'Alpaquita:23', [source]],
    ['rpm', distribution('almalinux', '9.4'), 'AlmaLinux:9', [binary]],
    ['rpm', distribution('rocky', '8.9'), 'Rocky Linux:8', [source]],
    ['rpm', distribution('rhel', '9.2'), 'Red Hat:enterprise_linux:9::baseos', [binary]],
    ['rpm', distribution('rhel', '7.9'), 'Red Hat:enterprise_linux:7::server', [binary]],
    ['rpm', distribution('centos', '8'), 'Red Hat:enterprise_linux:8::baseos', [binary]],
    ['rpm', distribution('opensuse-leap', '15.5'), 'openSUSE:Leap 15.5', [source]],
    ['rpm', distribution('opensuse-tumbleweed', '20240101'), 'openSUSE:Tumbleweed', [source]],
    ['rpm', distribution('sles', '15.5'), 'SUSE:Linux Enterprise Server 15 SP5', [source]],
    ['rpm', distribution('sles', '12'), 'SUSE:Linux Enterprise Server 12', [source]],
    ['rpm', distribution('sles', '16.0'), 'SUSE:Linux Enterprise Server 16.0', [source]],
    ['rpm', distribution('sl-micro', '6.0'), 'SUSE:Linux Micro 6.0', [source]],
    ['rpm', distribution('sle-micro', '5.5'), 'SUSE:Linux Enterprise Micro 5.5', [source]],
    ['rpm', distribution('sle-micro-rancher', '5.4'), 'SUSE:Linux Enterprise Micro 5.4', [source]],
    ['rpm', distribution('hummingbird', '20251124', { like: ['fedora'] }), 'Red Hat:hummingbird:1', [source, binary]],
    ['apk', distribution('secureos', '2025.09.09'), 'SecureOS', [source]],
    ['rpm', distribution('mageia', '9'), 'Mageia:9', [source]],
    ['rpm', distribution('openEuler', '24.03', { name: 'openEuler 24.03 (LTS)' }), 'openEuler:24.03-LTS', [source]],
    [
      'rpm',
      distribution('openEuler', '22.03', { name: 'openEuler 22.03 (LTS-SP3)' }),
      'openEuler:22.03-LTS-SP3',
      [source],
    ],
    ['rpm', distribution('openEuler', '23.09', { name: 'openEuler 23.09' }), 'openEuler:23.09', [source]],
    ['rpm', distribution('photon', '5.0'), 'Photon OS:5.0', [source, binary]],
    ['rpm', distribution('azurelinux', '3.0'), 'Azure Linux:3', [source, binary]],
    ['rpm', distribution('amzn', '2023'), 'Amazon Linux:2023', [binary]],
    ['rpm', distribution('mariner', '2.0'), 'Azure Linux:2', [source, binary]],
    ['rpm', distribution('anolis', '8.8', { like: ['rhel', 'fedora', 'centos'] }), 'Anolis OS:8', [binary]],
    ['rpm', distribution('alinux', '3', { like: ['rhel', 'anolis'] }), 'Alibaba Cloud Linux:3', [binary]],
    ['rpm', distribution('tencentos', '3.1', { like: ['rhel'] }), 'TencentOS Server:3', [binary]],
    ['rpm', distribution('kylin', 'V10'), 'Kylin Linux Advanced Server:V10', [binary]],
    ['deb', distribution('kylin', 'v10', { like: ['debian'] }), 'Kylin Desktop:v10', [source]],
    ['deb', distribution('linuxmint', '21.3', { like: ['ubuntu', 'debian'] }), 'Linux Mint:21.3', [source]],
    ['deb', distribution('echo', '1', { like: ['debian'] }), 'Echo', [source]],
    ['apk', distribution('minimos', '20240101'), 'MinimOS', [source, binary]],
  ];
  for (const [type, given, ecosystem, asked] of cases) {
    test(`${given.id} ${given.versionId || given.codename}: ${ecosystem}`, () => {
      const names = distributionAdvisoryNames(pkg(type), given);
      assert.ok(names !== 'unknown');
      const first = names.filter((name) => name.ecosystem === names[0]?.ecosystem);
      assert.equal(first[0]?.ecosystem, ecosystem);
      assert.deepEqual(
        first.map(({ name, version }) => `${name} ${version}`),
        asked,
      );
    });
  }
});

test('all places where a record may stand', () => {
  const places = (type: string, given: Distribution) => {
    const names = distributionAdvisoryNames(pkg(type), given);
    return names === 'unknown' ? [] : names.map(({ ecosystem }) => ecosystem);
  };
  assert.deepEqual(places('deb', distribution('ubuntu', '20.04')), [
    'Ubuntu:20.04:LTS',
    'Ubuntu:Pro:20.04:LTS',
    // So it is called in what was written before it came out.
    'Ubuntu:20.04',
    'Ubuntu',
  ]);
  assert.deepEqual(places('apk', distribution('wolfi', '20230201')), ['Wolfi', 'Wolfi', 'Chainguard', 'Chainguard']);
  assert.ok(places('rpm', distribution('rhel', '9')).includes('Red Hat:enterprise_linux:9::appstream'));
  // What was fixed after their end, for subscribers.
  assert.ok(places('rpm', distribution('centos', '7')).includes('Red Hat:rhel_els:7'));
  // No image of CentOS tells that it has some.
  assert.ok(places('rpm', distribution('centos', '7')).includes('Red Hat:rhel_software_collections:3::el7'));
  assert.ok(
    places('rpm', distribution('sles', '12.5')).includes('SUSE:Linux Enterprise Server LTSS Extended Security 12 SP5'),
  );
  assert.ok(places('rpm', distribution('sles', '12.5')).includes('SUSE:Linux Enterprise Module for Public Cloud 12'));
  assert.ok(places('rpm', distribution('rhel', '9')).includes('Red Hat:enterprise_linux:9::fastdatapath'));
  assert.ok(places('rpm', distribution('sles', '15.6')).includes('SUSE:Linux Enterprise Module for Basesystem 15 SP6'));
});

test('what was fixed since a minor release of Red Hat is missing in it, under whichever minor release that stands', () => {
  const names = distributionAdvisoryNames(pkg('rpm'), distribution('rhel', '10.1'));
  assert.ok(names !== 'unknown');
  const places = names.map(({ ecosystem }) => ecosystem);
  for (const minor of [0, 1, 2, 10]) assert.ok(places.includes(`Red Hat:enterprise_linux:10.${minor}`), `10.${minor}`);
});

test('all products of SUSE that a release is sold in, as long as any of them is mended', () => {
  const missing = (versionId: string, products: readonly string[]) => {
    const names = distributionAdvisoryNames(pkg('rpm'), distribution('sles', versionId));
    const places = names === 'unknown' ? [] : names.map(({ ecosystem }) => ecosystem);
    return products.filter((product) => !places.includes(`SUSE:${product}`));
  };
  const ended = ['LTSS', 'ESPOS', 'BCL'].map((support) => `Linux Enterprise Server 12 SP2-${support}`);
  assert.deepEqual(missing('12.2', [...ended, 'Linux Enterprise Server for SAP Applications 12 SP2-BCL']), []);
  assert.deepEqual(
    missing('15.4', [
      'Linux Enterprise Server 15 SP4-ESPOS',
      'Linux Enterprise Server Business Critical Linux 15 SP4',
      'Linux Enterprise Real Time 15 SP4',
      'Real Time Module 15 SP4',
      'Package Hub 15 SP4',
      'Linux Enterprise Module for Package Hub 15 SP4',
    ]),
    [],
  );
  assert.deepEqual(
    missing('16.0', [
      'Linux Enterprise Server 16.0',
      'Linux Enterprise Server for SAP applications 16.0',
      'Linux Enterprise High Availability Extension 16.0',
    ]),
    [],
  );
});

test('a package of Ubuntu that was validated for FIPS is asked for there, too', () => {
  const names = distributionAdvisoryNames(
    { ...pkg('deb'), version: '3.0.2-0ubuntu1.10+Fips1' },
    distribution('ubuntu', '22.04'),
  );
  assert.ok(names !== 'unknown');
  assert.deepEqual(
    names.map(({ ecosystem }) => ecosystem),
    [
      'Ubuntu:22.04:LTS',
      'Ubuntu:Pro:22.04:LTS',
      'Ubuntu:22.04',
      'Ubuntu:Pro:FIPS:22.04:LTS',
      'Ubuntu:Pro:FIPS-updates:22.04:LTS',
      'Ubuntu:Pro:FIPS-preview:22.04:LTS',
      'Ubuntu',
    ],
  );
});

describe('records of another distribution are borrowed, and for whom is said', () => {
  const cases: readonly [string, Distribution, string | undefined][] = [
    ['deb', distribution('debian', '12'), undefined],
    ['deb', distribution('raspbian', '12'), 'Raspbian:12'],
    ['rpm', distribution('centos', '7', { name: 'CentOS Linux 7 (Core)' }), undefined],
    ['rpm', distribution('centos', '9', { name: 'CentOS Stream 9' }), 'CentOS Stream:9'],
  ];
  for (const [type, given, expected] of cases) {
    test(given.name, () => {
      const names = distributionAdvisoryNames(pkg(type), given);
      assert.ok(names !== 'unknown' && names.length > 0);
      for (const { borrowedFor } of names) assert.equal(borrowedFor, expected);
    });
  }
});

describe('not known well enough', () => {
  const cases: readonly [string, string, Distribution | null][] = [
    ['no distribution', 'deb', null],
    ['a distribution nobody knows', 'deb', distribution('gnufoo', '1')],
    ['what is made from one that is known', 'deb', distribution('mine', '12', { like: ['debian'] })],
    ['names that objects have by themselves', 'deb', distribution('constructor', '1')],
    ['Debian without a release', 'deb', distribution('debian')],
    ['a codename nobody knows', 'deb', distribution('debian', '', { codename: 'constructor' })],
    ['Ubuntu without a release', 'deb', distribution('ubuntu')],
    ['Alpine without a release', 'apk', distribution('alpine', 'x')],
    ['AlmaLinux without a release', 'rpm', distribution('almalinux')],
    ['packages that do not belong to the distribution', 'deb', distribution('alpine', '3.18.4')],
  ];
  for (const [name, type, given] of cases) {
    test(name, () => assert.equal(distributionAdvisoryNames(pkg(type), given), 'unknown'));
  }
});

test('without a source package the package itself is asked for', () => {
  const names = distributionAdvisoryNames({ ...pkg('rpm'), source: null }, distribution('rocky', '9'));
  const asked = { name: 'libssl3', version: '3.0.11-1+b1' };
  assert.deepEqual(names, [
    { ecosystem: 'Rocky Linux:9', ...asked },
    { ecosystem: 'Rocky Linux', ...asked, ofAnyRelease: true },
  ]);
});

test('namespace and distro of purls', () => {
  const rows: readonly [Distribution | null, string | null, string | null][] = [
    [distribution('debian', '12'), 'debian', 'debian-12'],
    [distribution('debian', '', { codename: 'forky' }), 'debian', 'debian-forky'],
    [distribution('rhel', '9.2'), 'redhat', 'rhel-9.2'],
    [distribution('opensuse-leap', '15.5'), 'opensuse', 'opensuse-leap-15.5'],
    [distribution('unheard', ''), 'unheard', 'unheard'],
    [null, null, null],
  ];
  for (const [given, namespace, distro] of rows) {
    assert.deepEqual([purlNamespace(given), purlDistro(given)], [namespace, distro]);
  }
});
