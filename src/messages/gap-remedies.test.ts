import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distributionTable } from '../model/distributions/distribution-table.ts';
import { osvCoverage } from '../model/distributions/osv-coverage.ts';
import { gapRemedy } from './gap-remedies.ts';

const remedy = (what: string) => gapRemedy('no-advisories', what).en;

test('an update is the remedy where it could bring something, and nowhere else', () => {
  for (const what of [
    'Debian:5',
    'Wolfi',
    'npm',
    'SUSE:Linux Enterprise Server 15 SP6',
    'Red Hat:enterprise_linux:9::baseos',
  ])
    assert.match(remedy(what), /^Bring the advisories: plimsoll db update\. Where/, what);
  for (const what of [
    'Kali Linux:2024.2',
    'Fedora:40',
    'manjaro',
    'Arch Linux',
    'Kylin Desktop:v10',
    'Bottlerocket:1.20.0',
  ])
    assert.match(remedy(what), /^OSV publishes no advisories for this distribution/, what);
  for (const what of ['CentOS Stream:9', 'Raspbian:12'])
    assert.match(remedy(what), /^OSV publishes no advisories of its own/, what);
  for (const what of ['brew', 'busybox', 'luarocks', 'linux-kernel'])
    assert.match(remedy(what), /^No feed speaks of it/, what);
  assert.match(gapRemedy('corrupt', 'Kali Linux:2024.2').en, /^Save or push/);
  assert.match(gapRemedy('nothing', 'x').en, /^The report says/);
});

test('each known distribution is told by whether OSV publishes its records', () => {
  for (const row of distributionTable) {
    const about = { id: row.ids[0] ?? '', versionId: row.example, name: '', like: [], codename: null };
    const [name = ''] = row.ecosystems(about);
    const { records } = row;
    if (typeof records === 'object') assert.equal(osvCoverage(`${records.borrowed}:1`), 'borrowed', row.title);
    else assert.equal(osvCoverage(name), records === 'osv' ? 'published' : 'distribution', row.title);
  }
});
