import type { Reporter } from './reporter.ts';

/** The report as one page that opens from disk and asks no network. */
export const htmlReporter: Reporter = {
  format: 'html',
  title: {
    en: 'one page to read, search and print; opens from disk',
    'zh-CN': '单文件网页：可阅读、搜索、打印，离线打开',
  },
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  advises: true,
  load: async () => (await import('./html/document.ts')).pageOf,
};
