import { hash } from 'node:crypto';
import { phrase } from '../../base/text.ts';
import { pageWords } from '../../messages/report-page.ts';
import { reportWords } from '../../messages/report-words.ts';
import type { Report } from '../../model/report.ts';
import { overviewOf } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { effort, verdictText } from '../wording.ts';
import { embedded, escaped } from './embed.ts';
import { pageData } from './page-data.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/**
 * The whole page in pieces. Its policy lets it load nothing and run and style only what stands in it, named by hash; all that comes from
 * the image is data, put in place as text.
 */
export function* pageOf(report: Report, view: ReportView): Generator<string> {
  const title = escaped(phrase(pageWords.title, { ref: report.ref })[view.language]);
  yield '<!doctype html>\n';
  yield `<html lang="${view.language}">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n';
  yield `<meta name="generator" content="${escaped(`${report.tool.name} ${report.tool.version}`)}">\n`;
  yield `<title>${title}</title>\n<style>${style}</style>\n</head>\n<body>\n`;
  yield `<noscript>${withoutScript(report, view)}</noscript>\n<div id="app"></div>\n`;
  yield '<script type="application/json" id="data">';
  yield embedded(pageData(report, view));
  yield `</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

const contentPolicy = [
  "default-src 'none'",
  `style-src '${sourceHash(style)}'`,
  `script-src '${sourceHash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function sourceHash(source: string): string {
  return `sha256-${hash('sha256', source, 'base64')}`;
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
