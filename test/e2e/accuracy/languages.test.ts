import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, goBlob } from '../../build/executables.ts';
import { dockerArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { has, type Part } from '../build/parts.ts';
import { type FeedRecord, hasFeeds, recordsOf } from './feed-records.ts';
import { expectedOf, type Installed } from './osv-judge.ts';
import { random, sample, stepped } from './sampling.ts';
import { rowsOf, scan, update } from './scanned.ts';
import { composerOrder, gemOrder, semverOrder, type VersionOrder } from './version-order.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-languages-'));
after(() => rmSync(folder, { recursive: true }));
const home = join(folder, 'home');
let isUpdated = false;

interface Chosen {
  readonly name: string;
  readonly version: string;
}

interface Language {
  readonly feed: 'Go' | 'crates.io' | 'RubyGems' | 'Packagist';
  readonly order: VersionOrder;
  readonly needs: readonly Part[];
  /** As the language writes what an advisory calls so. */
  readonly versionOf: (version: string) => string;
  /** The files of an image in which all of these are, and where each lies. */
  readonly image: (chosen: readonly Chosen[]) => {
    readonly files: Readonly<Record<string, Buffer | string>>;
    readonly place: (one: Chosen) => string;
  };
}

/** What the Go program of the image is called. */
const program = 'a.b/c';
const section = (name: string, content: Buffer) => elf([{ name, content }]);

const languages: readonly Language[] = [
  {
    feed: 'Go',
    order: semverOrder,
    needs: [],
    versionOf: (version) => `v${version}`,
    image: (chosen) => {
      const modules = chosen.map(({ name, version }) => `dep\t${name}\t${version}\th1:x=\n`).join('');
      return {
        files: { 'app/server': section('.go.buildinfo', goBlob('go1.19.2', `path\t${program}\n${modules}`)) },
        place: () => 'app/server',
      };
    },
  },
  {
    feed: 'crates.io',
    order: semverOrder,
    needs: [],
    versionOf: (version) => version,
    image: (chosen) => {
      const packages = chosen.map(({ name, version }) => ({ name, version, source: 'crates.io' }));
      return {
        files: { 'app/server': section('.dep-v0', deflateSync(JSON.stringify({ packages }))) },
        place: () => 'app/server',
      };
    },
  },
  {
    feed: 'RubyGems',
    order: gemOrder,
    needs: ['ruby'],
    versionOf: (version) => version,
    image: (chosen) => {
      const place = ({ name, version }: Chosen) => `usr/local/bundle/specifications/${name}-${version}.gemspec`;
      return {
        files: Object.fromEntries(chosen.map((one) => [place(one), `# stub: ${one.name} ${one.version} ruby lib\n`])),
        place,
      };
    },
  },
  {
    feed: 'Packagist',
    order: composerOrder,
    needs: ['php', 'composer'],
    versionOf: (version) => version,
    image: (chosen) => {
      const place = 'app/vendor/composer/installed.json';
      return { files: { [place]: JSON.stringify({ packages: chosen }) }, place: () => place };
    },
  },
];

/** Versions at the borders of what records say, and one step to either side of them. */
function choose(records: readonly FeedRecord[], { feed, versionOf }: Language): Chosen[] {
  const next = random(20_260_101);
  const chosen = new Map<string, Chosen>();
  for (const { affected } of sample(records, 250, next)) {
    for (const { ecosystem, name, ranges } of affected) {
      if (ecosystem !== feed || name === 'stdlib' || name === 'toolchain') continue;
      const borders = ranges
        .flat()
        .map(([, version]) => version)
        .filter((version) => version !== '0');
      const [border] = sample(borders, 1, next);
      if (border === undefined) continue;
      const core = /^[\d.]+/.exec(border)?.[0].length ?? border.length;
      for (const version of [border, stepped(border, -1, core), stepped(border, 1, core)]) {
        if (version !== null) chosen.set(`${name} ${version}`, { name, version: versionOf(version) });
      }
    }
  }
  return [...chosen.values()];
}

for (const language of languages) {
  test(`findings in packages of ${language.feed} are those that its own order of versions sees in the same records`, async (t) => {
    if (!hasFeeds(t) || !has(t, 'python3', ...language.needs)) return;
    const records = recordsOf(language.feed);
    const chosen = choose(records, language);
    const { files, place } = language.image(chosen);
    const archive = join(folder, `${language.feed}.tar`);
    writeFileSync(
      archive,
      dockerArchive({ layers: [tar(Object.entries(files).map(([path, content]) => file(path, content)))] }),
    );
    if (!isUpdated) await update(home);
    isUpdated = true;
    const asked = language.feed === 'Go' ? [...chosen, { name: 'stdlib', version: '1.19.2' }] : chosen;
    const installed = asked.map(
      (one): Installed => ({
        package: one.name,
        version: one.version,
        place: place(one),
        advisoryName: one.name,
        advisoryVersion: one.version,
      }),
    );

    const report = await scan(home, archive);

    // The program itself, of which no version is known, is in no feed.
    const others = report.packages.filter(({ name }) => name !== program);
    assert.deepEqual(
      others.map((pkg) => `${pkg.name} ${pkg.version} ${pkg.path}`).sort(),
      installed.map((one) => `${one.package} ${one.version} ${one.place}`).sort(),
    );
    assert.deepEqual([report.gaps, report.suppressed], [[], []]);
    // How bad it is, and where a version that is none would be repaired, is the same for every feed, and is judged with others.
    const expected = expectedOf(records, language.feed, installed, language.order, {});
    const found = rowsOf(report, ({ path }) => path);
    assert.deepEqual(
      found.map(({ key, status }) => `${key} ${status}`).sort(),
      [...expected].map(([key, { status }]) => `${key} ${status}`).sort(),
    );
    const elsewhere = found.filter(
      ({ key, status, fixed }) => status === 'affected' && expected.get(key)?.fixed.has(fixed) !== true,
    );
    assert.deepEqual(elsewhere, []);
    t.diagnostic(`${language.feed}: ${installed.length} packages, ${expected.size} findings, the same ones`);
    const affected = new Set([...expected.keys()].map((key) => key.split(' ').slice(1).join(' ')));
    assert.ok(
      affected.size >= 80 && installed.length - affected.size >= 80,
      `${affected.size} of ${installed.length} affected`,
    );
  });
}
