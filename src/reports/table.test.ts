import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hostileReport, hostileTexts, hugeReport, unownedExecutables } from '../../test/harsh-reports.ts';
import { cleanReport, sampleReport, sampleView } from '../../test/sample-report.ts';
import { displayWidth } from '../base/display-width.ts';
import { languages } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import type { ReportView } from './reporter.ts';
import { tableReporter } from './table.ts';

const write = await tableReporter.load();

function render(report: Report, changes: Partial<ReportView> = {}): string {
  return [...write(report, sampleView(changes))].join('');
}

function golden(name: string): string {
  return fileURLToPath(new URL(`../../test/golden/reports/${name}`, import.meta.url));
}

// Written anew by `node --test --test-update-snapshots`, then read by a person before it is committed.
const asItIs = { serializers: [(text: string) => text] };

for (const [name, view] of [
  ['table-100.txt', { width: 100 }],
  ['table-60.txt', { width: 60 }],
  ['table-zh-80.txt', { width: 80, language: 'zh-CN' }],
  ['table-verbose-120.txt', { width: 120, verbose: true }],
  ['table-piped.txt', { interactive: false }],
] as const) {
  test(`table: ${name}`, (t) => t.assert.fileSnapshot(render(sampleReport(), view), golden(name), asItIs));
}

test('table: no line is wider than the terminal, in any language, whatever the image is called', () => {
  for (const report of [sampleReport(), hostileReport(), hugeReport(300), cleanReport()]) {
    for (const language of languages) {
      for (const width of [40, 60, 80, 120, 200]) {
        for (const verbose of [false, true]) {
          for (const line of render(report, { language, width, verbose }).split('\n')) {
            assert.ok(displayWidth(line) <= width, `${displayWidth(line)} > ${width}: ${line}`);
          }
        }
      }
    }
  }
});

test('table: five lines when nothing is wrong', () => {
  assert.equal(render(cleanReport(), { width: 110 }).trimEnd().split('\n').length, 5);
});

test('table: an image that was not read completely is never quiet about it', () => {
  const gap = {
    what: 'layer',
    path: null,
    layer: null,
    reason: 'truncated',
    blinds: ['packages'],
    incomplete: true,
  } as const;
  const text = render(cleanReport({ inventory: { gaps: [gap] } }));
  assert.match(text, /could not be read completely/);
  assert.match(text, /layer: it ends too early/);
});

test('a hundred unowned executables stay readable in every report for people; --verbose names each', () => {
  const paths = Array.from({ length: 100 }, (_, at) => `opt/${at % 5}/helper-${at}`);
  const report = cleanReport({ inventory: { gaps: unownedExecutables(paths) } });
  const count = (text: string) => text.match(/helper-/g)?.length ?? 0;
  assert.ok(render(report).trimEnd().split('\n').length < 30);
  const piped = render(report, { interactive: false });
  assert.equal(
    piped.match(/^gap {2}unowned-executable {2}partial {2}20 unowned executables in opt\/\d\//gm)?.length,
    5,
  );
  assert.equal(count(piped), 15);
  for (const interactive of [true, false]) assert.equal(count(render(report, { interactive, verbose: true })), 100);
});

test('table: nothing decided is not called denied, and not allowed either', () => {
  const [control] = cleanReport().verdict.controls;
  const report = cleanReport({ verdict: { decision: 'deny', controls: [{ ...control!, outcome: 'unknown' }] } });
  assert.match(render(report), /\? NOT DECIDED under policy production: not allowed/);
  assert.match(render(report, { interactive: false }), /^verdict {2}deny {2}undecided/m);
});

test('table: two thousand findings, as many waivers and gaps still fit a screen; --verbose shows them all', () => {
  const report = hugeReport(2000);
  const many = <T>(one: T, count: number): T[] => Array.from({ length: count }, () => one);
  const [waived] = sampleReport().verdict.waived;
  const waivers = Array.from({ length: 200 }, (_, at) => ({
    ...waived!,
    waiver: { ...waived!.waiver, expires: `2026-${String(4 + (at % 9)).padStart(2, '0')}-1${at % 9}` },
  }));
  const full: Report = {
    ...report,
    inventory: { ...report.inventory, gaps: many(report.inventory.gaps[0]!, 500) },
    verdict: { ...report.verdict, waived: waivers, expiredWaivers: many(report.verdict.expiredWaivers[0]!, 300) },
  };
  assert.ok(render(full).split('\n').length < 60);
  const all = render(full, { verbose: true });
  assert.equal(all.match(/CVE-20\d\d-1\d{4} /g)?.length, 2000);
  assert.doesNotMatch(all, /more.*--verbose/);
});

test('table: a waiver is one line however much it waives, and says when it ends soon', () => {
  const [waived] = sampleReport().verdict.waived;
  const evidence = ['A', 'B', 'C'].map((id) => ({ ...waived!, evidence: { id } }));
  const text = render(sampleReport({ scannedAt: '2027-03-28T09:30:00Z', verdict: { waived: evidence } }), {
    width: 118,
  });
  assert.match(
    text,
    /~ vulnerabilities {2}waived until 2027-03-31, 3 days left \(platform@example\.com\) +A \(\+2\)\n/,
  );
});

test('table: an image that no control looked at is not shown as one that passed', () => {
  const painted = render(cleanReport({ verdict: { controls: [] } }), { color: true });
  assert.match(painted, /by policy production, which judges nothing/);
  assert.doesNotMatch(painted, /\u001b\[32m/);
});

test('table: the starter set is named as such, with the next command', () => {
  const report = cleanReport({ database: { ...sampleReport().database, starter: true } });
  assert.match(render(report, { width: 110 }), /starter set of 69291 advisories only; next: plimsoll db update/);
});

test('table: what a filter hides is counted, and a clean look is not claimed', () => {
  const text = render(sampleReport(), { severities: ['critical'] });
  assert.match(text, /8 kept out of sight by --severity/);
});

test('table: colour only adds escape sequences', () => {
  const painted = render(sampleReport(), { color: true });
  assert.match(painted, /\u001b\[1;31mDENIED\u001b\[0m/);
  assert.equal(painted.replaceAll(/\u001b\[[\d;]*m/g, ''), render(sampleReport()));
  assert.doesNotMatch(render(sampleReport(), { interactive: false, color: true }), /\u001b/);
});

test('table: hostile texts move no cursor, open no line, turn no direction', () => {
  for (const interactive of [true, false]) {
    const text = render(hostileReport(), { interactive, verbose: true, width: 200 });
    assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
    assert.ok(!text.split('\n').some((line) => line.startsWith('plimsoll')));
  }
});

test('table, piped: one finding a line, columns that awk can count, in the order of the report', () => {
  const rows = render(hostileReport(), { interactive: false })
    .split('\n')
    .filter((line) => line.startsWith('finding '));
  assert.equal(rows.length, hostileTexts.length);
  const sample = render(sampleReport(), { interactive: false })
    .split('\n')
    .filter((line) => line.startsWith('finding '));
  assert.deepEqual(
    sample.map((line) => line.split(/ +/)[2]),
    sampleReport().vulnerabilities.map((finding) => finding.id),
  );
  for (const line of sample) assert.equal(line.split(/ +/).length, 13);
});

test('table: what VEX took out is said, however little else there is to say', async () => {
  const suppressed = [{ id: 'CVE-1', package: 'x', by: 'vex', why: 'fixed, says somebody' }] as const;
  assert.match(render(cleanReport({ suppressed })), /1 left out by VEX: see --verbose/);
  assert.match(render(sampleReport({ suppressed })), /1 left out by VEX: see --verbose/);
  assert.doesNotMatch(render(sampleReport()), /left out by VEX/);
});
