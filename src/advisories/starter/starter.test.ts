import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { VersionScheme } from '../../model/version-scheme.ts';
import { apk } from '../../versions/apk.ts';
import { deb } from '../../versions/deb.ts';
import { npm } from '../../versions/npm.ts';
import { pep440 } from '../../versions/pep440.ts';
import { memoryStore } from '../memory-store.ts';
import { readOsvRecord } from '../osv-record.ts';
import { starterAdvisories, starterRecords } from './starter.ts';
import type { AffectedInterval } from './starter-advisory.ts';

const schemes: Readonly<Record<string, VersionScheme<unknown>>> = {
  Debian: deb as VersionScheme<unknown>,
  Alpine: apk as VersionScheme<unknown>,
  npm: npm as VersionScheme<unknown>,
  PyPI: pep440 as VersionScheme<unknown>,
};
const schemeOf = (ecosystem: string) => schemes[ecosystem.replace(/:.*/, '')]!;
const ends = (interval: AffectedInterval) =>
  typeof interval === 'string'
    ? { introduced: null, fixed: interval }
    : { introduced: interval[0], fixed: interval[1] };

test('at least 150 CVEs, each of them once, over every ecosystem that it is for', () => {
  const cves = starterAdvisories.map(({ cve }) => cve);
  assert.equal(new Set(cves).size, cves.length);
  assert.ok(cves.length >= 150, `${cves.length}`);
  const ecosystems = new Set(starterAdvisories.flatMap(({ affected }) => affected.map(([ecosystem]) => ecosystem)));
  for (const wanted of [
    'Debian:10',
    'Debian:11',
    'Debian:12',
    'Debian:13',
    'Alpine:v3.14',
    'Alpine:v3.20',
    'npm',
    'PyPI',
  ]) {
    assert.ok(ecosystems.has(wanted as 'npm'), wanted);
  }
});

test('every record is one that a feed could have brought, and keeps everything that the table says', () => {
  for (const [at, row] of starterAdvisories.entries()) {
    const advisory = readOsvRecord(starterRecords[at]);
    assert.equal(advisory.id, row.cve.replace('CVE', 'PLIMSOLL'));
    assert.ok(advisory.aliases.includes(row.cve), row.cve);
    assert.equal(advisory.aliases.includes(row.advisory ?? row.cve), true, row.cve);
    assert.equal(advisory.summary, row.summary);
    assert.equal(advisory.published?.slice(0, 10), row.published, row.cve);
    assert.equal(advisory.severity[0]?.score, row.cvss, row.cve);
    assert.deepEqual(
      advisory.affected.map(({ ecosystem, name }) => [ecosystem, name]),
      row.affected.map(([ecosystem, name]) => [ecosystem, name]),
    );
  }
});

test('the texts have the form that the tables promise', () => {
  for (const { cve, summary, cvss, published, advisory } of starterAdvisories) {
    assert.match(cve, /^CVE-\d{4}-\d{4,}$/);
    assert.match(summary, /^\S.{20,}[^.]\.$/, `${cve}: one sentence`);
    assert.ok(!/[`\n]|\s\s/.test(summary), cve);
    if (cvss !== undefined) {
      assert.match(
        cvss,
        /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[HLN]\/I:[HLN]\/A:[HLN]$/,
        cve,
      );
      assert.ok(!cvss.endsWith('/C:N/I:N/A:N'), `${cve}: a vector without any impact`);
    }
    if (published !== undefined) {
      assert.equal(new Date(`${published}T00:00:00Z`).toISOString().slice(0, 10), published, cve);
      assert.ok(published < starterRecords[0]!.modified, cve);
    }
    if (advisory !== undefined) assert.match(advisory, /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/, cve);
  }
});

test('a source stands for every kind of package that is named', () => {
  const pages: readonly (readonly [ecosystem: RegExp, page: RegExp])[] = [
    [/^Debian:/, /^https:\/\/security-tracker\.debian\.org\/tracker\/CVE-/],
    [/^Alpine:/, /^https:\/\/security\.alpinelinux\.org\/vuln\/CVE-/],
    [/^(npm|PyPI)$/, /^https:\/\/github\.com\/advisories\/GHSA-/],
  ];
  for (const [at, { cve, affected }] of starterAdvisories.entries()) {
    const sources = starterRecords[at]!.references.map(({ url }) => url);
    assert.ok(sources.length > 0, cve);
    for (const [ecosystem, page] of pages) {
      const named = affected.some(([name]) => ecosystem.test(name));
      assert.equal(sources.filter((source) => page.test(source)).length, named ? 1 : 0, `${cve} ${ecosystem.source}`);
    }
    for (const source of sources) {
      assert.equal(new URL(source).protocol, 'https:', cve);
      if (source.includes('CVE-')) assert.ok(source.endsWith(`/${cve}`), source);
    }
  }
});

test('every version is one of its scheme, intervals are in order and apart', () => {
  for (const { cve, affected } of starterAdvisories) {
    const seen = affected.map(([ecosystem, name]) => `${ecosystem} ${name}`);
    assert.equal(new Set(seen).size, seen.length, cve);
    for (const [ecosystem, name, ...intervals] of affected) {
      const scheme = schemeOf(ecosystem);
      let last: unknown = null;
      for (const interval of intervals) {
        const { introduced, fixed } = ends(interval);
        const end = scheme.parse(fixed);
        if (introduced === null) {
          assert.equal(last, null, `${cve} ${name}: only the first interval may begin at the beginning`);
        } else {
          const start = scheme.parse(introduced);
          assert.equal(scheme.compare(start, end), -1, `${cve} ${name}: ${introduced} is not before ${fixed}`);
          if (last !== null) assert.notEqual(scheme.compare(last, start), 1, `${cve} ${name}: ${introduced}`);
        }
        last = end;
      }
    }
  }
});

test('fixes of a Debian release look like versions of that release', () => {
  for (const { cve, affected } of starterAdvisories) {
    for (const [ecosystem, name, interval] of affected) {
      const release = /^Debian:(\d+)$/.exec(ecosystem)?.[1];
      const version = typeof interval === 'string' ? interval : interval[1];
      const marked = /deb(\d+)u\d+$/.exec(version)?.[1];
      if (release !== undefined && marked !== undefined) assert.equal(marked, release, `${cve} ${name} ${version}`);
    }
  }
});

test('each table is sorted by CVE', () => {
  const number = (cve: string) =>
    cve
      .slice(4)
      .split('-')
      .map((part) => part.padStart(9, '0'))
      .join();
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.ts') || file.startsWith('starter')) continue;
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    const cves = [...text.matchAll(/^ {4}cve: '(CVE-[\d-]+)'/gm)].map(([, cve = '']) => number(cve));
    assert.ok(cves.length > 0, file);
    assert.deepEqual(cves, cves.toSorted(), file);
  }
});

test('what it finds on packages that everybody has met', () => {
  const store = memoryStore(starterRecords.map(readOsvRecord), { builtAt: '2026-01-01T00:00:00Z', starter: true });
  const found = (ecosystem: string, name: string, version: string) => {
    const scheme = schemeOf(ecosystem);
    const installed = scheme.parse(version);
    const before = (a: string) => scheme.compare(installed, scheme.parse(a)) === -1;
    return store
      .lookup(ecosystem, name)
      .filter(({ affected }) =>
        affected.ranges.some(({ events }) => {
          const from = events.flatMap((event) => ('introduced' in event ? [event.introduced] : []))[0]!;
          const to = events.flatMap((event) => ('fixed' in event ? [event.fixed] : []))[0]!;
          return (from === '0' || !before(from)) && before(to);
        }),
      )
      .flatMap(({ advisory }) => advisory.aliases.filter((alias) => alias.startsWith('CVE-')));
  };
  const cases: readonly (readonly [ecosystem: string, name: string, version: string, cve: string, is: boolean])[] = [
    ['Debian:7', 'openssl', '1.0.1e-2+deb7u4', 'CVE-2014-0160', true],
    ['Debian:7', 'openssl', '1.0.1e-2+deb7u5', 'CVE-2014-0160', false],
    ['Debian:12', 'openssh', '1:9.2p1-2+deb12u2', 'CVE-2024-6387', true],
    ['Debian:12', 'openssh', '1:9.2p1-2+deb12u3', 'CVE-2024-6387', false],
    ['Debian:11', 'openssh', '1:8.4p1-5', 'CVE-2024-6387', false],
    ['Debian:12', 'glibc', '2.36-9+deb12u2', 'CVE-2023-4911', true],
    ['Debian:13', 'xz-utils', '5.6.1-1', 'CVE-2024-3094', true],
    ['Debian:13', 'xz-utils', '5.4.5-0.3', 'CVE-2024-3094', false],
    ['Debian:13', 'xz-utils', '5.6.1+really5.4.5-1', 'CVE-2024-3094', false],
    ['Debian:12', 'xz-utils', '5.4.1-0.2', 'CVE-2024-3094', false],
    ['Alpine:v3.18', 'openssl', '3.1.3-r0', 'CVE-2023-5363', true],
    ['Alpine:v3.18', 'openssl', '3.1.4-r0', 'CVE-2023-5363', false],
    ['npm', 'lodash', '4.17.20', 'CVE-2021-23337', true],
    ['npm', 'lodash', '4.17.21', 'CVE-2021-23337', false],
    ['npm', 'ua-parser-js', '0.7.28', 'CVE-2021-4229', false],
    ['npm', 'ua-parser-js', '0.7.29', 'CVE-2021-4229', true],
    ['npm', 'next', '14.2.24', 'CVE-2025-29927', true],
    ['npm', 'next', '14.2.25', 'CVE-2025-29927', false],
    ['PyPI', 'pyyaml', '5.3.1', 'CVE-2020-14343', true],
    ['PyPI', 'django', '4.2.26', 'CVE-2025-64459', false],
    ['PyPI', 'jinja2', '3.1.5', 'CVE-2025-27516', true],
  ];
  for (const [ecosystem, name, version, cve, is] of cases) {
    assert.equal(found(ecosystem, name, version).includes(cve), is, `${ecosystem} ${name} ${version} ${cve}`);
  }
});
