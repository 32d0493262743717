import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { sqliteFiles } from '../../test/build/sqlite-file.ts';
import { swift } from './swift.ts';

async function read(files: LayerFiles): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason }) => `${what} ${reason}`),
  };
}

const conanCache = sqliteFiles((database) => {
  // As Conan 2.34 makes it.
  database.exec(`CREATE TABLE recipes (reference text NOT NULL, rrev text NOT NULL, path text NOT NULL UNIQUE,
      timestamp real NOT NULL, lru integer NOT NULL, UNIQUE(reference, rrev));
    CREATE TABLE packages (reference text NOT NULL, rrev text NOT NULL, pkgid text, prev text, path text NOT NULL UNIQUE,
      timestamp real NOT NULL, build_id text, lru integer NOT NULL, UNIQUE(reference, rrev, pkgid, prev));`);
  database.exec("INSERT INTO recipes VALUES ('cmake/3.27.0', 'a', 'cmake1', 1.5, 1)");
  const insert = database.prepare("INSERT INTO packages VALUES (?, 'a', 'b', 'c', ?, 1.5, NULL, 1)");
  for (const [i, reference] of ['zlib/1.3.1', 'own/0.1@acme/stable', 'own/0.2@acme', 'no reference'].entries())
    insert.run(reference, `b/${i}`);
}).main;
const paragraph = (name: string, version: string, status = 'install ok installed', more = '') =>
  `Package: ${name}\n${version === '' ? '' : `Version: ${version}\n`}${more}Architecture: x64-linux\nMulti-Arch: same\nAbi: 0\nStatus: ${status}\n\n`;
const elfProgram = elf([{ name: '.text', content: Buffer.alloc(9) }]);

const nixDatabase = sqliteFiles((database) => {
  database.exec('CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, hash TEXT)');
  const insert = database.prepare('INSERT INTO ValidPaths (path, hash) VALUES (?, ?)');
  const names = [
    'hello-2.12.1',
    'openssl-3.0.13-bin',
    'openssl-3.0.13',
    'python3.11-six-1.16.0',
    'a-1.0.drv',
    'setup-hook.sh',
    'b-1.0.patch',
  ];
  for (const name of names) insert.run(`/nix/store/${'0'.repeat(32)}-${name}`, 'sha256:0');
}).main;

const record = (name: string, version: string, dist: string) => JSON.stringify({ name, version, dist, provides: {} });
const site = 'usr/local/lib/perl5/site_perl/5.36.0';
const diary = (module: string, ...versions: readonly string[]) =>
  versions
    .map(
      (version) =>
        `=head2 Tue Nov 24 10:00:00 2026: C<Module> L<${module}|${module}>\n\n=over 4\n\n=item *\n\nC<installed into: /x>\n\n=item *\n\nC<VERSION: ${version}>\n\n=back\n\n`,
    )
    .join('')
    .replaceAll('=item *\n\nC<V', 'C<V');

const cases: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    "Dart: pub's cache",
    {
      'root/.pub-cache/hosted/pub.dev/http-1.2.0/pubspec.yaml':
        'name: http\nversion: 1.2.0\ndependencies:\n  version: 9\n',
      'root/.pub-cache/hosted/pub.dev/http-1.2.0/example/pubspec.yaml': 'name: example\nversion: 0.0.1\n',
      'app/pubspec.yaml': 'name: own\nversion: 0.0.1\n',
    },
    ['pkg:pub/http@1.2.0'],
  ],
  [
    'Dart: a pubspec without a name',
    { 'c/hosted/pub.dev/http-1.2.0/pubspec.yaml': 'x: y\n' },
    [],
    ['pubspec.yaml unparsable'],
  ],
  [
    "Haskell: GHC's database",
    {
      'opt/ghc/9.4.7/lib/package.conf.d/text-2.0.2.conf':
        'name:                 text\nversion:              2.0.2\nvisibility:           public\nid:                   text-2.0.2\nlicense:              BSD-2-Clause\n',
      'root/.cabal/store/ghc-9.4.7/package.db/x.conf': 'name: x\nversion: 1\n',
      'root/.cabal/store/package.conf.d/attoparsec-0.14.4-00.conf':
        'name: z-attoparsec-z-internal\nversion: 0.14.4\npackage-name: attoparsec\n',
    },
    ['pkg:hackage/attoparsec@0.14.4', 'pkg:hackage/text@2.0.2 BSD-2-Clause'],
  ],
  [
    'Haskell: a file without a version',
    { 'x/package.conf.d/a.conf': 'name: a\n' },
    [],
    ['GHC package database unparsable'],
  ],
  [
    'Lua: a tree of rocks',
    {
      'usr/local/lib/luarocks/rocks-5.1/lua-cjson/2.1.0.10-1/lua-cjson-2.1.0.10-1.rockspec':
        'package = "lua-cjson"\nversion = "2.1.0.10-1"\ndescription = {\n   license = "MIT"\n}\n',
      'app/lua-cjson-2.1.0.10-1.rockspec': 'package = "lua-cjson"\n',
    },
    ['pkg:luarocks/lua-cjson@2.1.0.10-1 MIT'],
  ],
  [
    'Perl: what cpanm recorded, whatever else there is of it',
    {
      [`${site}/x86_64-linux/.meta/libwww-perl-6.72/install.json`]: record('LWP', '6.72', 'libwww-perl-6.72'),
      [`${site}/x86_64-linux/auto/LWP/.packlist`]: '/x/LWP.pm\n',
      [`${site}/x86_64-linux/perllocal.pod`]: diary('LWP', '6.72') + diary('URI', '5.10', '5.21'),
    },
    ['pkg:cpan/URI@5.21', 'pkg:cpan/libwww-perl@6.72'],
  ],
  [
    'Perl: a list of files alone',
    {
      [`${site}/x86_64-linux/auto/JSON/XS/.packlist`]: '/x/JSON/XS.pm\n',
      'usr/lib/perl5/.packlist': '/usr/bin/perl\n',
    },
    ['pkg:cpan/JSON-XS@%28unknown%29'],
  ],
  ['Perl: a record that is none', { [`${site}/.meta/A-1/install.json`]: '[]' }, [], ['install.json unparsable']],
  [
    'Swift',
    {
      'app/Package.resolved':
        '{"pins":[{"kind":"remoteSourceControl","location":"https://github.com/vapor/vapor.git","state":{"version":"4.89.0"}}],"version":2}',
    },
    ['pkg:swift/github.com/vapor/vapor@4.89.0'],
  ],
  ['CocoaPods', { 'app/Podfile.lock': 'PODS:\n  - AFNetworking (4.0.1)\n' }, ['pkg:cocoapods/AFNetworking@4.0.1']],
  [
    'Conan: 1, its cache; 2, what it deployed',
    {
      'root/.conan/data/curl/8.4.0/_/_/package/00ff/conaninfo.txt':
        '[settings]\nos=Linux\n\n[requires]\nzlib/1.Y.Z\n\n[full_requires]\n    zlib/1.2.13:00ff\n',
      'app/full_deploy/host/alpha-lib/1.2.3/conaninfo.txt': '\n',
      'root/.conan2/p/b/alphae17c67a315e0e/p/conaninfo.txt': '[requires]\nzlib/1.2.Z\n',
    },
    ['pkg:conan/alpha-lib@1.2.3', 'pkg:conan/curl@8.4.0', 'pkg:conan/zlib@1.2.13'],
  ],
  [
    'Julia: a depot',
    {
      'root/.julia/packages/JSON/93Ea8/Project.toml':
        'name = "JSON"\nuuid = "682c06a0"\nversion = "0.21.4"\n\n[deps]\nversion = "9"\n',
      'app/Project.toml': 'name = "own"\nuuid = "0"\nversion = "0.0.1"\n',
    },
    ['pkg:julia/JSON@0.21.4?uuid=682c06a0'],
  ],
  [
    'OCaml: a switch',
    {
      'home/opam/.opam/5.1/.opam-switch/packages/lwt.5.7.0/opam': 'opam-version: "2.0"\n',
      'home/opam/.opam/repo/default/packages/lwt/lwt.5.7.0/opam': 'opam-version: "2.0"\n',
    },
    ['pkg:opam/lwt@5.7.0'],
  ],
  [
    "Conan 2: its cache's list of packages, not of recipes",
    {
      'root/.conan2/p/cache.sqlite3': conanCache,
      'root/.conan2/p/cmake1/e/conanfile.py': 'class C(ConanFile):\n    name = "cmake"\n    version = "3.27.0"\n',
      'other/cache.sqlite3': 'x',
    },
    ['pkg:conan/own@0.1?channel=stable&user=acme', 'pkg:conan/own@0.2?user=acme', 'pkg:conan/zlib@1.3.1'],
  ],
  [
    'Conan 2: a cache whose list is cut',
    { 'root/.conan2/p/cache.sqlite3': conanCache.subarray(0, 300) },
    [],
    ['Conan cache truncated'],
  ],
  [
    'Conan 2: a cache without its list, by its recipes',
    {
      'c/p/cmake1/e/conanfile.py': 'class C(ConanFile):\n    name = "cmake"\n    version = \'3.27.0\'\n',
      'c/p/zlib1/e/conanfile.py': 'class Z(ConanFile):\n    name = "zlib"\n    version_of = "9"\n',
      'app/conanfile.py': 'class A(ConanFile):\n    name = "app"\n    version = "1"\n',
    },
    ['pkg:conan/cmake@3.27.0', 'pkg:conan/zlib@%28unknown%29'],
  ],
  [
    'vcpkg: what it lists, and what it did since',
    {
      'opt/vcpkg/installed/vcpkg/status':
        paragraph('fmt', '10.1.0') +
        paragraph('fmt', '', 'install ok installed', 'Feature: core\n') +
        paragraph('gone', '1.0') +
        paragraph('zlib', '1.2.13'),
      'opt/vcpkg/installed/vcpkg/updates/0000000010': paragraph('gone', '1.0', 'purge ok not-installed'),
      'opt/vcpkg/installed/vcpkg/updates/0000000009': paragraph('zlib', '1.3.1', undefined, 'Port-Version: 2\n'),
      'app/vcpkg_installed/vcpkg/status': paragraph('fmt', '9.0'),
      'opt/vcpkg/installed/x64-linux/tools/fmt/run': { program: elfProgram },
      'srv/updates/1': 'something else',
    },
    [
      'pkg:vcpkg/fmt@10.1.0?triplet=x64-linux',
      'pkg:vcpkg/fmt@9.0?triplet=x64-linux',
      'pkg:vcpkg/zlib@1.3.1?port_version=2&triplet=x64-linux',
    ],
  ],
  [
    'vcpkg: a list that is cut',
    { 'v/vcpkg/status': `${paragraph('a', '1')}Package: b\nVers` },
    ['pkg:vcpkg/a@1?triplet=x64-linux'],
    ['vcpkg database unparsable'],
  ],
  [
    'vcpkg: its own SBOM of a package, where the list is gone',
    {
      'i/x64-linux/share/fmt/vcpkg.spdx.json': JSON.stringify({
        spdxVersion: 'SPDX-2.2',
        packages: [
          {
            SPDXID: 'SPDXRef-port',
            name: 'fmt',
            versionInfo: '10.1.0',
            externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:vcpkg/fmt@10.1.0?triplet=x64-linux' }],
          },
        ],
      }),
    },
    ['pkg:vcpkg/fmt@10.1.0?triplet=x64-linux'],
  ],
  [
    'Nix: a store without its database, by its paths',
    {
      [`nix/store/${'0'.repeat(32)}-openssl-3.0.13-bin/bin/openssl`]: { program: elfProgram },
      [`nix/store/${'1'.repeat(32)}-openssl-3.0.13/lib/libssl.so.3`]: elfProgram,
      [`nix/store/${'2'.repeat(32)}-own-tool/bin/tool`]: elfProgram,
      [`nix/store/${'3'.repeat(32)}-x-1.0.drv`]: 'Derive()',
      [`srv/nix/store/${'4'.repeat(32)}-y-1.0/bin/y`]: elfProgram,
    },
    ['pkg:nix/openssl@3.0.13'],
  ],
  [
    'Nix: what came into the store besides its database',
    {
      'nix/var/nix/db/db.sqlite': nixDatabase,
      [`nix/store/${'0'.repeat(32)}-hello-2.12.1/bin/hello`]: { program: elfProgram },
      [`nix/store/${'1'.repeat(32)}-late-0.9/bin/late`]: { program: elfProgram },
    },
    ['pkg:nix/hello@2.12.1', 'pkg:nix/late@0.9', 'pkg:nix/openssl@3.0.13', 'pkg:nix/python3.11-six@1.16.0'],
  ],
  [
    'Nix: its database',
    { 'nix/var/nix/db/db.sqlite': nixDatabase },
    ['pkg:nix/hello@2.12.1', 'pkg:nix/openssl@3.0.13', 'pkg:nix/python3.11-six@1.16.0'],
  ],
  [
    'Nix: a database that is cut',
    { 'nix/var/nix/db/db.sqlite': nixDatabase.subarray(0, 300) },
    [],
    ['Nix database truncated'],
  ],
  [
    'Homebrew',
    { 'home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.2.0_1/INSTALL_RECEIPT.json': '{}' },
    ['pkg:brew/openssl%403@3.2.0_1'],
  ],
  [
    'WordPress',
    {
      'var/www/html/wp-includes/version.php': "<?php\n/**\n * x\n */\n$wp_version = '6.4.1';\n$wp_db_version = 1;\n",
      'var/www/html/wp-content/plugins/akismet/readme.txt': '=== Akismet ===\nTested up to: 6.4\nStable tag: 5.3\n',
      'var/www/html/wp-content/plugins/own/readme.txt': '=== Own ===\nStable tag: trunk\n',
      'var/www/html/wp-content/plugins/akismet/akismet.php':
        '<?php\n/**\n * @package Akismet\n */\n/*\nPlugin Name: Akismet Anti-spam\nPlugin URI: https://akismet.com/\nVersion: 5.3.1\nLicense: GPLv2\n*/\n',
      'var/www/html/wp-content/plugins/akismet/class.akismet.php': '<?php\n/* Version: 9 */\n',
      'var/www/html/wp-content/plugins/bare/main.php': '<?php\n/*\n * Plugin Name: Bare\n * Version: 0.4\n */\n',
      'var/www/html/wp-content/plugins/bare/lib/x.php': '<?php\n/*\n * Plugin Name: X\n * Version: 1\n */\n',
      'var/www/html/wp-content/themes/twentytwenty/style.css': '/*\nTheme Name: Twenty Twenty\nVersion: 2.5\n*/\n',
      'var/www/html/wp-content/themes/twentytwenty/css/style.css': 'x',
    },
    [
      'pkg:wordpress/plugins/akismet@5.3.1',
      'pkg:wordpress/plugins/bare@0.4',
      'pkg:wordpress/plugins/own@%28unknown%29',
      'pkg:wordpress/themes/twentytwenty@2.5',
      'pkg:wordpress/wordpress@6.4.1',
    ],
  ],
];

describe('packages of further languages', () => {
  for (const [name, files, packages, gaps = []] of cases)
    test(name, async () => {
      const found = await read(files);
      assert.deepEqual([found.packages.toSorted(), found.gaps], [packages, gaps]);
    });
});

test("Haskell packages that Debian brought are Debian's", async () => {
  const conf = 'name: text\nversion: 2.0.2\n';
  const { createHash } = await import('node:crypto');
  const digest = createHash('md5').update(conf).digest('hex');
  const { packages } = await inventoryOf({
    ...releases.debian12,
    'var/lib/dpkg/status': 'Package: libghc-text-dev\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n',
    'var/lib/dpkg/info/libghc-text-dev.md5sums': `${digest}  var/lib/ghc/package.conf.d/text-2.0.2.conf\n`,
    'var/lib/ghc/package.conf.d/text-2.0.2.conf': conf,
  });
  assert.match(packages.find(({ type }) => type === 'hackage')?.ownedBy ?? '', /^pkg:deb\/debian\/libghc-text-dev@1/);
});

test('advisories of Swift are asked for by every way to write a repository', async () => {
  const [pkg] = (
    await inventoryOf({
      'app/Package.resolved': '{"pins":[{"location":"https://x.y/a/b","state":{"version":"1.0.0"}}]}',
    })
  ).packages;
  assert.ok(pkg !== undefined);
  const names = swift.advisoryNames(pkg, null);
  assert.ok(names !== 'unknown');
  assert.deepEqual(
    names.map(({ name }) => name),
    ['x.y/a/b', 'https://x.y/a/b', 'https://x.y/a/b.git'],
  );
});
