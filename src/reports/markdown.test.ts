import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hostileReport, hostileTexts, hugeReport, unownedExecutables } from '../../test/harsh-reports.ts';
import { cleanReport, sampleFinding, sampleReport, sampleView } from '../../test/sample-report.ts';
import { verbatim } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import { code, prose } from './markdown/escape.ts';
import { markdownReporter } from './markdown.ts';
import type { ReportView } from './reporter.ts';

const write = await markdownReporter.load();

function render(report: Report, changes: Partial<ReportView> = {}): string {
  return [...write(report, sampleView(changes))].join('');
}

const asItIs = { serializers: [(text: string) => text] };
for (const [name, view] of [
  ['report.md', {}],
  ['report.zh-CN.md', { language: 'zh-CN' }],
] as const) {
  const file = fileURLToPath(new URL(`../../test/golden/reports/${name}`, import.meta.url));
  test(`markdown: ${name}`, (t) => t.assert.fileSnapshot(render(sampleReport(), view), file, asItIs));
}

const codeCases: readonly (readonly [given: string, written: string])[] = [
  ['openssl', '`openssl`'],
  ['@babel/core', '`@babel/core`'],
  ['openssl 3.0.9，3.0.11 已修复', '`openssl 3.0.9，3.0.11 已修复`'],
  ['a`b', '<code>a&#96;b</code>'],
  ['a|b', '<code>a&#124;b</code>'],
  ['</code><b>', '<code>&#60;&#47;code&#62;&#60;b&#62;</code>'],
  ['a\\', '<code>a&#92;</code>'],
  ['', ''],
];
for (const [given, written] of codeCases) test(`markdown: code(${given})`, () => assert.equal(code(given), written));

test('markdown: prose mentions nobody, links nowhere, opens nothing', () => {
  assert.equal(prose('@all'), '&#64;&#8203;all');
  assert.equal(prose('see www.example.com'), 'see www&#8203;.example.com');
  assert.equal(prose('fixes #1 !2'), 'fixes &#35;&#8203;1 &#33;&#8203;2');
  assert.equal(prose('v1.2-3~deb12u1 (bookworm): x'), 'v1.2-3&#126;deb12u1 (bookworm): x');
  for (const text of hostileTexts) assert.doesNotMatch(prose(text), /[`*_<>|[\]@\\\n]|https?:\/\//);
});

test('markdown: a table row stays one row of six cells whatever a package is called', () => {
  const rows = render(hostileReport())
    .split('\n')
    .filter((line) => /^\| (critical|high|medium|low|negligible|unknown) /.test(line));
  assert.equal(rows.length, hostileTexts.length);
  for (const row of rows) assert.equal(row.split('|').length, 8, row);
});

test('markdown: no element but its own', () => {
  const elements = new Set(render(hostileReport()).match(/<[^>]*>/g));
  assert.deepEqual([...elements].sort(), [
    '</code>',
    '</details>',
    '</sub>',
    '</summary>',
    '<code>',
    '<details>',
    '<sub>',
    '<summary>',
  ]);
});

test('markdown: a huge report still fits into a comment', () => {
  const text = render(hugeReport(20_000));
  assert.ok(text.length < 60_000, `${text.length}`);
  assert.match(text, /and 19900 more/);
});

test('markdown: it fits into a comment whatever an image calls its packages', () => {
  const wild = '\u{1f600}|`'.repeat(200);
  const name = (at: number) => `${wild}${at}`;
  const vulnerabilities = Array.from({ length: 3000 }, (_, at) =>
    sampleFinding({ id: name(at), package: name(at), installed: name(at), fixed: name(at), severity: 'high' }),
  );
  const gaps = Array.from({ length: 500 }, (_, at) => ({
    what: 'package.json',
    path: name(at),
    layer: null,
    reason: 'unparsable' as const,
    blinds: [],
    incomplete: false,
  }));
  const report = hostileReport();
  const { verdict } = report;
  const [expired] = verdict.expiredWaivers;
  const text = render({
    ...report,
    ref: wild,
    config: { ...report.config, user: wild },
    vulnerabilities,
    suppressed: vulnerabilities.map(({ id, package: name }) => ({ id, package: name, by: 'vex', why: wild })),
    inventory: { ...report.inventory, gaps, distribution: { ...report.inventory.distribution!, name: wild } },
    verdict: {
      ...verdict,
      policy: { ...verdict.policy, name: wild },
      controls: Array.from({ length: 50 }, () => ({ ...verdict.controls[0]!, message: verbatim(wild) })),
      expiredWaivers: Array.from({ length: 300 }, () => ({ ...expired!, reason: wild, owner: wild })),
    },
  });
  assert.ok(text.length < 60_000, `${text.length}`);
  assert.match(text, /and 2\d\d\d more/);
});

test('markdown: a hundred unowned executables take a few lines', () => {
  const paths = Array.from({ length: 100 }, (_, at) => `opt/${at % 5}/helper-${at}`);
  const text = render(cleanReport({ inventory: { gaps: unownedExecutables(paths) } }));
  assert.equal(text.match(/^- 20 unowned executables in opt/gm)?.length, 5);
});

test('markdown: a clean image is short', () => {
  const text = render(cleanReport());
  assert.match(text, /^## ✅ ALLOWED by policy production/);
  assert.doesNotMatch(text, /What to do|Gaps|Findings/);
});
