import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fleetSummary } from '../../../test/sample-fleet.ts';
import { displayWidth } from '../../base/display-width.ts';
import { fleetReporters } from './reporters.ts';

const view = { language: 'en', color: false, interactive: false, width: 100, verbose: false } as const;
const written = (format: string, more: object = {}) => {
  const reporter = fleetReporters.find((one) => one.format === format);
  assert.ok(reporter !== undefined);
  return [...reporter.render(fleetSummary(), { ...view, ...more })].join('');
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
