import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { semver } from '../versions/semver.ts';
import { nameParts } from './generic/known-program.ts';
import { knownPrograms } from './generic/known-programs.ts';
import { candidatesFor } from './generic/recognition.ts';
import { semanticVersion } from './generic.ts';

const says = (text: string) => elf([{ name: '.rodata', content: Buffer.from(`\0${text}\0`, 'latin1') }]);
const openssl = says('OpenSSL 3.0.11 19 Sep 2023');

async function found(...layers: readonly LayerFiles[]): Promise<readonly string[]> {
  const { packages } = await inventoryOf(...layers);
  return packages.filter(({ type }) => type === 'generic').map(({ purl, path }) => `${purl} ${path}`);
}

describe('a program without a package', () => {
  test('is known by what it says', async () => {
    assert.deepEqual(await found({ 'usr/local/sbin/nginx': says('nginx version: nginx/1.25.3') }), [
      'pkg:generic/nginx@1.25.3 usr/local/sbin/nginx',
    ]);
  });

  test('is what it says, not what it is called', async () => {
    assert.deepEqual(await found({ 'usr/sbin/nginx': says('angie version: Angie/1.4.0') }), [
      'pkg:generic/angie@1.4.0 usr/sbin/nginx',
    ]);
    assert.deepEqual(await found({ 'usr/bin/node': says('nothing of the kind') }), []);
  });

  test('is not known under a name that it never has', async () => {
    assert.deepEqual(await found({ 'usr/bin/other': says('nginx version: nginx/1.25.3') }), []);
  });

  test('and its libraries are one, in each place', async () => {
    assert.deepEqual(
      await found({
        'usr/local/bin/openssl': openssl,
        'usr/local/lib/libcrypto.so.3': openssl,
        'opt/x/lib/libssl.so.3': openssl,
      }),
      ['pkg:generic/openssl@3.0.11 opt/x/lib/libssl.so.3', 'pkg:generic/openssl@3.0.11 usr/local/bin/openssl'],
    );
  });

  test('that a text tells of', async () => {
    assert.deepEqual(
      await found({
        'opt/java/release': 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.9"\n',
        'srv/www/core/lib/Drupal.php': "<?php\n  const VERSION = '10.1.6';\n",
        'srv/other/release': 'something else',
      }),
      ['pkg:generic/drupal@10.1.6 srv/www/core/lib/Drupal.php', 'pkg:generic/openjdk@17.0.9 opt/java/release'],
    );
  });
});

test('what lies in a Java is its own, also where its library says the same version', async () => {
  const java = {
    'opt/java/jdk/release': 'JAVA_VERSION="17.0.9"\n',
    'opt/java/jdk/lib/server/libjvm.so': says('JRE (17.0.9+9-LTS)'),
    'opt/java/jdk/lib/jspawnhelper': { program: says('something') },
  };
  const { packages, gaps } = await inventoryOf(java);
  assert.deepEqual(
    packages.map(({ purl }) => purl),
    ['pkg:generic/openjdk@17.0.9'],
  );
  assert.deepEqual(gaps, []);
});

test('a file of a distribution is its package, one in its place is not', async () => {
  const status = 'Package: openssl\nStatus: install ok installed\nVersion: 3.0.11-1\nArchitecture: amd64\n';
  const { createHash } = await import('node:crypto');
  const sums = `${createHash('md5').update(openssl).digest('hex')}  usr/bin/openssl\n`;
  const debian = { ...releases.debian12, 'var/lib/dpkg/status': status, 'var/lib/dpkg/info/openssl.md5sums': sums };
  assert.deepEqual(await found({ ...debian, 'usr/bin/openssl': openssl }), []);
  assert.deepEqual(await found(debian, { 'usr/bin/openssl': says('OpenSSL 1.0.2u  20 Dec 2019') }), [
    'pkg:generic/openssl@1.0.2u usr/bin/openssl',
  ]);
});

describe('names of files', () => {
  const cases: readonly [string, readonly string[], string | null][] = [
    ['python3.11', ['python3.11', 'python'], '3.11'],
    ['libpython3.7m.so.1.0', ['libpython3.7m.so', 'libpython.so'], '3.7'],
    ['libssl.so.1.1', ['libssl.so'], null],
    ['x86_64-linux-gnu-gcc-12', ['gcc-12', 'gcc'], '12'],
    ['node', ['node'], null],
    ['libnode.so.108', ['libnode.so'], null],
  ];
  for (const [name, names, named] of cases) {
    test(name, () => assert.deepEqual(nameParts(name), { names, named }));
  }
});

test('every mark is found by something that few programs have', () => {
  for (const { name, files, says: templates } of knownPrograms) {
    assert.ok(templates.length > 0 && files.length > 0, name);
    for (const file of files) {
      for (const { program, marks } of candidatesFor(file.replace(/^(python|sqlite)$/, '$13.11'))) {
        for (const { needle } of marks) assert.ok(needle.length >= 3, `${program.name}: ${needle.toString('latin1')}`);
      }
    }
  }
});

describe('upstream versions as Bitnami writes them', () => {
  const cases = [
    ['20.10.0', '20.10.0'],
    ['16.4', '16.4.0'],
    ['17', '17.0.0'],
    ['17.0.21.1', '17.0.21'],
    ['1.8.0_392', '1.8.392'],
    ['8.0.0RC1', '8.0.0-RC1'],
    ['2.0.0-rc.1', '2.0.0-rc.1'],
    ['10.00.0', '10.0.0'],
  ] as const;
  for (const [upstream, written] of cases) {
    test(upstream, () => {
      assert.equal(semanticVersion(upstream), written);
      semver.parse(written);
    });
  }
});
