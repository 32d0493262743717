import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, goBlob } from '../../test/build/executables.ts';
import { mutants } from '../../test/build/mutants.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { packageHeader } from '../../test/build/rpm-header.ts';
import { sqliteFiles } from '../../test/build/sqlite-file.ts';
import { zip } from '../../test/build/zip.ts';
import type { Collector } from '../collect/collector.ts';
import { detectors } from '../detectors/all.ts';
import { databases } from '../formats/berkeley-db/testing/databases.ts';
import { fewPackages } from '../formats/ndb/testing/databases.ts';
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

const samples: Readonly<Record<string, readonly [path: string, content: Buffer | string]>> = {
  'deb-status': [
    'var/lib/dpkg/status',
    'Package: a\nStatus: install ok installed\nSource: b (1:2)\nVersion: 1\nArchitecture: amd64\n',
  ],
  'deb-copyright': [
    'usr/share/doc/a/copyright',
    'Format: https://x/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+ or (MIT and X)\n',
  ],
  'deb-md5sums': ['var/lib/dpkg/info/a.md5sums', `${'a'.repeat(32)}  usr/lib/x/METADATA\n`],
  'apk-installed': [
    'lib/apk/db/installed',
    'P:a\nV:1\nL:MIT AND X\nF:usr\nR:METADATA\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n',
  ],
  'alpm-desc': ['var/lib/pacman/local/a-1-1/desc', '%NAME%\na\n\n%VERSION%\n1:1-1\n\n%LICENSE%\nMIT\n'],
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
  'pypi-direct-url': ['a-1.dist-info/direct_url.json', '{"url":"https://u:p@x/a.git?t=1","vcs_info":{"vcs":"git"}}'],
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
      { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\nBundle-SymbolicName: org.a\n' },
      { name: 'META-INF/maven/g/b/pom.properties', content: 'groupId=g\nartifactId=b\nversion=2\n' },
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
  'composer-lock': ['composer.lock', '{"packages":[{"name":"a/b","version":"1.0.0","license":["MIT","ISC"]}]}'],
  'nuget-deps': [
    'app/app.deps.json',
    '{"runtimeTarget":{"name":"x"},"targets":{"x":{"A/1.0":{"runtime":{"a":{}}}}},"libraries":{"A/1.0":{"type":"package"}}}',
  ],
  distribution: ['etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION="12 (x)"\n'],
  'bundled-sboms': [
    'usr/share/sbom/x.cdx.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","purl":"pkg:npm/a@1.0.0","licenses":[{"license":{"id":"MIT"}}]},{"type":"library","name":"b","version":"1","purl":"pkg:golang/b.example/c@v1"}]}',
  ],
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
    for (const mutant of [bytes, ...mutants(bytes, { seed: 11, count: bytes.length > 10_000 ? 300 : 1000 })]) {
      const { items } = collector.take({ path, size: mutant.length, mode: 0o644, uid: 0, gid: 0 }, mutant);
      const placed = items.map((item) => ({ item, path, layer: 'sha256:x' as const }));
      const packages = placed.flatMap(({ item, ...where }) => (item.kind === 'package' ? [{ item, ...where }] : []));
      const facts = placed.flatMap(({ item, ...where }) => (item.kind === 'fact' ? [{ item, ...where }] : []));
      const assembly = { packages, facts, distribution: null, resolve: (p: string) => p, ownerOf: () => null };
      const assembled = ecosystem?.assemble(assembly) ?? claimedPackages(assembly, [], ecosystems);
      for (const pkg of assembled) assert.ok(pkg.purl.startsWith('pkg:') && pkg.name !== '' && pkg.version !== '');
      for (const owned of ecosystem?.ownedFiles?.(assembly, assembled) ?? [])
        assert.equal(typeof owned.owner, 'string');
    }
  });
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
