import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hugeReport } from '../../test/harsh-reports.ts';
import {
  cleanReport,
  sampleFinding,
  samplePackage,
  sampleReport,
  sampleView,
  sampleWaiver,
} from '../../test/sample-report.ts';
import { verbatim } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import type { Evidence } from '../model/verdict.ts';
import { deb } from '../versions/deb.ts';
import { type Advice, adviceOf } from './advice.ts';
import { highestVersion } from './highest-version.ts';
import { filterOptions, overviewOf } from './overview.ts';
import type { ReportView } from './reporter.ts';
import { adviceReason } from './wording.ts';

function advise(report: Report, changes: Partial<ReportView> = {}): readonly Advice[] {
  const view = sampleView(changes);
  return adviceOf(report, overviewOf(report, view).findings, view.schemeOf, filterOptions(view));
}

/** `! upgrade: …` for what is needed to be allowed. */
function lines(report: Report, changes: Partial<ReportView> = {}): string[] {
  return advise(report, changes).map(
    (one) => `${one.needed ? '! ' : ''}${one.kind}: ${one.text.en} (${adviceReason(one).en})`,
  );
}

test('advice: first what the verdict needs, the worst of it on top, then the rest', () => {
  assert.deepEqual(lines(sampleReport()), [
    '! upgrade: Upgrade openssl 3.0.9-1 → 3.0.13-1~deb12u1 (fixes 3)',
    '! rebuild: Rebuild on an updated golden-debian:12.5 (fixes 2 of 4 from the base)',
    '! upgrade: Upgrade lodash 4.17.15 → 4.17.21 (fixes 1)',
    '! control: Add USER to the image (rootUser: the effective user is uid 0 (no USER is set))',
    'undecidable: Check by hand: @shop/cart-core (versions that cannot be compared)',
    'unfixed: No fix yet: remove tar, libc6, or record a waiver (2 findings)',
    'waiver: Renew or drop the waivers that have expired (1 expired on 2026-01-31: it waives nothing)',
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

test('advice: never to go back to a lower version', () => {
  const upgrade = (installed: string, fixed: string) => {
    const finding = sampleFinding({ id: 'A', package: 'curl', installed, fixed, severity: 'high' });
    const report = cleanReport({ vulnerabilities: [finding], verdict: { base: null } });
    return advise(report, { schemeOf: () => deb }).map(({ kind, text }) => `${kind}: ${text.en}`);
  };
  assert.deepEqual(upgrade('9.7-3+dhi3', '9.7-3+deb13u1'), [
    'upgrade: Get a newer build of curl from whoever built 9.7-3+dhi3: 9.7-3+deb13u1 has the fix, and is a lower version',
  ]);
  assert.deepEqual(upgrade('9.7-3', '9.7-3+deb13u1'), ['upgrade: Upgrade curl 9.7-3 → 9.7-3+deb13u1']);
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

test('advice: an image that is over a limit is not to be had once more, one that is damaged besides is', () => {
  const gap = { what: 'layer', path: null, layer: null, blinds: ['packages'], incomplete: true } as const;
  const said = (...reasons: readonly ('limit-crossed' | 'timeout' | 'truncated')[]) =>
    lines(cleanReport({ inventory: { gaps: reasons.map((reason) => ({ ...gap, reason })) } }));
  assert.deepEqual(said('limit-crossed', 'timeout'), [
    '! whole: If you trust the image, raise the limit that was crossed, and scan it again (2 parts could not be read)',
  ]);
  assert.deepEqual(said('limit-crossed', 'truncated'), [
    '! whole: Get the image whole and scan it again (2 parts could not be read)',
  ]);
});

test('advice: what denies is needed however mild it is, and however high the rest', () => {
  const mild = { package: 'gzip', installed: '1.10-4', fixed: '1.10-4+deb11u1', severity: 'unknown' } as const;
  const bad = { package: 'openssl', installed: '3.0.9-1', fixed: '3.0.11-1', severity: 'critical' } as const;
  const evidence = [{ id: 'CVE-2022-1271', package: 'gzip', installed: '1.10-4' }];
  const [control] = sampleReport().verdict.controls;
  const report = cleanReport({
    vulnerabilities: [sampleFinding({ id: 'CVE-2022-1271', ...mild }), sampleFinding({ id: 'CVE-2023-5363', ...bad })],
    verdict: { base: null, decision: 'deny', controls: [{ ...control!, evidence }] },
  });
  assert.deepEqual(lines(report), [
    '! upgrade: Upgrade gzip 1.10-4 → 1.10-4+deb11u1 (fixes 1)',
    'upgrade: Upgrade openssl 3.0.9-1 → 3.0.11-1 (fixes 1)',
  ]);
});

test('advice: of what has no fix, that which denies stands apart', () => {
  const [control] = sampleReport().verdict.controls;
  const report = cleanReport({
    vulnerabilities: [
      sampleFinding({ id: 'A', package: 'tar', installed: '1.34', severity: 'high' }),
      sampleFinding({ id: 'B', package: 'perl', installed: '5.36', severity: 'low' }),
    ],
    verdict: {
      base: null,
      decision: 'deny',
      controls: [{ ...control!, evidence: [{ id: 'A', package: 'tar', installed: '1.34' }] }],
    },
  });
  assert.deepEqual(lines(report), [
    '! unfixed: No fix yet: remove tar, or record a waiver (1 finding)',
    'unfixed: No fix yet: remove perl, or record a waiver (1 finding)',
  ]);
});

test('advice: a filter that hides what denies says so', () => {
  const shown = lines(sampleReport(), { severities: ['critical'] });
  assert.ok(shown.includes('! upgrade: Upgrade openssl 3.0.9-1 → 3.0.11-1~deb12u2 (fixes 1)'));
  assert.ok(
    shown.includes(
      '! hidden: Look at all findings: scan without --severity critical (3 findings that deny are out of sight)',
    ),
    shown.join('\n'),
  );
});

test('advice: a denial that no finding of the report answers is an advice all the same', () => {
  const [control] = sampleReport().verdict.controls;
  const report = cleanReport({ verdict: { decision: 'deny', controls: [control!] } });
  assert.match(lines(report).join(), /^! control: Satisfy the control vulnerabilities/);
});

test('advice: a control that failed is an order, made of its evidence', () => {
  const orderOf = (id: string, evidence: readonly Evidence[]) => {
    const message = verbatim('broken');
    const controls = [{ id, outcome: 'fail', message, evidence, examined: 1 } as const];
    return advise(cleanReport({ verdict: { decision: 'deny', controls } }))[0]?.text.en;
  };
  const packages = [
    { package: 'lodash', version: '4.17.15', forbidden: 'lodash <4.17.21' },
    { package: 'lodash', version: '4.17.11', forbidden: 'lodash <4.17.21' },
    { package: 'openssl', version: '3.0.9', minimum: '3.0.11' },
    { package: 'auditd', required: 'auditd', missing: true },
    { package: 'netcat', version: '1', forbidden: 'netcat*' },
  ];
  assert.equal(orderOf('packages', packages), 'Remove lodash, upgrade openssl to 3.0.11, install auditd and 1 more');
  const labels = [
    { id: 'maintainer', value: null, required: 'maintainer' },
    { id: 'stage', value: 'dev', forbidden: 'stage=dev' },
  ];
  assert.equal(orderOf('labels', labels), 'Set the label maintainer, drop the label stage');
  assert.equal(orderOf('rootUser', [{ id: 'root-user', user: '', uid: 0 }]), 'Add USER to the image');
  assert.equal(orderOf('rootUser', [{ id: 'root-user', user: 'toor', uid: 0 }]), 'Set USER to one that is not root');
  assert.equal(orderOf('another', []), 'Satisfy the control another');
});

test('advice: missing advisories are fetched; versions that cannot be compared are told once', () => {
  const undecided = (evidence: readonly Evidence[], vulnerabilities: Report['vulnerabilities'] = []) => {
    const message = verbatim('cannot be said');
    const controls = [{ id: 'vulnerabilities', outcome: 'unknown', message, evidence, examined: 1 } as const];
    return lines(cleanReport({ vulnerabilities, verdict: { base: null, decision: 'deny', controls } }));
  };
  assert.deepEqual(undecided([{ what: 'Alpine:v3.99', reason: 'no-advisories', path: null }]), [
    '! undecided: Get advisories for Alpine:v3.99: plimsoll db update (vulnerabilities: cannot be said)',
  ]);
  const unpublished = ['Alpine:v3.99', 'Kali Linux:2024.2', 'CentOS Stream:9', 'brew'];
  const sourceless = { what: 'source packages', reason: 'no-sources', path: 'var/lib/chisel/manifest.wall' };
  assert.deepEqual(undecided([sourceless]), [
    "! undecided: Get advisories that tell what its packages were built from: plimsoll db update; where they do not, keep dpkg's status in the image (vulnerabilities: cannot be said)",
  ]);
  assert.deepEqual(undecided([sourceless, { what: 'PyPI', reason: 'no-advisories', path: null }]), [
    '! undecided: Get advisories for PyPI: plimsoll db update (vulnerabilities: cannot be said)',
  ]);
  assert.deepEqual(undecided([sourceless, { what: 'rpm database', reason: 'truncated', path: 'x' }]), [
    '! undecided: Settle what vulnerabilities could not decide (vulnerabilities: cannot be said)',
  ]);
  assert.deepEqual(undecided(unpublished.map((what) => ({ what, reason: 'no-advisories', path: null }))), [
    '! undecided: Build on what OSV has advisories for, or bring a feed of your own: it has none for Kali Linux:2024.2, CentOS Stream:9, brew (vulnerabilities: cannot be said)',
  ]);
  assert.deepEqual(undecided([{ what: 'dpkg database', reason: 'corrupt', path: 'x' }]), [
    '! undecided: Settle what vulnerabilities could not decide (vulnerabilities: cannot be said)',
  ]);
  const finding = sampleFinding({
    id: 'A',
    package: 'core',
    installed: 'next',
    severity: 'high',
    status: 'undecidable',
  });
  assert.deepEqual(undecided([{ id: 'A', package: 'core', installed: 'next' }], [finding]), [
    '! undecidable: Check by hand: core (versions that cannot be compared)',
  ]);
});

test('advice: a waiver that ends soon is told before it does', () => {
  const waived = (expires: string) => [
    { control: 'vulnerabilities', evidence: { id: 'A' }, waiver: { ...sampleWaiver, expires } },
    { control: 'vulnerabilities', evidence: { id: 'B' }, waiver: { ...sampleWaiver, expires } },
  ];
  assert.deepEqual(lines(cleanReport({ verdict: { waived: waived('2026-03-07') } })), [
    'waiver: Renew the waivers that end soon, or do without (1 ends on 2026-03-07)',
  ]);
  assert.deepEqual(lines(cleanReport({ verdict: { waived: waived('2026-05-01') } })), []);
});

test('highestVersion follows the scheme, and falls back to numbers where there is none', () => {
  assert.equal(highestVersion(['1.9', '1.10', '1.2'], sampleView().schemeOf('deb')), '1.10');
  assert.equal(highestVersion(['next', '1.2', 'later'], sampleView().schemeOf('deb')), '1.2');
  assert.equal(highestVersion(['1.9', '1.10'], undefined), '1.10');
  assert.equal(highestVersion([], undefined), '');
});
