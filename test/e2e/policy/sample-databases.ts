import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loopbackFetch, testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { updateDatabase } from '../../../src/advisories/update.ts';
import { plimsoll } from '../build/plimsoll.ts';

/**
 * State directories by what their databases are: of today with KEV and EPSS, without these, of the day after tomorrow, none. `untouched` has none
 * either, and is for images with damaged layers: whole ones that lie in the cache of a state directory are not read again.
 */
export interface SampleDatabases {
  readonly fresh: string;
  readonly plain: string;
  readonly future: string;
  readonly starter: string;
  readonly untouched: string;
  remove(): void;
}

export type SampleDatabase = Exclude<keyof SampleDatabases, 'remove'>;

const day = 86_400_000;
const vectors = {
  critical: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  high: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:H',
  medium: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N',
} as const;

function severity(word: keyof typeof vectors) {
  return { severity: [{ type: 'CVSS_V3', score: vectors[word] }] };
}

const debian = 'Debian:12';
const modified = '2024-06-01T00:00:00Z';

/** `openssl`: critical, exploited, fixed. `curl`: medium, likely to be exploited, no fix. `zlib`: nobody rated it. `tar`: high, two days old. */
const debianRecords = [
  testRecord('DSA-1001-1', modified, debian, 'openssl', '3.0.11-1', {
    upstream: ['CVE-2024-1001'],
    published: '2024-01-10T00:00:00Z',
    ...severity('critical'),
  }),
  testRecord('CVE-2024-2001', modified, debian, 'curl', '9', {
    published: '2024-02-10T00:00:00Z',
    affected: [
      { package: { ecosystem: debian, name: 'curl' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
    ],
    ...severity('medium'),
  }),
  testRecord('CVE-2024-3001', modified, debian, 'zlib', '1.3-1', { published: '2024-03-10T00:00:00Z' }),
  testRecord('CVE-2024-5001', modified, debian, 'tar', '1.36-1', {
    published: new Date(Date.now() - 2 * day).toISOString(),
    ...severity('high'),
  }),
];

/** `lodash`: high, under two names. `cart`: the same, of a package whose version nobody can compare. */
const npmRecords = [
  testRecord('GHSA-aaaa-bbbb-cccc', modified, 'npm', 'lodash', '4.17.21', {
    aliases: ['CVE-2024-4001'],
    published: '2024-04-10T00:00:00Z',
    ...severity('high'),
  }),
  testRecord('GHSA-dddd-eeee-ffff', modified, 'npm', 'cart', '2.0.0', {
    aliases: ['CVE-2024-4002'],
    published: '2024-04-10T00:00:00Z',
    ...severity('high'),
  }),
];

export async function sampleDatabases(): Promise<SampleDatabases> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-policy-e2e-'));
  const at = (name: string) => join(folder, name);
  const bucket = at('bucket');
  writeEcosystems(bucket, ['Debian', 'npm']);
  writeFeed(bucket, 'Debian', debianRecords);
  writeFeed(bucket, 'npm', npmRecords);
  const kev = { count: 1, vulnerabilities: [{ cveID: 'CVE-2024-1001', dateAdded: '2024-01-12' }] };
  writeFileSync(at('kev.json'), JSON.stringify(kev));
  writeFileSync(at('epss.csv'), 'cve,epss,percentile\nCVE-2024-2001,0.9,0.99\nCVE-2024-1001,0.5,0.9\n');
  const source = pathToFileURL(bucket).href;
  const more = ['--kev', pathToFileURL(at('kev.json')).href, '--epss', pathToFileURL(at('epss.csv')).href];
  for (const [home, flags] of [
    ['fresh', more],
    ['plain', []],
  ] as const) {
    const ran = await plimsoll(['db', 'update', '--source', source, ...flags], { home: at(home) });
    assert.equal(ran.code, 0, ran.stderr);
  }
  mkdirSync(at('future'), { recursive: true });
  await updateDatabase({
    home: at('future'),
    sources: [source],
    kev: [],
    epss: [],
    nvd: [],
    ecosystems: [],
    allowShrink: false,
    fetch: loopbackFetch,
    signal: new AbortController().signal,
    progress: { step: () => {} },
    now: () => new Date(Date.now() + 2 * day),
  });
  return {
    fresh: at('fresh'),
    plain: at('plain'),
    future: at('future'),
    starter: at('starter'),
    untouched: at('untouched'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
