import type { Reporter } from './reporter.ts';

/** The report for people: laid out for an eye on a terminal, one thing a line in a pipe. */
export const tableReporter: Reporter = {
  format: 'table',
  title: { en: 'for the terminal; one finding a line when piped', 'zh-CN': '供终端阅读；经管道输出时每行一个漏洞' },
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  advises: true,
  load: async () => (await import('./table/document.ts')).linesOf,
};
