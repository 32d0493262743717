/** Prints what the table of packages and their sources takes, which images of chisel need, with as many records as Ubuntu has. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type TestRecord, writeEcosystems, writeFeed } from '../src/advisories/bucket-for-tests.ts';
import { openSqliteStore } from '../src/advisories/sqlite-store.ts';
import { measure } from './measure.ts';

const records = Number(process.argv[2] ?? 55_000);
const launcher = fileURLToPath(new URL('../bin/plimsoll', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'plimsoll-bench-ubuntu-'));
/** About as Ubuntu's records are made up: each about a source or two in every release, half of the entries with what was built from it. */
const releases = ['14.04', '16.04', '18.04', '20.04', '22.04', '24.04'].flatMap((release) => [
  `Ubuntu:Pro:${release}:LTS`,
  `Ubuntu:${release}:LTS`,
]);
const SOURCES = 8000;
/** Of so many sources one builds packages under versions of their own. */
const ODD = 30;

try {
  const without = await built('without', () => null);
  const whole = await built('with', binariesOf);
  const db = new DatabaseSync(whole.file, { readOnly: true });
  const table = db.prepare('SELECT count(*) AS rows, sum(length(names)) AS bytes FROM build').get();
  db.close();
  say(`build of ${records} records`, whole.seconds, 's');
  say('  without what was built from each', without.seconds, 's');
  say('peak memory', whole.peak, 'MB');
  say('  without', without.peak, 'MB');
  say('size of the file', whole.size, 'MB');
  say('  without', without.size, 'MB');
  say('lists', Number(table?.['rows']), '');
  say('  their text', Number(table?.['bytes']) / 1e6, 'MB');
  const store = openSqliteStore(whole.file);
  const began = performance.now();
  const { sources } = store.builds('Ubuntu:24.04:LTS').sourcesOf('source-1-part-0', '1.0-1');
  say('lists of a release read, one package looked up', performance.now() - began, 'ms');
  store.close();
  if (sources.length === 0) throw new Error('the package was not found');
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function built(name: string, binaries: typeof binariesOf | (() => null)) {
  const [bucket, home, file] = ['bucket', 'home', 'db'].map((part) => join(root, `${name}-${part}`)) as [
    string,
    string,
    string,
  ];
  writeEcosystems(bucket, ['Ubuntu']);
  writeFeed(bucket, 'Ubuntu', made(binaries));
  const { wall, peak } = await measure(launcher, [
    ...['db', 'build', '--source', pathToFileURL(bucket).href],
    ...['--output', file, '--home', home],
  ]);
  return { file, seconds: wall / 1000, peak: peak * 1.048576, size: statSync(file).size / 1e6 };
}

function made(binaries: (source: number, version: string) => object | null): TestRecord[] {
  /** Entries are much the same from record to record. */
  const entries = new Map<string, object>();
  const entryOf = (source: number, ecosystem: string, version: string | null) => {
    const key = `${source} ${ecosystem} ${version}`;
    const known = entries.get(key);
    if (known !== undefined) return known;
    const name = `source-${source}`;
    const events = [{ introduced: '0' }, ...(version === null ? [] : [{ fixed: version }])];
    const list = version === null ? null : binaries(source, version);
    const purl = version === null ? {} : { purl: `pkg:deb/ubuntu/${name}@${version}?arch=source&distro=x` };
    const entry = {
      package: { ecosystem, name, ...purl },
      ranges: [{ type: 'ECOSYSTEM', events }],
      ...(list === null ? {} : { ecosystem_specific: { binaries: list } }),
    };
    entries.set(key, entry);
    return entry;
  };
  return Array.from({ length: records }, (_, at) => {
    const modified = `2025-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}T01:00:00Z`;
    // A few sources have most of the problems.
    const source = Math.floor(SOURCES * ((at % 997) / 997) ** 3);
    const about = at % 4 === 0 ? [source, (source + 17) % SOURCES] : [source];
    const affected = about.flatMap((one) =>
      releases.map((ecosystem, nth) =>
        entryOf(one, ecosystem, (at + nth) % 2 === 0 ? `1.${nth}-${1 + (Math.floor(at / 997) % 40)}` : null),
      ),
    );
    const details = `A flaw was found in source-${source}. ${'It is described at length. '.repeat(10)}`;
    return {
      id: `UBUNTU-CVE-2024-${at}`,
      modified,
      published: modified,
      aliases: [`CVE-2024-${at}`],
      details,
      affected,
    };
  });
}

/** Two to some forty, with their symbols for debuggers. */
function binariesOf(source: number, version: string): object[] {
  const isOdd = source % ODD === 0;
  return Array.from({ length: 2 + ((source * 7) % 20) }, (_, nth) => `source-${source}-part-${nth}`).flatMap((name) =>
    [name, `${name}-dbgsym`].map((one) => ({ binary_name: one, binary_version: isOdd ? `2:${version}` : version })),
  );
}

function say(figure: string, value: number, unit: string): void {
  console.log(`${figure.padEnd(52)} ${value.toFixed(value < 10 ? 3 : 0)} ${unit}`);
}
