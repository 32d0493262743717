import { phrase } from '../../base/text.ts';
import { baselinePageWords } from '../../messages/baseline-page.ts';
import { escaped } from '../../reports/html/embed.ts';
import { framedPage } from '../../reports/html/page-frame.ts';
import type { BaselineReporter } from './baseline-reporter.ts';
import { pageData } from './html/page-data.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';

/** The report as one page that opens from disk and asks no network. */
export const baselineHtml: BaselineReporter = {
  format: 'html',
  title: {
    en: 'one page with the tree as a picture; opens from disk',
    'zh-CN': '单文件网页，以图显示基准镜像树；离线打开',
  },
  render: (overview, view) => {
    const { engine, tool } = overview.collection;
    const quiet = (['en', 'zh-CN'] as const).map((language) => {
      const title = phrase(baselinePageWords.title, { host: engine.host })[language];
      return `<h1>${escaped(title)}</h1><p>${escaped(baselinePageWords.noScript[language])}</p>`;
    });
    return framedPage({
      title: phrase(baselinePageWords.title, { host: engine.host })[view.language],
      language: view.language,
      generator: `${tool.name} ${tool.version}`,
      style,
      script,
      withoutScript: `<main class="plain">${quiet.join('')}</main>`,
      data: pageData(overview, view),
    });
  },
};
