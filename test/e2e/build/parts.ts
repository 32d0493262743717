import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import type { TestContext } from 'node:test';

/** Real programs that tests run against, and the Debian package that brings each. */
const packages = {
  docker: 'docker.io',
  dockerd: 'docker.io',
  nsenter: 'util-linux',
  systemctl: 'systemd',
  busybox: 'busybox-static',
  script: 'bsdutils',
  'docker-compose': 'docker-compose',
  skopeo: 'skopeo',
  podman: 'podman',
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  openssl: 'openssl',
  debootstrap: 'debootstrap',
  'docker-registry': 'docker-registry',
  htpasswd: 'apache2-utils',
  dpkg: 'dpkg',
  'dpkg-deb': 'dpkg',
  rpm: 'rpm',
  rpmbuild: 'rpm',
  db_load: 'db-util',
  pacman: 'pacman-package-manager',
  vercmp: 'makepkg',
  zstd: 'zstd',
  xz: 'xz-utils',
  tar: 'tar',
  perl: 'perl',
  python3: 'python3',
  pip3: 'python3-pip',
  chromium: 'chromium',
  faketime: 'faketime',
  cc: 'gcc',
  strip: 'binutils',
  as: 'binutils',
  ld: 'binutils',
  go: 'golang-go',
  mvn: 'maven',
  javac: 'default-jdk-headless',
  jmod: 'default-jdk-headless',
  jlink: 'default-jdk-headless',
  unzip: 'unzip',
  rustc: 'rustc',
  ruby: 'ruby',
  gem: 'ruby',
  php: 'php-cli',
  composer: 'composer',
  luarocks: 'luarocks',
  conan: 'python3-pip, and with it conan',
  'nix-store': 'nix-bin',
  'nix-instantiate': 'nix-bin',
  elixir: 'elixir',
  Rscript: 'r-base-core',
  opam: 'opam',
  cabal: 'cabal-install (its program alone will do)',
  mono: 'mono-runtime',
  mcs: 'mono-mcs',
  'rust-semver': 'librust-semver-dev',
  make: 'make',
  npm: 'npm',
  nimble: 'nim',
  swipl: 'swi-prolog-nox',
  plistutil: 'libplist-utils',
} as const;

export type Part = keyof typeof packages;

/** Parts that are no programs, by where they lie. */
const places: Partial<Record<Part, string>> = { 'rust-semver': '/usr/share/cargo/registry/semver-1*' };

/** Where such a part lies. */
export function fileOf(part: Part): string {
  const [found] = globSync(places[part] ?? '');
  if (found === undefined) throw new Error(`${part} is not here`);
  return found;
}

/**
 * Whether the real parts that a test needs are here. Where one is missing the test is skipped, naming the Debian package to install;
 * where `CI` is true it fails instead.
 */
export function has(t: TestContext, ...parts: readonly Part[]): boolean {
  for (const part of parts) {
    const trouble = troubleWith(part);
    if (trouble === null) continue;
    const message = `needs ${part}: ${trouble} (Debian package: ${packages[part]})`;
    if (process.env['CI'] === 'true') throw new Error(message);
    t.skip(message);
    return false;
  }
  return true;
}

/** For {@link has} in a hook, which cannot skip: the tests after it do. */
export const inHook = { skip: () => {} } as unknown as TestContext;

/** Where Docker of a later Debian than this one is unpacked: `PLIMSOLL_NEWER_DOCKER`, which `.ci/run` sets. Else as {@link has}. */
export function newerDocker(t: TestContext): string | null {
  const folder = process.env['PLIMSOLL_NEWER_DOCKER'];
  if (folder !== undefined && spawnSync(`${folder}/dockerd`, ['--version']).status === 0) return folder;
  const message =
    'needs dockerd 25 or newer with its containerd, unpacked: PLIMSOLL_NEWER_DOCKER (Debian 13: docker.io, containerd)';
  if (process.env['CI'] === 'true') throw new Error(message);
  t.skip(message);
  return null;
}

/** As {@link has}, for a test that makes file systems with owners and devices. */
export function isRoot(t: TestContext): boolean {
  if (process.getuid?.() === 0) return true;
  if (process.env['CI'] === 'true') throw new Error('needs to run as root');
  t.skip('needs to run as root: debootstrap and package databases are made with real owners');
  return false;
}

/** Parts that were here when a test of this file asked: they are not looked for again, which takes an engine longer than many a test. */
const seen = new Set<Part>();

function troubleWith(part: Part): string | null {
  if (seen.has(part)) return null;
  const trouble = lookFor(part);
  if (trouble === null) seen.add(part);
  return trouble;
}

function lookFor(part: Part): string | null {
  const place = places[part];
  if (place !== undefined) return globSync(place).length > 0 ? null : `nothing is at ${place}`;
  if (spawnSync('sh', ['-c', `command -v ${part}`]).status !== 0) return 'it is not on PATH';
  if (part !== 'docker') return null;
  return spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0 ? null : 'no engine answers';
}

/** Runs a program and returns what it printed; its complaints are in the error when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { input?: Buffer | string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Buffer {
  return execFileSync(program, args, { maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'pipe'], ...options });
}
