import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hugeReport } from '../../test/harsh-reports.ts';
import { cleanReport, sampleFinding, samplePackage, sampleReport, sampleView } from '../../test/sample-report.ts';
import type { Report } from '../model/report.ts';
import { type Advice, adviceOf } from './advice.ts';
import { highestVersion } from './highest-version.ts';
import { overviewOf } from './overview.ts';

const view = sampleView();

function advise(report: Report): readonly Advice[] {
  return adviceOf(report, overviewOf(report, view).findings, view.schemeOf);
}

test('advice: what is exploited first, then failed controls, then the rest', () => {
  const lines = advise(sampleReport()).map(({ kind, text, reason }) => `${kind}: ${text.en} (${reason.en})`);
  assert.deepEqual(lines, [
    'upgrade: Upgrade openssl 3.0.9-1 → 3.0.13-1~deb12u1 (fixes 3)',
    'rebuild: Rebuild on an updated golden-debian:12.5 (fixes 2 of the 4 that come from the base)',
    'upgrade: Upgrade lodash 4.17.15 → 4.17.21 (fixes 1)',
    'control: Add USER to the image (rootUser: the effective user is uid 0: no USER is set)',
    'undecidable: Check by hand: @shop/cart-core (versions that cannot be compared)',
    'unfixed: No fix yet: remove tar, libc6, or record a waiver (2 findings)',
    'waiver: Renew or drop the waivers that have expired (1 expired, the last on 2026-01-31: they waive nothing)',
  ]);
});

test('advice: every finding stands in exactly one', () => {
  for (const report of [sampleReport(), sampleReport({ verdict: { base: null } }), hugeReport(3000)]) {
    const given = advise(report).flatMap((advice) => advice.findings);
    assert.equal(given.length, report.vulnerabilities.length);
    assert.equal(new Set(given).size, report.vulnerabilities.length);
  }
});

test('advice: nothing to do about a clean image', () => assert.deepEqual(advise(cleanReport()), []));

test('advice: two versions of one package are two upgrades', () => {
  const old = { package: 'minimist', type: 'npm', installed: '0.0.8', fixed: '0.2.4', severity: 'high' } as const;
  const report = cleanReport({
    vulnerabilities: [
      sampleFinding({ id: 'A', ...old }),
      sampleFinding({ id: 'A', ...old, installed: '1.2.0', fixed: '1.2.6' }),
    ],
    verdict: { base: null },
  });
  assert.deepEqual(
    advise(report).map(({ text }) => text.en),
    ['Upgrade minimist 0.0.8 → 0.2.4', 'Upgrade minimist 1.2.0 → 1.2.6'],
  );
});

test('advice: binary packages of one source are one upgrade', () => {
  const source = { name: 'glibc', version: '2.36-9' };
  const names = ['libc6', 'libc-bin'];
  const report = cleanReport({
    vulnerabilities: names.map((name) =>
      sampleFinding({ id: 'C', package: name, installed: '2.36-9', fixed: '2.36-10', severity: 'low' }),
    ),
    inventory: { packages: names.map((name) => samplePackage({ name, version: '2.36-9', source })) },
    verdict: { base: null },
  });
  assert.deepEqual(
    advise(report).map(({ text, reason }) => `${text.en}, ${reason.en}`),
    ['Upgrade glibc 2.36-9 → 2.36-10, fixes 2'],
  );
});

test('advice: an unread layer, an undecided control and the starter set are said', () => {
  const clean = cleanReport();
  const report = cleanReport({
    database: { ...clean.database, starter: true },
    inventory: {
      gaps: [{ what: 'layer', path: null, layer: null, reason: 'truncated', blinds: ['packages'], incomplete: true }],
    },
    verdict: { decision: 'deny', controls: [{ ...clean.verdict.controls[0]!, outcome: 'unknown' }] },
  });
  assert.deepEqual(
    advise(report).map(({ kind }) => kind),
    ['whole', 'undecided', 'database'],
  );
});

test('highestVersion follows the scheme, and falls back to numbers where there is none', () => {
  assert.equal(highestVersion(['1.9', '1.10', '1.2'], view.schemeOf('deb')), '1.10');
  assert.equal(highestVersion(['next', '1.2', 'later'], view.schemeOf('deb')), '1.2');
  assert.equal(highestVersion(['1.9', '1.10'], undefined), '1.10');
  assert.equal(highestVersion([], undefined), '');
});
