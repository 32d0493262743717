import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goldenReport, imageId, root, systems } from '../../../test/build/golden.ts';
import { displayWidth } from '../../base/display-width.ts';
import type { Report } from '../../model/report.ts';
import { type Comparison, compareGolden } from '../comparison.ts';
import type { GoldenPlan, PlanItem } from '../plan.ts';
import { buildReporters } from './build-reporters.ts';
import { comparedRows } from './comparison-rows.ts';
import type { GoldenView } from './plan-reporters.ts';

const view: GoldenView = { language: 'en', color: false, interactive: true, width: 90, verbose: false };
const item = (name: string, type = 'deb'): PlanItem => ({
  name,
  type,
  installed: '1',
  fixed: '2',
  fixes: [],
  note: null,
});

function planOf(report: Report, items: readonly PlanItem[]): GoldenPlan {
  const why = { en: 'why', 'zh-CN': '理由' };
  const instruction = { verb: 'RUN', commands: [{ fixed: 'true', words: [] }] } as const;
  return {
    image: { ref: report.ref, configDigest: imageId, distribution: null, user: '' },
    policy: report.verdict.policy,
    outcome: {
      kind: 'dockerfile',
      from: { text: imageId, kind: 'id' },
      steps: [{ kind: 'upgrade', active: true, why, items, instruction }],
    },
    remarks: [{ code: 'x', text: why }],
  };
}

function compared(before: Report, after: Report, items: readonly PlanItem[] = []): Comparison {
  const result = { id: imageId, name: 'cart:golden', isRecorded: true, approvedAs: null };
  return compareGolden(before, after, planOf(before, items), result);
}

const before = goldenReport({
  packages: [...systems.deb, 'libssl3 3.0.9', 'lategold 1.0', 'netcat 1'],
  findings: [
    { id: 'CVE-1', package: 'libssl3', severity: 'critical', knownExploited: true },
    { id: 'CVE-2', package: 'lategold', severity: 'low', fixed: '3.0' },
    { id: 'CVE-3', package: 'tar', severity: 'low', fixed: null },
    { id: 'CVE-4', package: 'lodash', type: 'npm', fixed: '4.17.21' },
  ],
});
const after = goldenReport({
  packages: [...systems.deb, 'libssl3 3.0.11', 'lategold 1.0', 'libnew 1'],
  findings: [
    { id: 'CVE-2', package: 'lategold', severity: 'low', fixed: '3.0' },
    { id: 'CVE-3', package: 'tar', severity: 'low', fixed: null },
    { id: 'CVE-4', package: 'lodash', type: 'npm', fixed: '4.17.21' },
    { id: 'CVE-5', package: 'libnew', severity: 'medium' },
  ],
  accounts: [root, { name: 'app', uid: 1000, gid: 1000 }],
  config: { user: '1000:1000' },
  changes: { verdict: { decision: 'allow', controls: [] }, size: 7 },
});

describe('an image and its successor', () => {
  const comparison = compared(before, after, [item('libssl3'), item('lategold:amd64')]);

  test('packages that were upgraded, removed and added', () => {
    const names = (kind: 'upgraded' | 'removed' | 'added') =>
      comparison.packages[kind].map((one) => `${one.name} ${one.before} ${one.after}`);
    assert.deepEqual(names('upgraded'), ['libssl3 3.0.9 3.0.11']);
    assert.deepEqual(names('removed'), ['netcat 1 null']);
    assert.deepEqual(names('added'), ['libnew null 1']);
  });

  test('why a finding stays, and what is new', () => {
    assert.deepEqual(
      comparison.stays.map(({ finding, why }) => [finding.id, why]),
      [
        ['CVE-2', 'not-reached'],
        ['CVE-3', 'no-fix'],
        ['CVE-4', 'application'],
      ],
    );
    assert.deepEqual(
      comparison.appeared.map(({ id }) => id),
      ['CVE-5'],
    );
  });

  test('each line says whether it became better', () => {
    assert.deepEqual(
      comparedRows(comparison).map(({ key, before: was, after: is, change }) => [key, was.en, is.en, change]),
      [
        ['verdict', 'denied', 'allowed', 'better'],
        ['findings', '4', '4', 'same'],
        ['critical', '1', '0', 'better'],
        ['high', '1', '1', 'same'],
        ['medium', '0', '1', 'worse'],
        ['low', '2', '2', 'same'],
        ['exploited', '1', '0', 'better'],
        ['user', 'root', 'uid 1000', 'better'],
        ['control:packages', 'fails', '-', 'other'],
        ['packages', '7', '7', 'same'],
        ['size', '147 MB', '7 B', 'other'],
        ['layers', '9', '9', 'same'],
      ],
    );
  });

  test('two packages of one name in an application are told as one', () => {
    const twice = goldenReport({ packages: ['a 1', 'a 2'] });
    const once = goldenReport({ packages: ['a 2'] });
    assert.deepEqual(compared(twice, once).packages.upgraded, [{ name: 'a', type: 'deb', before: '1, 2', after: '2' }]);
  });
});

describe('whatever an image calls things', () => {
  const evil = '\x1b[2J\u202e\n</script><img src=x onerror=alert(1)>|`@all';
  const nasty = (extra: string) =>
    goldenReport({
      packages: [`${evil.replaceAll(' ', '_')} ${extra}`],
      findings: [{ id: evil, package: evil, installed: evil }],
      changes: { ref: evil, verdict: { policy: { name: evil, digest: evil } } },
    });
  const comparison = compared(nasty('1'), nasty('2'));
  for (const reporter of buildReporters) {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const interactive of [true, false]) {
        test(`${reporter.format}, ${language}${interactive ? '' : ', in a pipe'}`, () => {
          const text = [...reporter.render(comparison, { ...view, language, interactive })].join('');
          assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
          if (reporter.format === 'html') assert.doesNotMatch(text, /<img|<\/script><img/);
          if (reporter.format === 'markdown') assert.doesNotMatch(text, /<img|(?<!\u200b)@all/);
          if (reporter.format === 'table' && interactive)
            for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 90, line);
        });
      }
    }
  }
});
