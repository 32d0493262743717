import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleReport, sampleView } from '../../test/sample-report.ts';
import { reporters } from './all.ts';
import type { ReportView } from './reporter.ts';

const said: Readonly<Record<string, RegExp>> = {
  json: /"filter": \{\n +"ignoreUnfixed": true,\n +"severities": \[\n +"high",\n +"critical"\n/,
  other: /kept out of sight by (?:--|&#45;&#45;)ignore-unfixed (?:--|&#45;&#45;)severity high,critical/,
};

for (const reporter of reporters) {
  const write = await reporter.load();
  const render = (changes: Partial<ReportView>) => [...write(sampleReport(), sampleView(changes))].join('');

  test(`filters: ${reporter.format} says which are in force and keeps the verdict`, () => {
    const text = render({ verbose: true, ignoreUnfixed: true, severities: ['high', 'critical'] });
    assert.match(text, said[reporter.format] ?? said['other']!);
    assert.match(text, /DENIED|"decision": "deny"/);
    assert.match(text, /CVE-2022-1271/);
    assert.doesNotMatch(text, /CVE-2023-5678/);
  });

  test(`filters: ${reporter.format} says so even where nothing is hidden`, () => {
    const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;
    assert.match(render({ severities }), reporter.format === 'json' ? /"filter": \{/ : /nothing kept out of sight by/);
    assert.doesNotMatch(render({}), /"filter": \{|out of sight by (?:-|&#45;)/);
  });
}
