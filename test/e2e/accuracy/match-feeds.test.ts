import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { memoryStore } from '../../../src/advisories/memory-store.ts';
import { parseOsvRecord } from '../../../src/advisories/osv-record.ts';
import { zipMembers } from '../../../src/advisories/zip-archive.ts';
import type { Ecosystem } from '../../../src/collect/ecosystem.ts';
import { match } from '../../../src/match/match.ts';
import { ecosystem, inventory, pkg } from '../../../src/match/testing/inventories.ts';
import type { Advisory, RangeEvent } from '../../../src/model/advisory.ts';
import type { Package } from '../../../src/model/package.ts';
import { deb } from '../../../src/versions/deb.ts';
import { npm } from '../../../src/versions/npm.ts';
import { pep440 } from '../../../src/versions/pep440.ts';
import { rpm } from '../../../src/versions/rpm.ts';
import { asWritten } from './osv-judge.ts';

const feeds = fileURLToPath(new URL('../../../../shared/feeds/osv/', import.meta.url));

async function records(feed: string): Promise<Advisory[]> {
  const found: Advisory[] = [];
  for await (const member of zipMembers(`${feeds}${feed}/all.zip`, feed, { member: 2 ** 26, members: 1_000_000 })) {
    found.push(parseOsvRecord(member.read()));
  }
  return found;
}

interface Asked {
  readonly name: string;
  readonly version: string;
}

/** Is `a` below `b`? One answer a pair, by a tool that is not ours. */
type Below = (pairs: readonly (readonly [string, string])[]) => readonly boolean[];

/** For feeds in which every range is `introduced 0, fixed X`, as the tool of the distribution sees them: `CVE or id` for each package. */
function expectedOf(all: readonly Advisory[], release: string, asked: readonly Asked[], below: Below): Set<string> {
  const wanted = new Map(asked.map(({ name, version }) => [name, version]));
  const claims: { readonly line: string; readonly pair: readonly [string, string] }[] = [];
  for (const record of all.filter(({ withdrawn }) => withdrawn === null)) {
    const names = [...new Set([...record.upstream, ...record.related])].filter((name) => /^CVE-\d+-\d+$/.test(name));
    for (const entry of record.affected) {
      const version = wanted.get(entry.name);
      if (entry.ecosystem !== release || version === undefined) continue;
      for (const range of entry.ranges) {
        const fixed = range.events.find((event) => 'fixed' in event);
        assert.ok(fixed !== undefined && 'fixed' in fixed && range.events.length === 2, record.id);
        for (const name of names.length > 0 ? names : [record.id]) {
          claims.push({ line: `${name} ${entry.name}`, pair: [version, fixed.fixed] });
        }
      }
    }
  }
  const answers = below(claims.map(({ pair }) => pair));
  return new Set(claims.filter((_, at) => answers[at]).map(({ line }) => line));
}

function found(all: readonly Advisory[], one: Ecosystem, packages: readonly Package[]): Set<string> {
  const store = memoryStore(all, { builtAt: '2024-01-01T00:00:00Z', starter: false });
  const { findings } = match(inventory(packages), store, [one]);
  for (const finding of findings) assert.equal(finding.status, 'affected', finding.id);
  return new Set(findings.map((finding) => `${finding.id} ${finding.package}`));
}

function toolBelow(command: string, args: readonly string[]): Below {
  return (pairs) => {
    const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
    const run = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout.split('\n').map((line) => line === '<');
  };
}

function missing(feed: string, tool?: string): string | null {
  if (process.env['CI'] === 'true') return null;
  if (tool !== undefined && spawnSync(tool, ['--version']).error !== undefined) return `needs Debian package: ${tool}`;
  return existsSync(`${feeds}${feed}/all.zip`) ? null : `needs ../shared/feeds/osv/${feed}`;
}

test('Debian 11: as dpkg sees the same records', async (t) => {
  const skip = missing('Debian', 'dpkg');
  if (skip !== null) return t.skip(skip);
  const all = await records('Debian');
  const asked: Asked[] = [
    { name: 'openssl', version: '1.1.1k-1' },
    { name: 'curl', version: '7.74.0-1.3+deb11u1' },
    { name: 'glibc', version: '2.31-13' },
    { name: 'zlib', version: '1:1.2.11.dfsg-2' },
    { name: 'expat', version: '2.2.10-2' },
    { name: 'git', version: '1:2.30.2-1' },
    { name: 'apt', version: '2.2.4' },
    { name: 'xz-utils', version: '5.2.5-2' },
    { name: 'linux', version: '5.10.46-4' },
    { name: 'systemd', version: '247.3-7+deb11u1' },
  ];
  const below = toolBelow('sh', [
    '-c',
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo "<"; else echo "-"; fi; done',
  ]);
  const expected = expectedOf(all, 'Debian:11', asked, below);
  const debian = ecosystem('deb', deb, {
    advisoryNames: ({ name, version }) => [{ ecosystem: 'Debian:11', name, version }],
  });
  assert.ok(expected.size > 100, `${expected.size}`);
  assert.deepEqual(
    found(
      all,
      debian,
      asked.map(({ name, version }) => pkg(`deb:${name}@${version}`)),
    ),
    expected,
  );
});

test('AlmaLinux 8: as rpm sees the same records', async (t) => {
  const skip = missing('AlmaLinux', 'rpm');
  if (skip !== null) return t.skip(skip);
  const all = await records('AlmaLinux');
  const names = new Set(
    all.flatMap(({ affected }) =>
      affected.filter((entry) => entry.ecosystem === 'AlmaLinux:8').map((entry) => entry.name),
    ),
  );
  const versions = [
    '0:1.0-1.el8',
    '1.8.3.1-13.el8',
    '1:1.1.1g-11.el8',
    '4.18.0-193.el8',
    '2.28-101.el8',
    '32:9.11.20-5.el8',
    '99-1.el8',
  ];
  const asked = [...names].sort().map((name, at) => ({ name, version: versions[at % versions.length] ?? '' }));
  const program = `%{lua: for line in io.stdin:lines() do
    local a, b = string.match(line, "(.-) (.*)")
    print(rpm.vercmp(a, b) < 0 and "<\\n" or "-\\n")
  end}`;
  const expected = expectedOf(all, 'AlmaLinux:8', asked, toolBelow('rpm', ['--eval', program]));
  const alma = ecosystem('rpm', rpm, {
    advisoryNames: ({ name, version }) => [{ ecosystem: 'AlmaLinux:8', name, version }],
  });
  assert.ok(expected.size > 1000, `${expected.size}`);
  assert.deepEqual(
    found(
      all,
      alma,
      asked.map(({ name, version }) => pkg(`rpm:${name}@${version}`)),
    ),
    expected,
  );
});

test('npm: as node-semver sees the same records', async (t) => {
  const skip = missing('npm');
  if (skip !== null) return t.skip(skip);
  const semver = createRequire(import.meta.url)('semver') as {
    valid(text: string): string | null;
    compare(a: string, b: string): number;
    lte(a: string, b: string): boolean;
    gte(a: string, b: string): boolean;
  };
  const all = await records('npm');
  const names = [...new Set(all.flatMap(({ affected }) => affected.map(({ name }) => name)))].sort();
  const versions = ['0.1.0', '1.2.3', '2.0.0-rc.1', '4.17.4', '99.0.0'];
  const expected = new Set<string>();
  const undecidable = new Set<string>();
  for (const record of all.filter(({ withdrawn }) => withdrawn === null)) {
    const cves = [record.id, ...record.aliases].filter((name) => /^CVE-\d+-\d+$/.test(name));
    for (const { name, ranges } of record.affected) {
      for (const version of versions) {
        const lines = (cves.length > 0 ? cves : [record.id]).map((id) => `${id} ${name} ${version}`);
        for (const { events } of ranges) {
          const texts = events.flatMap((event) => Object.values(event) as string[]);
          if (texts.some((text) => text !== '0' && semver.valid(text) === null)) {
            for (const line of lines) undecidable.add(line);
            continue;
          }
          const place = (event: RangeEvent) =>
            Object.values(event)[0] === '0' ? '0.0.0-0' : String(Object.values(event)[0]);
          const written = asWritten(
            events,
            (event) => Object.keys(event)[0] ?? '',
            (from, to) => semver.lte(place(from), place(to)),
          );
          const isAffected = [events, ...written].some((part) => {
            let isInside = false;
            for (const event of part.toSorted((a, b) => semver.compare(place(a), place(b)))) {
              if ('introduced' in event && (event.introduced === '0' || semver.gte(version, event.introduced)))
                isInside = true;
              if ('fixed' in event && semver.gte(version, event.fixed)) isInside = false;
              if ('last_affected' in event && !semver.lte(version, event.last_affected)) isInside = false;
            }
            return isInside;
          });
          if (isAffected) for (const line of lines) expected.add(line);
        }
      }
    }
  }
  const store = memoryStore(all, { builtAt: '2024-01-01T00:00:00Z', starter: false });
  const packages = names.flatMap((name) => versions.map((version) => pkg(`npm:${name}@${version}`)));
  const { findings } = match(inventory(packages), store, [ecosystem('npm', npm)]);
  const lines = (status: string) =>
    new Set(
      findings
        .filter((finding) => finding.status === status)
        .map(({ id, package: name, installed }) => `${id} ${name} ${installed}`),
    );
  assert.ok(expected.size > 300, `${expected.size}`);
  assert.deepEqual(lines('affected'), expected);
  assert.deepEqual(lines('undecidable'), new Set([...undecidable].filter((line) => !expected.has(line))));
  assert.ok(findings.filter(({ severity }) => severity !== 'unknown').length > 300);
});

test('PyPI: ranges and listed versions of the same record agree, as far as both know', async (t) => {
  const skip = missing('PyPI');
  if (skip !== null) return t.skip(skip);
  const all = await records('PyPI');
  const listed = new Map<string, Set<string>>();
  for (const record of all.filter(({ withdrawn }) => withdrawn === null)) {
    const cves = [record.id, ...record.aliases].filter((name) => /^CVE-\d+-\d+$/.test(name));
    for (const { name, versions } of record.affected) {
      for (const id of cves.length > 0 ? cves : [record.id]) {
        const known = listed.get(`${id} ${name}`) ?? new Set();
        for (const version of versions) known.add(version);
        listed.set(`${id} ${name}`, known);
      }
    }
  }
  const python = ecosystem('pypi', pep440, {
    advisoryNames: ({ name, version }) => [{ ecosystem: 'PyPI', name, version }],
  });
  const packages: Package[] = [];
  const expected: string[] = [];
  for (const [key, versions] of listed) {
    const [id, name] = key.split(' ') as [string, string];
    const version = [...versions][0];
    if (version === undefined) continue;
    packages.push(pkg(`pypi:${name}@${version}`));
    expected.push(`${id} ${name} ${version}`);
  }
  const { findings } = match(
    inventory(packages),
    memoryStore(all, { builtAt: '2024-01-01T00:00:00Z', starter: false }),
    [python],
  );
  const lines = new Set(findings.map(({ id, package: name, installed }) => `${id} ${name} ${installed}`));
  assert.ok(expected.length > 2000, `${expected.length}`);
  assert.deepEqual(
    expected.filter((line) => !lines.has(line)),
    [],
  );
});
