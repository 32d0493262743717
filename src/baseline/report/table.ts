import { paint } from '../../reports/table/line.ts';
import type { BaselineReporter } from './baseline-reporter.ts';
import { baselinePlain } from './plain.ts';
import { baselineScreen } from './screen.ts';

/** The report for people: a tree on a terminal, one container a line in a pipe. */
export const baselineTable: BaselineReporter = {
  format: 'table',
  title: {
    en: 'a tree for the terminal; one container a line when piped',
    'zh-CN': '终端显示为树；经管道输出时每行一个容器',
  },
  *render(overview, view) {
    if (!view.interactive) {
      for (const line of baselinePlain(overview, view)) yield `${line}\n`;
      return;
    }
    for (const line of baselineScreen(overview, view)) yield `${paint(line, view.color)}\n`;
  },
};
