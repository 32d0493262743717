import type { Reporter } from './reporter.ts';
import { paint } from './table/line.ts';
import { plain } from './table/plain.ts';
import { screen } from './table/screen.ts';

/** The report for people: laid out for an eye on a terminal, one thing a line in a pipe. */
export const tableReporter: Reporter = {
  format: 'table',
  title: { en: 'for the terminal; one finding a line when piped', 'zh-CN': '供终端阅读；经管道输出时每行一个漏洞' },
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  *render(report, view) {
    if (!view.interactive) {
      for (const line of plain(report, view)) yield `${line}\n`;
      return;
    }
    for (const line of screen(report, view)) yield `${paint(line, view.color)}\n`;
  },
};
