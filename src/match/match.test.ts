import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, AdvisoryStore } from '../model/advisory.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import { npm } from '../versions/npm.ts';
import { match, matcher } from './match.ts';
import { advisory, bookworm, debian, ecosystem, inventory, js, pkg, store } from './testing/inventories.ts';

/** What one npm package at 1.0.0 comes to. */
function findings(records: readonly Advisory[], exploited: readonly string[] = []): readonly VulnerabilityFinding[] {
  return match(inventory([pkg('npm:a@1.0.0')]), store(records, exploited), [js]).findings;
}

const about = 'npm/a';
const hit = ['0', '2.0.0'] as const;
const miss = ['5.0.0', null] as const;

interface Row {
  readonly name: string;
  readonly records: readonly Advisory[];
  /** `id: other names | fixed | advisory` */
  readonly expected: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'a record without a CVE has its own name',
    records: [advisory('GHSA-1', about, hit)],
    expected: ['GHSA-1: | 2.0.0 | GHSA-1'],
  },
  {
    name: 'a CVE among the aliases names it',
    records: [advisory('GHSA-1', about, hit, { aliases: ['X-1', 'CVE-2024-0001'] })],
    expected: ['CVE-2024-0001: GHSA-1 X-1 | 2.0.0 | GHSA-1'],
  },
  {
    name: 'a CVE upstream names it',
    records: [advisory('UBUNTU-CVE-2024-0001', about, hit, { upstream: ['CVE-2024-0001'] })],
    expected: ['CVE-2024-0001: UBUNTU-CVE-2024-0001 | 2.0.0 | UBUNTU-CVE-2024-0001'],
  },
  {
    name: 'a CVE inside the own id names it',
    records: [advisory('ALPINE-CVE-2024-0001', about, hit)],
    expected: ['CVE-2024-0001: ALPINE-CVE-2024-0001 | 2.0.0 | ALPINE-CVE-2024-0001'],
  },
  {
    name: 'an erratum is one finding for each CVE that it fixes',
    records: [advisory('ALSA-2024:1', about, hit, { related: ['CVE-2024-0002', 'CVE-2024-0001', 'RHSA-2024:9'] })],
    expected: ['CVE-2024-0001: ALSA-2024:1 | 2.0.0 | ALSA-2024:1', 'CVE-2024-0002: ALSA-2024:1 | 2.0.0 | ALSA-2024:1'],
  },
  {
    name: 'what another record calls related is another problem',
    records: [advisory('GHSA-1', about, hit, { related: ['CVE-2024-0001'] })],
    expected: ['GHSA-1: | 2.0.0 | GHSA-1'],
  },
  {
    name: 'a notice with several CVEs upstream; names that hold a CVE go with it',
    records: [
      advisory('USN-1-1', about, hit, {
        upstream: ['CVE-2024-0001', 'UBUNTU-CVE-2024-0001', 'CVE-2024-0002', 'UBUNTU-CVE-2024-0002'],
      }),
    ],
    expected: [
      'CVE-2024-0001: UBUNTU-CVE-2024-0001 USN-1-1 | 2.0.0 | USN-1-1',
      'CVE-2024-0002: UBUNTU-CVE-2024-0002 USN-1-1 | 2.0.0 | USN-1-1',
    ],
  },
  {
    name: 'records with the same CVE are one problem, fixed where the last of them says',
    records: [
      advisory('GHSA-1', about, ['0', '2.0.0'], { aliases: ['CVE-2024-0001'] }),
      advisory('SNYK-1', about, ['0', '10.0.0'], { aliases: ['CVE-2024-0001'] }),
      advisory('NSWG-1', about, ['0', null], { aliases: ['CVE-2024-0001'] }),
    ],
    expected: ['CVE-2024-0001: GHSA-1 NSWG-1 SNYK-1 | 10.0.0 | SNYK-1'],
  },
  {
    name: 'of equal fixes the record that is the problem, then the first by id',
    records: [
      advisory('AAA-1', about, hit, { aliases: ['CVE-2024-0001'] }),
      advisory('CVE-2024-0001', about, hit),
      advisory('AAA-2', about, hit, { aliases: ['CVE-2024-0002'] }),
      advisory('BBB-2', about, hit, { aliases: ['CVE-2024-0002'] }),
    ],
    expected: ['CVE-2024-0001: AAA-1 | 2.0.0 | CVE-2024-0001', 'CVE-2024-0002: AAA-2 BBB-2 | 2.0.0 | AAA-2'],
  },
  {
    name: 'aliases lead to a CVE through a record that does not match',
    records: [
      advisory('PYSEC-1', about, hit, { aliases: ['GHSA-1'] }),
      advisory('GHSA-1', about, miss, { aliases: ['CVE-2024-0001'] }),
    ],
    expected: ['CVE-2024-0001: GHSA-1 PYSEC-1 | 2.0.0 | PYSEC-1'],
  },
  {
    name: 'aliases lead backwards too',
    records: [
      advisory('GHSA-1', about, hit),
      advisory('PYSEC-1', about, miss, { aliases: ['GHSA-1', 'CVE-2024-0001'] }),
    ],
    expected: ['CVE-2024-0001: GHSA-1 | 2.0.0 | GHSA-1'],
  },
  {
    name: 'upstream leads up, never down',
    records: [
      advisory('USN-1-1', about, hit, { upstream: ['UBUNTU-9'] }),
      advisory('UBUNTU-9', about, miss, { upstream: ['CVE-2024-0001'] }),
      advisory('X-1', about, hit),
      advisory('X-2', about, miss, { upstream: ['X-1', 'CVE-2024-0002'] }),
    ],
    expected: ['CVE-2024-0001: UBUNTU-9 USN-1-1 | 2.0.0 | USN-1-1', 'X-1: | 2.0.0 | X-1'],
  },
  {
    name: 'aliases of each other without a CVE are one problem, named by the first that matches',
    records: [
      advisory('A-1', about, miss, { aliases: ['B-1'] }),
      advisory('B-1', about, hit),
      advisory('C-1', about, ['0', '3.0.0'], { aliases: ['A-1'] }),
    ],
    expected: ['B-1: A-1 C-1 | 3.0.0 | C-1'],
  },
  {
    name: 'several CVEs as aliases are a finding each, and no names of each other',
    records: [advisory('PYSEC-1', about, hit, { aliases: ['CVE-2024-0001', 'CVE-2024-0002', 'GHSA-1'] })],
    expected: ['CVE-2024-0001: GHSA-1 PYSEC-1 | 2.0.0 | PYSEC-1', 'CVE-2024-0002: GHSA-1 PYSEC-1 | 2.0.0 | PYSEC-1'],
  },
  {
    name: 'affected stands, whatever another record says',
    records: [advisory('GHSA-1', about, hit, { aliases: ['CVE-2024-0001'] }), advisory('CVE-2024-0001', about, miss)],
    expected: ['CVE-2024-0001: GHSA-1 | 2.0.0 | GHSA-1'],
  },
  {
    name: 'several entries of one record are one finding',
    records: [
      {
        ...advisory('GHSA-1', about, hit),
        affected: [
          ...advisory('', about, hit).affected,
          ...advisory('', about, ['0.5.0', '3.0.0']).affected,
          ...advisory('', 'npm/b', hit).affected,
        ],
      },
    ],
    expected: ['GHSA-1: | 3.0.0 | GHSA-1'],
  },
  {
    name: 'a withdrawn record is not there',
    records: [advisory('GHSA-1', about, hit, { withdrawn: '2024-01-01T00:00:00Z' })],
    expected: [],
  },
  {
    name: 'another package, another name',
    records: [advisory('GHSA-1', 'npm/b', hit), advisory('GHSA-2', 'PyPI/a', hit)],
    expected: [],
  },
];

for (const { name, records, expected } of rows) {
  test(`match: ${name}`, () => {
    const lines = (found: readonly VulnerabilityFinding[]) =>
      found.map(
        ({ id, aliases, fixed, evidence }) => `${id}: ${[...aliases, '|'].join(' ')} ${fixed} | ${evidence.advisory}`,
      );
    assert.deepEqual(lines(findings(records)), expected);
    assert.deepEqual(lines(findings(records.toReversed())), expected, 'in any order');
  });
}

test('a finding is whole', () => {
  const record = advisory('GHSA-1', about, hit, {
    aliases: ['CVE-2024-0001'],
    summary: 'Something is wrong',
    published: '2024-03-01T00:00:00Z',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
  });
  const early = advisory('GHSA-2', 'npm/z', hit, { aliases: ['CVE-2024-0001'], published: '2024-02-01T00:00:00Z' });
  const never = advisory('GHSA-3', about, hit, { aliases: ['CVE-2024-0001'], published: '0001-01-01T00:00:00Z' });
  assert.deepEqual(findings([record, early, never], ['CVE-2024-0001']), [
    {
      kind: 'vulnerability',
      package: 'a',
      purl: 'pkg:npm/a@1.0.0',
      type: 'npm',
      installed: '1.0.0',
      layer: `sha256:${'0'.repeat(64)}`,
      path: 'npm/a',
      id: 'CVE-2024-0001',
      aliases: ['GHSA-1', 'GHSA-3'],
      fixed: '2.0.0',
      severity: 'high',
      score: 7.5,
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
      epss: null,
      knownExploited: true,
      published: '2024-02-01T00:00:00Z',
      status: 'affected',
      summary: 'Something is wrong',
      certainty: null,
      evidence: {
        advisory: 'GHSA-1',
        feed: 'npm',
        range: 'introduced 0, fixed 2.0.0',
        severityFrom: 'GHSA-1 (CVSS 3.1)',
      },
    },
  ]);
});

test('what cannot be parsed is undecidable, until another record decides', () => {
  const unclear = advisory('GHSA-1', about, ['0', '2.0.x'], { aliases: ['CVE-2024-0001'] });
  const [alone] = findings([unclear]);
  assert.equal(alone?.status, 'undecidable');
  assert.equal(alone?.evidence.range, 'introduced 0, fixed 2.0.x');
  const [decided] = findings([unclear, advisory('X-1', about, ['0', '1.5.0'], { aliases: ['CVE-2024-0001'] })]);
  assert.deepEqual([decided?.status, decided?.fixed, decided?.evidence.advisory], ['affected', '1.5.0', 'X-1']);
  const odd = match(inventory([pkg('npm:a@latest')]), store([advisory('GHSA-1', about, hit)]), [js]).findings;
  assert.deepEqual(
    odd.map(({ status, fixed }) => [status, fixed]),
    [['undecidable', '2.0.0']],
  );
});

test('a distribution package is matched by its source, and shown as itself', () => {
  const source = { name: 'openssl', version: '3.0.9-1' };
  const packages = [
    pkg('deb:libssl3@3.0.9-1', { source }),
    pkg('deb:openssl@3.0.9-1+b1', { source }),
    pkg('deb:other@1', { source: { name: 'other', version: '1' } }),
  ];
  const records = [
    advisory('DSA-1', 'Debian:12/openssl', ['0', '3.0.11-1'], { upstream: ['CVE-2024-0001'] }),
    advisory('DSA-2', 'Debian:11/openssl', ['0', '9']),
  ];
  const { findings: found } = match(inventory(packages, { distribution: bookworm }), store(records), [debian]);
  assert.deepEqual(
    found.map(({ id, package: name, installed }) => [id, name, installed]),
    [
      ['CVE-2024-0001', 'libssl3', '3.0.9-1'],
      ['CVE-2024-0001', 'openssl', '3.0.9-1+b1'],
    ],
  );
});

test('findings are sorted by id, package, version, architecture and path, whatever the order of packages', () => {
  const packages = [
    pkg('npm:b@1.0.0'),
    pkg('npm:a@1.0.0', { path: 'z' }),
    pkg('npm:a@1.0.0', { path: 'y', architecture: 'arm64' }),
    pkg('npm:a@1.0.0', { path: 'b' }),
    pkg('npm:a@0.9.0', { path: 'x' }),
  ];
  const records = [advisory('GHSA-2', about, hit), advisory('GHSA-1', about, hit), advisory('GHSA-1', 'npm/b', hit)];
  const order = (all: typeof packages) =>
    match(inventory(all), store(records), [js]).findings.map(
      ({ id, package: name, installed, path }) => `${id} ${name} ${installed} ${path}`,
    );
  const expected = ['a 0.9.0 x', 'a 1.0.0 b', 'a 1.0.0 z', 'a 1.0.0 y'];
  assert.deepEqual(order(packages), [
    ...expected.map((line) => `GHSA-1 ${line}`),
    'GHSA-1 b 1.0.0 npm/b',
    ...expected.map((line) => `GHSA-2 ${line}`),
  ]);
  assert.deepEqual(order(packages.toReversed()), order(packages));
});

test('each name is looked up once, each CVE once, over many inventories too', () => {
  const inner = store([advisory('GHSA-1', about, hit, { aliases: ['CVE-2024-0001'] })]);
  const asked: string[] = [];
  const counting: AdvisoryStore = {
    ...inner,
    lookup: (release, name) => {
      asked.push(`${release} ${name}`);
      return inner.lookup(release, name);
    },
    cve: (id) => {
      asked.push(id);
      return {
        severity: [],
        severityWord: null,
        published: null,
        knownExploited: false,
        epss: 0.25,
        nvd: [],
        disputed: false,
      };
    },
  };
  const packages = Array.from({ length: 50 }, (_, at) => pkg(`npm:a@1.0.${at % 5}`, { path: `${at}` }));
  const matching = matcher(counting);
  const { findings: found } = matching(inventory(packages), [js]);
  assert.deepEqual(matching(inventory(packages), [js]).findings, found);
  assert.equal(found.length, 50);
  assert.equal(found[0]?.epss, 0.25);
  assert.deepEqual(asked.sort(), ['CVE-2024-0001', 'npm a']);
});

test('a record about another build of the same version is left out, whichever build is seen first', () => {
  const modular = ecosystem('npm', npm, {
    concerns: (found, { advisory: { id } }) => id.startsWith(found.attributes['stream'] ?? 'none'),
  });
  const records = store([advisory('one-1', about, hit), advisory('two-1', about, hit)]);
  const build = (stream: string) => pkg('npm:a@1.0.0', { path: stream, attributes: { stream } });
  const matched = match(inventory([build('one'), build('two')]), records, [modular]);
  assert.deepEqual(
    matched.findings.map(({ id, path }) => `${id} ${path}`),
    ['one-1 one', 'two-1 two'],
  );
});

test('what nobody will fix', () => {
  const left = { entry: { willNotFix: true } } as const;
  const status = (...records: readonly ReturnType<typeof advisory>[]) =>
    match(inventory([pkg('npm:left-pad@1.0.0')]), store(records), [js]).findings.map((found) => [
      found.status,
      found.fixed,
    ]);
  const also = { aliases: ['CVE-2024-0001'] };
  assert.deepEqual(status(advisory('A-1', 'npm/left-pad', ['0', null], left)), [['wont-fix', null]]);
  // Another record knows of no fix either, and does not say that there will be none.
  assert.deepEqual(
    status(
      advisory('A-1', 'npm/left-pad', ['0', null], { ...left, ...also }),
      advisory('B-1', 'npm/left-pad', ['0', null], also),
    ),
    [['affected', null]],
  );
  assert.deepEqual(
    status(
      advisory('A-1', 'npm/left-pad', ['0', null], { ...left, ...also }),
      advisory('B-1', 'npm/left-pad', ['0', '2.0.0'], also),
    ),
    [['affected', '2.0.0']],
  );
  assert.deepEqual(status(advisory('A-1', 'npm/left-pad', ['0', '2.0.0'], left)), [['affected', '2.0.0']]);
});
