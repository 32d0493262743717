import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, zstdCompressSync } from 'node:zlib';
import { asar } from '../../test/build/asar.ts';
import { dotnetBundle } from '../../test/build/dotnet-bundle.ts';
import { elf, goBlob } from '../../test/build/executables.ts';
import { bzImage, notedElf } from '../../test/build/kernel.ts';
import { windowsLibrary } from '../../test/build/managed-library.ts';
import { gguf, safetensors } from '../../test/build/models.ts';
import { mutants } from '../../test/build/mutants.ts';
import { library, nativeElf, nativeSbom } from '../../test/build/native-image.ts';
import { phar } from '../../test/build/phar.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { packageHeader } from '../../test/build/rpm-header.ts';
import { sqliteFiles } from '../../test/build/sqlite-file.ts';
import { wingetIndex } from '../../test/build/winget.ts';
import { zip } from '../../test/build/zip.ts';
import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import { detectors } from '../detectors/all.ts';
import { databases } from '../formats/berkeley-db/testing/databases.ts';
import { fewPackages } from '../formats/ndb/testing/databases.ts';
import { binaryPlist } from '../formats/plist/testing/samples.ts';
import { claimedPackages } from '../scan/claimed-packages.ts';
import { ecosystems } from './all.ts';

const { main, wal } = sqliteFiles((database) => {
  database.exec(
    'PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)',
  );
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  for (let i = 0; i < 8; i += 1) insert.run(packageHeader(`p${i}`, '1', i * 300));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let i = 0; i < 3; i += 1) insert.run(packageHeader(`q${i}`, '1', 1000));
});

const { main: nixDatabase } = sqliteFiles((database) => {
  database.exec('PRAGMA page_size = 1024; CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO ValidPaths (path) VALUES (?)');
  for (const name of ['hello-2.12.1', 'openssl-3.0.13-bin', 'x.drv', 'y-1.0.patch'])
    insert.run(`/nix/store/${'a'.repeat(32)}-${name}`);
});

const { main: conanCache } = sqliteFiles((database) => {
  database.exec('PRAGMA page_size = 1024; CREATE TABLE packages (reference text NOT NULL, rrev text NOT NULL)');
  const insert = database.prepare("INSERT INTO packages VALUES (?, 'r')");
  for (const reference of ['zlib/1.3.1', 'own/0.1@acme/stable', 'x']) insert.run(reference);
});

const samples: Readonly<Record<string, readonly [path: string, content: Buffer | string]>> = {
  'deb-status': [
    'var/lib/dpkg/status',
    'Package: a\nStatus: install ok installed\nSource: b (1:2)\nVersion: 1\nArchitecture: amd64\n',
  ],
  'deb-chisel': [
    'var/lib/chisel/manifest.wall',
    zstdCompressSync(
      '{"jsonwall":"1.0","schema":"1.0","count":3}\n{"kind":"package","name":"a","version":"1"}\n{"kind":"path","path":"/bin/a","slices":["a_b"]}\n',
    ),
  ],
  'deb-copyright': [
    'usr/share/doc/a/copyright',
    'Format: https://x/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+ or (MIT and X)\n',
  ],
  'deb-md5sums': ['var/lib/dpkg/info/a.md5sums', `${'a'.repeat(32)}  usr/lib/x/METADATA\n`],
  'deb-lists': ['var/lib/dpkg/info/a.list', '/.\n/usr/bin\n/usr/bin/a.b\n/usr/lib/x/METADATA\n'],
  'deb-diversions': ['var/lib/dpkg/diversions', '/usr/bin/a\n/usr/bin/a.b\nc\n/bin/d\n/bin/e\n:\n'],
  'apk-installed': [
    'lib/apk/db/installed',
    'P:a\nV:1\nL:MIT AND X\nF:usr\nR:METADATA\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n',
  ],
  'alpm-desc': ['var/lib/pacman/local/a-1-1/desc', '%NAME%\na\n\n%VERSION%\n1:1-1\n\n%LICENSE%\nMIT\n'],
  'ebuild-contents': [
    'var/db/pkg/app-shells/bash-5.2_p26-r6/CONTENTS',
    `dir /bin\nobj /bin/bash ${'a'.repeat(32)} 1700000000\nsym /bin/rbash -> bash 1700000000\n`,
  ],
  'ebuild-license': ['var/db/pkg/app-shells/bash-5.2_p26-r6/LICENSE', 'GPL-3+\n'],
  'opkg-status': [
    'usr/lib/opkg/status',
    'Package: a\nVersion: 1-1\nStatus: install user installed\nArchitecture: x86_64\n\nPackage: b\nVersion: 2\n',
  ],
  'opkg-control': ['usr/lib/opkg/info/a.control', 'Package: a\nSourceName: a-source\nLicense: MIT\n'],
  'opkg-list': ['usr/lib/opkg/info/a.list', '/bin/a\n/usr/lib/b.so\t0644\n'],
  'alpm-files': ['var/lib/pacman/local/a-1-1/files', '%FILES%\nusr/lib/METADATA\n'],
  'rpm-sqlite': ['var/lib/rpm/rpmdb.sqlite', main],
  'rpm-sqlite-wal': ['var/lib/rpm/rpmdb.sqlite-wal', wal],
  'rpm-berkeley-db': ['var/lib/rpm/Packages', databases.small()],
  'rpm-ndb': ['var/lib/rpm/Packages.db', fewPackages()],
  'bitnami-spdx': [
    'opt/bitnami/a/.spdx-a.spdx',
    '{"packages":[{"licenseDeclared":"MIT","externalRefs":[{"referenceLocator":"pkg:bitnami/a@1.0.0-1?arch=amd64"}]}]}',
  ],
  'bitnami-components': ['opt/bitnami/.bitnami_components.json', '{"a":{"arch":"amd64","version":"1.0.0-1"}}'],
  'rpm-content-sets': [
    'root/buildinfo/content_manifests/a.json',
    '{"content_sets":["rhel-8-for-x86_64-baseos-eus-rpms","x"]}',
  ],
  'rpm-manifest': [
    'var/lib/rpmmanifest/container-manifest-2',
    'a\t1-1\t1\t1\tV\t(none)\t1\tx86_64\t1\ta-1-1.src.rpm\n',
  ],
  'npm-installed': [
    'node_modules/a/package.json',
    '{"name":"a","version":"1.0.0","license":{"type":"MIT"},"licenses":["a"]}',
  ],
  'npm-own': ['srv/app/package.json', '{"name":"a","version":"1.0.0","private":false,"license":"MIT"}'],
  'npm-vendored': ['app/node_modules/a/b/package.json', '{"name":"c","version":"1.0.0","repository":"x"}'],
  'npm-asar': ['opt/app.asar', asar({ 'node_modules/a/package.json': '{"name":"a","version":"1.0.0"}', 'b.js': 'x' })],
  'npm-vsix': [
    'srv/a.vsix',
    zip([
      {
        name: 'extension/package.json',
        content: '{"name":"a","version":"1.0.0","publisher":"b","engines":{"vscode":"*"}}',
      },
      { name: 'extension/node_modules/c/package.json', content: '{"name":"c","version":"1.0.0"}', isStored: true },
    ]),
  ],
  'vscode-extensions': [
    'root/.vscode/extensions/b.a-1.0.0/package.json',
    '{"name":"a","version":"1.0.0","publisher":"b","engines":{"vscode":"*"},"license":"MIT"}',
  ],
  'pear-registry': [
    'usr/share/php/.registry/a.reg',
    'a:3:{s:4:"name";s:1:"a";s:7:"version";a:1:{s:7:"release";s:3:"1.0";}s:7:"license";s:3:"MIT";}',
  ],
  'npm-yarn-cache': [
    'app/.yarn/cache/a-npm-1.0.0-0123456789-abc.zip',
    zip([{ name: 'node_modules/a/package.json', content: '{"name":"a","version":"1.0.0"}' }]),
  ],
  'cran-descriptions': [
    'usr/lib/R/library/a/DESCRIPTION',
    'Package: a\nVersion: 1.0-2\nLicense: GPL-2 | MIT + file LICENSE\nBuilt: R 4.2.2; ; 2023; unix\n',
  ],
  'hex-applications': ['app/lib/a-1.0.0/ebin/a.app', '%% x\n{application,a,\n [{description,"x"},{vsn,"1.0.0"}]}.\n'],
  'conda-meta': ['opt/conda/conda-meta/a-1.0-py311_0.json', '{"name":"a","version":"1.0","files":["lib/a/x.py"]}'],
  'pypi-vendored': ['usr/lib/python3/dist-packages/pip/_vendor/vendor.txt', 'a==1.0\n  b==2.0 # x\nc @ https://x\n'],
  'pypi-archives': [
    'srv/a-1.0-py3.11.egg',
    zip([
      { name: 'EGG-INFO/PKG-INFO', content: 'Name: a\nVersion: 1.0\n', isStored: true },
      { name: 'pip/_vendor/vendor.txt', content: 'b==2.0\n' },
    ]),
  ],
  'pypi-direct-url': ['a-1.dist-info/direct_url.json', '{"url":"https://u:p@x/a.git?t=1","vcs_info":{"vcs":"git"}}'],
  'pypi-record': ['usr/lib/a-1.dist-info/RECORD', 'a/b.py,sha256=x,1\n../../bin/a,,\n../../../etc/b,,\n'],
  'generic-programs': [
    'usr/local/bin/python3.11',
    elf([{ name: '.rodata', content: Buffer.from('x\0' + '3.11.4\0y') }]),
  ],
  'generic-texts': ['opt/java/release', 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.9"\n'],
  'pypi-metadata': ['a-1.dist-info/METADATA', 'Name: a\nVersion: 1\nLicense: MIT\nClassifier: License :: x\n'],
  'golang-programs': [
    'app/server',
    elf([
      {
        name: '.go.buildinfo',
        content: goBlob('go1.21', 'path\ta.b/c\nmod\ta.b/c\tv1\ndep\td\tv2\n=>\t./x\t\nbuild\tvcs.time=1\n'),
      },
    ]),
  ],
  'cargo-programs': [
    'app/server',
    elf([
      {
        name: '.dep-v0',
        content: deflateSync('{"packages":[{"name":"a","version":"1.0.0","source":"git","root":true}]}'),
      },
    ]),
  ],
  'maven-jars': [
    'app/a-1.0.jar',
    zip([
      { name: 'org/a/B.class' },
      {
        name: 'META-INF/MANIFEST.MF',
        content: 'Manifest-Version: 1.0\nBundle-SymbolicName: org.a\nBundle-License: "X, 2";link=u\n',
      },
      { name: 'META-INF/maven/g/b/pom.properties', content: 'groupId=g\nartifactId=b\nversion=2\n', isStored: true },
      {
        name: 'META-INF/maven/g/b/pom.xml',
        content: '<project><licenses><license><name>MIT</name></license></licenses></project>',
        isStored: true,
      },
      { name: 'BOOT-INF/lib/c-3.jar', content: zip([{ name: 'c/D.class' }]), isStored: true },
    ]),
  ],
  'gem-specifications': [
    'usr/lib/ruby/specifications/a-1.0.gemspec',
    '# stub: a 1.0 ruby lib\nGem::Specification.new do |s|\n  s.name = "a".freeze\n  s.licenses = ["MIT".freeze]\nend\n',
  ],
  'gem-lock': ['Gemfile.lock', 'GEM\n  remote: x\n  specs:\n    a (1.0)\n    b (2.0-x86)\n\nPLATFORMS\n  ruby\n'],
  'composer-installed': [
    'vendor/composer/installed.json',
    '{"packages":[{"name":"a/b","version":"v1.0.0","license":["MIT"]}]}',
  ],
  'composer-archives': [
    'srv/x.phar',
    phar({
      'composer/installed.php': "'a/b' => array('pretty_version' => '1.0', 'x' => 1),",
      'composer/installed.json': '{"packages":[{"name":"c/d","version":"1"}]}',
    }),
  ],
  'composer-runtime': ['vendor/composer/installed.php', "'a/b' => array('pretty_version' => '1.0', 'x' => 1),"],
  'composer-scripts': ['bin/x', phar({ 'composer/installed.json': '{"packages":[{"name":"c/d","version":"1"}]}' })],
  'pypi-scripts': ['bin/x', zip([{ name: 'a-1.dist-info/METADATA', content: 'Name: a\nVersion: 1\n' }])],
  'maven-scripts': ['bin/x', zip([{ name: 'META-INF/MANIFEST.MF' }, { name: 'a/A.class', content: 'x' }])],
  'hex-scripts': ['bin/x', zip([{ name: 'a/ebin/a.app', content: '{application, a, [{vsn, "1"}]}.' }])],
  'composer-lock': ['composer.lock', '{"packages":[{"name":"a/b","version":"1.0.0","license":["MIT","ISC"]}]}'],
  'nuget-deps': [
    'app/app.deps.json',
    '{"runtimeTarget":{"name":"x"},"targets":{"x":{"A/1.0":{"runtime":{"a":{}}}}},"libraries":{"A/1.0":{"type":"package"}}}',
  ],
  'nuget-bundles': [
    'app/server',
    dotnetBundle(
      '{"runtimeTarget":{"name":"x"},"targets":{"x":{"A/1.0":{"runtime":{"a.dll":{}}}}},"libraries":{"A/1.0":{"type":"package"}}}',
    ),
  ],
  'nuget-assemblies': ['app/A.dll', windowsLibrary({ ProductVersion: '1.0.0+x', FileVersion: '1.0.0.0' })],
  'npm-lock': [
    'app/package-lock.json',
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"1.0.0","resolved":"https://x"},"node_modules/b":{"dev":true}},"dependencies":{"c":{"version":"npm:d@1.0.0","dependencies":{"e":{"version":"2.0.0"}}}}}',
  ],
  'npm-yarn-lock': [
    'app/yarn.lock',
    '# yarn lockfile v1\n\n\n"@a/b@^1.0.0", "@a/b@^1.1.0":\n  version "1.2.0"\n  resolved "https://x/b.tgz#0"\n\n__metadata:\n  version: 6\n\n"c@npm:^1":\n  version: 1.0.0\n  resolution: "c@npm:1.0.0"\n',
  ],
  'npm-pnpm-lock': [
    'app/pnpm-lock.yaml',
    "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n        version: 1.0.0(b@2.0.0)\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  a@1.0.0(b@2.0.0):\n    dependencies:\n      b: 2.0.0\n",
  ],
  'npm-bun-lock': ['app/bun.lock', '{"lockfileVersion":1,"packages":{"a":["a@1.0.0","",{},"sha512-x"],},}'],
  'npm-deno-lock': ['app/deno.lock', '{"version":"4","npm":{"a@1.0.0_b@2.0.0":{"integrity":"x"}}}'],
  'pypi-requirements': ['app/requirements.txt', 'a==1.0\nb[c]==2.0 ; python_version > "3" # x\n-r other.txt\nd>=1\n'],
  'pypi-pipfile-lock': ['app/Pipfile.lock', '{"_meta":{},"default":{"a":{"version":"==1.0"}},"develop":{}}'],
  'pypi-toml-locks': [
    'app/poetry.lock',
    '[[package]]\nname = "a"\nversion = "1.0"\ngroups = ["main"]\nfiles = [\n  {file = "x"},\n]\n\n[metadata]\nlock-version = "2.1"\n',
  ],
  'cargo-lock': [
    'app/Cargo.lock',
    '# This file is automatically @generated by Cargo.\nversion = 3\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://x"\n',
  ],
  'golang-mod': [
    'app/go.mod',
    'module a.b/c\n\ngo 1.21\n\nrequire (\n\td.e/f v1.0.0 // indirect\n\tg.h/i v2.0.0\n)\n\nreplace g.h/i => j.k/l v2.1.0\n',
  ],
  'maven-laid-out': [
    'app/META-INF/maven/a/b/pom.properties',
    '#Generated by Maven\nversion=1.0\ngroupId=a\nartifactId=b\n',
  ],
  'maven-runtime-modules': ['opt/rt/release', 'JAVA_VERSION="17"\nMODULES="java.base a.b c"\n'],
  'maven-classpath-index': ['app/BOOT-INF/classpath.idx', '- "BOOT-INF/lib/a-1.0.jar"\n- "BOOT-INF/lib/b-2.jar"\n'],
  'maven-quarkus-dependencies': ['app/quarkus-app-dependencies.txt', 'a.b:c::jar:1.0\nd:e:2.0\n'],
  'maven-native-images': ['app/server', nativeElf(nativeSbom(library('a', 'b', '1')))],
  'maven-gradle-lock': ['app/gradle.lockfile', '# This is a Gradle generated file\na:b:1.0=runtimeClasspath\nempty=\n'],
  'nuget-lock': [
    'app/packages.lock.json',
    '{"version":1,"dependencies":{"net8.0":{"A":{"type":"Direct","resolved":"1.0.0"}}}}',
  ],
  'nuget-packages-config': ['app/packages.config', '<packages>\n  <package id="A" version="1.0.0" />\n</packages>\n'],
  'nuget-paket-lock': [
    'app/paket.lock',
    'NUGET\n  remote: https://x\n    A (1.0)\n      B (>= 1)\n    B (2.0)\n\nGROUP Build\nNUGET\n',
  ],
  'nuget-project-assets': [
    'app/obj/project.assets.json',
    '{"version":3,"targets":{},"libraries":{"A/1.0.0":{"type":"package"},"b/1.0.0":{"type":"project"}}}',
  ],
  'maven-sbt-lock': [
    'app/build.sbt.lock',
    '{"lockVersion":1,"dependencies":[{"org":"a","name":"b","version":"1.0","configurations":["compile"]}]}',
  ],
  'maven-bazel-install': [
    'app/maven_install.json',
    '{"artifacts":{"a:b":{"version":"1.0"}},"dependency_tree":{"dependencies":[{"coord":"a:b:1.0"}]}}',
  ],
  'hex-gleam-manifest': [
    'app/manifest.toml',
    'packages = [\n  { name = "a", version = "1.0.0", build_tools = ["gleam"], requirements = [], source = "hex", x = "y" },\n]\n',
  ],
  'hex-rebar-lock': ['app/rebar.lock', '{"1.2.0",\n[{<<"a">>,{pkg,<<"a">>,<<"1.0.0">>},0}]}.\n'],
  'hex-mix-lock': ['app/mix.lock', '%{\n  "a": {:hex, :a, "1.0.0", "x", [:mix], [], "hexpm", "y"},\n}\n'],
  'cran-renv-lock': ['app/renv.lock', '{"Packages":{"a":{"Package":"a","Version":"1.0","Source":"Repository"}}}'],
  'pub-cache': [
    'root/.pub-cache/hosted/pub.dev/a-1.0.0/pubspec.yaml',
    'name: a\nversion: 1.0.0\nenvironment:\n  sdk: ^3\n',
  ],
  'pub-lock': [
    'app/pubspec.lock',
    'packages:\n  a:\n    dependency: "direct main"\n    source: hosted\n    version: "1.0.0"\nsdks:\n  dart: ">=3"\n',
  ],
  'pub-package-config': [
    'app/.dart_tool/package_config.json',
    '{"packages":[{"name":"a","rootUri":"file:///root/.pub-cache/hosted/pub.dev/a-1.0.0"}]}',
  ],
  'hackage-database': [
    'usr/lib/ghc/package.conf.d/a-1.0.conf',
    'name: a\nversion: 1.0\nlicense: BSD-3-Clause\nid:\n    a-1.0\n',
  ],
  'hackage-stack-lock': ['app/stack.yaml.lock', 'packages:\n- completed:\n    hackage: a-1.0@sha256:00,1\n'],
  'hackage-cabal-freeze': ['app/cabal.project.freeze', 'constraints: any.a ==1.0,\n             any.b ==2.0\n'],
  'swift-resolved': [
    'app/Package.resolved',
    '{"pins":[{"identity":"a","kind":"remoteSourceControl","location":"https://u:p@x.y/a/b.git","state":{"version":"1.0.0"}}],"version":2}',
  ],
  'cocoapods-lock': [
    'app/Podfile.lock',
    'PODS:\n  - A/B (1.0.0):\n    - C (= 1)\n  - "C+D (1.0)"\n\nPODFILE CHECKSUM: x\n',
  ],
  'conan-info': [
    'root/.conan/data/a-b/1.0/_/_/package/0123/conaninfo.txt',
    '[requires]\n    c/1.Y.Z\n\n[full_requires]\n    cc/1.0:0123\n',
  ],
  'conan-cache': ['root/.conan2/p/cache.sqlite3', conanCache],
  'conan-recipes': ['root/.conan2/p/a1/e/conanfile.py', 'class A(ConanFile):\n    name = "aa"\n    version = "1.0"\n'],
  'vcpkg-status': [
    'opt/vcpkg/installed/vcpkg/status',
    'Package: a\nVersion: 1.0\nPort-Version: 2\nArchitecture: x64-linux\nStatus: install ok installed\n\nPackage: b\nVersion: 2\nArchitecture: x64-linux\nStatus: purge ok not-installed\n',
  ],
  'nix-store': [
    `nix/store/${'a'.repeat(32)}-hello-2.12.1/bin/hello`,
    elf([{ name: '.text', content: Buffer.alloc(9) }]),
  ],
  'conan-lock': [
    'app/conan.lock',
    '{"version":"0.5","requires":["aa/1.0#x%1"],"graph_lock":{"nodes":{"1":{"ref":"bb/1.0"}}}}',
  ],
  'julia-packages': [
    'root/.julia/packages/A/a1b2C/Project.toml',
    'name = "A"\nuuid = "0"\nversion = "1.0.0"\n\n[deps]\nB = "1"\n',
  ],
  'julia-manifest': ['app/Manifest.toml', '[[deps.A]]\ngit-tree-sha1 = "x"\nuuid = "0"\nversion = "1.0.0"\n'],
  'opam-switch': ['root/.opam/default/.opam-switch/packages/lwt.5.7.0/opam', 'opam-version: "2.0"\n'],
  'luarocks-tree': ['usr/local/lib/luarocks/rocks-5.1/a/1.0-1/a-1.0-1.rockspec', 'package = "a"\n   license = "MIT"\n'],
  'cpan-install-json': ['usr/lib/perl5/.meta/A-B-1.0/install.json', '{"name":"A::B","version":"1.0","dist":"A-B-1.0"}'],
  'cpan-perllocal': ['usr/lib/perl5/perllocal.pod', '=head2 x: C<Module> L<A::B|A::B>\n\nC<VERSION: 1.0>\n'],
  'cpan-packlist': ['usr/lib/perl5/auto/A/B/.packlist', '/usr/lib/perl5/A/B.pm\n'],
  'nix-database': ['nix/var/nix/db/db.sqlite', nixDatabase],
  'brew-receipts': ['opt/homebrew/Cellar/a/1.0_1/INSTALL_RECEIPT.json', '{}'],
  'generic-package-notes': [
    'usr/local/bin/a',
    notedElf({ type: 'rpm', os: 'fedora', osVersion: '39', name: 'a', version: '1-2.fc39', architecture: 'x86_64' }),
  ],
  'generic-kernels': ['boot/vmlinuz-6.1.0', bzImage('6.1.0-18-amd64 (a@b) #1 SMP')],
  'generic-kernel-modules': [
    'lib/modules/6.1.0/kernel/a.ko',
    elf([{ name: '.modinfo', content: Buffer.from('name=a\0version=1.0\0intree=Y\0vermagic=6.1.0 SMP\0license=GPL') }]),
  ],
  'snap-metadata': ['snap/a/1/meta/snap.yaml', 'name: a\nversion: "1.0"\napps:\n  name: b\n'],
  'snap-packed': ['var/lib/snapd/snaps/a_1.snap', 'hsqs'],
  'flatpak-metainfo': [
    'var/lib/flatpak/app/a.B/x86_64/stable/0/files/share/metainfo/a.B.metainfo.xml',
    '<component type="desktop"><id>a.B</id><project_license>MIT</project_license><releases><release date="2024-01-01" version="1.0"/></releases></component>',
  ],
  'spack-specs': [
    'opt/spack/zlib-1.3-x/.spack/spec.json',
    '{"spec":{"_meta":{"version":4},"nodes":[{"name":"zlib","version":"1.3","arch":{"target":"x86_64"}}]}}',
  ],
  'cos-packages': [
    'etc/cos-package-info.json',
    '{"installedPackages":[{"category":"sys-libs","name":"zlib","version":"18244.85.1","ebuild_version":"1.2.13"}],"buildTimePackages":[]}',
  ],
  'rpm-application-inventory': [
    'usr/share/bottlerocket/application-inventory.json',
    '{"Content":[{"Name":"glibc","Version":"2.43","Release":"1.br1","Epoch":"1","Architecture":"x86_64"}]}',
  ],
  'maven-repository': [
    'root/.m2/repository/g/a/1/a-1.pom',
    '<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>2</version></parent><artifactId>a</artifactId><version>1</version><licenses><license><name>MIT</name></license></licenses></project>',
  ],
  'chrome-extensions': [`a/Extensions/${'a'.repeat(32)}/1_0/manifest.json`, '{"name":"a","version":"1.2.3"}'],
  'nim-packages': ['root/.nimble/pkgs/a-1.0/a.nimble', 'version = "1.0"\nlicense = "MIT"\n'],
  'swiplpack-packs': ['usr/lib/swi-prolog/pack/a/pack.pl', "name(a).\nversion('1.0').\n"],
  'terraform-providers': [
    'a/.terraform/providers/a.b/c/d/1.0.0/linux_amd64/terraform-provider-d_v1',
    elf([{ name: '.text', content: Buffer.alloc(9) }]),
  ],
  'terraform-lock': ['a/.terraform.lock.hcl', '# x\nprovider "a.b/c/d" {\n  version = "1.0.0"\n}\n'],
  'model-gguf': [
    'a/b.gguf',
    gguf({
      'general.name': 'A',
      'general.alignment': 32,
      'tokenizer.ggml.tokens': ['a', 'b'],
      'general.license': 'mit',
    }),
  ],
  'model-safetensors': ['a/b.safetensors', safetensors({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } })],
  'model-config': ['a/config.json', '{"_name_or_path":"a/b"}'],
  'model-card': [`models--a--b/snapshots/${'a'.repeat(40)}/README.md`, '---\nlicense: mit\n---\n# A\n'],
  'macports-portfiles': [`a/macports/registry/portfiles/a-1.0_0/${'a'.repeat(64)}-1/Portfile`, 'name a\n'],
  'macapps-bundles': ['Applications/A.app/Contents/Info.plist', binaryPlist],
  'chocolatey-packages': [
    'ProgramData/chocolatey/lib/a/a.nuspec',
    '<package><metadata><id>a</id><version>1.0</version><license type="expression">MIT</license></metadata></package>',
  ],
  'winget-database': [
    'a/StoreEdgeFD/installed.db',
    wingetIndex([
      ['A.B', '1.0'],
      ['C.D', '2.0'],
    ]),
  ],
  'nuget-packages-props': [
    'a/Directory.Packages.props',
    '<Project><ItemGroup><PackageVersion Include="A" Version="1.0"/><PackageVersion Include="B"><Version>[2.0]</Version></PackageVersion></ItemGroup></Project>',
  ],
  'generic-windows-programs': [
    'a/b.dll',
    windowsLibrary({ ProductName: 'A', ProductVersion: '1.2.3.4' }, { isManaged: false }),
  ],
  'generic-netscaler': ['nsconfig/ns.conf', '#NS13.1 Build 45.61\n# Last modified\n'],
  'pypi-license-files': ['a/b-1.0.dist-info/licenses/LICENSE', 'SPDX-License-Identifier: MIT\n'],
  'oci-build-information': [
    'root/buildinfo/Dockerfile-ubi9-9.3-1610',
    'FROM scratch\nENV A="ubi9" B=$A\n# x\nLABEL name="$B/ubi" \\\n  vendor="Red Hat, Inc." architecture=x86_64\n',
  ],
  'wordpress-core': ['srv/wp-includes/version.php', "<?php\n$wp_version = '6.4.1';\n"],
  'wordpress-plugins': ['srv/wp-content/plugins/a/readme.txt', '=== A ===\nStable tag: 1.0\n'],
  'wordpress-plugin-headers': [
    'srv/wp-content/plugins/a/a.php',
    '<?php\n/*\n * Plugin Name: A\n * Version: 1.0\n */\n',
  ],
  'wordpress-themes': ['srv/wp-content/themes/a/style.css', '/*\nTheme Name: A\nVersion: 1.0\n*/\n'],
  'nested-systems': ['srv/var/lib/dpkg/status', 'Package: a\n'],
  windows: ['Hives/Software_Delta', 'regf'],
  distribution: ['etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION="12 (x)"\n'],
  'bundled-sboms': [
    'usr/share/sbom/x.cdx.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","purl":"pkg:npm/a@1.0.0","licenses":[{"license":{"id":"MIT"}}]},{"type":"library","name":"b","version":"1","purl":"pkg:golang/b.example/c@v1"}]}',
  ],
  'hardened-sboms': [
    'opt/docker/sbom/a/.spdx.a.json',
    '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"SPDXRef-a","name":"a","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:dhi/a@1.0.0"}]}]}',
  ],
  programs: ['usr/local/bin/a', elf([{ name: '.text', content: Buffer.alloc(9) }])],
  accounts: ['etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'],
};

const collectors: readonly Collector[] = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];

for (const collector of collectors) {
  test(`${collector.name} keeps its promise: nothing thrown, and what it takes can be put together`, () => {
    const sample = samples[collector.name];
    assert.ok(sample !== undefined, `a sample for ${collector.name}`);
    const [path, content] = sample;
    const bytes = Buffer.from(content);
    const ecosystem = ecosystems.find(({ collectors }) => collectors.includes(collector));
    const mutated = mutants(bytes, { seed: 11, count: bytes.length > 10_000 ? 300 : 1000 });
    for (const [number, mutant] of [bytes, ...mutated].entries()) {
      const file = { path, size: mutant.length, mode: 0o755, uid: 0, gid: 0 };
      const taken = collector.take(file, mutant);
      const { items } = taken;
      if (number < 50) assert.deepEqual(takenOfPassing(collector, file, mutant), taken);
      const placed = items.map((item) => ({ item, path, layer: 'sha256:x' as const }));
      const packages = placed.flatMap(({ item, ...where }) => (item.kind === 'package' ? [{ item, ...where }] : []));
      const facts = placed.flatMap(({ item, ...where }) => (item.kind === 'fact' ? [{ item, ...where }] : []));
      const assembly = { packages, facts, distribution: null, resolve: (p: string) => p, ownerOf: () => null };
      const assembled = ecosystem?.assemble(assembly) ?? claimedPackages(assembly, [], ecosystems);
      for (const pkg of assembled) assert.ok(pkg.purl.startsWith('pkg:') && pkg.name !== '' && pkg.version !== '');
      for (const owned of ecosystem?.ownedFiles?.(assembly, assembled) ?? [])
        assert.equal(typeof owned.owner, 'string');
      for (const brought of ecosystem?.brings?.(assembly, assembled) ?? []) assert.equal(typeof brought, 'string');
    }
  });
}

/** As it comes in a layer: in memory that threads share, and that holds something else when the next file comes. */
function takenOfPassing(collector: Collector, file: LayerFile, content: Buffer): Taken {
  const passing = Buffer.from(new SharedArrayBuffer(content.length));
  content.copy(passing);
  const taken = collector.take(file, passing);
  passing.fill(0xaa);
  return taken;
}

test('files that are made to take long do not', () => {
  const units = ['\n', ' ', '{', '/', '"', "'", 'a', ' |', '{ application', 's.name = "', '==', 'dep\t', '[', '\\'];
  for (const collector of collectors.filter(({ wants }) => wants.programs === undefined)) {
    const [path] = samples[collector.name] ?? ['x', ''];
    for (const unit of units) {
      const content = Buffer.alloc(1 << 18, unit);
      const before = processorTime();
      collector.take({ path, size: content.length, mode: 0o644, uid: 0, gid: 0 }, content);
      assert.ok(processorTime() - before < 3000, `${collector.name}: ${JSON.stringify(unit)}`);
    }
  }
});
