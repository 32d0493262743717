import { phrase } from '../../base/text.ts';
import { fleetPageWords } from '../../messages/fleet-page.ts';
import { escaped } from '../../reports/html/embed.ts';
import { framedPage } from '../../reports/html/page-frame.ts';
import { placeOf } from '../fleet-summary.ts';
import type { FleetReporter } from './fleet-reporter.ts';
import { pageData } from './html/page-data.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { answerText, tallyText } from './wording.ts';

/** The summary as one page that opens from disk and asks no network. */
export const fleetHtml: FleetReporter = {
  format: 'html',
  title: {
    en: 'one page to look through, search and print; opens from disk',
    'zh-CN': '单文件网页：可浏览、搜索、打印，离线打开',
  },
  render: (summary, view) => {
    const place = placeOf(summary.ask);
    const quiet = (['en', 'zh-CN'] as const).map((language) => {
      const title = phrase(fleetPageWords.title, { place })[language];
      const answer = `<p><strong>${escaped(answerText(summary)[language])}</strong> · ${escaped(tallyText(summary)[language])}</p>`;
      return `<h1>${escaped(title)}</h1>${answer}<p>${escaped(fleetPageWords.noScript[language])}</p>`;
    });
    return framedPage({
      title: phrase(fleetPageWords.title, { place })[view.language],
      language: view.language,
      generator: `${summary.tool.name} ${summary.tool.version}`,
      style,
      script,
      withoutScript: `<main class="plain">${quiet.join('')}</main>`,
      data: pageData(summary, view),
    });
  },
};
