import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFinding, samplePackage, sampleReport } from '../../../test/sample-report.ts';
import type { Distribution } from '../../model/package.ts';
import type { Report } from '../../model/report.ts';
import { applyStatements } from './apply.ts';
import { read } from './load.ts';
import { csafOf, cyclonedxOf, openVexOf } from './testing/documents.ts';

/** Whether documents take CVE-2024-1 of a package out. */
function isOut(
  documents: readonly object[],
  purl = 'pkg:npm/foo@1.0.0',
  { distribution = null, ...listing }: Partial<Report> & { distribution?: Distribution | null } = {},
): boolean {
  const [, type = '', name = '', version = ''] = /^pkg:([^/]+)\/(?:.*\/)?([^/@]+)@([^?#]+)/.exec(purl) ?? [];
  const pkg = samplePackage({ name, version, type, purl, source: null });
  const { layer, path } = pkg;
  const finding = sampleFinding({
    id: 'CVE-2024-1',
    severity: 'high',
    package: name,
    installed: version,
    purl,
    type,
    layer,
    path,
  });
  const report = sampleReport({ ...listing, inventory: { packages: [pkg], distribution } });
  const statements = documents.flatMap((document) => read(Buffer.from(JSON.stringify(document)), 'x.json'));
  return applyStatements({ findings: [finding], suppressed: [] }, report, statements).findings.length === 0;
}

const openVex = (product: object | string, more: object = {}) =>
  openVexOf([
    {
      vulnerability: { name: 'CVE-2024-1' },
      products: [typeof product === 'string' ? { '@id': product } : product],
      status: 'not_affected',
      justification: 'component_not_present',
      ...more,
    },
  ]);

describe('what stands beside an identifier does not widen it:', () => {
  const identified = (id: string, purl: string) => openVex({ '@id': id, identifiers: { purl } });
  const cases: readonly (readonly [id: string, purl: string, isAbout: boolean])[] = [
    ['pkg:npm/foo@2.0.0', 'pkg:npm/foo', false],
    ['pkg:npm/foo', 'pkg:npm/foo@2.0.0', false],
    ['pkg:npm/foo@2.0.0', 'pkg:npm/foo?vcs_url=https://example.com', false],
    ['pkg:npm/foo@1.0.0?arch=arm64', 'pkg:npm/foo@1.0.0', false],
    ['pkg:npm/foo@1.0.0', 'pkg:npm/foo', true],
    ['https://example.com/foo', 'pkg:npm/foo@1.0.0', true],
    ['pkg:npm/foo', 'pkg:npm/foo', true],
  ];
  for (const [id, purl, isAbout] of cases)
    test(`${id} and ${purl}: ${isAbout}`, () => assert.equal(isOut([identified(id, purl)]), isAbout));

  test('an image by its name, and the digest of another one', () => {
    const listing = { source: 'registry', names: ['registry.local/shop/cart:2'] } as const;
    const named = 'pkg:oci/cart?repository_url=registry.local/shop/cart&tag=2';
    const other = 'a'.repeat(64);
    const out = (product: object) => isOut([openVex(product)], undefined, listing);
    assert.equal(out({ '@id': named }), true);
    assert.equal(out({ '@id': named, hashes: { 'sha-256': other } }), false);
    assert.equal(out({ '@id': `pkg:oci/cart@sha256:${other}`, identifiers: { purl: named } }), false);
  });
});

describe('CycloneDX: the version of a component is that of its purl, which says none:', () => {
  const analysis = { state: 'not_affected', justification: 'code_not_present' };
  const of = (version: string | undefined, affected: object = {}, more: object = analysis) =>
    cyclonedxOf([{ id: 'CVE-2024-1', analysis: more, affects: [{ ref: 'a', ...affected }] }], {
      components: [{ type: 'library', 'bom-ref': 'a', name: 'foo', version, purl: 'pkg:npm/foo' }],
    });

  test('of a package', () => {
    assert.deepEqual(
      [of('2.0.0'), of('1.0.0'), of(undefined)].map((document) => isOut([document])),
      [false, true, true],
    );
  });

  test('of an image', () => {
    const listing = { source: 'registry', names: ['registry.local/shop/cart:2'] } as const;
    const out = (version: string, purl: string) => {
      const component = { type: 'container', 'bom-ref': 'r', name: 'cart', version, purl };
      const vulnerabilities = [{ id: 'CVE-2024-1', analysis, affects: [{ ref: 'pkg:npm/foo' }] }];
      return isOut([cyclonedxOf(vulnerabilities, { metadata: { component } })], undefined, listing);
    };
    const oci = 'pkg:oci/cart?repository_url=registry.local/shop/cart';
    const docker = 'pkg:docker/shop/cart?repository_url=registry.local';
    assert.deepEqual([out('2', oci), out('3', oci), out('3', `${oci}&tag=2`)], [true, false, true]);
    assert.deepEqual([out('2', docker), out('3', docker)], [true, false]);
    assert.equal(out(`sha256:${'a'.repeat(64)}`, `${oci}&tag=2`), false);
  });

  test('versions of which nobody knows let nothing through', () => {
    const versions = (status: string) => of(undefined, { versions: [{ version: '1.0.0', status }] });
    assert.deepEqual([isOut([versions('affected')]), isOut([versions('unknown')])], [true, false]);
  });

  test('a range lets nothing through, and takes back what an older document lets through', () => {
    const range = { versions: [{ range: 'vers:npm/>=2.0.0' }] };
    assert.equal(isOut([of(undefined, range)]), false);
    const newer = of(undefined, range, { state: 'exploitable', lastUpdated: '2026-06-01T00:00:00Z' });
    assert.equal(isOut([openVex('pkg:npm/foo'), newer]), false);
  });
});

describe('CSAF: branches say versions of products whose purls say none:', () => {
  const product = { name: 'x', product_id: 'p', product_identification_helper: { purl: 'pkg:npm/foo' } };
  const of = (branch: object, list = 'fixed') => {
    const { document } = csafOf();
    const vulnerabilities = [{ cve: 'CVE-2024-1', product_status: { [list]: ['p'] } }];
    return { document, product_tree: { branches: [branch] }, vulnerabilities };
  };
  const version = (name: string) => ({ category: 'product_version', name });
  const range = { category: 'product_version_range', name: 'vers:npm/>=2.0.0' };
  const inside = { branches: [{ category: 'architecture', name: 'any', product }] };
  const cases: readonly (readonly [name: string, branch: object, isAbout: boolean])[] = [
    ['its own', { ...version('1.0.0'), product }, true],
    ['another one', { ...version('2.0.0'), product }, false],
    ['another one, of an outer branch', { ...version('2.0.0'), ...inside }, false],
    ['a range', { ...range, product }, false],
    ['a range of an outer branch', { ...range, ...inside }, false],
    ['a name in place of one', { ...version('foo'), product }, true],
    ['a name that begins with a number', { ...version('7:1.4/foo'), product }, true],
    ['none', { category: 'product_name', name: '2', product }, true],
  ];
  for (const [name, branch, isAbout] of cases) test(name, () => assert.equal(isOut([of(branch)]), isAbout));

  test('a range in a platform lets nothing through', () => {
    const distribution = { id: 'rhel', versionId: '9', name: '', like: [], codename: null };
    const platform = {
      name: 'x',
      product_id: 'el9',
      product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9' },
    };
    const relation = (product_id: string, inner: string, outer: string) => ({
      category: 'default_component_of',
      product_reference: inner,
      relates_to_product_reference: outer,
      full_product_name: { name: 'x', product_id },
    });
    const out = (branch: object) => {
      const branches = [
        { ...branch, product },
        { category: 'product_name', name: 'x', product: platform },
      ];
      const relationships = [relation('el9:p', 'p', 'el9'), relation('circle', 'circle', 'circle')];
      const vulnerabilities = [{ cve: 'CVE-2024-1', product_status: { fixed: ['el9:p', 'circle'] } }];
      const document = { ...of({}), product_tree: { branches, relationships }, vulnerabilities };
      return isOut([document], undefined, { distribution });
    };
    assert.deepEqual([out(version('1.0.0')), out(version('2.0.0')), out(range)], [true, false, false]);
  });

  test('what is affected in a range takes back what an older document lets through', () => {
    assert.equal(isOut([openVex('pkg:npm/foo'), of({ ...range, product }, 'known_affected')]), false);
  });
});

test('a Go module is the whole of its path, however the purl cuts it', () => {
  const cut = 'pkg:golang/github.com/jackc/pgx@v4.1.0#v4';
  const whole = 'pkg:golang/github.com/jackc/pgx/v4@v4.1.0';
  const others = ['pkg:golang/github.com/jackc/pgx', 'pkg:golang/github.com/jackc/pgx@v4.1.0'];
  for (const installed of [cut, whole]) {
    for (const said of [cut, whole, 'pkg:golang/github.com/jackc/pgx/v4'])
      assert.equal(isOut([openVex(said)], installed), true);
    for (const said of others) assert.equal(isOut([openVex(said)], installed), false);
  }
});

test('another epoch beside the version is another version', () => {
  const installed = 'pkg:rpm/redhat/x@1.0-1?arch=x86_64&epoch=1';
  const out = (said: string) => isOut([openVex(said)], installed);
  assert.equal(out('pkg:rpm/redhat/x@1.0-1?epoch=2'), false);
  assert.equal(out('pkg:rpm/redhat/x@1.0-1?epoch=1'), true);
  assert.equal(out('pkg:rpm/redhat/x@1.0-1'), true);
});
