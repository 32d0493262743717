import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manyPackages } from '../../../src/formats/ndb/testing/databases.ts';
import { debianBase } from '../../../test/e2e/build/debian.ts';
import { run } from '../../../test/e2e/build/parts.ts';
import { toBerkeleyDb } from '../../../test/e2e/ecosystems/berkeley-db.ts';
import type { Specimen } from './specimen.ts';

/** Packages as rpm's own macros would name them: epochs, modules, tildes, two architectures, one without a source. */
const rpms = [
  ['bash', '', '5.2.26', '3.fc40', 'x86_64', ''],
  ['openssl-libs', '1', '3.2.2', '3.fc40', 'x86_64', ''],
  ['perl-Errno', '', '1.37', '506.fc40', 'x86_64', ''],
  ['tzdata', '', '2024a', '5.fc40', 'noarch', ''],
  ['nodejs', '1', '18.20.2', '1.module+el8.9.0+1+abcdef', 'x86_64', 'nodejs:18:8090020240501000000:a75119d5'],
  ['python3.12', '', '3.12.0~rc3', '1.fc40', 'x86_64', ''],
  ['glibc', '', '2.39', '13.fc40', 'x86_64', ''],
  ['java-17-openjdk-headless', '1', '17.0.11.0.9', '1.fc40', 'x86_64', ''],
  ['libfoo++', '', '1.0^20240101git1234567', '1', 'x86_64', ''],
] as const;

const releases = {
  fedora: 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=40\nPRETTY_NAME="Fedora Linux 40 (Container Image)"\n',
  almalinux:
    'NAME="AlmaLinux"\nVERSION="8.9"\nID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="8.9"\nPRETTY_NAME="AlmaLinux 8.9"\n',
  opensuse:
    'NAME="openSUSE Leap"\nVERSION="15.5"\nID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.5"\nPRETTY_NAME="openSUSE Leap 15.5"\n',
} as const;

function rpmTree(root: string, work: string, release: string): void {
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/os-release'), release);
  const define = (name: string, value: string) => ['--define', `${name} ${value}`];
  for (const [name, epoch, version, rel, arch, label] of rpms) {
    const spec = [
      `Name: ${name}`,
      ...(epoch === '' ? [] : [`Epoch: ${epoch}`]),
      `Version: ${version}`,
      `Release: ${rel}`,
      'Summary: x',
      'License: MIT and GPLv2+',
      ...(arch === 'noarch' ? ['BuildArch: noarch'] : []),
      ...(label === '' ? [] : [`ModularityLabel: ${label}`]),
      '%description',
      'x',
      '%install',
      `mkdir -p %{buildroot}/usr/share/${name}`,
      `echo ${name} > %{buildroot}/usr/share/${name}/x`,
      '%files',
      `/usr/share/${name}`,
    ];
    writeFileSync(join(work, `${name}.spec`), `${spec.join('\n')}\n`);
    run('rpmbuild', [
      '-bb',
      ...define('_topdir', work),
      ...define('_rpmdir', join(work, 'out')),
      join(work, `${name}.spec`),
    ]);
  }
  const files = run('find', [join(work, 'out'), '-name', '*.rpm'])
    .toString()
    .trim()
    .split('\n');
  run('rpm', [
    '--root',
    root,
    ...define('_dbpath', '/var/lib/rpm'),
    '-i',
    '--nodeps',
    '--noscripts',
    '--notriggers',
    ...files,
  ]);
}

function rpmSpecimen(id: string, release: keyof typeof releases, form: 'sqlite' | 'bdb'): Specimen {
  return {
    id,
    of: `rpmbuild, rpm${form === 'bdb' ? ', db_load' : ''}`,
    needs: ['rpmbuild', 'rpm', ...(form === 'bdb' ? ['db_load'] : [])],
    make: (root, work) => {
      rpmTree(root, work, releases[release]);
      if (form === 'bdb') toBerkeleyDb(root, { endian: 'little', pageSize: 4096 });
    },
  };
}

const apks = [
  ['musl', '1.2.4-r2', 'musl', 'MIT'],
  ['busybox', '1.36.1-r5', 'busybox', 'GPL-2.0-only'],
  ['ssl_client', '1.36.1-r5', 'busybox', 'GPL-2.0-only'],
  ['libcrypto3', '3.1.4-r1', 'openssl', 'Apache-2.0'],
  ['.build-deps', '20240101.000000', '', ''],
] as const;

export const distributions: readonly Specimen[] = [
  {
    id: 'debian',
    of: 'debootstrap',
    needs: ['debootstrap'],
    make: (root) => void run('tar', ['-C', root, '-xpf', debianBase()]),
  },
  rpmSpecimen('fedora', 'fedora', 'sqlite'),
  rpmSpecimen('almalinux', 'almalinux', 'bdb'),
  {
    id: 'opensuse',
    of: 'the database of packages that rpm’s own writer of NDB made',
    needs: [],
    make: (root) => {
      mkdirSync(join(root, 'etc'));
      writeFileSync(join(root, 'etc/os-release'), releases.opensuse);
      mkdirSync(join(root, 'usr/lib/sysimage/rpm'), { recursive: true });
      writeFileSync(join(root, 'usr/lib/sysimage/rpm/Packages.db'), manyPackages());
    },
  },
  {
    id: 'alpine',
    of: 'by hand, after apk-tools’ own form',
    needs: [],
    make: (root) => {
      mkdirSync(join(root, 'etc'));
      writeFileSync(
        join(root, 'etc/os-release'),
        'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.18.4\nPRETTY_NAME="Alpine Linux v3.18"\n',
      );
      writeFileSync(join(root, 'etc/alpine-release'), '3.18.4\n');
      mkdirSync(join(root, 'etc/apk'));
      writeFileSync(join(root, 'etc/apk/arch'), 'x86_64\n');
      writeFileSync(join(root, 'etc/apk/repositories'), 'https://dl-cdn.alpinelinux.org/alpine/v3.18/main\n');
      mkdirSync(join(root, 'lib/apk/db'), { recursive: true });
      const text = apks.map(([name, version, origin, license]) =>
        [
          'C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=',
          `P:${name}`,
          `V:${version}`,
          `A:${origin === '' ? 'noarch' : 'x86_64'}`,
          'S:1',
          'I:1',
          `T:${name}`,
          'U:https://example.org/',
          ...(license === '' ? [] : [`L:${license}`]),
          ...(origin === '' ? [] : [`o:${origin}`]),
          'm:N <n@example.org>',
          't:1700000000',
          `F:usr/share/${name}`,
          'R:x',
          'Z:Q1kjpYjRqIjlWjM3qKfYDv5BpPmqs=',
          '',
          '',
        ].join('\n'),
      );
      writeFileSync(join(root, 'lib/apk/db/installed'), text.join(''));
    },
  },
  {
    id: 'arch',
    of: 'pacman',
    needs: ['pacman'],
    make: (root, work) => {
      mkdirSync(join(root, 'etc'));
      mkdirSync(join(root, 'var/lib/pacman'), { recursive: true });
      writeFileSync(join(root, 'etc/os-release'), 'NAME="Arch Linux"\nID=arch\nPRETTY_NAME="Arch Linux"\n');
      const files = [
        ['bash', 'bash', '5.2.026-2', 'x86_64'],
        ['python-six', 'six', '1:1.16.0-9', 'any'],
        ['gcc-libs', 'gcc', '13.2.1-5', 'x86_64'],
      ].map(([name = '', base, version, arch]) => {
        const tree = join(work, name);
        mkdirSync(join(tree, 'usr/share', name), { recursive: true });
        writeFileSync(join(tree, 'usr/share', name, 'x'), 'x');
        const info = `pkgname = ${name}\npkgbase = ${base}\npkgver = ${version}\narch = ${arch}\npkgdesc = d\nlicense = MIT\nsize = 1\n`;
        writeFileSync(join(tree, '.PKGINFO'), info);
        run('tar', ['-C', tree, '--owner=0', '--group=0', '-cf', `${tree}.pkg.tar`, '.PKGINFO', 'usr']);
        return `${tree}.pkg.tar`;
      });
      run('pacman', ['--root', root, '--dbpath', join(root, 'var/lib/pacman'), '--noconfirm', '-Udd', ...files]);
    },
  },
  {
    id: 'distroless',
    of: 'dpkg-deb, the records laid out as distroless images have them',
    needs: ['apt-get', 'dpkg-deb'],
    make: (root, work) => {
      mkdirSync(join(root, 'var/lib/dpkg/status.d'), { recursive: true });
      const folder = join(work, 'debs');
      mkdirSync(folder);
      run('apt-get', ['download', '-q', 'base-files', 'netbase', 'tzdata', 'libssl3', 'libc6'], { cwd: folder });
      chmodSync(folder, 0o755);
      for (const file of run('ls', [folder]).toString().trim().split('\n')) {
        const deb = join(folder, file);
        const name = file.slice(0, file.indexOf('_'));
        run('dpkg-deb', ['-x', deb, root]);
        run('dpkg-deb', ['-e', deb, join(work, name)]);
        writeFileSync(join(root, 'var/lib/dpkg/status.d', name), run('dpkg-deb', ['-f', deb]));
        cpSync(join(work, name, 'md5sums'), join(root, `var/lib/dpkg/status.d/${name}.md5sums`));
      }
    },
  },
];
