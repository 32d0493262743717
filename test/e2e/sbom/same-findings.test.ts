import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { cyclonedxSchema, followsSchema, spdxSchema } from '../../build/published-schemas.ts';
import { directory, file, tar } from '../../build/tar.ts';
import { debianBase } from '../build/debian.ts';
import { has, isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type SampleDatabases, sampleDatabases } from '../policy/sample-databases.ts';
import { type SampleImage, sampleImage } from '../policy/sample-images.ts';
import { sameFindings } from './same-findings.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sbom-'));
let databases: SampleDatabases;
let number = 0;

before(async () => {
  databases = await sampleDatabases();
});
after(() => {
  databases.remove();
  rmSync(folder, { recursive: true });
});

function written(image: Buffer): string {
  number += 1;
  const path = join(folder, `image-${number}.tar`);
  writeFileSync(path, image);
  return `archive:${path}`;
}

const owned = [
  directory('usr'),
  file(
    'usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA',
    'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n',
  ),
  file(
    'var/lib/dpkg/info/python3-yaml.md5sums',
    'a0e8b8ad1f3ba4ec4f3f2c8d9f4d3c21  usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA\n',
  ),
];

const bundled = [
  directory('usr'),
  file(
    'usr/share/sbom/app.cdx.json',
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [
        { type: 'library', name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20' },
        { type: 'library', name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' },
        {
          type: 'library',
          name: 'openssl',
          version: '3.0.8-1',
          purl: 'pkg:deb/debian/openssl@3.0.8-1?distro=debian-12',
        },
      ],
    }),
  ),
];

describe('an image and its SBOM give the same findings', { concurrency: 2 }, () => {
  const images: readonly (readonly [name: string, image: () => Buffer, home: keyof SampleDatabases, found: number])[] =
    [
      [
        'with vulnerabilities',
        () => sampleImage({ deb: ['openssl 3.0.9-1', 'curl 7.88-1', 'zlib 1.2-1'], npm: ['lodash 4.17.15'] }),
        'fresh',
        4,
      ],
      [
        'with a version that nobody can compare',
        () => sampleImage({ npm: ['cart next', 'lodash 4.17.20'] }),
        'fresh',
        2,
      ],
      ['without advisories for it', () => sampleImage({ deb: ['bash 5.2-1'] }), 'starter', 0],
      ['whose database is damaged', () => sampleImage({ deb: ['openssl 3.0.9-1'], damage: 'status' }), 'fresh', 0],
      ['of no distribution', () => sampleImage({ damage: 'no-release', npm: ['lodash 4.17.15'] }), 'fresh', 1],
      [
        'with packages that a distribution brought',
        () => sampleImage({ deb: ['python3-yaml 6.0-3'], above: owned }),
        'fresh',
        0,
      ],
      [
        'that brings an SBOM along, which names what is not found otherwise',
        () => sampleImage({ deb: ['openssl 3.0.9-1'], npm: ['lodash 4.17.20'], above: bundled }),
        'fresh',
        3,
      ],
      ['with nothing in it', () => dockerArchive({ layers: [tar([file('x', 'x')])] }), 'fresh', 0],
      ['without layers', () => dockerArchive({ layers: [] }), 'fresh', 0],
    ];
  for (const [name, image, home, found] of images) {
    test(name, async (t) => {
      const { report, cyclonedx, spdx } = await sameFindings(written(image()), String(databases[home]));
      assert.equal(report.vulnerabilities.length, found);
      followsSchema(t, cyclonedxSchema, cyclonedx);
      followsSchema(t, spdxSchema, spdx);
    });
  }

  test('a damaged layer makes the SBOM incomplete, and says so', async () => {
    const ref = written(sampleImage({ deb: ['openssl 3.0.9-1'], damage: 'layer' }));
    const { ran, cyclonedx } = await sameFindings(ref, databases.untouched);
    assert.equal(ran.code, 3);
    const listed = await plimsoll(['sbom', ref], { home: databases.untouched });
    assert.equal(listed.code, 3);
    assert.match(listed.stderr, /\(incomplete\)/);
    const bom = JSON.parse(listed.stdout);
    assert.equal(bom.compositions[0].aggregate, 'incomplete');
    assert.deepEqual(bom.components, cyclonedx['components']);
  });

  test('a real Debian', async (t) => {
    if (!has(t, 'debootstrap') || !isRoot(t)) return;
    const ref = written(dockerArchive({ layers: [readFileSync(debianBase())] }));
    const { report } = await sameFindings(ref, databases.fresh);
    assert.ok(report.packages.length > 80);
  });
});

describe('the SBOM of an image', () => {
  const image: SampleImage = { deb: ['openssl 3.0.9-1'] };

  test('is the same each time but for its time, whatever the image is called', async () => {
    const ref = written(sampleImage(image));
    const bom = async (of: string) => {
      const { stdout, code } = await plimsoll(['sbom', of, '-o', 'cyclonedx'], { home: databases.fresh });
      assert.equal(code, 0);
      return stdout.replace(/"timestamp": "[^"]*"/, '').replaceAll(of, 'REF');
    };
    const first = await bom(ref);
    assert.equal(await bom(ref), first);
    assert.equal(await bom(written(sampleImage(image))), first);
  });

  test('needs no advisories and no policy, and tells a policy what it has to know', async () => {
    const ref = written(sampleImage(image));
    const home = join(folder, 'empty-home');
    const listed = await plimsoll(['sbom', ref], { home });
    assert.equal(listed.code, 0, listed.stderr);
    const bom = join(folder, 'listed.cdx.json');
    writeFileSync(bom, listed.stdout);
    const verdict = async (of: string) => {
      const { code, stdout } = await plimsoll(['scan', of, '--policy', 'builtin:strict', '-o', 'json'], {
        home: databases.fresh,
      });
      return [code, JSON.parse(stdout).verdict];
    };
    assert.deepEqual(await verdict(`sbom:${bom}`), await verdict(ref));
    // A path alone is what it is.
    assert.equal((await verdict(bom))[0], 1);
  });

  test('is no image: a verdict about it is not recorded', async () => {
    const bom = join(folder, 'unrecorded.cdx.json');
    writeFileSync(bom, (await plimsoll(['sbom', written(sampleImage(image))], { home: databases.fresh })).stdout);
    for (const ref of [`sbom:${bom}`, bom]) {
      const { code, stderr } = await plimsoll(['scan', ref, '--record'], { home: join(folder, 'record-home') });
      assert.equal(code, 2, stderr);
      assert.match(stderr, /\(not-recordable\)/);
    }
  });
});

test('what npm itself writes of an application is read whole, in both formats', async (t) => {
  if (!has(t, 'tar')) return;
  for (const format of ['cyclonedx', 'spdx']) {
    const bom = execFileSync('npm', ['sbom', `--sbom-format=${format}`, '--package-lock-only'], {
      cwd: new URL('../../../', import.meta.url),
    });
    const { code, stdout, stderr } = await plimsoll(['scan', 'sbom:-', '-o', 'json'], {
      home: databases.fresh,
      input: bom,
    });
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    const names = new Set(report.packages.map(({ name }: { name: string }) => name));
    for (const name of ['@biomejs/biome', 'packageurl-js', 'typescript', 'zod']) assert.ok(names.has(name), name);
    assert.deepEqual(
      report.gaps.map(({ reason }: { reason: string }) => reason),
      ['not-told', 'not-told'],
    );
  }
});
