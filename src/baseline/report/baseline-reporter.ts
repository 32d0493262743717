import type { Text } from '../../base/text.ts';
import type { ReportView } from '../../reports/reporter.ts';
import type { BaselineOverview } from '../overview.ts';

/** How a report on a baseline is shown. */
export type BaselineView = Pick<ReportView, 'language' | 'color' | 'interactive' | 'width' | 'verbose'>;

/** One output format of `baseline report`. Pure: the same overview and view give the same text. */
export interface BaselineReporter {
  readonly format: string;
  readonly title: Text;
  render(overview: BaselineOverview, view: BaselineView): Iterable<string>;
}
