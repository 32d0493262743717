import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { directory, file, hardlink, symlink, type TestEntry, tar } from '../../build/tar.ts';
import { has, inHook, run } from '../build/parts.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
const images: string[] = [];
after(() => {
  for (const image of images) run('sh', ['-c', `docker rmi -f ${image} >/dev/null 2>&1 || true`]);
  rmSync(folder, { recursive: true });
});

/** A shell command that installs npm packages by hand: `at/node_modules/NAME` of version 1. */
function installed(...paths: readonly string[]): string {
  return paths
    .map(
      (path) =>
        `mkdir -p ${path} && echo '{"name":"${path.slice(path.lastIndexOf('/') + 1)}","version":"1.0.0"}' >${path}/package.json`,
    )
    .join(' && ');
}

/** The package.json of npm packages that a shell in the container sees, and the names in dpkg's database. */
function seenInside(image: string): { npm: string[]; deb: string[] } {
  const script = [
    "find / -xdev -path '*/node_modules/*' -name package.json -type f | grep -E '/node_modules/[^/]+/package.json$'",
    'echo --',
    "sed -n 's/^Package: //p' /var/lib/dpkg/status",
  ].join('; ');
  const shell = ['run', '--rm', '--network', 'none', '-u', '0', '--entrypoint', 'sh', image, '-c', script];
  const [npm = '', deb = ''] = run('docker', shell).toString().split('--\n');
  return { npm: lines(npm).map((path) => path.slice(1)), deb: lines(deb) };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

function reported(report: Report): { npm: string[]; deb: string[] } {
  const of = (type: string) => report.packages.filter((pkg) => pkg.type === type);
  return {
    npm: of('npm')
      .map(({ path }) => path)
      .sort(),
    deb: of('deb')
      .map(({ name }) => name)
      .sort(),
  };
}

describe('layers that docker build makes', { concurrency: 1 }, () => {
  const isReady = (t: TestContext) => has(t, 'docker', 'busybox');
  const steps = [
    `RUN ${installed('/a/node_modules/kept', '/a/node_modules/deleted', '/b/node_modules/whole', '/c/node_modules/opaque', '/d/node_modules/linked')}`,
    // Whiteouts of a file, of a directory, an opaque directory; a directory replaced by a file and by a link.
    `RUN rm -r /a/node_modules/deleted && rm -r /b && rm -r /c/node_modules && ${installed('/c/node_modules/new')}`,
    `RUN mv /d/node_modules /d/store && ln -s store /d/node_modules && ${installed('/e/node_modules/x')}`,
    'RUN rm -r /e && echo file >/e',
    // Made again what was deleted; a hard link to a file of a lower layer; a database moved behind a link.
    `RUN ${installed('/b/node_modules/again')} && mkdir -p /h/node_modules/hard && ln /a/node_modules/kept/package.json /h/node_modules/hard/package.json`,
    'RUN mkdir /srv && mv /var/lib/dpkg /srv/dpkg && ln -s ../../srv/dpkg /var/lib/dpkg',
    'RUN sed -i s/old-package/new-package/ /var/lib/dpkg/status',
    'USER 1000',
  ];

  before(() => {
    if (!isReady(inHook)) return;
    const status = (name: string) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\n\n`;
    const programs = 'sh find grep sed mkdir rm mv ln echo true'.split(' ');
    const root = tar([
      file('bin/busybox', readFileSync('/bin/busybox'), 0o755),
      ...programs.map((name) => ({ ...hardlink(`bin/${name}`, 'bin/busybox'), mode: 0o755 })),
      file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n'),
      file('var/lib/dpkg/status', status('old-package') + status('other-package')),
    ]);
    writeFileSync(join(folder, 'root.tar'), root);
    writeFileSync(join(folder, 'Dockerfile'), `FROM scratch\nADD root.tar /\n${steps.join('\n')}\n`);
  });

  for (const builder of ['the classic builder', 'BuildKit']) {
    test(`${builder}: what a shell inside sees is what is found`, async (t) => {
      if (!isReady(t)) return;
      const image = `plimsoll-e2e/layers-${process.pid}:${builder === 'BuildKit' ? 'buildkit' : 'classic'}`;
      images.push(image);
      const build = builder === 'BuildKit' ? buildKit() : 'DOCKER_BUILDKIT=0 docker';
      if (build === null) return t.skip('needs a docker command with BuildKit');
      run('sh', ['-c', `${build} build -q --network none -t ${image} ${folder}`]);
      const report = await reportOf(`docker:${image}`, folder);
      // Of busybox, which lies there without a package, nobody writes.
      assert.deepEqual(
        report.gaps.map(({ what, reason }) => [what, reason]),
        [['busybox', 'no-advisories']],
      );
      const inside = seenInside(image);
      assert.deepEqual(reported(report).deb, inside.deb);
      // A directory behind a link is seen through the link, which find does not follow.
      const found = reported(report).npm;
      assert.deepEqual(
        found.filter((path) => !path.startsWith('d/')),
        inside.npm,
      );
      assert.deepEqual(
        found.filter((path) => path.startsWith('d/')),
        ['d/node_modules/linked/package.json'],
      );
      const saved = join(folder, `${build.length}.tar`);
      run('docker', ['save', '-o', saved, image]);
      run('gzip', ['-1', '-k', saved]);
      for (const ref of [`archive:${saved}`, `archive:${saved}.gz`]) {
        assert.deepEqual(comparable(await reportOf(ref, folder)), comparable(report));
      }
      const input = readFileSync(saved);
      assert.deepEqual(comparable(await reportOf('archive:-', folder, { input })), comparable(report));
    });
  }
});

/** A docker command that builds with BuildKit; null where there is none. */
function buildKit(): string | null {
  for (const docker of ['docker', '/usr/bin/docker']) {
    const tried = run('sh', [
      '-c',
      `echo 'FROM scratch' | DOCKER_BUILDKIT=1 ${docker} build -q - 2>&1 || true`,
    ]).toString();
    if (!/unknown|not found|missing|broken/.test(tried)) return `DOCKER_BUILDKIT=1 ${docker}`;
  }
  return null;
}

/** Layers as no builder makes them, and engines unpack them nevertheless. */
const odd: readonly (readonly (readonly TestEntry[])[])[] = [
  // Whiteouts in front of and behind what is there.
  [
    [module('a', 'x'), module('a', 'y')],
    [file('a/node_modules/.wh.x', ''), module('a', 'z'), file('a/node_modules/.wh.y', '')],
  ],
  // An opaque mark behind entries.
  [[module('a', 'x')], [directory('a/node_modules'), module('a', 'y'), file('a/node_modules/.wh..wh..opq', '')]],
  // A whiteout, and a file, through a link of the layer.
  [
    [module('a', 'x')],
    [directory('a'), directory('a/node_modules'), symlink('l', 'a'), file('l/node_modules/.wh.x', '')],
  ],
  [[directory('a'), symlink('l', 'a'), module('l', 'x')]],
  // Something below what was a file, and what is not a directory any more.
  [[file('a', '')], [module('a', 'x')]],
  [[module('a', 'x'), module('b', 'y')], [file('a', '')]],
  [[module('a', 'x'), module('b', 'y')], [symlink('a', 'b')]],
  // Hard links, and hard links to links.
  [[module('a', 'x'), hardlink('b/node_modules/y/package.json', 'a/node_modules/x/package.json')]],
  // Names that are not written plainly, and such that only begin like whiteouts.
  [[file('./a//node_modules/x/../x/package.json', pkg('x')), file('/b/node_modules/y/package.json', pkg('y'))]],
  [[module('a', 'x')], [file('a/.wh.node_modules/x', '')]],
  // A layer of nothing but deletions, one of a directory by a directory.
  [
    [module('a', 'x'), module('b', 'y'), module('c', 'z')],
    [file('.wh.a', ''), directory('.wh.c')],
  ],
];

function pkg(name: string): string {
  return JSON.stringify({ name, version: '1.0.0' });
}

function module(at: string, name: string): TestEntry {
  return file(`${at}/node_modules/${name}/package.json`, pkg(name));
}

test('odd layers are seen as the engine unpacks them', async (t) => {
  if (!has(t, 'docker')) return;
  const tag = `plimsoll-e2e/odd-${process.pid}:1`;
  images.push(tag);
  // Each case in a directory of its own, all of them in one image.
  const layers = [0, 1].map((layer) =>
    tar(
      odd.flatMap((cases, i) =>
        (cases[layer] ?? []).map((entry): TestEntry => {
          const linked = entry.type === '1' ? { linkName: `case${i}/${entry.linkName}` } : {};
          return { ...entry, name: entry.name.replace(/^(\.?\/?)/, `$1case${i}/`), ...linked };
        }),
      ),
    ),
  );
  const archive = join(folder, 'odd.tar');
  writeFileSync(archive, dockerArchive({ layers, config: { Cmd: ['x'] }, tag }));
  run('docker', ['load', '-q', '-i', archive]);
  const container = run('docker', ['create', '--network', 'none', tag]).toString().trim();
  const names = lines(run('sh', ['-c', `docker export ${container} | tar -tf -`]).toString());
  run('docker', ['rm', container]);
  const report = await reportOf(`archive:${archive}`, folder);
  assert.deepEqual(report.gaps, []);
  assert.deepEqual(
    reported(report).npm,
    names.filter((path) => path.endsWith('/package.json')),
  );
});
