import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleReport, sampleView } from '../../test/sample-report.ts';
import { reporters } from './all.ts';
import { cyclonedxReporter } from './cyclonedx.ts';
import type { ReportView } from './reporter.ts';
import { spdxReporter } from './spdx.ts';

const said: Readonly<Record<string, RegExp>> = {
  json: /"filter": \{\n +"ignoreUnfixed": true,\n +"severities": \[\n +"high",\n +"critical"\n/,
  other: /kept out of sight by (?:--|&#45;&#45;)ignore-unfixed (?:--|&#45;&#45;)severity high,critical/,
};

// SBOMs have no verdict; what a filter does to them stands below.
for (const reporter of reporters.filter(({ loadListing }) => loadListing === undefined)) {
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

test('filters: cyclonedx says which are in force, even where nothing is hidden', async () => {
  const write = await cyclonedxReporter.load();
  const render = (changes: Partial<ReportView>) => [...write(sampleReport(), sampleView(changes))].join('');
  const some = render({ ignoreUnfixed: true, severities: ['high', 'critical'] });
  assert.match(some, /"plimsoll:filter",\n +"value": "--ignore-unfixed --severity high,critical"/);
  assert.match(some, /CVE-2022-1271/);
  assert.doesNotMatch(some, /CVE-2023-5678/);
  assert.match(
    render({ severities: ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] }),
    /plimsoll:filter/,
  );
  assert.doesNotMatch(render({}), /plimsoll:filter/);
});

test('filters: spdx has no findings that one could hide', async () => {
  const write = await spdxReporter.load();
  const render = (changes: Partial<ReportView>) => [...write(sampleReport(), sampleView(changes))].join('');
  assert.equal(render({ severities: ['critical'] }), render({}));
  assert.doesNotMatch(render({}), /CVE-/);
});
