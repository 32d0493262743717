import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, resultOf } from '../../../test/build/control-input.ts';
import { sampleFinding } from '../../../test/sample-report.ts';
import type { VulnerabilityFinding } from '../../model/finding.ts';
import type { Outcome } from '../../model/verdict.ts';

const medium = { id: 'CVE-2024-1', package: 'curl', installed: '7.0-1', severity: 'medium' } as const;

/** A medium finding with a fix, published a month before the scan. */
function finding(changes: Partial<VulnerabilityFinding> = {}): VulnerabilityFinding {
  return sampleFinding({ ...medium, fixed: '7.1-1', score: 5.4, published: '2026-02-04T00:00:00Z', ...changes });
}

const one = finding();
const cases: readonly (readonly [settings: object, finding: Partial<VulnerabilityFinding>, outcome: Outcome])[] = [
  [{ severity: 'high' }, { severity: 'critical' }, 'fail'],
  [{ severity: 'high' }, { severity: 'high' }, 'fail'],
  [{ severity: 'high' }, { severity: 'medium' }, 'pass'],
  [{ severity: 'low' }, { severity: 'unknown' }, 'pass'],
  [{ severity: 'negligible' }, { severity: 'unknown' }, 'pass'],
  [{ severity: 'unknown' }, { severity: 'unknown' }, 'fail'],
  [{ severity: 'unknown' }, { severity: 'negligible' }, 'fail'],
  [{ score: 5.4 }, {}, 'fail'],
  [{ score: 5.5 }, {}, 'pass'],
  [{ score: 0 }, { score: null }, 'pass'],
  [{ epss: 0.7 }, { epss: 0.7 }, 'fail'],
  [{ epss: 0.7 }, { epss: 0.69 }, 'pass'],
  [{ epss: 0.7 }, { epss: null }, 'pass'],
  [{ knownExploited: true }, { knownExploited: true }, 'fail'],
  [{ knownExploited: true }, {}, 'pass'],
  [{ knownExploited: true }, { severity: 'critical' }, 'pass'],
  [{ severity: 'critical', knownExploited: false }, { knownExploited: true }, 'pass'],
  [{}, { severity: 'high' }, 'fail'],
  [{}, { knownExploited: true }, 'fail'],
  [{ knownExploited: false }, { knownExploited: true }, 'pass'],
  [{ knownExploited: false }, { severity: 'high' }, 'fail'],
  [{}, {}, 'pass'],
  [{ ids: ['CVE-2024-1'] }, {}, 'fail'],
  [{ ids: ['cve-2024-1'] }, {}, 'fail'],
  [{ ids: ['DSA-1-1'] }, { aliases: ['DSA-1-1'] }, 'fail'],
  [{ ids: ['CVE-2024-2'] }, { severity: 'critical' }, 'pass'],
  [{ ids: ['CVE-2024-1'], onlyFixable: true, graceDays: 365 }, { fixed: null }, 'fail'],
  [{ severity: 'low', onlyFixable: true }, { fixed: null }, 'pass'],
  [{ severity: 'low', onlyFixable: true }, {}, 'fail'],
  [{ severity: 'low', onlyFixable: true }, { id: 'MAL-2024-1', fixed: null }, 'fail'],
  [{ severity: 'low', graceDays: 365 }, { aliases: ['MAL-2024-1'] }, 'fail'],
  [{ severity: 'low', graceDays: 28 }, {}, 'fail'],
  [{ severity: 'low', graceDays: 29 }, {}, 'pass'],
  [{ severity: 'low', graceDays: 29 }, { published: null }, 'fail'],
  [{ severity: 'low', graceDays: 29 }, { published: 'once upon a time' }, 'fail'],
  [{ severity: 'low', graceDays: 29 }, { published: '2999-01-01T00:00:00Z' }, 'fail'],
  [{ severity: 'low' }, { status: 'wont-fix' }, 'fail'],
  [{ severity: 'low' }, { status: 'under-investigation' }, 'fail'],
  [{ severity: 'low' }, { status: 'undecidable' }, 'unknown'],
  [{ severity: 'high' }, { status: 'undecidable' }, 'pass'],
  [{ ids: ['CVE-2024-1'] }, { status: 'undecidable' }, 'unknown'],
  // Where versions cannot be compared, that no fix is known says nothing of whether there is one.
  [{ severity: 'low' }, { certainty: 'lock file' }, 'fail'],
  [{ severity: 'low', installedOnly: true }, { certainty: 'lock file' }, 'pass'],
  [{ severity: 'low', installedOnly: true }, { certainty: 'lock file', status: 'undecidable' }, 'pass'],
  [{ severity: 'low', installedOnly: true }, { certainty: 'file name' }, 'fail'],
  [{ severity: 'low', installedOnly: true }, {}, 'fail'],
  [{ ids: ['CVE-2024-1'], installedOnly: true }, { certainty: 'lock file' }, 'fail'],
  [{ severity: 'low', onlyFixable: true }, { status: 'undecidable', fixed: null }, 'unknown'],
  [{ severity: 'low', onlyFixable: true }, { status: 'wont-fix', fixed: null }, 'pass'],
  [{ severity: 'unknown' }, { status: 'undecidable', severity: 'unknown' }, 'unknown'],
  [{ severity: 'low' }, { status: 'undecidable', severity: 'unknown' }, 'pass'],
];

for (const [settings, changes, outcome] of cases) {
  test(`${JSON.stringify(settings)} over ${JSON.stringify(changes)}: ${outcome}`, () => {
    const result = resultOf('vulnerabilities', settings, controlInput({ vulnerabilities: [finding(changes)] }));
    assert.equal(result.outcome, outcome);
    assert.equal(result.examined, 1);
    assert.equal(result.evidence.length, outcome === 'pass' ? 0 : 1);
  });
}

test('no findings pass', () => {
  const result = resultOf('vulnerabilities', {}, controlInput());
  assert.deepEqual([result.outcome, result.message.en, result.message['zh-CN']], ['pass', 'no findings', '未发现漏洞']);
});

for (const blind of ['packages', 'distribution', 'advisories'] as const) {
  test(`a gap that hides ${blind} makes it unknown, unless it fails anyway`, () => {
    const inventory = { gaps: [gap({ blinds: [blind] })] };
    assert.equal(resultOf('vulnerabilities', {}, controlInput({ inventory })).outcome, 'unknown');
    const failing = controlInput({ inventory, vulnerabilities: [finding({ severity: 'high' })] });
    assert.equal(resultOf('vulnerabilities', {}, failing).outcome, 'fail');
  });
}

test('what nobody knows of an executable counts where the policy asks for it', () => {
  const input = controlInput({ inventory: { gaps: [gap({ blinds: ['programs'] })] } });
  assert.equal(resultOf('vulnerabilities', {}, input).outcome, 'pass');
  assert.equal(resultOf('vulnerabilities', { unownedExecutables: 'report' }, input).outcome, 'pass');
  assert.equal(resultOf('vulnerabilities', { unownedExecutables: 'unknown' }, input).outcome, 'unknown');
});

test('a gap that hides something else is no reason to doubt', () => {
  const inventory = { gaps: [gap({ blinds: ['accounts', 'files', 'config'] })] };
  assert.equal(resultOf('vulnerabilities', {}, controlInput({ inventory })).outcome, 'pass');
});

test('a database that knows nothing of exploitation cannot say that nothing is exploited', () => {
  const database = {
    ...controlInput().database,
    feeds: [{ name: 'Debian', records: 1, withdrawn: 0, modified: null }],
  };
  const outcome = (settings: object, starter = false) => {
    const input = controlInput({ database: { ...database, starter }, vulnerabilities: [one] });
    return resultOf('vulnerabilities', settings, input).outcome;
  };
  assert.equal(outcome({ knownExploited: true }), 'unknown');
  assert.equal(outcome({ epss: 0.5 }), 'unknown');
  assert.equal(outcome({ severity: 'high' }), 'pass');
  assert.equal(outcome({ severity: 'medium', knownExploited: true }), 'fail');
  assert.equal(outcome({ knownExploited: true }, true), 'pass');
  const empty = { ...database, feeds: [...database.feeds, { name: 'KEV', records: 0, withdrawn: 0, modified: null }] };
  const input = controlInput({ database: empty, vulnerabilities: [one] });
  assert.equal(resultOf('vulnerabilities', { knownExploited: true }, input).outcome, 'unknown');
  assert.equal(resultOf('vulnerabilities', { knownExploited: true }, controlInput({ database })).outcome, 'pass');
});

test('the evidence begins with what is exploited, then the worst, and names all that it takes to act', () => {
  const input = controlInput({
    vulnerabilities: [
      finding({ id: 'CVE-1-1000', severity: 'low' }),
      finding({ id: 'CVE-1-2000', severity: 'critical', score: 9.1 }),
      finding({ id: 'CVE-1-3000', severity: 'critical', score: 9.8 }),
      finding({ id: 'CVE-1-4000', severity: 'medium', knownExploited: true, aliases: ['DSA-4', 'GHSA-4'] }),
    ],
  });
  const { evidence, message } = resultOf('vulnerabilities', { severity: 'low' }, input);
  assert.deepEqual(
    evidence.map((item) => item['id']),
    ['CVE-1-4000', 'CVE-1-3000', 'CVE-1-2000', 'CVE-1-1000'],
  );
  const { purl, ...first } = evidence[0]!;
  assert.match(String(purl), /^pkg:deb\/debian\/curl@/);
  assert.deepEqual(first, {
    id: 'CVE-1-4000',
    package: 'curl',
    installed: '7.0-1',
    fixed: '7.1-1',
    severity: 'medium',
    score: 5.4,
    knownExploited: true,
    aliases: 'DSA-4 GHSA-4',
    path: 'var/lib/dpkg/status',
  });
  assert.equal(message.en, '4 of 4 findings are low or above');
  assert.equal(message['zh-CN'], '4 个漏洞中有 4 个属于：低危及以上');
});
