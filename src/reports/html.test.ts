import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { processorTime } from '../../test/build/processor-time.ts';
import { hostileReport, hugeReport } from '../../test/harsh-reports.ts';
import { cleanReport, sampleReport, sampleView } from '../../test/sample-report.ts';
import { languages } from '../base/text.ts';
import { pageWords } from '../messages/report-page.ts';
import type { Report } from '../model/report.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { htmlReporter } from './html.ts';

const write = await htmlReporter.load();

function render(report: Report): string {
  return [...write(report, sampleView())].join('');
}

test('html: its policy lets it load nothing and run only its own script and style', () => {
  const page = render(sampleReport());
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
  const named = (source: string) => `'sha256-${hash('sha256', source, 'base64')}'`;
  assert.equal(
    policy,
    `default-src 'none'; style-src ${named(style)}; script-src ${named(script)}; base-uri 'none'; form-action 'none'`,
  );
  assert.ok(page.includes(`<script>${script}</script>`) && page.includes(`<style>${style}</style>`));
  assert.doesNotMatch(style + script, /@import|url\((?!#)|innerHTML|insertAdjacentHTML|document\.write|eval\(/);
});

test('html: the script is one that a browser can read, and ends nothing early', () => {
  assert.doesNotThrow(() => new Script(script));
  assert.doesNotMatch(script, /<\/script|<!--/i);
  assert.doesNotMatch(style, /<\/style/i);
});

test('html: hostile texts are data, whatever they say', () => {
  const page = render(hostileReport());
  assert.equal(page.match(/<script/gi)?.length, 2);
  assert.equal(page.match(/<\/script/gi)?.length, 2);
  assert.doesNotMatch(page, /<img|<svg|<!--|[\u2028\u2029\u202e\u0000-\u0008\u001b]/);
});

test('html: the same report gives the same page', () => assert.equal(render(sampleReport()), render(sampleReport())));

test('html: every word that the script asks for exists in both languages, and none is left over', () => {
  const asked = new Set([...script.matchAll(/word\('([a-zA-Z]+)'/g)].map((match) => match[1]));
  // Asked for by a name that is put together: columns, facts of a finding, facts of the footer, themes, one of two.
  for (const name of Object.keys(pageWords)) if (new RegExp(`'${name}'`).test(script)) asked.add(name);
  const known = new Set(Object.keys(pageWords));
  const unknown = [...asked].filter((name) => name !== undefined && !known.has(name));
  assert.deepEqual(unknown, []);
  assert.deepEqual(
    [...known].filter((name) => !asked.has(name) && name !== 'noScript'),
    [],
  );
  for (const text of Object.values(pageWords)) for (const language of languages) assert.notEqual(text[language], '');
});

test('html: without scripts the answer is still there, in both languages', () => {
  const page = render(cleanReport());
  const quiet = /<noscript>(.*?)<\/noscript>/s.exec(page)?.[1] ?? '';
  assert.match(quiet, /ALLOWED by policy production/);
  assert.match(quiet, /放行，依据策略 production/);
});

test('html: 20,000 findings are written in a moment', () => {
  const begun = processorTime();
  assert.ok(render(hugeReport(20_000)).length < 12_000_000);
  assert.ok(processorTime() - begun < 3000);
});
