import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { redHatVex } from '../../../src/match/vex/testing/distributions.ts';
import { csafOf, cyclonedxOf, openVexOf } from '../../../src/match/vex/testing/documents.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type SampleDatabases, sampleDatabases } from '../policy/sample-databases.ts';
import { sampleImage } from '../policy/sample-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vex-'));
const at = (name: string) => join(folder, name);
let databases: SampleDatabases;

before(async () => {
  databases = await sampleDatabases();
  writeFileSync(at('image.tar'), sampleImage({ deb: ['openssl 3.0.9-1'] }));
});
after(() => {
  databases.remove();
  rmSync(folder, { recursive: true });
});

const statement = {
  vulnerability: { name: 'CVE-2024-1001' },
  products: [{ '@id': 'pkg:deb/debian/openssl@3.0.9-1' }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
};

function vexFile(document: unknown): string {
  const path = at('vex.json');
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

async function scanned(document: unknown, ...more: string[]) {
  const args = ['scan', `archive:${at('image.tar')}`, '--policy', 'builtin:strict', '-o', 'json', ...more];
  const ran = await plimsoll([...args, '--vex', vexFile(document)], { home: databases.fresh });
  return { ...ran, report: ran.stdout === '' ? null : JSON.parse(ran.stdout) };
}

describe('--vex', { concurrency: 1 }, () => {
  const documents: readonly (readonly [format: string, document: object])[] = [
    ['OpenVEX', openVexOf([statement])],
    [
      'CycloneDX',
      cyclonedxOf(
        [
          {
            id: 'CVE-2024-1001',
            analysis: { state: 'not_affected', justification: 'code_not_reachable' },
            affects: [{ ref: 'pkg:deb/debian/openssl' }],
          },
        ],
        { metadata: { timestamp: '2026-01-01T00:00:00Z', supplier: { name: 'Vendor' } } },
      ),
    ],
    [
      'CSAF',
      {
        ...csafOf(),
        product_tree: {
          full_product_names: [
            { name: 'x', product_id: 'p', product_identification_helper: { purl: 'pkg:deb/debian/openssl' } },
          ],
        },
        vulnerabilities: [
          {
            cve: 'CVE-2024-1001',
            product_status: { known_not_affected: ['p'] },
            flags: [{ label: 'vulnerable_code_not_present', product_ids: ['p'] }],
          },
        ],
      },
    ],
  ];
  for (const [format, document] of documents) {
    test(`${format}: what is not affected is out of the verdict, and in the report with who said so`, async () => {
      const { code, report } = await scanned(document);
      assert.deepEqual(report.vulnerabilities, []);
      assert.equal(report.suppressed.length, 1);
      assert.deepEqual([report.suppressed[0].id, report.suppressed[0].by], ['CVE-2024-1001', 'vex']);
      assert.match(report.suppressed[0].why, /^not_affected \(.+\), says Vendor on 2026-.+ in .+vex\.json$/);
      assert.equal(code, 0);
    });
  }

  test('without it the policy denies; a statement about another product changes nothing', async () => {
    const elsewhere = {
      ...statement,
      products: [{ '@id': 'pkg:oci/other@sha256%3A00', subcomponents: statement.products }],
    };
    const { code, report } = await scanned(openVexOf([elsewhere]));
    assert.equal(code, 1);
    assert.deepEqual(report.suppressed, []);
  });

  test('under investigation is shown as that, and denies', async () => {
    const { code, report } = await scanned(openVexOf([{ ...statement, status: 'under_investigation' }]));
    assert.equal(code, 1);
    assert.equal(report.vulnerabilities[0].status, 'under-investigation');
  });

  describe('what distributions say', () => {
    const tracker = (release: string, said: object) => ({
      openssl: { 'CVE-2024-1001': { releases: { [release]: said } } },
    });
    const notAffected = { status: 'resolved', fixed_version: '0', urgency: 'not yet assigned' };

    test('Debian’s tracker, of the image’s release alone, and of its SBOM alike', async () => {
      const { code, report } = await scanned(tracker('bookworm', notAffected));
      assert.equal(code, 0);
      assert.match(
        report.suppressed[0].why,
        /^not_affected \(not affected in bookworm\), says the Debian security tracker/,
      );
      assert.equal((await scanned(tracker('trixie', notAffected))).code, 1);
      const left = await scanned(tracker('bookworm', { status: 'open', urgency: 'unimportant' }));
      assert.deepEqual([left.code, left.report.vulnerabilities[0].status], [1, 'wont-fix']);

      const home = databases.fresh;
      const sbom = await plimsoll(['sbom', `archive:${at('image.tar')}`, '-o', `cyclonedx=${at('image.cdx.json')}`], {
        home,
      });
      assert.equal(sbom.code, 0, sbom.stderr);
      const flags = ['--policy', 'builtin:strict', '-o', 'json', '--vex', vexFile(tracker('bookworm', notAffected))];
      const told = JSON.parse((await plimsoll(['scan', `sbom:${at('image.cdx.json')}`, ...flags], { home })).stdout);
      assert.deepEqual(told.suppressed, report.suppressed);
    });

    test('a directory of Red Hat’s and Ubuntu’s touches no package of Debian; with Debian’s among them it does', async () => {
      const directory = mkdtempSync(at('documents-'));
      const ubuntu = { ...statement, products: [{ '@id': 'pkg:deb/ubuntu/openssl@3.0.9-1?arch=source&distro=jammy' }] };
      const redHat = JSON.stringify(redHatVex()).replaceAll('CVE-2024-1', 'CVE-2024-1001');
      writeFileSync(join(directory, 'redhat.json'), redHat);
      writeFileSync(join(directory, 'ubuntu.json'), JSON.stringify(openVexOf([ubuntu])));
      const args = [
        'scan',
        `archive:${at('image.tar')}`,
        '--policy',
        'builtin:strict',
        '-o',
        'json',
        '--vex',
        directory,
      ];
      const without = await plimsoll(args, { home: databases.fresh });
      assert.deepEqual([without.code, JSON.parse(without.stdout).suppressed], [1, []]);
      writeFileSync(join(directory, 'debian.json'), JSON.stringify(tracker('bookworm', notAffected)));
      const together = await plimsoll(args, { home: databases.fresh });
      assert.equal(together.code, 0);
      assert.match(JSON.parse(together.stdout).suppressed[0].why, /debian\.json$/);
    });
  });

  test('people see what was left out', async () => {
    const { stdout } = await plimsoll(
      ['scan', `archive:${at('image.tar')}`, '-o', 'markdown', '--vex', vexFile(openVexOf([statement]))],
      { home: databases.fresh },
    );
    assert.match(stdout, /Left out, and why/);
    assert.match(stdout, /CVE-2024-1001/);
  });

  test('a file that is wrong, or not there, is an error by name, and nothing is scanned', async () => {
    const wrong = await scanned({ ...openVexOf([statement]), author: '' });
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /\(vex-invalid\)/);
    assert.equal(wrong.stdout, '');
    const missing = await plimsoll(['scan', `archive:${at('image.tar')}`, '--vex', at('nothing')], {
      home: databases.fresh,
    });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /\(vex-unreadable\)/);
  });

  test('a verdict that rests on it is not recorded', async () => {
    const { code, stderr } = await scanned(openVexOf([statement]), '--record');
    assert.equal(code, 2);
    assert.match(stderr, /\(vex-not-recorded\)/);
  });
});
