import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { debianBase, testCache } from '../build/debian.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-programs-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Debian's packages of which one program or library is copied into an image without the package, and what it is. */
const programs: readonly [package_: string, name: string][] = [
  ['7zip', '7zip'],
  ['apache2-bin', 'httpd'],
  ['bash', 'bash'],
  ['bind9', 'bind'],
  ['busybox-static', 'busybox'],
  ['chrony', 'chrony'],
  ['curl', 'curl'],
  ['dnsmasq-base', 'dnsmasq'],
  ['dovecot-core', 'dovecot'],
  ['dropbear-bin', 'dropbear'],
  ['erlang-base', 'erlang'],
  ['exim4-daemon-light', 'exim'],
  ['ffmpeg', 'ffmpeg'],
  ['gawk', 'gawk'],
  ['gdb', 'gdb'],
  ['git', 'git'],
  ['gzip', 'gzip'],
  ['haproxy', 'haproxy'],
  ['jq', 'jq'],
  ['keepalived', 'keepalived'],
  ['libarchive13', 'libarchive'],
  ['libc6', 'glibc'],
  ['libcurl4', 'libcurl'],
  ['libdb5.3', 'berkeley-db'],
  ['libexpat1', 'expat'],
  ['libgcrypt20', 'libgcrypt'],
  ['libgnutls30', 'gnutls'],
  ['libjemalloc2', 'jemalloc'],
  ['libkrb5-3', 'krb5'],
  ['libmagickcore-6.q16-6', 'imagemagick'],
  ['libmbedcrypto7', 'mbedtls'],
  ['libnode108', 'node'],
  ['libpcre2-8-0', 'pcre2'],
  ['libperl5.36', 'perl'],
  ['libpng16-16', 'libpng'],
  ['libpython3.11', 'python'],
  ['libqt5core5a', 'qt'],
  ['libruby3.1', 'ruby'],
  ['libsqlcipher0', 'sqlcipher'],
  ['libsqlite3-0', 'sqlite'],
  ['libssh2-1', 'libssh2'],
  ['libssl3', 'openssl'],
  ['libtiff6', 'libtiff'],
  ['lighttpd', 'lighttpd'],
  ['lua5.4', 'lua'],
  ['mariadb-server-core', 'mariadb'],
  ['memcached', 'memcached'],
  ['monit', 'monit'],
  ['mono-runtime-sgen', 'mono'],
  ['mosquitto', 'mosquitto'],
  ['musl', 'musl'],
  ['nginx', 'nginx'],
  ['nmap', 'nmap'],
  ['openjdk-17-jre-headless', 'openjdk'],
  ['openssh-server', 'openssh'],
  ['openssl', 'openssl'],
  ['openvpn', 'openvpn'],
  ['pdns-server', 'pdns'],
  ['perl-base', 'perl'],
  ['pgbouncer', 'pgbouncer'],
  ['php8.2-cli', 'php'],
  ['php8.2-fpm', 'php'],
  ['postfix', 'postfix'],
  ['postgresql-15', 'postgresql'],
  ['proftpd-core', 'proftpd'],
  ['python3.11-minimal', 'python'],
  ['redis-tools', 'redis'],
  ['rsync', 'rsync'],
  ['rustc', 'rust'],
  ['samba', 'samba'],
  ['slapd', 'openldap'],
  ['squid', 'squid'],
  ['stunnel4', 'stunnel'],
  ['sudo', 'sudo'],
  ['tcpdump', 'tcpdump'],
  ['tini', 'tini'],
  ['tor', 'tor'],
  ['toybox', 'toybox'],
  ['unbound', 'unbound'],
  ['util-linux', 'util-linux'],
  ['varnish', 'varnish'],
  ['vim-tiny', 'vim'],
  ['vsftpd', 'vsftpd'],
  ['wget', 'wget'],
  ['xz-utils', 'xz'],
  ['zlib1g', 'zlib'],
  ['zsh', 'zsh'],
  ['zstd', 'zstd'],
];

interface Scanned {
  readonly files: readonly Readonly<Record<'kind' | 'path' | 'mode' | 'user', string>>[];
  readonly packages: readonly { name: string; version: string; type: string; path: string; purl: string }[];
  readonly gaps: readonly { what: string; reason: string; path: string | null }[];
}

async function scanned(name: string, ...layers: readonly Buffer[]): Promise<Scanned> {
  const archive = join(folder, `${name}.tar`);
  writeFileSync(archive, dockerArchive({ layers }));
  const home = join(folder, `home-${name}`);
  mkdirSync(home);
  const ran = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home });
  return JSON.parse(ran.stdout) as Scanned;
}

const layerOf = (root: string) => run('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.']);

/** Debian's packages as files, fetched once. */
function debs(): ReadonlyMap<string, string> {
  const place = join(testCache(), 'programs-bookworm');
  mkdirSync(place, { recursive: true });
  const there = () => new Map(readdirSync(place).map((file) => [file.slice(0, file.indexOf('_')), join(place, file)]));
  const missing = programs.map(([name]) => name).filter((name) => !there().has(name));
  if (missing.length > 0) run('apt-get', ['download', '-qq', ...missing], { cwd: place });
  return there();
}

/** The upstream version of a Debian package: without epoch and revision, and what it really is where a newer one was taken back. */
function upstream(deb: string): string {
  const version = decodeURIComponent(/_([^_]+)_/.exec(deb)?.[1] ?? '').replace(/^\d+:/, '');
  return (/\+really(.+)$/.exec(version)?.[1] ?? version).replace(/-[^-]*$/, '');
}

test("programs of Debian's packages without the packages are known with their versions", async (t) => {
  if (!has(t, 'dpkg-deb', 'tar')) return;
  if (!readFileSync('/etc/os-release', 'utf8').includes('bookworm'))
    return t.skip('needs Debian 12, whose packages these are');
  const files = debs();
  const root = join(folder, 'root');
  mkdirSync(join(root, 'opt'), { recursive: true });
  for (const [name] of programs) run('dpkg-deb', ['-x', files.get(name) ?? '', join(root, 'opt', name)]);
  const { packages, gaps } = await scanned('debian', layerOf(root));
  for (const [package_, name] of programs) {
    const here = packages.filter((pkg) => pkg.type === 'generic' && pkg.path.startsWith(`opt/${package_}/`));
    const versions = here.filter((pkg) => pkg.name === name).map(({ version }) => version);
    const expected = upstream(files.get(package_) ?? '');
    assert.ok(versions.length > 0, `${package_}: ${JSON.stringify(here)}`);
    for (const version of versions)
      assert.ok(expected === version || expected.startsWith(version), `${package_}: ${version} of ${expected}`);
  }
  assert.ok(
    gaps.some(({ reason, what }) => reason === 'no-advisories' && what === 'busybox'),
    'said, not silent',
  );
  return undefined;
});

test('a Node.js too large to be held is known, and a program that nobody knows is named', async () => {
  const bin = join(folder, 'app/usr/local/bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(process.execPath, join(bin, 'node'));
  for (const name of ['own', 'own.bin']) copyFileSync('/usr/bin/true', join(bin, name));
  writeFileSync(join(bin, 'script'), '#!/bin/sh\n', { mode: 0o755 });
  const { packages, gaps, files } = await scanned('node', layerOf(join(folder, 'app')));
  assert.deepEqual(
    packages.filter(({ type }) => type === 'generic').map(({ purl }) => purl),
    [`pkg:generic/node@${process.versions.node}`],
  );
  assert.deepEqual(
    gaps.filter(({ reason }) => reason === 'unowned-executable').map(({ path }) => path),
    ['usr/local/bin/own', 'usr/local/bin/own.bin'],
  );
  assert.deepEqual(
    files.map(({ kind, path, mode, user }) => `${kind} ${path} ${mode} ${user}`),
    ['usr/local/bin/own', 'usr/local/bin/own.bin'].map((path) => `unowned-executable ${path} 0755 0`),
  );
});

test('busybox under its second name, and all others that it has', async (t) => {
  if (!has(t, 'busybox', 'tar')) return;
  const bin = join(folder, 'box/bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(run('sh', ['-c', 'command -v busybox']).toString().trim(), join(bin, '['));
  for (const name of ['ash', 'busybox', 'zcat']) run('ln', [join(bin, '['), join(bin, name)]);
  const { packages, gaps } = await scanned(
    'busybox',
    run('tar', ['-C', join(folder, 'box'), '--sort=name', '-cf', '-', '.']),
  );
  assert.deepEqual(
    packages.map(({ name, type }) => `${type} ${name}`),
    ['generic busybox'],
  );
  assert.deepEqual(
    gaps.filter(({ reason }) => reason !== 'no-advisories'),
    [],
  );
});

test('of a Debian as it comes no executable is named', async (t) => {
  if (!has(t, 'debootstrap')) return;
  const base = readFileSync(debianBase());
  const { packages, gaps } = await scanned('pristine', base);
  assert.deepEqual(
    packages.filter(({ type }) => type === 'generic'),
    [],
  );
  assert.deepEqual(
    gaps.filter(({ reason }) => reason === 'unowned-executable'),
    [],
  );
});

test('of what rpm installed no executable is named, through links to directories too', async (t) => {
  if (!has(t, 'rpm', 'rpmbuild', 'tar')) return;
  const build = join(folder, 'rpm');
  const root = join(folder, 'rpmroot');
  mkdirSync(build);
  const paths = ['/bin/tool', '/sbin/mkfs.own', '/usr/libexec/helper.x', '/usr/lib64/own/part.one'];
  const spec = `Name: own
Version: 1
Release: 1
Summary: x
License: MIT
AutoReqProv: no
%define _build_id_links none
%define debug_package %{nil}
%description
x
%install
${paths.map((path) => `install -D -m 755 /usr/bin/true %{buildroot}${path}`).join('\n')}
%files
${paths.join('\n')}
`;
  writeFileSync(join(build, 'own.spec'), spec);
  run('rpmbuild', ['-bb', '--define', `_topdir ${build}`, join(build, 'own.spec')]);
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  mkdirSync(join(root, 'usr/sbin'), { recursive: true });
  mkdirSync(join(root, 'etc'));
  run('ln', ['-s', 'usr/bin', join(root, 'bin')]);
  run('ln', ['-s', 'usr/sbin', join(root, 'sbin')]);
  writeFileSync(join(root, 'etc/os-release'), 'ID=almalinux\nVERSION_ID="9.4"\nPLATFORM_ID="platform:el9"\n');
  const [architecture = ''] = readdirSync(join(build, 'RPMS'));
  const file = join(build, 'RPMS', architecture, readdirSync(join(build, 'RPMS', architecture))[0] ?? '');
  run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '--nodeps', '--ignorearch', '-i', file]);
  assert.ok(existsSync(join(root, 'usr/bin/tool')), 'installed through the link');
  const { packages, gaps } = await scanned('rpm', layerOf(root));
  assert.deepEqual(
    packages.map(({ name, type }) => `${type} ${name}`),
    ['rpm own'],
  );
  assert.deepEqual(
    gaps.filter(({ reason }) => reason === 'unowned-executable'),
    [],
  );
});
