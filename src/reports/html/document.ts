import { phrase } from '../../base/text.ts';
import { pageWords } from '../../messages/report-page.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Report } from '../../model/report.ts';
import { overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { effort, verdictText } from '../wording.ts';
import { escaped } from './embed.ts';
import { pageData } from './page-data.ts';
import { framedPage } from './page-frame.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** The whole page in pieces. */
export function pageOf(report: Report, view: ReportView): Iterable<string> {
  return framedPage({
    title: phrase(pageWords.title, { ref: report.ref })[view.language],
    language: view.language,
    generator: `${report.tool.name} ${report.tool.version}`,
    style,
    script,
    withoutScript: withoutScript(report, view),
    data: pageData(report, view),
  });
}

/** The answer alone, in both languages, for a reader that runs no scripts. */
function withoutScript(report: Report, view: ReportView): string {
  const overview = overviewOf(report, view);
  const verdict = verdictText(report, overview);
  const told = effort(report, overview);
  const paragraphs = (['en', 'zh-CN'] as const).map(
    (language) =>
      `<h1>${escaped(`${reportWords.image[language]} ${report.ref}`)}</h1><p><strong>${escaped(verdict[language])}</strong> · ${escaped(told[language])}</p><p>${escaped(pageWords.noScript[language])}</p>`,
  );
  return `<main class="plain">${paragraphs.join('')}</main>`;
}
