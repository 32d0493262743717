import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { component, cyclonedx, gapsOf, inventoryOf, opened, refused } from '../../../test/build/opened-sbom.ts';

describe('a hostile SBOM', () => {
  const deep = (depth: number) =>
    `{"bomFormat":"CycloneDX","specVersion":"1.6","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const cases: readonly (readonly [name: string, content: () => string | Buffer, code: string, words: RegExp])[] = [
    ['empty', () => '', 'sbom-invalid', /not JSON/],
    ['nested without end', () => deep(100_000), 'sbom-invalid', /deep/],
    ['nested a level deeper than is read', () => deep(130), 'sbom-invalid', /deep/],
    ['cut', () => '{"bomFormat":"CycloneDX","specVersion":"1.6","comp', 'sbom-invalid', /not JSON/],
    ['a list', () => '[]', 'sbom-invalid', /not a JSON object/],
    ['something else', () => '{}', 'sbom-invalid', /neither/],
    ['XML', () => '<?xml version="1.0"?><bom/>', 'sbom-invalid', /XML/],
    ['SPDX 3', () => '{"@context":"x","@graph":[]}', 'sbom-invalid', /SPDX 3/],
    ['CycloneDX 1.1', () => '{"bomFormat":"CycloneDX","specVersion":"1.1"}', 'sbom-invalid', /1\.2/],
    ['bytes that are no text', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'sbom-invalid', /not text/],
    [
      'millions of lists',
      () => `{"bomFormat":"CycloneDX","x":[${'[],'.repeat(5_100_000)}[]]}`,
      'limit-crossed',
      /more than/,
    ],
  ];
  for (const [name, content, code, words] of cases) {
    test(`${name}: ${code}`, async () => assert.rejects(opened(content()), refused(code, words)));
  }

  test('as deep as is read, and without packages', async () => {
    const { packages } = await inventoryOf(deep(129));
    assert.deepEqual(packages, []);
  });

  test('a part of it that holds millions of lists: limit-crossed', async () => {
    const part = `{"type":"library","x":[${'[],'.repeat(600_000)}[]]}`;
    const document = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${part}]}`;
    await assert.rejects(opened(document), refused('limit-crossed', /more than/));
  });

  test('a part of it of more bytes than any: limit-crossed', async () => {
    const part = `{"type":"library","x":"${'y'.repeat(65 << 20)}"}`;
    const document = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${part}]}`;
    await assert.rejects(opened(document), refused('limit-crossed', /more than/));
  });

  test('tags and values of more bytes than are read as a whole: sbom-invalid', async () => {
    const document = Buffer.alloc((128 << 20) + 1, 'PackageName: a\n');
    document.write('SPDXVersion: SPDX-2.3\n');
    await assert.rejects(opened(document), refused('sbom-invalid', /larger than 134 MB and not JSON/));
  });

  const many = 250_001;
  const spdxOf = (more: object) => ({ spdxVersion: 'SPDX-2.3', packages: [], ...more });
  const manyOf = (item: (at: number) => unknown) => Array.from({ length: many }, (_, at) => item(at));
  const long: readonly (readonly [string, () => unknown])[] = [
    ['things that it is about', () => spdxOf({ documentDescribes: manyOf(String) })],
    [
      'relations to them',
      () =>
        spdxOf({
          relationships: manyOf((at) => ({
            spdxElementId: 'SPDXRef-DOCUMENT',
            relationshipType: 'DESCRIBES',
            relatedSpdxElement: `${at}`,
          })),
        }),
    ],
    ['licenses of its own', () => spdxOf({ hasExtractedLicensingInfos: manyOf((at) => ({ licenseId: `${at}` })) })],
    ['packages by tags', () => `SPDXVersion: SPDX-2.3\n${'PackageName: a\n'.repeat(many)}`],
  ];
  for (const [name, document] of long) {
    test(`more ${name} than any image has: a gap`, async () => {
      const inventory = await inventoryOf(document());
      assert.ok(gapsOf(inventory).includes('SBOM components: too-many'));
    });
  }

  test('owners in circles, and more of them than there are packages: those that fit, and a gap', async () => {
    const ids = ['a', 'b', 'c'];
    const circle = [...Array.from({ length: 125_000 }, () => ['a', 'b', 'b', 'a']).flat(), 'a', 'c'];
    const pairs = Array.from({ length: circle.length / 2 }, (_, i) => [circle[2 * i], circle[2 * i + 1]] as const);
    const spdx = {
      spdxVersion: 'SPDX-2.3',
      packages: ids.map((id) => ({
        SPDXID: id,
        name: id,
        externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:npm/${id}@1` }],
      })),
      relationships: pairs.map(([spdxElementId, relatedSpdxElement]) => ({
        spdxElementId,
        relatedSpdxElement,
        relationshipType: 'OTHER',
        comment: 'ownership-by-file-overlap',
      })),
    };
    const syft = {
      descriptor: { name: 'syft' },
      artifacts: ids.map((id) => ({ id, name: id, version: '1', purl: `pkg:npm/${id}@1` })),
      artifactRelationships: pairs.map(([parent, child]) => ({ parent, child, type: 'ownership-by-file-overlap' })),
    };
    for (const document of [spdx, syft]) {
      const inventory = await inventoryOf(document);
      assert.ok(gapsOf(inventory).includes('SBOM components: too-many'));
      assert.deepEqual(
        inventory.packages.map(({ ownedBy }) => ownedBy),
        ['pkg:npm/b@1', 'pkg:npm/a@1', null],
      );
    }
  });

  test('larger than the limit', async () => {
    await assert.rejects(opened(cyclonedx([]), 20), refused('limit-crossed', /larger than/));
  });

  test('more components than any image has: those that fit, a gap, and the scan is not complete', async () => {
    const one = '{"type":"library","name":"x","version":"1","purl":"pkg:npm/x@1"}';
    const document = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${`${one},`.repeat(250_000)}${one}]}`;
    const inventory = await inventoryOf(document);
    assert.equal(inventory.packages.length, 250_000);
    assert.deepEqual(
      inventory.gaps.filter(({ incomplete }) => incomplete).map(({ what, reason }) => `${what}: ${reason}`),
      ['SBOM components: too-many'],
    );
  });

  test('components without a purl by the thousand: the first are named, and the rest is one gap', async () => {
    const inventory = await inventoryOf(
      cyclonedx(Array.from({ length: 5000 }, (_, at) => ({ type: 'library', name: `n${at}` }))),
    );
    assert.equal(inventory.gaps.filter(({ reason }) => reason === 'no-purl').length, 51);
  });

  test('references that lead in circles, references that stand twice, members of the wrong kind', async () => {
    const inventory = await inventoryOf(
      cyclonedx(
        [
          component('pkg:npm/a@1', { 'bom-ref': 'a' }),
          component('pkg:npm/b@1', { 'bom-ref': 'a', licenses: 'none', properties: { a: 1 }, components: 7 }),
          null as unknown as object,
        ],
        { dependencies: [{ ref: 'a', dependsOn: ['a'] }], metadata: [], serialNumber: 5 },
      ),
    );
    assert.deepEqual(
      inventory.packages.map(({ name }) => name),
      ['a', 'b'],
    );
  });

  test('marks that somebody changed are no marks: the package stands by its purl', async () => {
    const marked = (name: string, value: string) => ({ name, value });
    const inventory = await inventoryOf(
      cyclonedx([
        component('pkg:npm/a@1', { properties: [marked('plimsoll:type', 'deb'), marked('plimsoll:layer', 'nowhere')] }),
        {
          type: 'operating-system',
          name: 'debian',
          version: '12',
          properties: [marked('plimsoll:distribution', '{"id":')],
        },
      ]),
    );
    assert.equal(inventory.packages[0]?.type, 'npm');
    assert.equal(inventory.distribution?.versionId, '12');
  });

  test('a gap that somebody changed stays one', async () => {
    const properties = [
      { name: 'plimsoll:image:config-digest', value: `sha256:${'d'.repeat(64)}` },
      { name: 'plimsoll:gap', value: 'gone' },
    ];
    const inventory = await inventoryOf(
      cyclonedx([], { metadata: { component: { type: 'container', name: 'x', properties } } }),
    );
    assert.deepEqual(gapsOf(inventory), ['SBOM components: unreadable', 'accounts: not-told']);
    assert.deepEqual(inventory.gaps[0]?.blinds, ['packages']);
  });
});
