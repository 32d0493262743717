import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { serve, testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { plimsoll } from '../build/plimsoll.ts';

/**
 * What catalogues about CVEs add to findings, through the commands: a bucket and the NVD's file of one year over HTTP, another year, KEV and EPSS
 * from this machine's disk. The records of the bucket say no severity, as Debian's do not.
 */
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-enrichment-'));
const at = (...parts: string[]) => join(folder, ...parts);
after(() => rmSync(folder, { recursive: true, force: true }));

const bad = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const mild = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N';
const own = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H';

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly score: number | null;
  readonly vector: string | null;
  readonly epss: number | null;
  readonly knownExploited: boolean;
  readonly disputed?: boolean;
  readonly evidence: { readonly severityFrom: string };
}

/** An entry as the NVD writes it (JSON 2.0). */
function entry(id: string, vector: string | null, more: object = {}): object {
  const [, version] = /^CVSS:(\d\.\d)/.exec(vector ?? '') ?? [];
  const cvssData = { version, vectorString: vector, baseScore: 5, baseSeverity: 'MEDIUM' };
  const metric = { source: 'nvd@nist.gov', type: 'Primary', cvssData, exploitabilityScore: 3.9, impactScore: 5.9 };
  return {
    cve: {
      id,
      sourceIdentifier: 'cve@mitre.org',
      published: '2024-01-10T00:15:08.000',
      lastModified: '2024-03-01T12:34:56.789',
      vulnStatus: 'Analyzed',
      cveTags: [],
      descriptions: [{ lang: 'en', value: `About ${id}` }],
      metrics: vector === null ? {} : { cvssMetricV31: [metric] },
      weaknesses: [],
      configurations: [],
      references: [],
      ...more,
    },
  };
}

function nvd(...vulnerabilities: readonly object[]): string {
  const count = vulnerabilities.length;
  const head = { resultsPerPage: count, startIndex: 0, totalResults: count, format: 'NVD_CVE', version: '2.0' };
  return JSON.stringify({ ...head, timestamp: '2024-03-02T00:00:00.000', vulnerabilities });
}

let sources: (url: string) => string[];

before(() => {
  const debian = (number: number, name: string, more: object = {}) =>
    testRecord(`DEBIAN-CVE-2024-000${number}`, '2024-02-01T00:00:00Z', 'Debian:12', name, '9', {
      upstream: [`CVE-2024-000${number}`],
      ...more,
    });
  writeEcosystems(at('bucket'), ['Debian']);
  writeFeed(at('bucket'), 'Debian', [
    debian(1, 'openssl'),
    debian(2, 'zlib'),
    debian(3, 'curl', { severity: [{ type: 'CVSS_V3', score: own }] }),
    debian(4, 'bash'),
    debian(5, 'grep'),
    debian(6, 'sed'),
  ]);
  const year = nvd(
    entry('CVE-2024-0001', bad),
    entry('CVE-2024-0003', bad),
    entry('CVE-2024-0004', null, { cveTags: [{ sourceIdentifier: 'cve@mitre.org', tags: ['disputed'] }] }),
    entry('CVE-2024-0005', bad, { vulnStatus: 'Rejected' }),
  );
  writeFileSync(at('bucket', 'nvdcve-2.0-2024.json.gz'), gzipSync(year));
  writeFileSync(at('recent.json'), nvd(entry('CVE-2024-0002', mild)));
  const vulnerabilities = [{ cveID: 'CVE-2024-0002', dateAdded: '2024-02-02' }];
  writeFileSync(at('kev.json'), JSON.stringify({ dateReleased: '2024-02-02T00:00:00Z', vulnerabilities }));
  const scores = ['CVE-2024-0001,0.91,0.99', 'CVE-2024-0006,0.02,0.10'];
  const table = ['#model_version:v1,score_date:2024-03-01T00:00:00Z', 'cve,epss,percentile', ...scores];
  writeFileSync(at('epss.csv.gz'), gzipSync(`${table.join('\n')}\n`));
  const here = (name: string) => pathToFileURL(at(name)).href;
  sources = (url) => [
    ...['--source', url, '--nvd', `${url}/nvdcve-2.0-2024.json.gz`, '--nvd', here('recent.json')],
    ...['--kev', here('kev.json'), '--epss', here('epss.csv.gz')],
  ];

  mkdirSync(at('root/etc'), { recursive: true });
  mkdirSync(at('root/var/lib/dpkg'), { recursive: true });
  writeFileSync(at('root/etc/os-release'), 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n');
  writeFileSync(at('root/etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  const status = ['openssl', 'zlib', 'curl', 'bash', 'grep', 'sed'].map(
    (name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n`,
  );
  writeFileSync(at('root/var/lib/dpkg/status'), status.join('\n'));
});

const home = () => mkdtempSync(at('home-'));

test('NVD, EPSS and KEV are read by db update and stand in what scan finds', async () => {
  await using server = await serve(at('bucket'));
  const machine = home();
  const updated = await plimsoll(['db', 'update', ...sources(server.url)], { home: machine });
  assert.equal(updated.code, 0, updated.stderr);
  const told = await plimsoll(['db', 'status', '-o', 'json'], { home: machine });
  const { feeds } = JSON.parse(told.stdout) as { feeds: { name: string; records: number }[] };
  assert.deepEqual(
    feeds.map(({ name, records }) => `${name} ${records}`),
    ['Debian 6', 'EPSS 2', 'KEV 1', 'NVD 4'],
  );

  const scanned = await plimsoll(['scan', `rootfs:${at('root')}`, '-o', 'json', '--offline'], { home: machine });
  assert.equal(scanned.code, 0, scanned.stderr);
  const { vulnerabilities } = JSON.parse(scanned.stdout) as { vulnerabilities: Finding[] };
  const found = Object.fromEntries(
    vulnerabilities.map(({ id, severity, score, epss, knownExploited, disputed, evidence }) => [
      id.slice(-1),
      [severity, score, epss, knownExploited, disputed ?? false, evidence.severityFrom],
    ]),
  );
  assert.deepEqual(found, {
    1: ['critical', 9.8, 0.91, false, false, 'NVD (CVSS 3.1)'],
    2: ['low', 1.8, null, true, false, 'NVD (CVSS 3.1)'],
    // What the distribution's own record says is not overruled.
    3: ['high', 7.5, null, false, false, 'DEBIAN-CVE-2024-0003 (CVSS 3.1)'],
    4: ['unknown', null, null, false, true, 'none'],
    // A CVE that was rejected adds nothing.
    5: ['unknown', null, null, false, false, 'none'],
    6: ['unknown', null, 0.02, false, false, 'none'],
  });
  assert.equal(vulnerabilities.find(({ id }) => id === 'CVE-2024-0001')?.vector, bad);

  const table = await plimsoll(['scan', `rootfs:${at('root')}`, '--offline', '--verbose'], { home: machine });
  assert.match(table.stdout, /finding +critical +CVE-2024-0001 +openssl/);
  assert.match(table.stdout, /finding +low +CVE-2024-0002 +zlib .*exploited/);
});

test('a policy judges by what the catalogues say', async () => {
  await using server = await serve(at('bucket'));
  const machine = home();
  await plimsoll(['db', 'update', ...sources(server.url)], { home: machine });
  const denied = async (settings: string) => {
    const policy = at('policy.yaml');
    writeFileSync(policy, `version: 1\nname: p\ncontrols:\n  vulnerabilities: ${settings}\n`);
    const args = ['scan', `rootfs:${at('root')}`, '-o', 'json', '--offline', '--policy', policy];
    const ran = await plimsoll(args, { home: machine });
    const { verdict } = JSON.parse(ran.stdout) as { verdict: { controls: { evidence: { id: string }[] }[] } };
    return [ran.code, verdict.controls[0]?.evidence.map(({ id }) => id)];
  };
  assert.deepEqual(await denied('{ score: 9 }'), [1, ['CVE-2024-0001']]);
  assert.deepEqual(await denied('{ epss: 0.9 }'), [1, ['CVE-2024-0001']]);
  assert.deepEqual(await denied('{ knownExploited: true }'), [1, ['CVE-2024-0002']]);
  assert.deepEqual(await denied('{ epss: 0.95 }'), [0, []]);
});

test('an update without them takes them out again, and a damaged file of the NVD leaves everything as it was', async () => {
  await using server = await serve(at('bucket'));
  const machine = home();
  const status = async () => (await plimsoll(['db', 'status', '-o', 'json'], { home: machine })).stdout;
  await plimsoll(['db', 'update', ...sources(server.url)], { home: machine });
  const before = await status();
  for (const damage of ['{"vulnerabilities":[{"cve":', '{"vulnerabilities":[{"cve":{"id":"CVE-2024-0001"', '<html>']) {
    writeFileSync(at('bucket', 'bad.json'), damage);
    const ran = await plimsoll(['db', 'update', ...sources(server.url), '--nvd', `${server.url}/bad.json`], {
      home: machine,
    });
    assert.equal(ran.code, 3, ran.stdout);
    assert.match(ran.stderr, /bad\.json.*\(feed-damaged\)/);
    assert.equal(await status(), before);
  }
  const without = await plimsoll(['db', 'update', '--source', server.url], { home: machine });
  assert.match(
    without.stdout,
    /No longer in the database, because this update was not asked for them: EPSS, KEV, NVD\n/,
  );
  assert.deepEqual(
    (JSON.parse(await status()) as { feeds: { name: string }[] }).feeds.map(({ name }) => name),
    ['Debian'],
  );
});
