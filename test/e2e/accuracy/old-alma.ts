import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../build/parts.ts';
import type { FeedRecord } from './feed-records.ts';
import { streamsIn } from './module-builds.ts';
import { pick, random, sample, stepped } from './sampling.ts';

/** A package to be built. */
export interface Rpm {
  readonly name: string;
  /** `[epoch:]version-release`. */
  readonly version: string;
  readonly architecture: 'x86_64' | 'noarch';
  /** `module:stream:version:context`; empty where it belongs to no module. */
  readonly label: string;
}

interface Fix {
  readonly version: string;
  readonly streams: readonly string[];
}

interface Fixes {
  readonly plain: Fix[];
  readonly modular: Fix[];
}

/**
 * Old and new versions of real packages: for a sample of the names in the records of a release, versions around a fixed one; of modules also
 * builds for another stream than the fix, without a label, and beside a package of that name which belongs to no module.
 */
export function rpmsAround(records: readonly FeedRecord[], ecosystem: string, seed: number): Rpm[] {
  const next = random(seed);
  const fixes = [...fixesByName(records, ecosystem)];
  const usable = fixes.filter(([name]) => /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(name));
  const plain = usable.filter(([, { modular }]) => modular.length === 0);
  const both = usable.filter(([, fix]) => fix.modular.length > 0 && fix.plain.length > 0);
  const streams = usable.filter(([, { modular }]) => new Set(modular.flatMap((fix) => fix.streams)).size > 1);
  const rpms: Rpm[] = [];
  const add = (name: string, label: string, ...versions: string[]) => {
    for (const version of versions)
      rpms.push({ name, version, label, architecture: next() < 0.2 ? 'noarch' : 'x86_64' });
  };
  for (const [name, known] of [...sample(plain, 60, next), ...sample(both, 12, next)]) {
    const fixed = pick(known.plain, next).version;
    add(name, '', pick(below(fixed), next), fixed, pick(above(fixed), next), pick(variants(fixed), next));
  }
  for (const [name, { modular }] of new Map([...sample(both, 12, next), ...sample(streams, 30, next)])) {
    const { version: fixed, streams: named } = pick(modular, next);
    const other = pick(modular, next);
    const label = `${pick([...named, ...other.streams, 'other:1'], next)}:8060020220101000000:abcdef01`;
    add(name, label, pick(below(fixed), next), fixed, pick(above(fixed), next), pick(below(other.version), next));
    add(name, '', pick(below(fixed), next));
  }
  return [...new Map(rpms.map((rpm) => [`${rpm.name} ${rpm.version}`, rpm])).values()];
}

function fixesByName(records: readonly FeedRecord[], release: string): Map<string, Fixes> {
  const fixes = new Map<string, Fixes>();
  for (const record of records) {
    for (const { ecosystem, name, ranges } of record.affected) {
      if (ecosystem !== release) continue;
      const known = fixes.get(name) ?? { plain: [], modular: [] };
      fixes.set(name, known);
      for (const [kind, version] of ranges.flat()) {
        if (kind !== 'fixed') continue;
        known[version.includes('.module_') ? 'modular' : 'plain'].push({ version, streams: streamsIn(record) });
      }
    }
  }
  return fixes;
}

function partsOf(evr: string): [epoch: string, version: string, release: string] {
  const [, epoch = '', version = '', release = ''] = /^(\d+:)?(.*)-([^-]*)$/.exec(evr)!;
  return [epoch, version, release];
}

/** The release with its number changed, not that of the distribution behind it. */
function rereleased(release: string, by: number): string | null {
  const end = release.search(/\.(el|module)/);
  return stepped(release, by, end === -1 ? release.length : end);
}

function below(evr: string): string[] {
  const [epoch, version, release] = partsOf(evr);
  const versions = [stepped(version, -1), `${version}~rc1`].filter((text) => text !== null);
  const releases = [rereleased(release, -1), release.replace(/^(\d+).*?(\.module.*)?$/s, '$1$2'), `${release}~1`];
  return [
    ...versions.map((text) => `${epoch}${text}-${release}`),
    ...releases.filter((text) => text !== null && text !== release).map((text) => `${epoch}${version}-${text}`),
  ];
}

function above(evr: string): string[] {
  const [epoch, version, release] = partsOf(evr);
  const versions = [stepped(version, 1), `${version}^git1`, `${version}.0`, `${version}a`];
  return [
    ...versions.map((text) => `${epoch}${text}-${release}`),
    ...[rereleased(release, 1), `${release}_1`, `${release}.1`, `${release}^1`].map(
      (text) => `${epoch}${version}-${text}`,
    ),
  ];
}

/** What is the same in spite of how it looks, and the other way round. */
function variants(evr: string): string[] {
  const [epoch, version, release] = partsOf(evr);
  return [
    `${epoch}0${version}-${release}`,
    `${epoch}${version.replace(/\./g, '_')}-${release}`,
    `${epoch}${version}-0${release}`,
    `${version}-${release}`,
    `0:${version}-${release}`,
    `${Number.parseInt(epoch || '0', 10) + 1}:0.1-1`,
    `${epoch}${version.toUpperCase()}-${release.toUpperCase()}`,
  ];
}

/** Builds the packages with rpmbuild and gives them to rpm, for the database below `root`; takes a few of them away again. */
export function installRpms(root: string, rpms: readonly Rpm[], gone: readonly string[]): void {
  const work = `${root}.rpms`;
  mkdirSync(work);
  const rounds: Rpm[][] = [];
  const seen = new Map<string, number>();
  for (const rpm of rpms) {
    const round = seen.get(rpm.name) ?? 0;
    seen.set(rpm.name, round + 1);
    rounds[round] = [...(rounds[round] ?? []), rpm];
  }
  const define = (name: string, value: string) => ['--define', `${name} ${value}`];
  for (const [at, round] of rounds.entries()) {
    const spec = join(work, `round-${at}.spec`);
    writeFileSync(
      spec,
      [`Name: round-${at}`, 'Version: 1', 'Release: 1', ...common, ...round.flatMap(lines)].join('\n'),
    );
    run('rpmbuild', [
      '-bb',
      '--target=x86_64-linux',
      ...define('_topdir', join(work, `top-${at}`)),
      ...define('_dbpath', join(work, 'none')),
      ...define('debug_package', '%{nil}'),
      spec,
    ]);
  }
  const files = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rpm'));
  const database = ['--dbpath', join(root, 'var/lib/rpm'), ...define('_db_backend', 'sqlite')];
  const only = ['--justdb', '--nodeps', '--noscripts'];
  const anyway = ['--nosignature', '--nodigest', '--ignorearch', '--ignoreos', '--force'];
  run('rpm', [...database, '-i', ...only, ...anyway, ...files.map((name) => join(work, name))]);
  run('rpm', [...database, '-e', ...only, '--allmatches', ...gone]);
  rmSync(work, { recursive: true });
}

const common = ['Summary: a version to be found', 'License: MIT', '%description', 'Nothing.'];

function lines({ name, version: evr, architecture, label }: Rpm): string[] {
  const [epoch, version, release] = partsOf(evr);
  return [
    `%package -n ${name}`,
    'Summary: a version to be found',
    ...(epoch === '' ? [] : [`Epoch: ${epoch.slice(0, -1)}`]),
    `Version: ${version}`,
    `Release: ${release}`,
    ...(architecture === 'noarch' ? ['BuildArch: noarch'] : []),
    ...(label === '' ? [] : [`ModularityLabel: ${label}`]),
    `%description -n ${name}`,
    'Nothing.',
    `%files -n ${name}`,
  ];
}

/** What `rpm -qa` lists below `root`. An epoch of 0 is none. */
export function rpmPackages(root: string, backend = 'sqlite'): Rpm[] {
  const evr = '%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}';
  const format = `%{NAME}\\t${evr}\\t%{ARCH}\\t%|MODULARITYLABEL?{%{MODULARITYLABEL}}|\\n`;
  return run('rpm', [
    '--dbpath',
    join(root, 'var/lib/rpm'),
    '--define',
    `_db_backend ${backend}`,
    '-qa',
    '--qf',
    format,
  ])
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([name = '', version = '', architecture, label = '']) => {
      return { name, version: version.replace(/^0:/, ''), architecture: architecture as Rpm['architecture'], label };
    });
}
