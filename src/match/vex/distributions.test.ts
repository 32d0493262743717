import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFinding, samplePackage, sampleReport } from '../../../test/sample-report.ts';
import type { Distribution, Package } from '../../model/package.ts';
import { applyStatements } from './apply.ts';
import { read } from './load.ts';
import { namesRelease } from './release-name.ts';
import { debianTracker, redHatVex } from './testing/distributions.ts';
import { openVexOf } from './testing/documents.ts';

function distributionOf(id: string, versionId: string, codename: string | null = null): Distribution {
  return { id, versionId, name: `${id} ${versionId}`, like: [], codename };
}

const bookworm = distributionOf('debian', '12', 'bookworm');
const rhel8 = distributionOf('rhel', '8.6');
const rhel9 = distributionOf('rhel', '9.4');

function rpm(name: string, version: string, source: string, qualifiers = 'arch=x86_64&distro=rhel-9.4'): Package {
  const [epoch, evr] = version.includes(':') ? version.split(':') : [null, version];
  const purl = `pkg:rpm/redhat/${name}@${evr?.replaceAll('+', '%2B')}?${qualifiers}${epoch === null ? '' : `&epoch=${epoch}`}`;
  return samplePackage({ name, version, type: 'rpm', purl, source: { name: source, version } });
}

function deb(name: string, version: string, source: string, namespace = 'debian', distro = 'debian-12'): Package {
  const purl = `pkg:deb/${namespace}/${name}@${version}?arch=amd64&distro=${distro}`;
  return samplePackage({ name, version, type: 'deb', purl, source: { name: source, version } });
}

/** What becomes of a finding: `out`, or its status. */
function outcome(document: object, pkg: Package, distribution: Distribution, id = 'CVE-2024-1'): string {
  const listing = sampleReport({ inventory: { packages: [pkg], distribution } });
  const { name, version, layer, path, type, purl } = pkg;
  const finding = sampleFinding({
    id,
    aliases: [],
    package: name,
    installed: version,
    purl,
    type,
    layer,
    path,
    severity: 'high',
  });
  const statements = read(Buffer.from(JSON.stringify(document)), 'x.json');
  const { findings, suppressed } = applyStatements({ findings: [finding], suppressed: [] }, listing, statements);
  assert.equal(findings.length + suppressed.length, 1);
  return suppressed[0]?.why ?? findings[0]?.status ?? '';
}

const out = /^(?:fixed|not_affected)/;
const is = (said: string, expected: RegExp | string) =>
  expected instanceof RegExp ? assert.match(said, expected) : assert.equal(said, expected);

describe('Red Hat', () => {
  const module = 'arch=x86_64&distro=rhel-8.6&rpmmod=ruby:3.0:8060020220810162001:ad008a3a';
  const stream = (name: string) => `arch=x86_64&distro=rhel-8.6&rpmmod=ruby:${name}:8060020220101000000:ad008a3a`;
  const modular = '2.5.1-141.module+el8.6.0+16148+54a2ba8b';
  const cases: readonly (readonly [
    name: string,
    pkg: Package,
    distribution: Distribution,
    expected: RegExp | string,
  ])[] = [
    ['a binary under its source, in its release', rpm('openssl-libs', '1:1.1.1k-9.el8', 'openssl'), rhel8, out],
    ['the same source in another release', rpm('openssl-libs', '1:3.0.1-1.el9', 'openssl'), rhel9, 'affected'],
    ['a fixed build with its epoch', rpm('openssl', '1:3.0.7-27.el9', 'openssl'), rhel9, out],
    ['an older build', rpm('openssl', '1:3.0.7-26.el9', 'openssl'), rhel9, 'affected'],
    ['the fixed build in another release', rpm('openssl', '1:3.0.7-27.el9', 'openssl'), rhel8, /^not_affected/],
    ['no fix planned', rpm('compat-openssl11', '1:1.1.1k-4.el9', 'compat-openssl11'), rhel9, 'wont-fix'],
    ['a build outside of modules', rpm('ruby', '3.0.4-160.el9', 'ruby'), rhel9, out],
    ['a module’s build is another one', rpm('ruby', '3.0.4-1', 'ruby', module), rhel9, 'affected'],
    ['a source in a module, the older form', rpm('ruby-libs', '2.5.9-1', 'ruby', stream('2.5')), rhel8, out],
    ['another source in that module', rpm('rubygem-x', '2.5.9-1', 'rubygem-x', stream('2.5')), rhel8, 'affected'],
    [
      'a source in a module, by the qualifier',
      rpm('ruby', '3.1.2-1', 'ruby', stream('3.1')),
      rhel8,
      'under-investigation',
    ],
    ['another stream', rpm('ruby', '3.3.1-1', 'ruby', stream('3.3')), rhel8, 'affected'],
    ['all of a module', rpm('ruby-irb', '3.0.4-141', 'ruby', module), rhel8, out],
    ['a package in a module in a platform', rpm('rubygem-json', modular, 'ruby', module), rhel8, out],
    [
      'the same build called one of another module',
      rpm('rubygem-json', modular, 'ruby', stream('3.3')),
      rhel8,
      'affected',
    ],
    ['not affected, with a rating for a reason', rpm('libcurl', '7.76.1-26.el9', 'curl'), rhel9, 'affected'],
    ['CentOS', rpm('openssl-libs', '1:1.1.1k-9.el8', 'openssl'), distributionOf('centos', '8'), 'affected'],
  ];
  for (const [name, pkg, distribution, expected] of cases)
    test(name, () => is(outcome(redHatVex(), pkg, distribution), expected));

  test('what lies between a part and a whole and is no module is not understood', () => {
    const document = redHatVex() as { product_tree: { relationships: Record<string, unknown>[] } };
    const statements = (changed: object) => read(Buffer.from(JSON.stringify(changed)), 'x.json').length;
    const before = statements(document);
    const last = document.product_tree.relationships.at(-1);
    assert.ok(last);
    last['relates_to_product_reference'] = 'red_hat_enterprise_linux_8:openssl';
    assert.equal(statements(document), before - 1);
    // And one that leads to itself.
    last['relates_to_product_reference'] = (last['full_product_name'] as { product_id: string }).product_id;
    assert.equal(statements(document), before - 1);
  });
});

describe('Debian’s tracker', () => {
  const libssl = (version: string) => deb('libssl3', version, 'openssl');
  const trixie = distributionOf('debian', '13', 'trixie');
  const bullseye = distributionOf('debian', '11', 'bullseye');
  const sid = distributionOf('debian', '', 'sid');
  const cases: readonly (readonly [
    name: string,
    pkg: Package,
    distribution: Distribution,
    id: string,
    expected: RegExp | string,
  ])[] = [
    ['fixed from a version on: that one', libssl('3.0.11-1~deb12u1'), bookworm, 'CVE-2024-1', /^fixed \(in 3/],
    ['a later one', libssl('3.0.11-1~deb12u2'), bookworm, 'CVE-2024-1', /^fixed/],
    ['an earlier one', libssl('3.0.9-1'), bookworm, 'CVE-2024-1', 'affected'],
    ['no version at all', libssl('-'), bookworm, 'CVE-2024-1', 'affected'],
    [
      'not affected',
      libssl('1.1.1n-0'),
      bullseye,
      'CVE-2024-1',
      /^not_affected \(not affected in bullseye\), says the Debian/,
    ],
    ['unimportant', libssl('3.0.11-1'), trixie, 'CVE-2024-1', 'wont-fix'],
    ['undetermined', libssl('3.0.11-1'), sid, 'CVE-2024-1', 'under-investigation'],
    ['no DSA, ignored', libssl('3.0.11-1'), bookworm, 'CVE-2024-2', 'wont-fix'],
    ['no DSA, postponed', libssl('3.0.11-1'), bullseye, 'CVE-2024-2', 'affected'],
    ['end of life', libssl('3.0.11-1'), trixie, 'CVE-2024-2', 'wont-fix'],
    ['an image that does not say its codename', libssl('1.1.1n-0'), distributionOf('debian', '11'), 'CVE-2024-1', out],
    ['another source', deb('libcurl4', '9', 'curl'), bookworm, 'CVE-2024-1', 'affected'],
    ['a binary of that name alone', deb('openssl', '9', 'other'), bookworm, 'CVE-2024-1', 'affected'],
    [
      'Ubuntu',
      deb('libssl3', '9', 'openssl', 'ubuntu', 'ubuntu-22.04'),
      distributionOf('ubuntu', '22.04', 'jammy'),
      'CVE-2024-1',
      'affected',
    ],
    [
      'a kin that has Debian’s codename',
      deb('libssl3', '9', 'openssl', 'kali', 'kali-12'),
      distributionOf('kali', '12', 'bookworm'),
      'CVE-2024-1',
      'affected',
    ],
  ];
  for (const [name, pkg, distribution, id, expected] of cases)
    test(name, () => is(outcome(debianTracker(), pkg, distribution, id), expected));

  test('a status that it does not have is an error', () => {
    const wrong = { x: { 'CVE-1': { releases: { sid: { status: 'fine' } } } } };
    assert.throws(() => read(Buffer.from(JSON.stringify(wrong)), 'x.json'), { code: 'vex-invalid' });
  });
});

describe('Ubuntu’s OpenVEX', () => {
  const document = (distro: string, more = 'arch=source') =>
    openVexOf([
      {
        vulnerability: { '@id': 'https://ubuntu.com/security/CVE-2024-1', name: 'CVE-2024-1' },
        timestamp: '2026-01-01T00:00:00Z',
        products: [{ '@id': `pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.10?${more}&distro=${distro}` }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
    ]);
  const jammy = distributionOf('ubuntu', '22.04', 'jammy');
  const pkg = deb('libssl3', '3.0.2-0ubuntu1.10', 'openssl', 'ubuntu', 'ubuntu-22.04');
  for (const [distro, expected] of [
    ['jammy', out],
    ['ubuntu-22.04', out],
    ['esm-infra%2Fjammy', out],
    ['noble', 'affected'],
    ['ubuntu-22', 'affected'],
    ['esm-infra%2Ffocal', 'affected'],
  ] as const)
    test(distro, () => is(outcome(document(distro), pkg, jammy), expected));
});

test('Ubuntu’s documents with a head of their own, and times without a zone', () => {
  const {
    '@context': context,
    author,
    timestamp,
    statements,
  } = openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1', aliases: ['https://ubuntu.com/security/CVE-2024-1'] },
      timestamp: '2026-07-17',
      products: [{ '@id': 'pkg:deb/ubuntu/libssl3@3.0.2-0ubuntu1.10?arch=amd64' }],
      status: 'fixed',
      status_notes: 'an update has been uploaded and published.',
    },
    { vulnerability: { name: 'CVE-2024-2' }, products: [{ '@id': 'pkg:deb/ubuntu/x@1' }], status: 'affected' },
  ]);
  const metadata = { '@context': context, author, timestamp: String(timestamp).replace('Z', '.020044'), version: 3 };
  const said = read(Buffer.from(JSON.stringify({ metadata, statements })), 'x.json');
  assert.deepEqual(
    said.map(({ at }) => at),
    [Date.parse('2026-07-17T00:00:00Z'), Date.parse('2026-01-01T00:00:00.020Z')],
  );
  const pkg = deb('libssl3', '3.0.2-0ubuntu1.10', 'openssl', 'ubuntu', 'ubuntu-22.04');
  is(outcome({ metadata, statements }, pkg, distributionOf('ubuntu', '22.04', 'jammy')), out);
});

test('releases by every name that they go by, and by no other', () => {
  const cases: readonly (readonly [said: string, distribution: Distribution | null, expected: boolean])[] = [
    ['debian-12', bookworm, true],
    ['12.5', bookworm, true],
    ['bookworm', bookworm, true],
    ['Debian-Bookworm', bookworm, true],
    ['debian-11', bookworm, false],
    ['1', bookworm, false],
    ['constructor', bookworm, false],
    ['', bookworm, false],
    ['debian-', bookworm, false],
    ['bookworm', distributionOf('debian', '12.5'), true],
    ['bookworm', distributionOf('raspbian', '12'), false],
    ['rhel-9', rhel9, true],
    ['9.4', rhel9, true],
    ['rhel-9.2', rhel9, false],
    ['alpine-3.18', distributionOf('alpine', '3.18.4'), true],
    ['alpine-3', distributionOf('alpine', '3.18.4'), false],
    ['fedora-4', distributionOf('fedora', '40'), false],
    ['sid', distributionOf('debian', '', null), false],
    ['sid', null, false],
  ];
  for (const [said, distribution, expected] of cases)
    assert.equal(namesRelease(said, distribution), expected, `${said} of ${distribution?.name}`);
});
