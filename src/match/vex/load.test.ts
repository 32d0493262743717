import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { followsSchema } from '../../../test/build/published-schemas.ts';
import { PlimsollError } from '../../base/errors.ts';
import { loadStatements, read } from './load.ts';
import { csafOf, cyclonedxOf, openVexOf } from './testing/documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vex-'));
after(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const statementsOf = (document: unknown) => read(Buffer.from(JSON.stringify(document)), 'x.json');

function refused(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code);
    assert.equal(error.exit, 2);
    assert.match(error.what.en, words);
    return true;
  };
}

const purl = 'pkg:deb/debian/openssl@3.0.11';

describe('OpenVEX', () => {
  const document = openVexOf([
    {
      vulnerability: { name: 'cve-2024-1', aliases: ['GHSA-1'] },
      products: [{ '@id': 'pkg:oci/cart@sha256%3A01', subcomponents: [{ '@id': purl }] }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      impact_statement: 'built without it',
      timestamp: '2026-02-03T00:00:00Z',
    },
  ]);

  test('a statement with product, part, names, reason, time and author', (t) => {
    followsSchema(t, { file: 'openvex-0.2.schema.json', draft: '2020-12' }, document);
    const [statement, ...others] = statementsOf(document);
    assert.equal(others.length, 0);
    assert.deepEqual([...(statement?.problems ?? [])], ['CVE-2024-1', 'GHSA-1']);
    assert.equal(statement?.because, 'vulnerable_code_not_present: built without it');
    assert.equal(statement?.at, Date.parse('2026-02-03T00:00:00Z'));
    assert.equal(statement?.author, 'Vendor');
    assert.equal(statement?.product.parts[0]?.purls[0]?.name, 'openssl');
  });

  test('the older form with texts', () => {
    const [statement] = statementsOf(
      openVexOf([{ vulnerability: 'CVE-1', products: [purl], subcomponents: ['pkg:npm/a@1'], status: 'fixed' }]),
    );
    assert.equal(statement?.product.item.purls[0]?.version, '3.0.11');
    assert.equal(statement?.product.parts[0]?.purls[0]?.type, 'npm');
  });

  test('products by hash and other identifiers; those that nothing tells apart from others say nothing', () => {
    const products = [
      { '@id': 'https://example.com/cart', hashes: { 'sha-256': 'a'.repeat(64) } },
      { identifiers: { purl } },
      { '@id': 'https://example.com/other' },
      // The part cannot be told: that does not make it the whole.
      { '@id': purl, subcomponents: [{ '@id': 'https://example.com/part' }] },
    ];
    const statements = statementsOf(openVexOf([{ vulnerability: { name: 'CVE-1' }, products, status: 'affected' }]));
    assert.deepEqual(
      statements.map(({ product }) => [...product.item.digests, ...product.item.purls.map(({ name }) => name)]),
      [[`sha256:${'a'.repeat(64)}`], ['openssl']],
    );
  });
});

describe('CycloneDX', () => {
  const analysis = { state: 'not_affected', justification: 'code_not_reachable', detail: 'never called' };

  test('a document about nothing in particular speaks of its components', () => {
    const [statement] = statementsOf(cyclonedxOf([{ id: 'CVE-1', analysis, affects: [{ ref: purl }] }]));
    assert.equal(statement?.because, 'code_not_reachable: never called');
    assert.deepEqual(statement?.product.parts, []);
    assert.equal(statement?.product.item.purls[0]?.name, 'openssl');
  });

  test('one about a product speaks of its components in that product; one about an unknown product of nothing', () => {
    const vulnerabilities = [{ id: 'CVE-1', analysis, affects: [{ ref: 'c' }] }];
    const components = [
      { type: 'library', name: 'outer', components: [{ type: 'library', 'bom-ref': 'c', name: 'openssl', purl }] },
    ];
    const about = (component: object) =>
      statementsOf(cyclonedxOf(vulnerabilities, { metadata: { component }, components }));
    const [statement] = about({
      type: 'container',
      name: 'cart',
      hashes: [{ alg: 'SHA-256', content: 'b'.repeat(64) }],
    });
    assert.deepEqual(statement?.product.item.digests, [`sha256:${'b'.repeat(64)}`]);
    assert.equal(statement?.product.parts[0]?.purls[0]?.name, 'openssl');
    assert.deepEqual(about({ type: 'application', name: 'cart' }), []);
  });

  test('links to other documents keep their serial number; versions narrow; a range is not known', () => {
    const uuid = '3e671687-395b-41f5-a30f-a58921a69b79';
    const ref = `urn:cdx:${uuid}/1#pkg:maven/com.fasterxml/jackson@2.10.0?type=jar`;
    const of = (affected: object) => statementsOf(cyclonedxOf([{ id: 'CVE-1', analysis, affects: [affected] }]));
    const [linked] = of({ ref });
    assert.equal(linked?.product.item.bom, `urn:uuid:${uuid}`);
    assert.equal(linked?.product.parts[0]?.purls[0]?.name, 'jackson');
    const unversioned = 'pkg:npm/a';
    const [narrowed] = of({ ref: unversioned, versions: [{ version: '1' }, { version: '2', status: 'affected' }] });
    assert.deepEqual(
      narrowed?.product.item.purls.map(({ version }) => version),
      ['1', '2'],
    );
    const [elsewhere] = of({ ref: 'pkg:npm/a@3', versions: [{ version: '1' }] });
    assert.deepEqual(elsewhere?.product.item.purls, []);
    const [ranged] = of({ ref: unversioned, versions: [{ range: 'vers:npm/<2' }] });
    assert.deepEqual(ranged?.product.item.purls, []);
  });

  test('each state has its meaning, and what has no analysis says nothing', () => {
    const states = ['resolved', 'resolved_with_pedigree', 'exploitable', 'in_triage', 'false_positive', 'not_affected'];
    const read = states.flatMap((state) =>
      statementsOf(cyclonedxOf([{ id: 'CVE-1', analysis: { state }, affects: [{ ref: purl }] }])),
    );
    assert.deepEqual(
      read.map(({ status }) => status),
      ['fixed', 'fixed', 'affected', 'under_investigation', 'not_affected', 'not_affected'],
    );
    assert.deepEqual(statementsOf(cyclonedxOf([{ id: 'CVE-1', affects: [{ ref: purl }] }])), []);
  });
});

describe('CSAF', () => {
  test('products in branches, parts in platforms, reasons by flag and by impact', () => {
    const statements = statementsOf(csafOf());
    assert.deepEqual(
      statements.map(({ status, because, product }) => [
        status,
        because,
        product.item.cpes[0] ?? product.item.purls[0]?.name,
        product.parts[0]?.purls[0]?.name ?? null,
      ]),
      [
        ['not_affected', 'component_not_present', 'cpe:/o:redhat:enterprise_linux:9::baseos', 'openssl'],
        ['not_affected', 'only on Windows', 'cart', null],
        ['fixed', null, 'cart', null],
      ],
    );
    assert.equal(statements[0]?.author, 'Vendor');
  });
});

describe('what is no VEX, or wrong anywhere, is an error', () => {
  const statement = { vulnerability: { name: 'CVE-1' }, products: [{ '@id': purl }], status: 'fixed' };
  const cases: readonly (readonly [name: string, content: string, words: RegExp])[] = [
    ['nothing', '', /not JSON/],
    ['a list', '[]', /not a JSON object/],
    ['an object', '{}', /neither/],
    ['an object twice', '{"bomFormat":"CycloneDX","metadata":{},"metadata":{}}', /twice/],
    ['a signed envelope', '{"payloadType":"x","payload":"","signatures":[]}', /signature/],
    ['no author', JSON.stringify({ ...openVexOf([statement]), author: ' ' }), /author/],
    ['no time', JSON.stringify({ ...openVexOf([statement]), timestamp: undefined }), /timestamp/],
    ['a time that is none', JSON.stringify(openVexOf([{ ...statement, timestamp: 'yesterday' }])), /not a time/],
    ['a status that is none', JSON.stringify(openVexOf([{ ...statement, status: 'fine' }])), /not a status/],
    [
      'a state that is none',
      JSON.stringify(cyclonedxOf([{ id: 'C', analysis: { state: 'ok' }, affects: [] }])),
      /not a status/,
    ],
    ['no name', JSON.stringify(openVexOf([{ ...statement, vulnerability: {} }])), /name/],
    ['statements that are none', JSON.stringify({ ...openVexOf([]), statements: [1] }), /statements/],
    ['products of the wrong kind', JSON.stringify(openVexOf([{ ...statement, products: [5] }])), /product/],
    [
      'no release date',
      JSON.stringify({ ...csafOf(), document: { category: 'csaf_vex', csaf_version: '2.0' } }),
      /current_release_date/,
    ],
    ['nested without end', '['.repeat(10_000), /deep/],
  ];
  for (const [name, content, words] of cases) {
    test(name, () => assert.throws(() => read(Buffer.from(content), 'x.json'), refused('vex-invalid', words)));
  }

  test('a file that is not there, or a directory without any', async () => {
    await assert.rejects(loadStatements([join(folder, 'nothing')], signal), refused('vex-unreadable', /nothing/));
    await assert.rejects(
      loadStatements([mkdtempSync(join(folder, 'empty-'))], signal),
      refused('vex-unreadable', /any/),
    );
  });

  test('a directory stands for the documents in it, however deep, and for nothing else in it', async () => {
    const directory = mkdtempSync(join(folder, 'documents-'));
    const below = join(directory, '2024', 'more');
    mkdirSync(below, { recursive: true });
    const document = JSON.stringify(openVexOf([statement]));
    for (const path of [join(directory, 'b.json'), join(below, 'a.JSON')]) writeFileSync(path, document);
    for (const name of ['index.txt', '.hidden.json', 'b.json.asc']) writeFileSync(join(directory, name), 'x');
    assert.deepEqual(
      (await loadStatements([directory], signal)).map(({ file }) => file),
      [join(below, 'a.JSON'), join(directory, 'b.json')],
    );
    const bounds = { bytes: 1 << 20, files: 10, statements: 10 };
    const few = (changes: object) => loadStatements([directory], signal, { ...bounds, ...changes });
    await assert.rejects(few({ files: 1 }), refused('vex-too-many', /more than 1 documents/));
    await assert.rejects(few({ statements: 1 }), refused('vex-too-many', /more than 1 statements/));
    await assert.rejects(few({ bytes: document.length }), refused('vex-too-many', /512 MB/));
    // What is wrong is not passed over.
    writeFileSync(join(below, 'c.json'), '{}');
    await assert.rejects(few({}), refused('vex-invalid', /neither/));
    mkdirSync(join(below, ...'abcdefgh'), { recursive: true });
    await assert.rejects(few({}), refused('vex-too-many', /nested/));
    symlinkSync(join(folder, 'nowhere'), join(directory, '2023'));
    await assert.rejects(few({}), refused('vex-unreadable', /no such/));
  });

  test('several files speak together', async () => {
    const paths = ['a', 'b'].map((name) => join(folder, name));
    for (const path of paths) writeFileSync(path, JSON.stringify(openVexOf([statement])));
    assert.deepEqual(
      (await loadStatements(paths, signal)).map(({ file }) => file),
      paths,
    );
  });
});

test('a file of VEX has at most 256 MB, and what does not say its size 64', async () => {
  const file = join(folder, 'large.json');
  writeFileSync(file, '{');
  truncateSync(file, 256 << 20);
  // Read to its end, it is none.
  await assert.rejects(loadStatements([file], signal), refused('vex-invalid', /./));
  truncateSync(file, (256 << 20) + 1);
  await assert.rejects(loadStatements([file], signal), refused('vex-unreadable', /it is larger than 256 MB/));
  await assert.rejects(loadStatements(['/dev/zero'], signal), refused('vex-unreadable', /it is larger than 64 MB/));
});
