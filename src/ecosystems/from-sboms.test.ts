import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, goBlob } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { gguf } from '../../test/build/models.ts';
import { rpmHeader } from '../../test/build/rpm-header.ts';
import { sqliteFiles } from '../../test/build/sqlite-file.ts';
import { syftDocument } from '../../test/build/syft-json.ts';
import { wingetIndex } from '../../test/build/winget.ts';
import { zip } from '../../test/build/zip.ts';
import { sampleReport } from '../../test/sample-report.ts';
import { sha256 } from '../base/digest.ts';
import { binaryPlist } from '../formats/plist/testing/samples.ts';
import { readBom } from '../images/sbom/document.ts';
import { toldContents } from '../images/sbom/told-contents.ts';
import type { Inventory } from '../model/inventory.ts';
import { inventoryOf as cyclonedxOf } from '../reports/cyclonedx/document.ts';
import { inventoryOf as spdxOf } from '../reports/spdx/document.ts';
import { ecosystems } from './all.ts';

const rpmDatabase = () =>
  sqliteFiles((database) => {
    database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    const tags = { 1001: '3.0.7', 1002: '1.el9', 1022: 'x86_64' };
    insert.run(rpmHeader({ 1000: 'openssl-libs', ...tags, 1003: [1], 1044: 'openssl-3.0.7-1.el9.src.rpm' }));
    insert.run(rpmHeader({ 1000: 'nginx', ...tags, 5096: 'nginx:1.24:9020:abc' }));
  }).main;

/** A file or some of each ecosystem, as its own tool writes them. */
const images: Readonly<Record<string, () => LayerFiles>> = {
  deb: () => ({
    ...releases.debian12,
    'var/lib/dpkg/status':
      'Package: libssl3\nStatus: install ok installed\nSource: openssl (1:3.0.9-1)\nVersion: 1:3.0.9-1+b2\nArchitecture: amd64\n\nPackage: bash\nStatus: install ok installed\nVersion: 5.2-1~deb12u1\nArchitecture: arm64\n',
  }),
  rpm: () => ({ ...releases.almalinux9, 'var/lib/rpm/rpmdb.sqlite': rpmDatabase() }),
  apk: () => ({
    ...releases.alpine318,
    'lib/apk/db/installed':
      'P:libcrypto3\nV:3.1.4-r5\nA:x86_64\no:openssl\nL:Apache-2.0\n\nP:busybox\nV:1.36-r2\nA:x86_64\n\n',
  }),
  alpm: () => ({
    'etc/os-release': 'ID=arch\nBUILD_ID=rolling\n',
    'var/lib/pacman/local/openssl-1:3.2.1-1/desc':
      '%NAME%\nopenssl\n\n%BASE%\nopenssl\n\n%VERSION%\n1:3.2.1-1\n\n%ARCH%\nx86_64\n',
  }),
  ebuild: () => ({
    'etc/os-release': 'ID=gentoo\nVERSION_ID="2.15"\n',
    'var/db/pkg/app-shells/bash-5.2_p26-r6/CONTENTS': 'dir /bin\n',
    'var/db/pkg/dev-libs/libxml2-2.12.7/CONTENTS': '',
    'var/db/pkg/dev-libs/libxml2-2.12.7/LICENSE': 'MIT\n',
  }),
  opkg: () => ({
    'etc/os-release': 'ID="openwrt"\nVERSION_ID="23.05.3"\n',
    'usr/lib/opkg/status':
      'Package: libubox20230523\nVersion: 2023-05-23-75a3b870-1\nStatus: install user installed\nArchitecture: x86_64\n',
    'usr/lib/opkg/info/libubox20230523.control': 'Package: libubox20230523\nSourceName: libubox\nLicense: ISC\n',
  }),
  'vscode-extension': () => ({
    'root/.vscode/extensions/acme.things-1.2.0/package.json':
      '{"name":"Things","publisher":"Acme","version":"1.2.0","engines":{"vscode":"^1.80.0"},"license":"MIT"}',
  }),
  bitnami: () => ({
    'opt/bitnami/.bitnami_components.json':
      '{"redis":{"arch":"amd64","distro":"debian-11","type":"NAMI","version":"7.0.8-0"}}',
  }),
  dhi: () => ({
    'opt/docker/sbom/python/.spdx.python.json':
      '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"SPDXRef-python","name":"python","versionInfo":"3.14.3","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:dhi/python@3.14.3"}]}]}',
  }),
  npm: () => ({
    'app/node_modules/@scope/a/package.json': '{"name":"@scope/a","version":"1.0.0"}',
    'app/node_modules/b/package.json': '{"name":"b","version":"2.0.0-rc.1+x"}',
  }),
  pypi: () => ({
    'usr/lib/python3/site-packages/PyYAML-6.0.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\n',
    'usr/lib/python3/site-packages/zope.interface-1!5.0.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: zope.interface\nVersion: 1!5.0\n',
  }),
  maven: () => ({
    'app/a-1.0.jar': zip([
      { name: 'META-INF/maven/org.a/a/pom.properties', content: 'groupId=org.a\nartifactId=a\nversion=1.0\n' },
      { name: 'org/a/B.class' },
    ]),
  }),
  gem: () => ({
    'usr/lib/ruby/specifications/a-1.0.gemspec':
      '# stub: a 1.0 ruby lib\nGem::Specification.new do |s|\n  s.name = "a".freeze\nend\n',
  }),
  composer: () => ({
    'app/vendor/composer/installed.json': '{"packages":[{"name":"a/b","version":"v1.0.0","license":["MIT"]}]}',
  }),
  nuget: () => ({
    'app/app.deps.json':
      '{"runtimeTarget":{"name":"x"},"targets":{"x":{"Newtonsoft.Json/13.0.1":{"runtime":{"a":{}}}}},"libraries":{"Newtonsoft.Json/13.0.1":{"type":"package"}}}',
  }),
  golang: () => ({
    'app/server': elf([
      {
        name: '.go.buildinfo',
        content: goBlob(
          'go1.21.3',
          'path\ta.example/c\nmod\ta.example/c\tv1.2.3\tx\ndep\td.example/D/v2\tv2.0.0+incompatible\tx\n',
        ),
      },
    ]),
  }),
  cargo: () => ({
    'app/server': elf([
      {
        name: '.dep-v0',
        content: deflateSync(
          '{"packages":[{"name":"a_b","version":"1.0.0-rc.1","source":"crates.io"},{"name":"c","version":"1.0.0","source":"local","root":true}]}',
        ),
      },
    ]),
  }),
  conda: () => ({
    'opt/conda/conda-meta/a-1.0-py311_0.json':
      '{"name":"a","version":"1.0","build":"py311_0","channel":"conda-forge","subdir":"linux-64"}',
  }),
  cran: () => ({
    'usr/lib/R/library/A.b/DESCRIPTION': 'Package: A.b\nVersion: 1.0-2\nLicense: GPL-2\nBuilt: R 4.2.2; ; 2023; unix\n',
  }),
  hex: () => ({
    'app/lib/phoenix-1.7.0/ebin/phoenix.app': '{application,phoenix,\n [{description,"x"},{vsn,"1.7.0"}]}.\n',
  }),
  pub: () => ({
    'root/.pub-cache/hosted/pub.dev/a-1.0.0/pubspec.yaml': 'name: a\nversion: 1.0.0\nenvironment:\n  sdk: ^3\n',
  }),
  hackage: () => ({
    'usr/lib/ghc/package.conf.d/a-1.0.conf': 'name: a\nversion: 1.0\nlicense: BSD-3-Clause\nid:\n    a-1.0\n',
  }),
  swift: () => ({
    'app/Package.resolved':
      '{"pins":[{"identity":"b","kind":"remoteSourceControl","location":"https://github.com/A/b.git","state":{"version":"1.0.0"}}],"version":2}',
  }),
  cocoapods: () => ({
    'app/Podfile.lock': 'PODS:\n  - A/B (1.0.0):\n    - C (= 1)\n  - "C+D (1.0)"\n\nPODFILE CHECKSUM: x\n',
  }),
  conan: () => ({ 'app/conan.lock': '{"version":"0.5","requires":["aa/1.0#x%1"]}' }),
  julia: () => ({
    'root/.julia/packages/A/a1b2C/Project.toml':
      'name = "A"\nuuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nversion = "1.0.0"\n',
  }),
  opam: () => ({ 'root/.opam/default/.opam-switch/packages/lwt.5.7.0/opam': 'opam-version: "2.0"\n' }),
  luarocks: () => ({
    'usr/local/lib/luarocks/rocks-5.1/a/1.0-1/a-1.0-1.rockspec': 'package = "a"\n   license = "MIT"\n',
  }),
  cpan: () => ({
    'usr/lib/perl5/.meta/A-B-1.0/install.json': '{"name":"A::B","version":"1.0","dist":"A-B-1.0"}',
  }),
  vcpkg: () => ({
    'opt/vcpkg/installed/vcpkg/status':
      'Package: fmt\nVersion: 10.1.0\nPort-Version: 2\nArchitecture: x64-linux\nStatus: install ok installed\n',
  }),
  nix: () => ({
    'nix/var/nix/db/db.sqlite': sqliteFiles((database) => {
      database.exec('CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT NOT NULL)');
      database.prepare('INSERT INTO ValidPaths (path) VALUES (?)').run(`/nix/store/${'a'.repeat(32)}-hello-2.12.1`);
    }).main,
  }),
  pear: () => ({
    'usr/share/php/.registry/a_b.reg': 'a:2:{s:4:"name";s:3:"A_B";s:7:"version";a:1:{s:7:"release";s:5:"1.0.0";}}',
  }),
  generic: () => ({
    'opt/redis/bin/redis-cli': elf([{ name: '.rodata', content: Buffer.from('\x007.2.4\0 (git:%s)\0') }]),
  }),
  snap: () => ({ 'snap/core22/1122/meta/snap.yaml': 'name: core22\nversion: "20240111"\n' }),
  flatpak: () => ({
    'var/lib/flatpak/app/org.a.B/x86_64/stable/0123/export/share/metainfo/org.a.B.metainfo.xml':
      '<component><id>org.a.B</id><releases><release version="1.0"/></releases></component>',
  }),
  spack: () => ({
    'opt/spack/linux-x/gcc-12/zlib-1.3-abc/.spack/spec.json': '{"spec":{"nodes":[{"name":"zlib","version":"1.3"}]}}',
  }),
  cos: () => ({
    'etc/os-release': 'ID=cos\nVERSION_ID=113\n',
    'etc/cos-package-info.json':
      '{"installedPackages":[{"category":"sys-libs","name":"zlib","version":"18244.85.1","ebuild_version":"1.2.13"}]}',
  }),
  brew: () => ({ 'opt/homebrew/Cellar/a/1.0_1/INSTALL_RECEIPT.json': '{}' }),
  'chrome-extension': () => ({
    [`root/.config/chromium/Default/Extensions/${'a'.repeat(32)}/1_0/manifest.json`]: '{"name":"a","version":"1.0"}',
  }),
  nim: () => ({ 'root/.nimble/pkgs/a-1.0/a.nimble': 'license = "MIT"\n' }),
  swiplpack: () => ({ 'usr/local/lib/swi-prolog/pack/a/pack.pl': "name(a).\nversion('1.0').\n" }),
  terraform: () => ({ 'a/.terraform.lock.hcl': 'provider "registry.terraform.io/a/b" {\n  version = "1.0.0"\n}\n' }),
  model: () => ({ 'a/b.gguf': gguf({ 'general.name': 'A model', 'general.version': '1' }) }),
  huggingface: () => ({
    [`models--a--b/snapshots/${'a'.repeat(40)}/m.gguf`]: gguf({ 'general.name': 'A model' }),
  }),
  macports: () => ({ [`opt/local/var/macports/registry/portfiles/a-1.0_0/${'a'.repeat(64)}-1/Portfile`]: '' }),
  macapps: () => ({ 'Applications/A.app/Contents/Info.plist': binaryPlist }),
  chocolatey: () => ({
    'ProgramData/chocolatey/lib/a/a.nuspec': '<package><metadata><id>A</id><version>1.0</version></metadata></package>',
  }),
  winget: () => ({ 'a/StoreEdgeFD/installed.db': wingetIndex([['A.B', '1.0']]) }),
  oci: () => ({
    'root/buildinfo/labels.json':
      '{"name":"rhdh/rhdh-hub-rhel9","cpe":"cpe:/a:redhat:rhdh:1.6::el9","architecture":"x86_64","org.opencontainers.image.created":"2025-04-14T02:14:26Z"}',
  }),
  wordpress: () => ({
    'srv/wp-includes/version.php': "<?php\n$wp_version = '6.4.1';\n",
    'srv/wp-content/plugins/a/readme.txt': '=== A ===\nStable tag: 1.0\n',
  }),
};

/** What is asked of the advisories, and in what place the answer would stand. */
function asked({ packages, distribution }: Inventory): readonly string[] {
  return packages
    .map((pkg) => {
      const ecosystem = ecosystems.find(({ id }) => id === pkg.type);
      const { name, version, type, layer, path, ownedBy } = pkg;
      return JSON.stringify([type, name, version, layer, path, ownedBy, ecosystem?.advisoryNames(pkg, distribution)]);
    })
    .sort();
}

describe('of an image’s packages the same is asked when they stand in an SBOM', () => {
  const place = sha256('place');
  const told = (document: string) => toldContents(readBom(Buffer.from(document), 'x'), place, 1).told.inventory;
  for (const { id } of ecosystems) {
    const image = images[id];
    test(id, async () => {
      assert.ok(image !== undefined, 'there is an image of every ecosystem');
      const inventory = await inventoryOf(image());
      assert.ok(inventory.packages.some(({ type }) => type === id));
      const report = sampleReport({ inventory });
      const forms = {
        CycloneDX: [...cyclonedxOf(report)].join(''),
        SPDX: [...spdxOf(report)].join(''),
        Syft: JSON.stringify(syftDocument(inventory)),
      };
      for (const [form, document] of Object.entries(forms))
        assert.deepEqual(asked(told(document)), asked(inventory), form);
    });
  }
});
