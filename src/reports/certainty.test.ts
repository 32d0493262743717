import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleFinding, samplePackage, sampleReport, sampleView } from '../../test/sample-report.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { tableReporter } from './table.ts';

const left = { name: 'left-pad', version: '1.0.0', type: 'npm' } as const;

async function render(reporter: Reporter, certainty: string | null, view: Partial<ReportView> = {}): Promise<string> {
  const { inventory } = sampleReport();
  const attributes: Readonly<Record<string, string>> = certainty === null ? {} : { certainty };
  const report = sampleReport({
    inventory: { ...inventory, packages: [samplePackage({ ...left, attributes })] },
    vulnerabilities: [
      sampleFinding({ id: 'CVE-2024-1', package: left.name, installed: left.version, severity: 'high', certainty }),
    ],
  });
  const write = await reporter.load();
  return [...(await write(report, sampleView(view)))].join('');
}

const cases: readonly [string, Reporter, Partial<ReportView>, RegExp][] = [
  [
    'the table',
    tableReporter,
    { interactive: true, width: 200, verbose: true },
    /CVE-2024-1 .*named by a lock file, not installed/,
  ],
  ['Markdown', markdownReporter, {}, /CVE-2024-1.*named by a lock file, not installed/],
  ['Markdown in Chinese', markdownReporter, { language: 'zh-CN' }, /CVE-2024-1.*仅由锁文件列出，未安装/],
  ['HTML', htmlReporter, {}, /named by a lock file, not installed/],
];
for (const [name, reporter, view, words] of cases) {
  test(`${name} says that a package is only named by a lock file, and nothing of one that is installed`, async () => {
    assert.match(await render(reporter, 'lock file', view), words);
    assert.doesNotMatch(await render(reporter, null, view), /by a lock file|由锁文件列出/);
  });
}

test('JSON says how certain packages and findings are', async () => {
  for (const certainty of ['lock file', 'file name', null]) {
    const { packages, vulnerabilities } = JSON.parse(await render(jsonReporter, certainty)) as Record<
      string,
      { certainty: unknown }[]
    >;
    assert.deepEqual([packages?.[0]?.certainty, vulnerabilities?.[0]?.certainty], [certainty, certainty]);
  }
});
