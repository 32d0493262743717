import { phrase, type Text, verbatim } from '../../base/text.ts';
import { goldenBuildWords as words } from '../../messages/golden-build.ts';
import { goldenPageWords } from '../../messages/golden-page.ts';
import { severities, type VulnerabilityFinding } from '../../model/finding.ts';
import { escaped } from '../../reports/html/embed.ts';
import { framedPage } from '../../reports/html/page-frame.ts';
import { barScript } from '../../reports/html/script/bar.ts';
import { brandScript } from '../../reports/html/script/brand.ts';
import { elementsScript } from '../../reports/html/script/elements.ts';
import { wordsScript } from '../../reports/html/script/words.ts';
import { frameStyle } from '../../reports/html/style/frame.ts';
import { heroStyle } from '../../reports/html/style/hero.ts';
import { paletteStyle } from '../../reports/html/style/palette.ts';
import { printStyle } from '../../reports/html/style/print.ts';
import { sectionStyle } from '../../reports/html/style/sections.ts';
import type { Comparison, PackageChange, Side } from '../comparison.ts';
import { dockerfileOf } from '../dockerfile.ts';
import { comparisonScript } from './comparison-page-script.ts';
import { comparedRows, resultTexts, stayingText } from './comparison-rows.ts';
import type { GoldenView } from './plan-reporters.ts';

const shown = 2000;

const comparisonStyle = `
.answer{grid-template-columns:minmax(0,1fr)}
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:18px}
.pair h3{font:600 15px var(--sans);color:var(--muted);margin-bottom:8px}
.pair .card{padding:16px 18px}
.pair .stack{margin-top:10px}
.compare{width:100%;border-collapse:collapse}.table{margin-top:16px;overflow:hidden}
.compare th,.compare td{text-align:left;padding:8px 16px;border-bottom:1px solid var(--line);font-size:14px;vertical-align:baseline}
.compare tr:last-child td{border-bottom:0}
.compare thead th{font-size:12.5px;color:var(--muted);background:var(--raised)}
.compare tbody th{font-weight:600}.compare .part th{font-weight:400;color:var(--soft);padding-left:34px}
.compare .better td:last-child{color:var(--good);font-weight:600}.compare .worse td:last-child{color:var(--bad);font-weight:600}
.changes{margin-top:16px}.changes li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.4fr);gap:4px 16px;padding:9px 18px}.changes li+li{border-top:1px solid var(--line)}
.dockerfile{margin-top:16px;padding:16px 18px;white-space:pre-wrap;overflow-x:auto}
@media screen and (max-width:760px){.pair,.changes li{grid-template-columns:minmax(0,1fr)}.compare th,.compare td{padding:7px 9px}}
`;

const style = [paletteStyle, frameStyle, heroStyle, sectionStyle, printStyle, comparisonStyle].join('');
const script = [
  "(function(){'use strict';",
  wordsScript,
  elementsScript,
  brandScript,
  barScript,
  comparisonScript,
  '})();',
].join('\n');

/** The comparison as one page that opens from disk and asks no network. */
export function comparisonHtml(comparison: Comparison, view: GoldenView): Iterable<string> {
  const { tool } = comparison.after.report;
  const title = phrase(words.title, { before: comparison.before.report.ref });
  const quiet = (['en', 'zh-CN'] as const).map(
    (language) => `<h1>${escaped(title[language])}</h1><p>${escaped(words.noScript[language])}</p>`,
  );
  return framedPage({
    title: title[view.language],
    language: view.language,
    generator: `${tool.name} ${tool.version}`,
    style,
    script,
    withoutScript: `<main class="plain">${quiet.join('')}</main>`,
    data: pageData(comparison, view, title),
  });
}

function pageData(comparison: Comparison, view: GoldenView, title: Text): object {
  const { before, after, packages, stays, appeared, plan } = comparison;
  const { outcome } = plan;
  return {
    language: view.language,
    words: goldenPageWords,
    names: { severity: {} },
    title,
    verdict: words[after.verdict],
    state: after.verdict,
    facts: resultTexts(comparison),
    sides: [sideOf(before, words.before), sideOf(after, words.after)],
    rows: comparedRows(comparison).map(({ title: name, before: was, after: is, change, isPart }) => ({
      name,
      before: was,
      after: is,
      kind: isPart ? `${change} part` : change,
    })),
    lists: [
      listOf(words.upgraded, packages.upgraded.map(changeOf)),
      listOf(words.removed, packages.removed.map(changeOf)),
      listOf(words.added, packages.added.map(changeOf)),
      listOf(
        words.stays,
        stays.map((one) => ({ name: findingName(one.finding), note: stayingText(one) })),
      ),
      listOf(
        words.isNew,
        appeared.map((one) => ({ name: findingName(one), note: verbatim(one.severity) })),
      ),
      listOf(
        words.remarks,
        plan.remarks.map(({ text }) => ({ name: text, note: verbatim('') })),
      ),
    ],
    dockerfile:
      outcome.kind === 'dockerfile' ? dockerfileOf(plan, outcome, view.language).split('\n').slice(0, shown) : [],
  };
}

function sideOf({ report, counts }: Side, title: Text): object {
  return { title, ref: report.ref, counts: severities.map((severity) => counts[severity]) };
}

function listOf(title: Text, items: readonly { readonly name: Text; readonly note: Text }[]): object {
  return { title, total: items.length, items: items.slice(0, shown) };
}

function changeOf({ name, before, after }: PackageChange): { name: Text; note: Text } {
  return { name: verbatim(name), note: verbatim([before, after].filter((one) => one !== null).join(' → ')) };
}

function findingName({ id, package: name, installed }: VulnerabilityFinding): Text {
  return verbatim(`${id} ${name} ${installed}`);
}
