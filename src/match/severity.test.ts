import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdvisoryMatch, AdvisorySeverity, CveFacts } from '../model/advisory.ts';
import { scoreVector } from './cvss.ts';
import { type Rating, rate, type Statement } from './severity.ts';

const low3 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N' };
const high3 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' };
const high2 = { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' };
const critical4 = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' };
const broken = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' };

interface Said {
  readonly id?: string;
  readonly package?: readonly AdvisorySeverity[];
  readonly record?: readonly AdvisorySeverity[];
  readonly packageWord?: string;
  readonly recordWord?: string;
  readonly isBundle?: boolean;
}

function statement(said: Said): Statement {
  const match: AdvisoryMatch = {
    feed: 'Test',
    advisory: {
      id: said.id ?? 'T-1',
      modified: '2024-01-01T00:00:00Z',
      published: null,
      withdrawn: null,
      aliases: [],
      upstream: [],
      related: [],
      summary: '',
      severity: said.record ?? [],
      severityWord: said.recordWord ?? null,
      references: [],
    },
    affected: {
      ecosystem: 'Test',
      name: 'pkg',
      ranges: [],
      versions: [],
      severity: said.package ?? [],
      severityWord: said.packageWord ?? null,
    },
  };
  return { match, isBundle: said.isBundle ?? false };
}

function facts(
  severity: readonly AdvisorySeverity[],
  severityWord: string | null = null,
  nvd: readonly AdvisorySeverity[] = [],
): CveFacts {
  return { severity, severityWord, published: null, knownExploited: false, epss: null, nvd, disputed: false };
}

const table: readonly [name: string, said: readonly Said[], facts: CveFacts | null, expected: Partial<Rating>][] = [
  [
    'the NVD where no record has a vector, before the words of others',
    [{}],
    facts([], 'low', [high3]),
    { severity: 'high', from: 'NVD (CVSS 3.1)', scoreFrom: null },
  ],
  ['records before the NVD', [{}], facts([low3], null, [high3]), { severity: 'low', from: 'CVE-2024-0001 (CVSS 3.1)' }],
  [
    'the score of the NVD where a word decides',
    [{ recordWord: 'low' }],
    facts([], null, [high3]),
    { severity: 'low', from: 'T-1 (low)', scoreFrom: 'NVD (CVSS 3.1)' },
  ],
  [
    'malware is critical, whatever else is said',
    [{ id: 'MAL-2024-2', record: [low3] }, { id: 'MAL-2024-1' }],
    null,
    { severity: 'critical', score: null, vector: null, from: 'MAL-2024-1 (malicious)' },
  ],
  ['nothing is unknown', [{}], null, { severity: 'unknown', score: null, vector: null, from: 'none' }],
  [
    'the package before the record',
    [{ package: [low3], record: [critical4] }],
    facts([high3]),
    { severity: 'low', score: 3.1, from: 'T-1 (CVSS 3.1)' },
  ],
  ['a vector before a word', [{ record: [low3], packageWord: 'critical' }], null, { severity: 'low' }],
  [
    'the newest CVSS before the highest score',
    [{ record: [high2, low3] }],
    null,
    { severity: 'low', from: 'T-1 (CVSS 3.1)' },
  ],
  [
    'of one CVSS version the highest',
    [{ record: [low3] }, { id: 'T-2', record: [high3] }],
    null,
    { score: 7.5, from: 'T-2 (CVSS 3.1)' },
  ],
  ['a broken vector says nothing', [{ record: [broken, high2] }], null, { severity: 'high', score: 10 }],
  [
    'the word of the package before that of the record',
    [{ packageWord: 'unimportant', recordWord: 'high' }],
    null,
    { severity: 'negligible', from: 'T-1 (unimportant)' },
  ],
  [
    'the worst word',
    [{ recordWord: 'moderate' }, { id: 'T-2', recordWord: 'important' }],
    null,
    { severity: 'high', from: 'T-2 (important)' },
  ],
  [
    'a word nobody knows is none',
    [{ recordWord: 'spicy' }, { recordWord: 'constructor' }],
    null,
    { severity: 'unknown' },
  ],
  [
    'a word before the facts, which give the score',
    [{ recordWord: 'low' }],
    facts([high3]),
    { severity: 'low', score: 7.5, vector: high3.score },
  ],
  [
    'facts where the records say nothing',
    [{}],
    facts([high3], 'low'),
    { severity: 'high', from: 'CVE-2024-0001 (CVSS 3.1)' },
  ],
  [
    'the word of the facts',
    [{}],
    facts([broken], 'moderate'),
    { severity: 'medium', score: null, from: 'CVE-2024-0001 (moderate)' },
  ],
  [
    'facts before a bundle',
    [{ isBundle: true, record: [critical4], recordWord: 'critical' }],
    facts([low3]),
    { severity: 'low' },
  ],
  [
    'a bundle before nothing',
    [{ isBundle: true, recordWord: 'important' }],
    facts([]),
    { severity: 'high', from: 'T-1 (important)' },
  ],
  [
    'one alone before a bundle',
    [
      { isBundle: true, record: [critical4] },
      { id: 'T-2', recordWord: 'low' },
    ],
    null,
    { severity: 'low', from: 'T-2 (low)' },
  ],
];

for (const [name, said, known, expected] of table) {
  test(`severity: ${name}`, () => {
    const rating = rate('CVE-2024-0001', said.map(statement), known, scoreVector);
    assert.deepEqual({ ...rating, ...expected }, rating);
    assert.deepEqual(rate('CVE-2024-0001', said.map(statement).reverse(), known, scoreVector), rating, 'in any order');
  });
}
