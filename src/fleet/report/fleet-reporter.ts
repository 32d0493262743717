import type { Text } from '../../base/text.ts';
import type { ReportView } from '../../reports/reporter.ts';
import type { FleetSummary } from '../fleet-summary.ts';

export type FleetView = Pick<ReportView, 'language' | 'color' | 'interactive' | 'width' | 'verbose'>;

/** One output format of `registry scan`. Pure: the same summary and view give the same text. */
export interface FleetReporter {
  readonly format: string;
  readonly title: Text;
  render(summary: FleetSummary, view: FleetView): Iterable<string>;
}
