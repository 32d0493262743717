import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import type { Specimen } from './specimen.ts';
import { hash, written } from './written.ts';

/** What chisel leaves in an image that it cuts out of Ubuntu's packages. */
function chiselled(): Specimen {
  const packages = ['base-files 13ubuntu10.5', 'libc6 2.39-0ubuntu8.12', 'libssl3t64 3.0.13-0ubuntu3.16'];
  const lines = packages.map((pair) => {
    const [name, version] = pair.split(' ');
    return JSON.stringify({ kind: 'package', name, version, sha256: hash, arch: 'amd64' });
  });
  return {
    id: 'chiselled',
    of: 'by hand, after the tool’s documents',
    needs: [],
    make: (root) => {
      mkdirSync(join(root, 'var/lib/chisel'), { recursive: true });
      mkdirSync(join(root, 'etc'), { recursive: true });
      writeFileSync(join(root, 'etc/os-release'), 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\nNAME="Ubuntu"\n');
      const head = `{"jsonwall":"1.0","schema":"1.0","count":${lines.length + 1}}`;
      writeFileSync(join(root, 'var/lib/chisel/manifest.wall'), zstdCompressSync([head, ...lines, ''].join('\n')));
    },
  };
}

/** Installed things of languages whose tools or registries cannot be had. */
export const byHand: readonly Specimen[] = [
  written('conda', {
    'opt/conda/conda-meta/history': '',
    ...Object.fromEntries(
      [
        ['openssl', '3.1.4', 'hd590300_0', 'Apache-2.0'],
        ['python', '3.11.6', 'hab00c5b_0_cpython', 'Python-2.0'],
        ['requests', '2.31.0', 'pyhd8ed1ab_0', 'Apache-2.0'],
      ].map(([name, version, build, license]) => [
        `opt/conda/conda-meta/${name}-${version}-${build}.json`,
        {
          name,
          version,
          build,
          build_number: 0,
          license,
          channel: 'https://conda.anaconda.org/conda-forge/linux-64',
          subdir: 'linux-64',
          files: [],
          fn: `${name}-${version}-${build}.conda`,
          md5: hash.slice(0, 32),
          sha256: hash,
        },
      ]),
    ),
    'opt/conda/lib/python3.11/site-packages/requests-2.31.0.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: requests\nVersion: 2.31.0\nLicense: Apache 2.0\n',
    'srv/locked/environment.yml':
      'name: app\nchannels:\n  - conda-forge\ndependencies:\n  - numpy=1.26.0\n  - zlib==1.2.13=hd590300_5\nprefix: /opt/conda\n',
  }),
  written('ocaml', {
    'home/opam/.opam/4.14.1/.opam-switch/packages/lwt.5.7.0/opam':
      'opam-version: "2.0"\nname: "lwt"\nversion: "5.7.0"\nlicense: "MIT"\nhomepage: "https://github.com/ocsigen/lwt"\nurl {\n  src: "https://github.com/ocsigen/lwt/archive/refs/tags/5.7.0.tar.gz"\n  checksum: ["md5=737039d29d45b2d2b35db6931c8d75c6"]\n}\n',
    'home/opam/.opam/4.14.1/.opam-switch/packages/conf-libev.4-12/opam':
      'opam-version: "2.0"\nname: "conf-libev"\nversion: "4-12"\nlicense: "BSD-2-Clause"\n',
  }),
  written('gentoo', {
    'etc/os-release': 'NAME=Gentoo\nID=gentoo\nPRETTY_NAME="Gentoo Linux"\nVERSION_ID="2.15"\n',
    'var/db/pkg/app-shells/bash-5.2_p26-r6/CONTENTS': `dir /bin\nobj /bin/bash ${hash.slice(0, 32)} 1700000000\n`,
    'var/db/pkg/app-shells/bash-5.2_p26-r6/LICENSE': 'GPL-3+\n',
    'var/db/pkg/dev-libs/libxml2-2.12.7/CONTENTS': `dir /usr\nobj /usr/lib64/libxml2.so.2.12.7 ${hash.slice(0, 32)} 1700000000\n`,
    'var/db/pkg/dev-libs/libxml2-2.12.7/LICENSE': 'MIT\n',
    'var/db/pkg/virtual/libc-1-r1/CONTENTS': '',
  }),
  written('openwrt', {
    'etc/os-release': 'NAME="OpenWrt"\nID="openwrt"\nID_LIKE="lede openwrt"\nVERSION_ID="23.05.3"\n',
    'usr/lib/opkg/status':
      'Package: busybox\nVersion: 1.36.1-1\nDepends: libc\nStatus: install user installed\nArchitecture: x86_64\nInstalled-Time: 1711000000\n\nPackage: libubox20230523\nVersion: 2023-05-23-75a3b870-1\nStatus: install user installed\nArchitecture: x86_64\nInstalled-Time: 1711000000\n',
    'usr/lib/opkg/info/busybox.control':
      'Package: busybox\nVersion: 1.36.1-1\nSource: package/utils/busybox\nSourceName: busybox\nLicense: GPL-2.0\nArchitecture: x86_64\n',
    'usr/lib/opkg/info/busybox.list': '/bin/busybox\n',
  }),
  chiselled(),
  written('homebrew', {
    'home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1/INSTALL_RECEIPT.json': {
      homebrew_version: '4.2.0',
      source: { tap: 'homebrew/core', spec: 'stable', versions: { stable: '1.7.1' } },
      arch: 'x86_64',
    },
    'home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1/.brew/jq.rb':
      'class Jq < Formula\n  desc "Lightweight and flexible command-line JSON processor"\n  homepage "https://jqlang.github.io/jq/"\n  url "https://github.com/jqlang/jq/releases/download/jq-1.7.1/jq-1.7.1.tar.gz"\n  license "MIT"\nend\n',
  }),
  written('bitnami', {
    'opt/bitnami/.bitnami_components.json': {
      redis: { arch: 'amd64', distro: 'debian-11', type: 'NAMI', version: '7.0.8-0' },
    },
    'opt/bitnami/redis/.spdx-redis.spdx': {
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: 'SPDX document for Redis 7.0.8',
      documentNamespace: 'https://example.org/redis-7.0.8',
      creationInfo: { created: '2023-02-01T00:00:00Z', creators: ['Organization: VMware'] },
      packages: [
        {
          SPDXID: 'SPDXRef-redis',
          name: 'redis',
          versionInfo: '7.0.8-0',
          downloadLocation: 'https://download.redis.io/releases/redis-7.0.8.tar.gz',
          licenseConcluded: 'BSD-3-Clause',
          licenseDeclared: 'BSD-3-Clause',
          copyrightText: 'NOASSERTION',
          filesAnalyzed: false,
          externalRefs: [
            {
              referenceCategory: 'PACKAGE-MANAGER',
              referenceType: 'purl',
              referenceLocator: 'pkg:bitnami/redis@7.0.8-0?arch=amd64&distro=debian-11',
            },
            {
              referenceCategory: 'SECURITY',
              referenceType: 'cpe23Type',
              referenceLocator: 'cpe:2.3:*:redis:redis:7.0.8:*:*:*:*:*:*:*',
            },
          ],
        },
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-redis' },
      ],
    },
  }),
  written('dotnet-app', {
    'app/shop.deps.json': {
      runtimeTarget: { name: '.NETCoreApp,Version=v6.0/linux-x64', signature: '' },
      compilationOptions: {},
      targets: {
        '.NETCoreApp,Version=v6.0': {},
        '.NETCoreApp,Version=v6.0/linux-x64': {
          'shop/1.0.0': {
            dependencies: {
              'Newtonsoft.Json': '12.0.1',
              'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64': '6.0.5',
            },
            runtime: { 'shop.dll': {} },
          },
          'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/6.0.5': {
            runtime: { 'System.Runtime.dll': { assemblyVersion: '6.0.0.0', fileVersion: '6.0.522.21309' } },
          },
          'Newtonsoft.Json/12.0.1': {
            runtime: {
              'lib/netstandard2.0/Newtonsoft.Json.dll': { assemblyVersion: '12.0.0.0', fileVersion: '12.0.1.22727' },
            },
          },
          'Only.To.Compile/1.0.0': { compile: { 'lib/x.dll': {} } },
        },
      },
      libraries: {
        'shop/1.0.0': { type: 'project', serviceable: false, sha512: '' },
        'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/6.0.5': {
          type: 'runtimepack',
          serviceable: false,
          sha512: '',
        },
        'Newtonsoft.Json/12.0.1': {
          type: 'package',
          serviceable: true,
          sha512: 'sha512-x',
          path: 'newtonsoft.json/12.0.1',
          hashPath: 'newtonsoft.json.12.0.1.nupkg.sha512',
        },
        'Only.To.Compile/1.0.0': {
          type: 'package',
          serviceable: true,
          sha512: 'sha512-x',
          path: 'only.to.compile/1.0.0',
        },
      },
    },
  }),
  {
    id: 'nix',
    of: 'by hand, with SQLite',
    needs: [],
    make: (root) => {
      const paths = ['bash-5.2-p15', 'openssl-3.0.12', 'openssl-3.0.12-bin', 'glibc-2.38-27', 'source.tar.gz.drv'];
      mkdirSync(join(root, 'nix/var/nix/db'), { recursive: true });
      const database = new DatabaseSync(join(root, 'nix/var/nix/db/db.sqlite'));
      database.exec(
        'CREATE TABLE ValidPaths (id integer primary key autoincrement not null, path text unique not null, hash text not null, registrationTime integer not null, deriver text, narSize integer, ultimate integer, sigs text, ca text); CREATE TABLE Refs (referrer integer not null, reference integer not null, primary key (referrer, reference)); CREATE TABLE DerivationOutputs (drv integer not null, id text not null, path text not null, primary key (drv, id))',
      );
      const insert = database.prepare(
        'INSERT INTO ValidPaths (path, hash, registrationTime, narSize, deriver) VALUES (?, ?, 1, 1, ?)',
      );
      for (const [at, label] of paths.entries()) {
        const path = `/nix/store/${`${at}abcdfghijklmnpqrsvwxyz012345678`.slice(0, 32)}-${label}`;
        insert.run(path, `sha256:${hash}`, label.endsWith('.drv') ? null : `${path}.drv`);
        mkdirSync(join(root, path, 'bin'), { recursive: true });
        writeFileSync(join(root, path, 'bin/x'), 'x');
      }
      database.close();
    },
  },
];
