import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { imageEcosystems, rootEcosystem } from '../osv-ecosystems.ts';
import type { Distribution } from '../package.ts';
import { distributionTable } from './distribution-table.ts';
import { rowOf, supportEnd } from './known-distribution.ts';
import { supportEnds } from './support-ends.ts';

const distribution = (id: string, versionId: string, name = ''): Distribution => ({
  id,
  versionId,
  name,
  like: [],
  codename: null,
});

describe('the day on which support ends', () => {
  const cases: readonly [string, string, string | null][] = [
    ['debian', '10', '2024-06-30'],
    ['debian', '12.4', '2028-06-30'],
    ['debian', '', null],
    ['debian', '99', null],
    ['ubuntu', '18.04', '2023-05-31'],
    ['alpine', '3.15.11', '2023-11-01'],
    ['alpine', '3.21.0_alpha20240923', null],
    ['centos', '7.9.2009', '2024-06-30'],
    ['rhel', '6.10', '2020-11-30'],
    ['amzn', '2018.03', '2023-12-31'],
    ['amzn', '2', '2026-06-30'],
    ['sles', '15', '2019-12-31'],
    ['sles', '15.4', '2023-12-31'],
    ['photon', '3.0', '2025-10-02'],
    ['constructor', '1', null],
    ['debian', 'constructor', null],
    ['wolfi', '20230201', null],
  ];
  for (const [id, versionId, expected] of cases) {
    test(`${id} ${versionId}`, () => assert.equal(supportEnd(distribution(id, versionId)), expected));
  }
});

test('CentOS Stream is not CentOS Linux', () => {
  assert.equal(rowOf(distribution('centos', '8', 'CentOS Linux 8'))?.title, 'CentOS Linux');
  assert.equal(rowOf(distribution('centos', '8', 'CentOS Stream 8'))?.title, 'CentOS Stream');
  assert.equal(supportEnd(distribution('centos', '8', 'CentOS Stream 8')), '2024-05-31');
});

test('the table holds what its columns promise', () => {
  for (const row of distributionTable) {
    const example = { ...distribution(row.ids[0] ?? '', row.example), like: row.packages === 'deb' ? ['debian'] : [] };
    const ecosystems = row.ecosystems(row.title.includes('Stream') ? { ...example, name: 'CentOS Stream' } : example);
    assert.ok(ecosystems.length > 0, row.title);
    // What OSV publishes is also what an update fetches; what it does not publish is not asked for.
    for (const ecosystem of ecosystems) {
      const isPublished = imageEcosystems.includes(rootEcosystem(ecosystem));
      assert.equal(isPublished, row.records !== 'none', `${row.title}: ${ecosystem}`);
    }
  }
});

test('every end is a day, and has its source', () => {
  for (const { source, releases } of Object.values(supportEnds)) {
    assert.match(source, /^https:\/\/\S+$/);
    for (const [release, day] of Object.entries(releases)) {
      assert.match(release, /^[0-9]+(?:\.[0-9]+)?$/);
      assert.equal(new Date(day).toISOString().slice(0, 10), day);
    }
  }
});
