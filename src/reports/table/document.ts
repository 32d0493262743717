import type { Report } from '../../model/report.ts';
import type { ReportView } from '../reporter.ts';
import { paint } from './line.ts';
import { plain } from './plain.ts';
import { screen } from './screen.ts';

/** The table, line by line. */
export function* linesOf(report: Report, view: ReportView): Iterable<string> {
  if (!view.interactive) {
    for (const line of plain(report, view)) yield `${line}\n`;
    return;
  }
  for (const line of screen(report, view)) yield `${paint(line, view.color)}\n`;
}
