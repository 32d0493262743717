import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Digest } from '../../base/digest.ts';
import { displayWidth } from '../../base/display-width.ts';
import { failure } from '../../base/errors.ts';
import { failures, skips } from '../failures.ts';
import type { FleetSummary } from '../fleet-summary.ts';
import type { ImageRow } from '../image-row.ts';
import { fleetReporters } from './reporters.ts';

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const row = (names: readonly string[], more: Partial<ImageRow> = {}): ImageRow => ({
  names,
  digest: digest('a'),
  configDigest: digest('b'),
  platform: 'linux/amd64',
  created: '2026-01-02T03:04:05Z',
  size: 123_456_789,
  layers: 3,
  distribution: 'Debian GNU/Linux 12',
  base: null,
  user: '',
  packages: 88,
  verdict: 'allowed',
  failed: [],
  undecided: [],
  findings: { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 },
  fixable: 0,
  exploited: 0,
  gaps: 0,
  isIncomplete: false,
  reports: {},
  recorded: null,
  ...more,
});

function summary(): FleetSummary {
  const [failed, skipped] = [failures(), skips()];
  failed.add('bad/\u001b[31mname:1', failure('name-unusable', { name: 'bad/\u001b[31mname:1' }));
  skipped.add('shop/cart:sha256-1.sig', 'signature', 'application/vnd.dev.cosign.simplesigning.v1+json');
  const platforms = { kind: 'one', platform: { os: 'linux', architecture: 'amd64' }, isExplicit: false } as const;
  return {
    tool: { name: 'plimsoll', version: '0' },
    ask: { host: 'r.example', prefix: 'shop', list: null, repositories: [], tags: [], newest: null, platforms },
    policy: { name: 'production', digest: digest('c') },
    database: { digest: digest('d'), builtAt: '2026-01-01T00:00:00Z', feeds: [], starter: false },
    repositories: 2,
    empty: 1,
    names: 5,
    rows: [
      row(['shop/calm:1']),
      row(['shop/cart:1', 'shop/cart:latest'], {
        verdict: 'denied',
        failed: ['vulnerabilities'],
        findings: { critical: 2, high: 5, medium: 0, low: 1, negligible: 0, unknown: 0 },
        fixable: 6,
        distribution: '=cmd|"/c calc"!A1, \u202e<script>alert(1)</script>',
        reports: { json: { file: 'shop.cart.1-0123456789ab.json', digest: digest('e') } },
      }),
      row(['shop/part:1'], { isIncomplete: true, gaps: 2 }),
    ],
    skips: skipped,
    failures: failed,
    effort: {
      startedAt: '2026-01-02T00:00:00.000Z',
      endedAt: '2026-01-02T00:01:00.000Z',
      milliseconds: 60_000,
      requests: 12,
      bytes: 3456,
      refusals: 1,
      takenOver: 1,
    },
  };
}

const view = { language: 'en', color: false, interactive: false, width: 100, verbose: false } as const;
const written = (format: string, more: object = {}) => {
  const reporter = fleetReporters.find((one) => one.format === format);
  assert.ok(reporter !== undefined);
  return [...reporter.render(summary(), { ...view, ...more })].join('');
};

test('nothing of a name or an image moves a cursor, turns a text or becomes markup, in any format or language', () => {
  for (const { format } of fleetReporters) {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const interactive of [true, false]) {
        const text = written(format, { language, interactive });
        assert.doesNotMatch(text, /[\u001b\u202e]/, format);
        if (format === 'html' || format === 'markdown') assert.doesNotMatch(text, /<script>alert/, format);
      }
    }
  }
});

test('a terminal and a pipe say which control it was', () => {
  assert.match(written('table', { interactive: true }), /denied\s+shop\/cart:1 .*\(vulnerabilities\)/);
  assert.match(written('table'), /^image\s+denied .* controls=vulnerabilities .* shop\/cart:1 /m);
});

test('JSON is what its schema says', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../docs/registry-scan.schema.json', import.meta.url), 'utf8'));
  const text = written('json');
  const validate = new Ajv2020({ strict: false }).compile(schema);
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  const { totals } = JSON.parse(text);
  assert.deepEqual(
    { ...totals, findings: null },
    {
      repositories: 2,
      emptyRepositories: 1,
      names: 5,
      images: 3,
      allowed: 1,
      denied: 1,
      notCompleted: 2,
      skipped: { signature: 1 },
      findings: null,
    },
  );
});

test('CSV has a line for each name, what was skipped and what failed included, and no formulas', () => {
  const lines = written('csv').trimEnd().split('\r\n');
  assert.equal(lines.length, 1 + 4 + 1 + 1);
  const columns = lines[0]?.split(',').length;
  assert.equal(columns, 24);
  assert.ok(lines[2]?.includes(`"'=cmd|""/c calc""!A1`), lines[2]);
  assert.match(lines.at(-1) ?? '', /^shop\/cart:sha256-1\.sig,skipped,/);
});

describe('the table', () => {
  test('piped: one thing a line, its first word the same in every language', () => {
    const first = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]);
    const kinds = ['registry', 'image', 'image', 'image', 'failed', 'skipped'];
    assert.deepEqual(first(written('table')), kinds);
    assert.deepEqual(first(written('table', { language: 'zh-CN' })), kinds);
  });

  test('on a terminal: the answer first, what is denied before what is not, and no line too long', () => {
    for (const width of [40, 80, 140]) {
      for (const language of ['en', 'zh-CN'] as const) {
        const lines = written('table', { interactive: true, width, language }).split('\n');
        for (const line of lines) assert.ok(displayWidth(line) <= Math.min(width, 120), line);
      }
    }
    const text = written('table', { interactive: true });
    assert.match(text, /✘ 1 of 3 images denied/);
    assert.match(text, /2 could not be judged completely/);
    assert.ok(text.indexOf('shop/cart:1') < text.indexOf('shop/calm:1'));
    assert.match(text, /1 signature/);
  });
});
