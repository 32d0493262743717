import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFinding, samplePackage, sampleReport } from '../../../test/sample-report.ts';
import { bomUuid } from '../../model/bom-identity.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import type { Package } from '../../model/package.ts';
import type { Report } from '../../model/report.ts';
import { applyStatements } from './apply.ts';
import { read } from './load.ts';
import { csafOf, cyclonedxOf, openVexOf } from './testing/documents.ts';

const purl = 'pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64&distro=debian-12';
const libssl = samplePackage({
  name: 'libssl3',
  version: '3.0.11-1~deb12u1',
  purl,
  source: { name: 'openssl', version: '3.0.11-1~deb12u1' },
});

function findingOf(pkg: Package, changes: Partial<VulnerabilityFinding> = {}): VulnerabilityFinding {
  const { name, version, layer, path, type } = pkg;
  const base = { package: name, installed: version, purl: pkg.purl, type, layer, path, severity: 'high' } as const;
  return sampleFinding({ id: 'CVE-2024-1', aliases: ['DSA-1-1', 'GHSA-AAAA'], ...base, ...changes });
}

function applied(
  documents: readonly object[],
  {
    packages = [libssl],
    findings = packages.map((pkg) => findingOf(pkg)),
    listing = {},
  }: {
    packages?: readonly Package[];
    findings?: readonly VulnerabilityFinding[];
    listing?: Partial<Report>;
  } = {},
) {
  const { inventory, ...rest } = listing;
  const report = {
    ...sampleReport({ ...rest, inventory: { packages, ...inventory } }),
    ...(listing.bom === undefined ? {} : { bom: listing.bom }),
  };
  const statements = documents.flatMap((document, at) => read(Buffer.from(JSON.stringify(document)), `${at}.json`));
  return applyStatements({ findings, suppressed: [] }, report, statements);
}

const statement = (product: string | object, changes: object = {}) => ({
  vulnerability: { name: 'CVE-2024-1' },
  products: [typeof product === 'string' ? { '@id': product } : product],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  ...changes,
});
const isOut = (product: string | object, options?: Parameters<typeof applied>[1]) =>
  applied([openVexOf([statement(product)])], options).findings.length === 0;

describe('a purl means', () => {
  const cases: readonly (readonly [said: string, isAbout: boolean])[] = [
    [purl, true],
    ['pkg:deb/debian/libssl3@3.0.11-1~deb12u1', true],
    ['pkg:deb/debian/libssl3@3.0.11-1%7Edeb12u1?distro=debian-12&arch=amd64', true],
    ['pkg:deb/debian/libssl3', true],
    ['pkg:deb/debian/libssl3?arch=amd64', true],
    ['pkg:deb/debian/libssl3?repository_url=http%3A%2F%2Fdeb.debian.org', true],
    ['pkg:deb/debian/openssl?arch=source', true],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u1?arch=source&distro=debian-12', true],
    ['pkg:deb/debian/openssl@3.0.9?arch=source', false],
    ['pkg:deb/debian/openssl', false],
    ['pkg:deb/debian/libssl3?arch=arm64', false],
    ['pkg:deb/debian/libssl3?distro=debian-11', false],
    ['pkg:deb/debian/libssl3?vendor=other', false],
    ['pkg:deb/debian/libssl3@3.0.11-1~deb12u2', false],
    ['pkg:deb/debian/libssl3#sub/path', false],
    ['pkg:deb/ubuntu/libssl3', false],
    ['pkg:deb/libssl3', false],
    ['pkg:rpm/debian/libssl3', false],
    ['pkg:deb/debian/libssl', false],
  ];
  for (const [said, isAbout] of cases) test(`${said}: ${isAbout}`, () => assert.equal(isOut(said), isAbout));
});

describe("Docker's purls, which name the source package and its release in qualifiers of their own:", () => {
  const release = 'os_distro=bookworm&os_name=debian&os_version=12';
  const cases: readonly (readonly [said: string, isAbout: boolean])[] = [
    [`pkg:deb/debian/openssl@3.0.11-1~deb12u1?${release}`, true],
    [`pkg:deb/debian/libssl3@3.0.11-1~deb12u1?${release}`, true],
    [`pkg:deb/debian/openssl@3.0.11-1~deb12u1?${release}&arch=amd64`, true],
    [`pkg:deb/debian/openssl@3.0.11-1~deb12u1?${release}&arch=arm64`, false],
    [`pkg:deb/debian/openssl@3.0.11-1~deb12u2?${release}`, false],
    // A name without a version is that of the package, as it is everywhere.
    [`pkg:deb/debian/openssl?${release}`, false],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u1', false],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u1?os_name=debian&os_version=11', false],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u1?os_distro=trixie&os_name=debian&os_version=12', false],
    ['pkg:deb/debian/openssl@3.0.11-1~deb12u1?os_name=ubuntu&os_version=12', false],
  ];
  for (const [said, isAbout] of cases) test(`${said}: ${isAbout}`, () => assert.equal(isOut(said), isAbout));

  test("of images that call themselves Docker's", () => {
    const hardened = samplePackage({
      name: 'coreutils',
      version: '9.11-r0',
      type: 'apk',
      purl: 'pkg:apk/dhi/coreutils@9.11-r0?arch=x86_64&distro=dhi-3.24',
      source: null,
    });
    const distribution = { id: 'dhi', versionId: '3.24', name: '', like: ['alpine'], codename: null };
    const inventory = { ...sampleReport().inventory, packages: [hardened], distribution };
    const isOutThere = (qualifiers: string) =>
      isOut(`pkg:apk/dhi/coreutils@9.11-r0?${qualifiers}`, { packages: [hardened], listing: { inventory } });
    assert.equal(isOutThere('os_distro=alpine&os_name=dhi&os_version=3.24'), true);
    assert.equal(isOutThere('distro=dhi-3.24'), true);
    assert.equal(isOutThere('os_distro=alpine&os_name=dhi&os_version=3.23'), false);
    assert.equal(isOutThere('os_distro=debian&os_name=dhi&os_version=3.24'), false);
    assert.equal(isOutThere('os_distro=alpine&os_name=alpine&os_version=3.24'), false);
  });
});

describe('a product is', () => {
  const report = sampleReport();
  const { configDigest, manifestDigest } = report.fingerprint;
  const encoded = (digest: string | null) => encodeURIComponent(digest ?? '');
  const part = { subcomponents: [{ '@id': 'pkg:deb/debian/libssl3' }] };
  const registry = { source: 'registry', names: ['registry.local/shop/cart:2.4.1'] } as const;
  const named = 'repository_url=registry.local%2Fshop%2Fcart';
  const cases: readonly (readonly [name: string, product: object, listing: Partial<Report>, isAbout: boolean])[] = [
    ['the image by its manifest', { '@id': `pkg:oci/cart@${encoded(manifestDigest)}` }, {}, true],
    ['the image by its config, with the part', { '@id': `pkg:oci/cart@${encoded(configDigest)}`, ...part }, {}, true],
    ['the image by a hash', { '@id': 'urn:x', hashes: { 'sha-256': configDigest.slice(7) }, ...part }, {}, true],
    ['the image of another processor', { '@id': `pkg:oci/cart@${encoded(configDigest)}?arch=arm64` }, {}, false],
    ['another image, with the part', { '@id': `pkg:oci/cart@sha256%3A${'1'.repeat(64)}`, ...part }, {}, false],
    ['another image by its hash', { '@id': 'urn:x', hashes: { 'sha-256': '1'.repeat(64) }, ...part }, {}, false],
    [
      'the image with another part',
      { '@id': `pkg:oci/cart@${encoded(configDigest)}`, subcomponents: [{ '@id': 'pkg:deb/debian/zlib1g' }] },
      {},
      false,
    ],
    ['the image by the name it was asked for by', { '@id': `pkg:oci/cart?${named}` }, registry, true],
    [
      'the image by its name and the registry where it is',
      { '@id': 'pkg:oci/cart?repository_url=registry.local' },
      { source: 'registry', names: ['registry.local/cart:2.4.1'] },
      true,
    ],
    ['the image by its last name alone', { '@id': 'pkg:oci/cart?repository_url=registry.local' }, registry, false],
    ['with its tag', { '@id': `pkg:oci/cart?${named}&tag=2.4.1` }, registry, true],
    ['with another tag', { '@id': `pkg:oci/cart?${named}&tag=2.4.2` }, registry, false],
    [
      'with its name and another digest',
      { '@id': `pkg:oci/cart@sha256%3A${'1'.repeat(64)}?${named}` },
      registry,
      false,
    ],
    [
      'a name that an archive gives itself',
      { '@id': `pkg:oci/cart?${named}` },
      { source: 'archive', names: registry.names },
      false,
    ],
    ['a name without its registry', { '@id': 'pkg:oci/cart' }, registry, false],
    [
      'docker: as engines name it',
      { '@id': 'pkg:docker/nginx@1.27' },
      { source: 'docker', names: ['docker.io/library/nginx:1.27'] },
      true,
    ],
    [
      'docker: another tag',
      { '@id': 'pkg:docker/nginx@1.28' },
      { source: 'docker', names: ['docker.io/library/nginx:1.27'] },
      false,
    ],
  ];
  for (const [name, product, listing, isAbout] of cases) {
    test(`${name}: ${isAbout}`, () => assert.equal(isOut(product, { listing }), isAbout));
  }

  test('a package with the part that lies in it, and no other', () => {
    const jar = samplePackage({
      name: 'app',
      version: '1',
      type: 'maven',
      purl: 'pkg:maven/g/app@1',
      path: 'srv/app.jar',
    });
    const inside = samplePackage({
      name: 'log4j',
      version: '2',
      type: 'maven',
      purl: 'pkg:maven/g/log4j@2',
      path: 'srv/app.jar!/log4j.jar',
    });
    const beside = { ...inside, path: 'srv/log4j.jar' };
    const product = { '@id': 'pkg:maven/g/app', subcomponents: [{ '@id': 'pkg:maven/g/log4j' }] };
    const out = (pkg: Package) => isOut(product, { packages: [jar, pkg], findings: [findingOf(pkg)] });
    assert.deepEqual([out(inside), out(beside)], [true, false]);
    const owned = { ...beside, ownedBy: jar.purl };
    assert.equal(out(owned), true);
    assert.equal(isOut(product, { packages: [inside], findings: [findingOf(inside)] }), false);
  });

  test('an SBOM that Plimsoll would write of the image, or that was scanned; not any other', () => {
    const link = (uuid: string) =>
      cyclonedxOf([
        {
          id: 'CVE-2024-1',
          analysis: { state: 'not_affected', justification: 'code_not_present' },
          affects: [{ ref: `urn:cdx:${uuid}/1#${encodeURIComponent(purl)}` }],
        },
      ]);
    const other = '3e671687-395b-41f5-a30f-a58921a69b79';
    const left = (uuid: string, bom?: string) =>
      applied([link(uuid)], bom === undefined ? {} : { listing: { bom } }).findings.length;
    assert.equal(left(bomUuid(report.fingerprint)), 0);
    assert.equal(left(other), 1);
    assert.equal(left(other, `urn:uuid:${other}`), 0);
  });

  test('a platform by its CPE, for the packages of that distribution', () => {
    const rpm = samplePackage({
      name: 'openssl-libs',
      version: '1:3.0.7-1.el9',
      type: 'rpm',
      purl: 'pkg:rpm/redhat/openssl-libs@3.0.7-1.el9?arch=x86_64&epoch=1',
      source: { name: 'openssl', version: '1:3.0.7-1.el9' },
    });
    const on = (versionId: string, id = 'rhel') =>
      applied([csafOf()], {
        packages: [rpm],
        listing: {
          inventory: {
            ...report.inventory,
            packages: [rpm],
            distribution: { id, versionId, name: '', like: [], codename: null },
          },
        },
      }).suppressed.length;
    assert.deepEqual([on('9.4'), on('9'), on('8.9'), on('9.4', 'debian'), on('')], [1, 1, 0, 0, 0]);
  });
});

test('an image of a vendor’s product is meant by its digest, and by nothing that it calls itself', () => {
  const report = sampleReport();
  const named = 'registry.redhat.io/rhdh/rhdh-hub-rhel9';
  const itself = samplePackage({
    name: 'rhdh/rhdh-hub-rhel9',
    version: '1.3-100',
    type: 'oci',
    purl: `pkg:oci/rhdh-hub-rhel9?arch=amd64&repository_url=${encodeURIComponent(named)}&tag=1.3-100`,
  });
  const left = (purl: string) => {
    const document = csafOf() as { product_tree: { branches: { branches: object[] }[]; relationships: object[] } };
    const product = (product_id: string, product_identification_helper: object) => ({
      category: 'product_version',
      name: product_id,
      product: { name: product_id, product_id, product_identification_helper },
    });
    document.product_tree.branches[0]?.branches.push(
      product('rhdh', { cpe: 'cpe:/a:redhat:rhdh:1.3::el9' }),
      product('hub', { purl }),
    );
    document.product_tree.relationships.push({
      category: 'default_component_of',
      product_reference: 'hub',
      relates_to_product_reference: 'rhdh',
      full_product_name: { name: 'x', product_id: 'rhdh:hub' },
    });
    const vulnerabilities = [{ cve: 'CVE-2024-1', product_status: { fixed: ['rhdh:hub'] } }];
    return applied([{ ...document, vulnerabilities }], { packages: [libssl, itself], findings: [findingOf(libssl)] })
      .findings.length;
  };
  const { manifestDigest, configDigest } = report.fingerprint;
  const digest = manifestDigest ?? configDigest;
  assert.equal(left(`pkg:oci/rhdh-hub-rhel9@${digest}?arch=amd64&repository_url=${named}&tag=1.3-100`), 0);
  assert.equal(left(`pkg:oci/rhdh-hub-rhel9@${digest}?arch=s390x&repository_url=${named}&tag=1.3-100`), 1);
  assert.equal(left(`pkg:oci/rhdh-hub-rhel9@sha256:${'a'.repeat(64)}?repository_url=${named}`), 1);
  assert.equal(left(`pkg:oci/rhdh-hub-rhel9?repository_url=${named}`), 1);
  assert.equal(left(itself.purl), 1);
});

describe('statements', () => {
  test('what is out stands in the report with who said so, when, why and where', () => {
    const { suppressed } = applied([openVexOf([statement(purl)])]);
    assert.deepEqual(suppressed, [
      {
        id: 'CVE-2024-1',
        package: 'libssl3',
        by: 'vex',
        why: 'not_affected (vulnerable_code_not_present), says Vendor on 2026-01-01T00:00:00Z in 0.json',
      },
    ]);
  });

  test('not affected without a reason is not believed; fixed needs none', () => {
    assert.equal(applied([openVexOf([statement(purl, { justification: undefined })])]).findings.length, 1);
    assert.equal(
      applied([openVexOf([statement(purl, { justification: undefined, impact_statement: 'x' })])]).findings.length,
      0,
    );
    assert.equal(
      applied([openVexOf([statement(purl, { justification: undefined, status: 'fixed' })])]).findings.length,
      0,
    );
  });

  test('affected and under investigation are shown', () => {
    const status = (said: string, finding: Partial<VulnerabilityFinding> = {}) =>
      applied([openVexOf([statement(purl, { status: said, action_statement: 'x' })])], {
        findings: [findingOf(libssl, finding)],
      }).findings[0]?.status;
    assert.equal(status('affected'), 'affected');
    assert.equal(status('under_investigation'), 'under-investigation');
    assert.equal(status('under_investigation', { status: 'undecidable' }), 'undecidable');
  });

  test('the newest counts, in whatever document and order; of equally old ones what lets through least', () => {
    const at = (timestamp: string, changes: object = {}) => openVexOf([statement(purl, { timestamp, ...changes })]);
    const affected = { status: 'affected', action_statement: 'x' };
    const left = (...documents: object[]) => [
      applied(documents).findings.length,
      applied(documents.toReversed()).findings.length,
    ];
    assert.deepEqual(left(at('2026-02-01T00:00:00Z'), at('2026-03-01T00:00:00Z', affected)), [1, 1]);
    assert.deepEqual(left(at('2026-02-01T00:00:00Z', affected), at('2026-03-01T00:00:00Z')), [0, 0]);
    assert.deepEqual(left(at('2026-02-01T00:00:00Z', affected), at('2026-02-01T00:00:00Z')), [1, 1]);
    // The same moment in another zone.
    assert.deepEqual(left(at('2026-02-01T01:00:00+01:00', affected), at('2026-02-01T00:00:00Z')), [1, 1]);
    // A newer one about another product is not newer.
    const elsewhere = openVexOf([
      statement('pkg:deb/debian/other', { ...affected, timestamp: '2026-09-01T00:00:00Z' }),
    ]);
    assert.deepEqual(left(at('2026-02-01T00:00:00Z'), elsewhere), [0, 0]);
  });

  test('a statement without a time is as old as its document; one that lets nothing through as new as its last change', () => {
    const later = '2026-05-01T00:00:00Z';
    const changed = (changes: object = {}) => ({ ...openVexOf([statement(purl, changes)]), last_updated: later });
    const affected = { status: 'affected', action_statement: 'x' };
    const between = (changes: object) =>
      openVexOf([statement(purl, { timestamp: '2026-03-01T00:00:00Z', ...changes })]);
    assert.equal(applied([changed(), between(affected)]).findings.length, 1);
    assert.equal(applied([changed(affected), between({})]).findings.length, 1);
    assert.equal(applied([changed({ last_updated: later }), between(affected)]).findings.length, 0);
  });

  test('an analysis without a time is as old as its document, whenever the problem was last looked at', () => {
    const analysed = (state: string, timestamp: string, updated: string) => {
      const analysis = { state, justification: 'code_not_present' };
      const entry = { id: 'CVE-2024-1', updated, analysis, affects: [{ ref: purl }] };
      return cyclonedxOf([entry], { metadata: { timestamp } });
    };
    const newer = analysed('exploitable', '2026-03-01T00:00:00Z', '2022-01-01T00:00:00Z');
    const older = analysed('not_affected', '2026-02-01T00:00:00Z', '2026-06-01T00:00:00Z');
    assert.equal(applied([newer, older]).findings.length, 1);
    assert.equal(applied([older]).findings.length, 0);
  });

  test('of a module in a Go program, whose product is its main module', () => {
    const module = (name: string, path = 'usr/bin/app', attributes = {}) =>
      samplePackage({ name, version: 'v1.0.0', type: 'golang', purl: `pkg:golang/${name}@v1.0.0`, path, attributes });
    const main = module('example.com/app', 'usr/bin/app', { mainModule: 'yes' });
    const text = module('golang.org/x/text');
    const packages = [main, module('golang.org/x/net'), text, module('golang.org/x/text', 'usr/bin/other')];
    const left = (product: string) =>
      applied(
        [openVexOf([statement({ '@id': product, subcomponents: [{ '@id': 'pkg:golang/golang.org/x/text' }] })])],
        {
          packages,
          findings: packages.slice(2).map((pkg) => findingOf(pkg)),
        },
      ).findings.map(({ path }) => path);
    assert.deepEqual(left('pkg:golang/example.com/app'), ['usr/bin/other']);
    assert.deepEqual(left('pkg:golang/example.com/app@v1.0.0'), ['usr/bin/other']);
    assert.deepEqual(left('pkg:golang/example.com/app@v0.9.0'), ['usr/bin/app', 'usr/bin/other']);
    // One of those that it was built from is not the program.
    assert.deepEqual(left('pkg:golang/golang.org/x/net'), ['usr/bin/app', 'usr/bin/other']);
  });

  test('of the standard library, and of modules as govulncheck writes them', () => {
    const stdlib = samplePackage({
      name: 'stdlib',
      version: '1.21.5',
      type: 'golang',
      purl: 'pkg:golang/stdlib@1.21.5',
    });
    const text = samplePackage({
      name: 'golang.org/x/text',
      version: 'v0.3.0',
      type: 'golang',
      purl: 'pkg:golang/golang.org/x/text@v0.3.0',
    });
    const packages = [stdlib, text];
    assert.equal(isOut('pkg:golang/stdlib@v1.21.5', { packages: [stdlib] }), true);
    assert.equal(isOut('pkg:golang/stdlib@v1.21.6', { packages: [stdlib] }), false);
    assert.equal(isOut('pkg:golang/golang.org%2Fx%2Ftext@v0.3.0', { packages: [text] }), true);
    assert.equal(isOut('pkg:golang/golang.org%2Fx%2Ftext@v0.3.0', { packages }), false);
  });

  test('a justification that OpenVEX does not have is an error', () => {
    assert.throws(
      () => applied([openVexOf([statement(purl, { justification: 'we_say_so' })])]),
      /"we_say_so" is not a justification/,
    );
    assert.equal(
      applied([openVexOf([statement(purl, { justification: 'none', status: 'affected' })])]).findings.length,
      1,
    );
  });

  test('a problem goes by any of its names, but a CVE is itself alone', () => {
    const left = (name: string, aliases: readonly string[] = []) =>
      applied([openVexOf([statement(purl, { vulnerability: { name, aliases } })])]).findings.length;
    assert.equal(left('cve-2024-1'), 0);
    assert.equal(left('GHSA-aaaa'), 0);
    assert.equal(left('DSA-1-1'), 0);
    assert.equal(left('CVE-2024-2'), 1);
    assert.equal(left('CVE-2024-2', ['GHSA-aaaa']), 1);
    assert.equal(left('CVE-2024-2', ['CVE-2024-1']), 0);
  });

  test('the same package at another place is another finding with the same purl', () => {
    const copies = ['a', 'b'].map((path) => ({ ...libssl, path }));
    assert.equal(isOut(purl, { packages: copies }), true);
    const one = samplePackage({ name: 'x', version: '1', type: 'npm', purl: 'pkg:npm/x@1' });
    const { findings } = applied([openVexOf([statement('pkg:npm/x@1')])], { packages: [libssl, one] });
    assert.deepEqual(
      findings.map((finding) => finding.package),
      ['libssl3'],
    );
  });
});
