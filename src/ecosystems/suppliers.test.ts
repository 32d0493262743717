import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { match } from '../match/match.ts';
import { advisory, inventory, store } from '../match/testing/inventories.ts';
import type { Distribution, Package } from '../model/package.ts';
import { composer } from './composer.ts';
import { distributionAdvisoryNames } from './distribution-names.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { pypi } from './pypi.ts';

const distribution = (id: string, versionId: string, name = id): Distribution => ({
  id,
  versionId,
  name,
  like: [],
  codename: null,
});

const pkg = (type: string, name: string, version: string, source: Package['source'] = null): Package => ({
  name,
  version,
  type,
  purl: '',
  architecture: null,
  source,
  licenses: [],
  layer: 'sha256:',
  path: '',
  ownedBy: null,
  attributes: {},
});

/** Who is asked, and for what: the distribution, then the supplier. */
function asked(given: Package, of: Distribution): readonly (readonly string[])[] {
  const names = distributionAdvisoryNames(given, of);
  assert.notEqual(names, 'unknown');
  const all = names === 'unknown' ? [] : names.filter(({ ofAnyRelease }) => ofAnyRelease !== true);
  const shown = (isOfSupplier: boolean) =>
    all
      .filter(({ ofSupplier }) => (ofSupplier === true) === isOfSupplier)
      .map(({ ecosystem, name, version }) => `${ecosystem}/${name}@${version}`);
  return [shown(false).slice(0, 1), shown(true)];
}

describe('packages that TuxCare built anew', () => {
  const cases: readonly [string, string, string, Distribution, string | null][] = [
    ['deb', 'binutils', '2.31.1-16+tuxcare.els11', distribution('debian', '10'), 'Debian:10'],
    ['deb', 'squid-cgi', '3.5.27-1ubuntu1.14+tuxcare.els3', distribution('ubuntu', '18.04'), 'Ubuntu:18.04'],
    ['deb', 'a', '20221215~16.04.1ubuntu0.1~tuxcare.els1', distribution('ubuntu', '16.04'), 'Ubuntu:16.04'],
    ['rpm', 'gnutls', '3.7.6-21.el9_2.tuxcare.els2', distribution('almalinux', '9.2'), 'AlmaLinux:9.2'],
    ['rpm', 'openssl-libs', '1:3.2.2-7.el9_6.tuxcare.1.els7', distribution('almalinux', '9.6'), 'AlmaLinux:9.6'],
    ['rpm', 'bash', '4.4.20-4.el8_4.tuxcare.els1', distribution('rhel', '8.4'), 'RHEL:8'],
    ['rpm', 'openssl', '1.0.2k-25.el7.tuxcare.els3', distribution('ol', '7.9'), 'OracleLinux:7'],
    ['rpm', 'glibc', '2.17-326.el7_9.tuxcare.els2', distribution('centos', '7', 'CentOS Linux'), 'CentOS:7'],
    ['rpm', 'curl', '7.61.1-22.el8.tuxcare.els14', distribution('centos', '8', 'CentOS Stream'), 'CentOS-Stream:8'],
    ['rpm', 'openssl', '1.1.1g-15.el8_4.tuxcare.els8', distribution('centos', '8', 'CentOS Linux'), 'CentOS:8.4'],
    ['rpm', 'foo', '1.0-1.fc39.tuxcare.els1', distribution('fedora', '39'), null],
    ['rpm', 'gnutls', '3.7.6-21.el9_2', distribution('almalinux', '9.2'), null],
  ];
  for (const [type, name, version, of, release] of cases)
    test(`${name} ${version}: ${release ?? 'of nobody else'}`, () => {
      const names = release === null ? [] : [`TuxCare:${release}/${name}@${version}`];
      assert.deepEqual(asked(pkg(type, name, version), of)[1], names);
    });
});

describe('packages that Root built anew', () => {
  test('under their own names and those of the distribution', () => {
    const given = pkg('deb', 'rootio-libssl3', '3.0.15-1~deb12u1.root.io.2', {
      name: 'rootio-openssl',
      version: '3.0.15-1~deb12u1.root.io.2',
    });
    assert.deepEqual(asked(given, distribution('debian', '12')), [
      ['Debian:12/openssl@3.0.15-1~deb12u1'],
      ['rootio-openssl', 'openssl', 'rootio-libssl3', 'libssl3'].map(
        (name) => `Root:Debian:12/${name}@3.0.15-1~deb12u1.root.io.2`,
      ),
    ]);
  });

  test('of Alpine, by its branch: Alpine is asked for the revision before which Root put its count', () => {
    const given = pkg('apk', 'rootio-nghttp2-libs', '1.57.0-r20074', { name: 'nghttp2', version: '1.57.0-r20074' });
    assert.deepEqual(asked(given, distribution('alpine', '3.18.4')), [
      ['Alpine:v3.18/nghttp2@1.57.0-r2'],
      ['rootio-nghttp2', 'nghttp2', 'rootio-nghttp2-libs', 'nghttp2-libs'].map(
        (name) => `Root:Alpine:3.18/${name}@1.57.0-r20074`,
      ),
    ]);
  });

  const revisions: readonly [string, string, string | null][] = [
    ['1.2.13-r00071', '1.2.13-r0', '1.2.13-r000'],
    ['2.38.1-r10071', '2.38.1-r1', '2.38.1-r100'],
    ['2.38.1-r120071', '2.38.1-r12', '2.38.1-r1200'],
    ['1.2.13-r1', '1.2.13-r1', null],
    ['1.2.13-r100', '1.2.13-r100', null],
    ['1.2.13-r20240115', '1.2.13-r20240115', null],
  ];
  for (const [version, before, builds] of revisions)
    test(`${version} of Alpine was ${before}`, () => {
      const names = distributionAdvisoryNames(pkg('apk', 'zlib', version), distribution('alpine', '3.18.4'));
      assert.ok(names !== 'unknown');
      assert.equal(names[0]?.version, before);
      assert.equal(names.find(({ ofSupplier }) => ofSupplier)?.builds ?? null, builds);
    });

  test('who counts so elsewhere is not Root', () =>
    assert.deepEqual(asked(pkg('apk', 'zlib', '1.2.13-r20074'), distribution('wolfi', '20230201')), [
      ['Wolfi/zlib@1.2.13-r20074'],
      [],
    ]));

  test('a package that is only called so stays under its name', () =>
    assert.deepEqual(asked(pkg('deb', 'rootio-x', '1.0-1'), distribution('debian', '12')), [
      ['Debian:12/rootio-x@1.0-1'],
      [],
    ]));
});

describe('the distribution is asked for the version that was mended, which lacks what it fixed later', () => {
  const cases: readonly [string, string, Distribution, string][] = [
    // Above 1.9.4-3ubuntu3.1, 1.6-2.1+deb12u1, 3.5.27-1ubuntu1.14+esm1 and 2.31.1-16+deb10u1 as they are.
    ['deb', '1.9.4-3ubuntu3.root.io.2', distribution('ubuntu', '22.04'), '1.9.4-3ubuntu3'],
    ['deb', '1.6-2.1.root.io.2', distribution('debian', '12'), '1.6-2.1'],
    ['deb', '3.5.27-1ubuntu1.14+tuxcare.els3', distribution('ubuntu', '18.04'), '3.5.27-1ubuntu1.14'],
    ['deb', '2.31.1-16+tuxcare.els11', distribution('debian', '10'), '2.31.1-16'],
    ['rpm', '1:3.2.2-7.el9_6.tuxcare.1.els7', distribution('almalinux', '9.6'), '1:3.2.2-7.el9_6'],
    // Below what stands in front of it as it is.
    [
      'deb',
      '20221215~16.04.1ubuntu0.1~tuxcare.els1',
      distribution('ubuntu', '16.04'),
      '20221215~16.04.1ubuntu0.1~tuxcare.els1',
    ],
    ['deb', '1.6-2.1', distribution('debian', '12'), '1.6-2.1'],
  ];
  for (const [type, version, of, before] of cases)
    test(`${version}: ${before}`, () => {
      const names = distributionAdvisoryNames(pkg(type, 'a', version, { name: 's', version }), of);
      assert.ok(names !== 'unknown');
      for (const name of names) if (name.ofSupplier !== true) assert.equal(name.version, before);
    });
});

test('packages of npm that were built anew are asked for as npm has them, without what follows the version', () => {
  const names = (name: string, version: string) => {
    const known = npm.advisoryNames(pkg('npm', name, version), null);
    assert.notEqual(known, 'unknown');
    return known === 'unknown'
      ? []
      : known.map((one) => `${one.ecosystem}/${one.name}@${one.version}${one.builds ? ` of ${one.builds}` : ''}`);
  };
  assert.deepEqual(names('shelljs', '0.3.0-tuxcare.1'), [
    'npm/shelljs@0.3.0',
    'TuxCare:npm/shelljs@0.3.0-tuxcare.1 of 0.3.0-tuxcare.',
  ]);
  assert.deepEqual(names('@rootio/diff', '4.0.2-root.io.1'), [
    'npm/diff@4.0.2',
    'npm/@rootio/diff@4.0.2-root.io.1',
    'Root:npm/@rootio/diff@4.0.2-root.io.1 of 4.0.2-root.io.',
  ]);
  assert.deepEqual(names('validator', '13.7.0-aikido.1'), [
    'npm/validator@13.7.0',
    'Root:npm/validator@13.7.0-aikido.1 of 13.7.0-aikido.',
  ]);
  assert.deepEqual(names('@rootio/x', '1.0.0'), ['npm/@rootio/x@1.0.0']);
  assert.deepEqual(names('x', '1.0.0-tuxcare.beta'), ['npm/x@1.0.0-tuxcare.beta']);
});

test('packages of other languages likewise', () => {
  const cases: readonly [Ecosystem, string, string, readonly string[]][] = [
    [pypi, 'Django', '5.0.post5+tuxcare', ['PyPI/django@5.0', 'TuxCare:PyPI/django@5.0.post5+tuxcare of 5.0.post']],
    [
      pypi,
      'rootio_requests',
      '2.31.0+root.io.1',
      [
        'PyPI/requests@2.31.0',
        'PyPI/rootio-requests@2.31.0+root.io.1',
        'Root:PyPI/rootio-requests@2.31.0+root.io.1 of 2.31.0+root.io.',
      ],
    ],
    [pypi, 'pip', '25.2+echo.1', ['PyPI/pip@25.2', 'Echo:PyPI/pip@25.2+echo.1 of 25.2+echo.']],
    [pypi, 'seal-django', '4.2.8+sp1', ['PyPI/django@4.2.8', 'PyPI/seal-django@4.2.8+sp1']],
    [pypi, 'django', '4.2.8+sp1p2', ['PyPI/django@4.2.8']],
    [pypi, 'seal-team', '1.0', ['PyPI/seal-team@1.0']],
    [maven, 'seal.sp1.g:a', '9.4.48+sp1', ['Maven/g:a@9.4.48', 'Maven/seal.sp1.g:a@9.4.48+sp1']],
    [npm, '@seal-security/ejs', '3.1.8-sp1', ['npm/ejs@3.1.8', 'npm/@seal-security/ejs@3.1.8-sp1']],
    [npm, 'ejs', '3.1.8-sp1', ['npm/ejs@3.1.8-sp1']],
    [pypi, 'torch', '2.6.0+cu124', ['PyPI/torch@2.6.0+cu124']],
    [pypi, 'a', '1.0.post1', ['PyPI/a@1.0.post1']],
    [maven, 'g:a', '2.5.0-tuxcare.1', ['Maven/g:a@2.5.0', 'TuxCare:Maven/g:a@2.5.0-tuxcare.1 of 2.5.0-tuxcare.']],
    [maven, 'g:a', '2.5.0+echo.2', ['Maven/g:a@2.5.0', 'Echo:Maven/g:a@2.5.0+echo.2 of 2.5.0+echo.']],
    [maven, 'g:a', '2.5.0.redhat-00001', ['Maven/g:a@2.5.0.redhat-00001']],
    [
      composer,
      'Symfony/process',
      '6.4.13-p2+tuxcare',
      ['Packagist/symfony/process@6.4.13', 'TuxCare:Packagist/symfony/process@6.4.13-p2+tuxcare of 6.4.13-p'],
    ],
  ];
  for (const [ecosystem, name, version, expected] of cases) {
    const known = ecosystem.advisoryNames(pkg(ecosystem.id, name, version), null);
    assert.deepEqual(
      known === 'unknown'
        ? []
        : known.map((one) => `${one.ecosystem}/${one.name}@${one.version}${one.builds ? ` of ${one.builds}` : ''}`),
      expected,
    );
  }
});

test("what a supplier says of one version's builds is not said of another version", () => {
  const entry = {
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '5.0.post5+tuxcare' }] }],
  } as const;
  const records = [
    advisory('CLSA-1', 'TuxCare:PyPI/django', ['0', null], { upstream: ['CVE-2024-0001'], entry }),
    advisory('GHSA-1', 'PyPI/django', ['0', '5.1.2'], { aliases: ['CVE-2024-0001'] }),
  ];
  const found = (version: string) =>
    match(inventory([pkg('pypi', 'django', version)]), store(records), [pypi]).findings.map(
      ({ id, fixed }) => `${id} ${fixed}`,
    );
  assert.deepEqual(found('5.0.post5+tuxcare'), []);
  assert.deepEqual(found('5.0.post4+tuxcare'), ['CVE-2024-0001 5.0.post5+tuxcare']);
  // Above the fix of 5.0, and with none of its own.
  assert.deepEqual(found('5.1.post1+tuxcare'), ['CVE-2024-0001 5.1.2']);
});

test('only builds of the version that Root has mended count', () => {
  const names = distributionAdvisoryNames(pkg('deb', 'a', '1:2.3-1.root.io.12'), distribution('debian', '12'));
  const builds = names === 'unknown' ? [] : names.flatMap((one) => one.builds ?? []);
  assert.deepEqual(builds, ['1:2.3-1.root.io.', '1:2.3-1.root.io.']);
});

test('a distribution whose name objects have by themselves has no supplier', () =>
  assert.equal(distributionAdvisoryNames(pkg('deb', 'a', '1.root.io.1'), distribution('constructor', '1')), 'unknown'));
