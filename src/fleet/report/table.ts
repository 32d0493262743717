import { shortDigest } from '../../base/digest.ts';
import { severities } from '../../model/finding.ts';
import { paint } from '../../reports/table/line.ts';
import { aligned } from '../../reports/table/plain.ts';
import type { FleetSummary } from '../fleet-summary.ts';
import { totalOf } from '../image-row.ts';
import type { FleetReporter, FleetView } from './fleet-reporter.ts';
import { fleetScreen } from './screen.ts';

/** The summary for people: the answer and what is worst on a terminal, one thing a line in a pipe. */
export const fleetTable: FleetReporter = {
  format: 'table',
  title: {
    en: 'the worst images for the terminal; one image a line when piped',
    'zh-CN': '终端显示最需处理的镜像；经管道输出时每行一个镜像',
  },
  *render(summary, view) {
    if (!view.interactive) {
      for (const line of plainLines(summary, view)) yield `${line}\n`;
      return;
    }
    for (const line of fleetScreen(summary, view)) yield `${paint(line, view.color)}\n`;
  },
};

/** One thing a line, told apart by its first word, which is the same in every language. Only the last column may hold spaces. */
function plainLines(
  { ask, rows, failures, skips, policy, database }: FleetSummary,
  view: FleetView,
): readonly string[] {
  return [
    aligned([['registry', ask.host, ask.prefix, policy.name, database.digest]]),
    aligned(
      rows.map((row) => [
        'image',
        row.verdict,
        row.isIncomplete ? 'incomplete' : 'complete',
        shortDigest(row.digest),
        row.platform,
        ...severities.slice(0, 4).map((severity) => `${severity}=${row.findings[severity]}`),
        `findings=${totalOf(row.findings)}`,
        `fixable=${row.fixable}`,
        `gaps=${row.gaps}`,
        `size=${row.size}`,
        // What was decided by a control that no finding tells of has its reason here.
        `controls=${[...row.failed, ...row.undecided].join(',')}`,
        (row.base ?? '').replaceAll(' ', '_'),
        row.names.join(' '),
      ]),
    ),
    aligned(
      failures.kept.map(({ name, code, what }) => ['failed', code, name.replaceAll(' ', '_'), what[view.language]]),
    ),
    aligned(skips.kept.map(({ name, why, detail }) => ['skipped', why, name.replaceAll(' ', '_'), detail])),
  ].flat();
}
