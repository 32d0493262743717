/** Prints how the advisory database holds up with as many records as the whole public bucket has, malware included. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type TestRecord, testRecord, writeEcosystems, writeFeed } from '../src/advisories/bucket-for-tests.ts';
import { openSqliteStore } from '../src/advisories/sqlite-store.ts';
import { measure } from './measure.ts';

const records = Number(process.argv[2] ?? 500_000);
const launcher = fileURLToPath(new URL('../bin/plimsoll', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'plimsoll-bench-database-'));
const bucket = join(root, 'bucket');
const home = join(root, 'home');

/** About as the public bucket is made up: nearly half of it is malware in npm. */
const shares: readonly (readonly [ecosystem: string, root: string, share: number, prefix: string])[] = [
  ['npm', 'npm', 0.44, 'MAL-2025'],
  ['PyPI', 'PyPI', 0.03, 'MAL-2024'],
  ['Ubuntu:22.04:LTS', 'Ubuntu', 0.11, 'UBUNTU-CVE-2024'],
  ['Debian:12', 'Debian', 0.1, 'DEBIAN-CVE-2024'],
  ['SUSE:Linux Enterprise Server 15 SP5', 'SUSE', 0.08, 'SUSE-SU-2024'],
  ['Red Hat:enterprise_linux:9::baseos', 'Red Hat', 0.06, 'RHSA-2024'],
  ['openSUSE:Leap 15.5', 'openSUSE', 0.06, 'openSUSE-SU-2024'],
  ['Maven', 'Maven', 0.04, 'GHSA-maven'],
  ['Go', 'Go', 0.04, 'GO-2024'],
  ['Packagist', 'Packagist', 0.04, 'GHSA-packagist'],
];

try {
  writeEcosystems(
    bucket,
    shares.map(([, feed]) => feed),
  );
  for (const [ecosystem, feed, share, prefix] of shares)
    writeFeed(bucket, feed, made(ecosystem, prefix, Math.round(records * share)));
  const source = ['--source', pathToFileURL(bucket).href];
  const file = join(root, 'built.db');
  const built = await measure(launcher, ['db', 'build', ...source, '--output', file, '--home', home]);
  say(`build of ${records} records`, built.wall / 1000, 's', built.wall < 120_000);
  say('  peak memory', built.peak * 1.048576, 'MB', built.peak * 1.048576 < 500);
  say('  size of the file', statSync(file).size / 1e6, 'MB', null);
  mkdirSync(home, { recursive: true });
  const updated = await measure(launcher, ['db', 'update', ...source, '--home', home]);
  say('update of an empty state directory', updated.wall / 1000, 's', null);
  say('  peak memory', updated.peak * 1.048576, 'MB', updated.peak * 1.048576 < 500);
  const again = await measure(launcher, ['db', 'update', ...source, '--home', home]);
  say('update with nothing new', again.wall / 1000, 's', null);

  const opened = Array.from({ length: 20 }, () => timed(() => openSqliteStore(file).close()));
  say('open', median(opened), 'ms', median(opened) < 20);
  const looked = Array.from({ length: 10 }, (_, turn) => lookUps(file, turn));
  say('300 look-ups in a database just opened', median(looked), 'ms', median(looked) < 15);

  const tree = join(root, 'tree');
  mkdirSync(tree);
  const scanned = await measure(launcher, ['scan', `rootfs:${tree}`, '--home', home, '-o', 'json'], { codes: [0] });
  say('scan of an empty tree: peak memory', scanned.peak * 1.048576, 'MB', scanned.peak < 250);
  if (process.argv.includes('--twice')) {
    const second = join(root, 'again.db');
    await measure(launcher, ['db', 'build', ...source, '--output', second, '--home', home]);
    say('built twice, the same bytes', digest(file) === digest(second) ? 1 : 0, '', digest(file) === digest(second));
  }
  const zstd = spawnSync('zstd', ['-q', '-9', '-f', file, '-o', join(root, 'built.zst')]);
  if (zstd.status === 0 && existsSync(join(root, 'built.zst')))
    say('  compressed for a registry', statSync(join(root, 'built.zst')).size / 1e6, 'MB', null);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** Records of about the size and variety of real ones. */
function made(ecosystem: string, prefix: string, count: number): TestRecord[] {
  const isMalware = prefix.startsWith('MAL-');
  return Array.from({ length: count }, (_, at) => {
    const noise = createHash('sha256').update(`${prefix}${at}`).digest('hex');
    const day = String((at % 28) + 1).padStart(2, '0');
    const modified = `2025-${String((at % 12) + 1).padStart(2, '0')}-${day}T${noise.slice(0, 2) < '80' ? '01' : '13'}:00:00Z`;
    const name = isMalware ? `${noise.slice(0, 12)}-${at % 97}` : `package-${at % Math.ceil(count / 4)}`;
    const details = isMalware
      ? `Any computer that has this package installed should be considered fully compromised. ${noise}`
      : `A flaw was found in ${name}. ${`It is described in ${noise} at length. `.repeat(3 + (at % 9))}`;
    const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }];
    const references = Array.from({ length: 1 + (at % 5) }, (__, n) => ({
      type: 'WEB',
      url: `https://example.com/${noise}/${n}`,
    }));
    return testRecord(`${prefix}-${at}`, modified, ecosystem, name, `1.${at % 50}.${at % 7}`, {
      published: modified,
      summary: isMalware ? `Malicious code in ${name} (npm)` : `Flaw ${at} of ${name}`,
      details,
      references,
      ...(isMalware ? {} : { severity, aliases: [`CVE-2024-${10_000 + at}`] }),
    });
  });
}

/** Names that are there and names that are not, never the same twice. */
function lookUps(file: string, turn: number): number {
  const store = openSqliteStore(file);
  const time = timed(() => {
    for (let at = 0; at < 300; at += 1) {
      const [ecosystem = ''] = shares[3 + (at % 7)] ?? [];
      store.lookup(ecosystem, `package-${turn * 300 + at}`);
    }
  });
  store.close();
  return time;
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function say(figure: string, value: number, unit: string, met: boolean | null): void {
  const mark = met === null ? ' ' : met ? '✔' : '✘';
  console.log(`${mark} ${figure.padEnd(48)} ${value.toFixed(value < 10 ? 3 : 0)} ${unit}`);
}
