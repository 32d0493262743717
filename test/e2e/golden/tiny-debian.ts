import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { debianBase } from '../build/debian.ts';
import { run } from '../build/parts.ts';
import { plimsoll, type Ran } from '../build/plimsoll.ts';

/**
 * A Debian with a repository of its own inside: tiny packages, installed in an older version than the repository has, so that a build needs no
 * network. It calls itself Debian 12, which the advisories of the test are about.
 */
export interface TinyDebian {
  readonly folder: string;
  readonly home: string;
  /** The name of an image of this test. */
  image(name: string): string;
  /** Builds an image on the tiny Debian, or on another one of this test. */
  build(name: string, lines: readonly string[], on?: string): void;
  /** Makes an image of one file. */
  importTiny(name: string): void;
  plimsoll(...args: readonly string[]): Promise<Ran>;
  /** Writes a policy file and returns its path. */
  policy(name: string, controls: string): string;
  /** Ids of all images and containers of this test, intermediate ones included. */
  ours(): ReadonlySet<string>;
  removeAll(): void;
}

const older = [
  { name: 'libgold', version: '1.0', depends: '' },
  { name: 'goldtool', version: '1.0', depends: 'libgold (>= 1.0)' },
  { name: 'lategold', version: '1.0', depends: '' },
  { name: 'netcat-gold', version: '1.0', depends: 'libgold' },
  { name: 'netcat-needed', version: '1.0', depends: '' },
  { name: 'goldserver', version: '1.0', depends: 'netcat-needed' },
  { name: 'wget', version: '1.0', depends: '' },
];
const newer = [{ name: 'libgold', version: '2.0', depends: '' }];

const advisories = [
  { id: 'CVE-2026-0001', name: 'libgold', fixed: '2.0', urgency: 'high' },
  { id: 'CVE-2026-0002', name: 'libgold', fixed: '1.5', urgency: 'critical' },
  { id: 'CVE-2026-0003', name: 'lategold', fixed: '3.0', urgency: 'low' },
];

export async function tinyDebian(topic: string): Promise<TinyDebian> {
  const prefix = `plimsoll-golden-${topic}-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  const home = join(folder, 'home');
  const image = (name: string) => `${prefix}/${name}`;
  // Images and containers inherit it from the base, so that whoever else is at the engine is left alone.
  const label = `plimsoll.test=${prefix}`;
  const ours = () => {
    const ids = (args: readonly string[]) => run('docker', args).toString().split('\n').filter(Boolean);
    const filter = ['-aq', '--no-trunc', '--filter', `label=${label}`];
    return new Set([...ids(['ps', ...filter]), ...ids(['images', ...filter])]);
  };
  const context = join(folder, 'context');
  mkdirSync(join(context, 'repo'), { recursive: true });
  mkdirSync(join(context, 'older'));
  for (const one of older) packed(one, join(context, 'older'), folder);
  const listing = newer.map((one) => stanza(packed(one, join(context, 'repo'), folder), one));
  writeFileSync(join(context, 'repo', 'Packages'), `${listing.join('\n')}\n`);
  run('docker', ['import', '--change', `LABEL ${label}`, smaller(debianBase(), folder), image('base')]);
  const build = (name: string, lines: readonly string[], on = image('tiny')) => {
    writeFileSync(join(context, 'Dockerfile'), `${[`FROM ${on}`, ...lines].join('\n')}\n`);
    run('docker', ['build', '-q', '--network', 'none', '--no-cache', '-t', image(name), context]);
  };
  build(
    'tiny',
    [
      'COPY repo /repo',
      'COPY older /older',
      'RUN dpkg -i /older/*.deb && rm -r /older /etc/apt/sources.list && echo "deb [trusted=yes] file:/repo ./" >/etc/apt/sources.list.d/own.list',
      'RUN sed -i "s/11/12/g; s/bullseye/bookworm/g" /usr/lib/os-release',
      'ENV KEPT=yes',
      'EXPOSE 80',
      'HEALTHCHECK CMD ["true"]',
      'ENTRYPOINT ["/bin/sh", "-c", "id -u"]',
    ],
    image('base'),
  );
  const bucket = join(folder, 'bucket');
  const records = advisories.map(({ id, name, fixed, urgency }) => ({
    ...testRecord(id, '2026-01-01T00:00:00Z', 'Debian:12', name, fixed),
    database_specific: { severity: urgency },
  }));
  writeFeed(bucket, 'Debian', records);
  writeEcosystems(bucket, ['Debian']);
  const call = (...args: readonly string[]) => plimsoll(args, { home });
  const updated = await call('db', 'update', '--source', pathToFileURL(bucket).href);
  if (updated.code !== 0) throw new Error(updated.stderr);
  return {
    folder,
    home,
    image,
    build,
    importTiny(name) {
      const archive = join(folder, `${name}-root.tar`);
      run('tar', ['-C', folder, '-cf', archive, 'context/Dockerfile']);
      run('docker', ['import', '--change', `LABEL ${label}`, archive, image(name)]);
    },
    plimsoll: call,
    ours,
    policy(name, controls) {
      const file = join(folder, `${name}.yaml`);
      writeFileSync(file, `version: 1\nname: ${name}\ncontrols:\n${controls}\n`);
      return file;
    },
    removeAll() {
      for (let tries = 0; tries < 20 && ours().size > 0; tries += 1) {
        for (const id of ours()) quietly(id.startsWith('sha256:') ? ['rmi', '-f', id] : ['rm', '-f', '-v', id]);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** For what may be gone already, or what something stands on still: there is a next round. */
function quietly(args: readonly string[]): void {
  spawnSync('docker', [...args], { stdio: 'ignore' });
}

interface Deb {
  readonly name: string;
  readonly version: string;
  readonly depends: string;
}

/** A third of the base: without what debootstrap downloaded, and without documentation and languages. */
function smaller(base: string, folder: string): string {
  const without = [
    'var/cache/apt',
    'var/lib/apt/lists',
    'usr/share/doc',
    'usr/share/locale',
    'usr/share/man',
    'usr/share/zoneinfo',
  ];
  const excludes = without.map((path) => `--exclude=./${path}/*`);
  const root = join(folder, 'root');
  const archive = join(folder, 'root.tar');
  mkdirSync(root);
  run('tar', ['-C', root, '--numeric-owner', ...excludes, '-xpf', base]);
  mkdirSync(join(root, 'var/lib/apt/lists/partial'), { recursive: true });
  mkdirSync(join(root, 'var/cache/apt/archives/partial'), { recursive: true });
  run('tar', ['-C', root, '--numeric-owner', '-cf', archive, '.']);
  rmSync(root, { recursive: true });
  return archive;
}

/** A package without files, built by the real tool; returns its path. */
function packed({ name, version, depends }: Deb, into: string, folder: string): string {
  const root = join(folder, `${name}-${version}`);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  const fields = [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: Nobody <nobody@example.com>',
    ...(depends === '' ? [] : [`Depends: ${depends}`]),
    `Description: ${name}`,
  ];
  writeFileSync(join(root, 'DEBIAN', 'control'), `${fields.join('\n')}\n`);
  const file = join(into, `${name}_${version}_all.deb`);
  run('dpkg-deb', ['--root-owner-group', '--build', root, file]);
  return file;
}

/** How a repository lists a package (deb822, "Packages indices"). */
function stanza(file: string, { name, version }: Deb): string {
  const content = readFileSync(file);
  return [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: Nobody <nobody@example.com>',
    `Filename: ./${name}_${version}_all.deb`,
    `Size: ${statSync(file).size}`,
    `SHA256: ${createHash('sha256').update(content).digest('hex')}`,
    `Description: ${name}`,
    '',
  ].join('\n');
}
