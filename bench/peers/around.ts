import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerArchive } from '../../test/build/image.ts';
import { file, tar } from '../../test/build/tar.ts';
import { type FeedRecord, recordsOf } from '../../test/e2e/accuracy/feed-records.ts';
import { debsAround } from '../../test/e2e/accuracy/old-debian.ts';
import { random, sample, stepped } from '../../test/e2e/accuracy/sampling.ts';

interface Chosen {
  readonly name: string;
  readonly version: string;
}

type Files = Readonly<Record<string, string>>;

const debian = 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\n';

/**
 * How a language says that a package is installed, each in a folder of its own. Programs of Go and Rust have to be real ones for osv-scanner: it does not
 * see those that a test puts together.
 */
const languages = {
  npm: each(({ name, version }, at) => ({
    [`srv/${at}/node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
    // What npm leaves beside what it installs; osv-scanner reads nothing else of it.
    [`srv/${at}/node_modules/.package-lock.json`]: JSON.stringify({
      name: 'app',
      lockfileVersion: 3,
      packages: { [`node_modules/${name}`]: { version } },
    }),
  })),
  PyPI: each(({ name, version }, at) => ({
    [`srv/${at}/${name.replaceAll('-', '_')}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\n`,
  })),
} as const;

function each(make: (one: Chosen, at: number) => Files) {
  return (chosen: readonly Chosen[]): Files => Object.assign({}, ...chosen.map(make));
}

/** An image an ecosystem, in which are versions at the borders of what its records say, and one step to either side of them. */
export function* imagesAround(folder: string): Generator<string> {
  const save = (name: string, files: Files): string => {
    const archive = join(folder, `around-${name}.tar`);
    // Trivy knows Debian by the second of them alone.
    const all = { 'etc/os-release': debian, 'etc/debian_version': '11.6\n', ...files };
    const layer = tar(Object.entries(all).map(([path, content]) => file(path, content, 0o755)));
    writeFileSync(archive, dockerArchive({ layers: [layer] }));
    return archive;
  };
  yield save('Debian', { 'var/lib/dpkg/status': dpkgStatus(recordsOf('Debian')) });
  for (const [feed, files] of Object.entries(languages)) {
    yield save(feed, files(choose(recordsOf(feed as keyof typeof languages), feed)));
  }
}

function dpkgStatus(records: readonly FeedRecord[]): string {
  return debsAround(records, 'Debian:11', [], 7)
    .filter(({ fate }) => fate === 'install')
    .map(
      ({ name, version, source, architecture }) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: ${architecture}\nVersion: ${version}\n${source === null ? '' : `Source: ${source}\n`}\n`,
    )
    .join('');
}

function choose(records: readonly FeedRecord[], feed: string): readonly Chosen[] {
  const next = random(20_260_101);
  const chosen = new Map<string, Chosen>();
  for (const { affected } of sample(records, 300, next)) {
    for (const { ecosystem, name, ranges } of affected) {
      if (ecosystem !== feed) continue;
      const borders = ranges.flat().map(([, version]) => version);
      const [border] = sample(
        borders.filter((version) => version !== '0'),
        1,
        next,
      );
      if (border === undefined) continue;
      const core = /^[\d.]+/.exec(border)?.[0].length ?? border.length;
      for (const version of [border, stepped(border, -1, core), stepped(border, 1, core)]) {
        if (version !== null) chosen.set(`${name} ${version}`, { name, version });
      }
    }
  }
  return [...chosen.values()];
}
