import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../build/parts.ts';
import type { FeedRecord } from './feed-records.ts';
import { pick, random, sample, stepped } from './sampling.ts';

/** A binary package to be built: what stands in its control file. */
export interface Deb {
  readonly name: string;
  readonly version: string;
  /** The `Source` field as it is written; null where there is none. */
  readonly source: string | null;
  readonly architecture: string;
  /** What is done with it after building. */
  readonly fate: 'install' | 'unpack' | 'remove';
}

/** What dpkg says is installed. */
export interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: string;
  readonly sourceVersion: string;
}

/**
 * Old and new versions of real packages: for a sample of the sources that the records of a release name, versions around the fixed
 * one, in each of the ways in which dpkg knows a binary package's source; `base` are packages of the image, taken back to before a fix.
 */
export function debsAround(
  records: readonly FeedRecord[],
  release: string,
  base: readonly DpkgPackage[],
  seed: number,
): Deb[] {
  const next = random(seed);
  const fixes = fixesBySource(records, release);
  const ours = [...fixes].filter(([, fix]) => fix.here.length > 0);
  const inBase = new Set(base.flatMap(({ name, source }) => [name, source]));
  const free = ours.filter(([source]) => !inBase.has(source) && /^[a-z0-9][a-z0-9+.-]+$/.test(source));
  const often = free.filter(([, { here }]) => here.length > 3);
  const seldom = free.filter(([, { here }]) => here.length <= 3);
  const chosen = [...sample(often, 8, next), ...sample(seldom, 30, next)];

  const debs: Deb[] = [];
  for (const [source, { here, elsewhere }] of chosen) {
    const fixed = pick(here, next);
    const wild = [...elsewhere, ...here, ...variants(fixed)];
    const versions = [pick(below(fixed), next), fixed, pick(above(fixed), next), pick(wild, next)];
    for (const [at, version] of versions.entries()) debs.push({ ...debOf(source, version, at), fate: 'install' });
  }
  for (const { name, source, architecture } of base) {
    const fixed = fixes.get(source)?.here.at(-1);
    if (fixed === undefined) continue;
    const version = pick(below(fixed), next);
    debs.push({ name, version, source: name === source ? null : source, architecture, fate: 'install' });
  }
  // Named as a source that has records, built from another that has none: nothing may be found in these.
  const rest = free.filter((entry) => !chosen.includes(entry)).map(([source]) => source);
  const [first = '', second = '', third = '', ...others] = rest;
  for (const name of [first, second]) debs.push({ ...harmless, name, source: `${name}-defaults` });
  debs.push({ ...harmless, name: third, source: 'meta-packages (1.0)' });
  // Records of other releases only.
  const older = [...fixes].filter(([source, { here }]) => here.length === 0 && /^[a-z][a-z0-9+.-]+$/.test(source));
  for (const [name] of sample(older, 8, next)) if (!inBase.has(name)) debs.push({ ...harmless, name, source: null });
  // Unpacked packages are there; of removed ones only the configuration is.
  const [unpacked = '', removed = '', foreign = ''] = others;
  debs.push({ ...harmless, name: unpacked, source: null, version: '0.1-1', fate: 'unpack' });
  debs.push({ ...harmless, name: removed, source: null, version: '0.1-1', fate: 'remove' });
  for (const architecture of ['amd64', 'i386'])
    debs.push({ ...harmless, name: `lib${foreign}0`, source: foreign, version: '0.1-1', architecture });
  return debs;
}

const harmless = { version: '0.1-1', architecture: 'all', fate: 'install' } as const;

/** The same source and source version, said in four ways. */
function debOf(source: string, version: string, way: number): Omit<Deb, 'fate'> {
  if (way === 0) return { name: source, version, source: null, architecture: 'amd64' };
  if (way === 1) return { name: `lib${source}0`, version, source, architecture: 'amd64' };
  // A rebuild without a change of the source.
  if (way === 2)
    return { name: `${source}-bin`, version: `${version}+b2`, source: `${source} (${version})`, architecture: 'amd64' };
  return { name: `${source}-common`, version: '9:99.0', source: `${source} (${version})`, architecture: 'all' };
}

function below(version: string): string[] {
  return [`${version}~`, `${version}~bpo9+1`, stepped(version, -1), withoutRevision(version)].filter((v) => v !== null);
}

function above(version: string): string[] {
  return [`${version}+b1`, `${version}.1`, `${version}a`, stepped(version, 1)].filter((v) => v !== null);
}

/** Epochs above all: they are what a comparison that only looks at numbers gets wrong. */
function variants(version: string): string[] {
  const [epoch, rest] = version.includes(':') ? version.split(/:(.*)/s) : ['0', version];
  return [
    `${Number(epoch) + 1}:0.1-1`,
    `0:${rest}`,
    rest!,
    `${epoch}:${rest}`,
    version.replace(/\+/g, '~'),
    `${rest}+really0`,
  ];
}

function withoutRevision(version: string): string {
  return version.replace(/-[^-]*$/, '');
}

function fixesBySource(
  records: readonly FeedRecord[],
  release: string,
): Map<string, { here: string[]; elsewhere: string[] }> {
  const fixes = new Map<string, { here: string[]; elsewhere: string[] }>();
  for (const { affected } of records) {
    for (const { ecosystem, name, ranges } of affected) {
      const known = fixes.get(name) ?? { here: [], elsewhere: [] };
      fixes.set(name, known);
      const versions = ranges.flat().filter(([kind]) => kind === 'fixed');
      known[ecosystem === release ? 'here' : 'elsewhere'].push(...versions.map(([, version]) => version));
    }
  }
  return fixes;
}

/** Builds the packages with dpkg-deb and gives them to dpkg, for the database below `root`. */
export function installDebs(root: string, debs: readonly Deb[]): void {
  const work = `${root}.debs`;
  for (const [at, deb] of debs.entries()) {
    const tree = join(work, `${deb.fate}-${at}`);
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
    const source = deb.source === null ? [] : [`Source: ${deb.source}`];
    const control = [
      `Package: ${deb.name}`,
      ...source,
      `Version: ${deb.version}`,
      `Architecture: ${deb.architecture}`,
      ...(deb.architecture === 'all' ? [] : ['Multi-Arch: same']),
      'Maintainer: Nobody <nobody@example.org>',
      'Description: a version to be found',
      ' It contains nothing.\n',
    ];
    writeFileSync(join(tree, 'DEBIAN/control'), control.join('\n'));
    if (deb.fate !== 'remove') continue;
    mkdirSync(join(tree, 'etc'));
    writeFileSync(join(tree, 'etc', deb.name), 'kept\n');
    writeFileSync(join(tree, 'DEBIAN/conffiles'), `/etc/${deb.name}\n`);
  }
  const build = 'for tree in *; do dpkg-deb -Znone --root-owner-group --build "$tree" "$tree.deb"; done';
  run('sh', ['-ec', build], { cwd: work });
  const files = (...fates: Deb['fate'][]) =>
    readdirSync(work)
      .filter((name) => name.endsWith('.deb') && fates.some((fate) => name.startsWith(`${fate}-`)))
      .map((name) => join(work, name));
  const dpkg = (...args: string[]) => run('dpkg', [`--root=${root}`, '--force-all', '--no-triggers', ...args]);
  dpkg('--add-architecture', 'i386');
  dpkg('--install', ...files('install', 'remove'));
  dpkg('--unpack', ...files('unpack'));
  dpkg('--remove', ...debs.filter(({ fate }) => fate === 'remove').map(({ name }) => name));
  rmSync(work, { recursive: true });
}

/** What `dpkg-query` calls installed below `root`: everything but what is gone to its configuration. */
export function dpkgPackages(root: string): DpkgPackage[] {
  const fields = ['Package', 'Version', 'Architecture', 'source:Package', 'source:Version', 'db:Status-Status'];
  const format = `${fields.map((field) => `\${${field}}`).join('\\t')}\\n`;
  return run('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '-W', '-f', format])
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, , , , , status]) => status !== 'config-files' && status !== 'not-installed')
    .map(([name = '', version = '', architecture = '', source = '', sourceVersion = '']) => {
      return { name, version, architecture, source, sourceVersion };
    });
}
