import type { Text } from '../../base/text.ts';
import type { ReportView } from '../../reports/reporter.ts';
import { dockerfileOf } from '../dockerfile.ts';
import type { GoldenPlan } from '../plan.ts';
import { planJson } from './plan-json.ts';
import { planTable } from './plan-table.ts';

/** How what is golden is shown. */
export type GoldenView = Pick<ReportView, 'language' | 'color' | 'interactive' | 'width' | 'verbose'>;

interface PlanReporter {
  readonly format: string;
  readonly title: Text;
  render(plan: GoldenPlan, view: GoldenView): Iterable<string>;
}

/** Every format of `golden plan`. Where no Dockerfile can help, that format is empty: the error says why. */
export const planReporters: readonly PlanReporter[] = [
  {
    format: 'dockerfile',
    title: { en: 'a Dockerfile with a reason for each line', 'zh-CN': 'Dockerfile，逐条注明理由' },
    render: (plan, view) =>
      plan.outcome.kind === 'dockerfile' ? [dockerfileOf(plan, plan.outcome, view.language)] : [],
  },
  {
    format: 'table',
    title: { en: 'for people', 'zh-CN': '供人阅读' },
    render: planTable,
  },
  { format: 'json', title: { en: 'JSON, for machines', 'zh-CN': 'JSON，供程序读取' }, render: planJson },
];
