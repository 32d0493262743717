import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { hostileReport, hugeReport } from '../../test/harsh-reports.ts';
import { cleanReport, sampleReport, sampleView } from '../../test/sample-report.ts';
import type { Report } from '../model/report.ts';
import { jsonReporter } from './json.ts';
import type { ReportView } from './reporter.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));

const write = await jsonReporter.load();

function render(report: Report, changes: Partial<ReportView> = {}): string {
  return [...write(report, sampleView(changes))].join('');
}

/** The published schema lets keys join; here none may that it does not know. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy ? { ...copy, additionalProperties: false } : copy;
}

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(closed(schema) as object);

for (const [name, report] of [
  ['a report with everything', sampleReport()],
  ['a clean report', cleanReport({ verdict: { base: null }, inventory: { distribution: null } })],
  ['a hostile report', hostileReport()],
  ['a huge report', hugeReport(2000)],
] as const) {
  test(`json: ${name} follows docs/report.schema.json and no key is undocumented`, () => {
    assert.ok(validate(JSON.parse(render(report))), JSON.stringify(validate.errors));
  });
}

test('json: keys stand in the order of the contract', () => {
  assert.deepEqual(Object.keys(JSON.parse(render(sampleReport()))), [
    'schemaVersion',
    'tool',
    'scannedAt',
    'image',
    'verdict',
    'packages',
    'vulnerabilities',
    'filter',
    'suppressed',
    'secrets',
    'malware',
    'licenses',
    'files',
    'config',
    'checks',
    'compliance',
    'gaps',
    'database',
    'timings',
  ]);
});

test('json: the same report gives the same bytes, in any language and order of labels', () => {
  const { labels } = sampleReport().config;
  const turned = Object.fromEntries(Object.entries(labels).reverse());
  const other = sampleReport({ config: { ...sampleReport().config, labels: turned } });
  assert.equal(render(other, { language: 'zh-CN', width: 20, color: true }), render(sampleReport()));
});

test('json: two spaces, a line end at the end, messages in English', () => {
  const text = render(sampleReport());
  assert.match(text, /^\{\n {2}"schemaVersion": 1,\n/);
  assert.match(text, /\n\}\n$/);
  assert.doesNotMatch(text, /漏洞/);
});

test('json: what is filtered is said, and the verdict stays whole', () => {
  const all = JSON.parse(render(sampleReport()));
  assert.equal(all.filter, null);
  const some = JSON.parse(render(sampleReport(), { severities: ['critical'], ignoreUnfixed: true }));
  assert.deepEqual(some.filter, { ignoreUnfixed: true, severities: ['critical'] });
  assert.deepEqual(
    some.vulnerabilities.map((finding: { id: string }) => finding.id),
    ['CVE-2023-5363'],
  );
  assert.deepEqual(some.verdict, all.verdict);
});

test('json: hostile texts come back as they were', () => {
  const report = hostileReport();
  const back = JSON.parse(render(report));
  assert.equal(back.image.ref, report.ref);
  assert.deepEqual(
    back.vulnerabilities.map((finding: { package: string }) => finding.package),
    report.vulnerabilities.map((finding) => finding.package),
  );
  assert.deepEqual(Object.keys(back.image.labels), Object.keys(report.config.labels));
});
