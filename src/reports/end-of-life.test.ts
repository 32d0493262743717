import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleReport, sampleView } from '../../test/sample-report.ts';
import type { Distribution } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { tableReporter } from './table.ts';

const debian = (versionId: string): Distribution => ({
  id: 'debian',
  versionId,
  name: `Debian GNU/Linux ${versionId}`,
  like: [],
  codename: null,
});

async function render(reporter: Reporter, versionId: string, view: Partial<ReportView> = {}): Promise<string> {
  const { inventory } = sampleReport();
  const report: Report = sampleReport({ inventory: { ...inventory, distribution: debian(versionId) } });
  const write = await reporter.load();
  return [...(await write(report, sampleView(view)))].join('');
}

const cases: readonly [string, Reporter, Partial<ReportView>, RegExp][] = [
  [
    'the table',
    tableReporter,
    { interactive: true, width: 160 },
    /Debian GNU\/Linux 10 \(past its end of life since 2024-06-30\)/,
  ],
  ['HTML', htmlReporter, {}, /past its end of life since 2024-06-30/],
  ['Markdown', markdownReporter, {}, /past its end of life since 2024-06-30/],
  ['Chinese', markdownReporter, { language: 'zh-CN' }, /已于 2024-06-30 停止维护/],
];
for (const [name, reporter, view, words] of cases) {
  test(`${name} says that a distribution has ended, and nothing of one that has not`, async () => {
    assert.match(await render(reporter, '10', view), words);
    const living = await render(reporter, '13', view);
    assert.match(living, /Debian GNU\/Linux 13/);
    assert.doesNotMatch(living, /end of life|停止维护/);
  });
}

test('the piped table has a line for it', async () => {
  const lines = async (versionId: string) =>
    (await render(tableReporter, versionId, { interactive: false })).split('\n');
  assert.equal(
    (await lines('10')).find((line) => line.startsWith('ended')),
    'ended  2024-06-30  Debian GNU/Linux 10',
  );
  assert.equal(
    (await lines('13')).find((line) => line.startsWith('ended')),
    undefined,
  );
});

test('JSON says when it ends and who says so, whether that is past or not', async () => {
  const ends = async (versionId: string) =>
    JSON.parse(await render(jsonReporter, versionId)).image.distribution.endOfLife;
  const source = 'https://wiki.debian.org/LTS';
  assert.deepEqual(await ends('10'), { date: '2024-06-30', source });
  assert.deepEqual(await ends('13'), { date: '2030-06-30', source });
  assert.equal(await ends('99'), null);
});
