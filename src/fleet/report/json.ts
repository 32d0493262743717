import { printableJson } from '../../base/printable.ts';
import { platformName } from '../../model/image.ts';
import { type FleetSummary, totalsOf } from '../fleet-summary.ts';
import { type ImageRow, sumFindings } from '../image-row.ts';
import type { FleetReporter } from './fleet-reporter.ts';

/**
 * The summary for machines: `docs/registry-scan.schema.json`. Keys only ever join. All but `run` is the same however often a run was broken
 * off and taken up again.
 */
export const fleetJson: FleetReporter = {
  format: 'json',
  title: { en: 'JSON, for machines', 'zh-CN': 'JSON，供程序读取' },
  *render(summary) {
    yield `${printableJson(JSON.stringify(documentOf(summary), null, 2))}\n`;
  },
};

function documentOf(summary: FleetSummary): object {
  const { tool, ask, policy, database, rows, skips, failures, effort } = summary;
  const { images, allowed, denied, notCompleted } = totalsOf(summary);
  return {
    schemaVersion: 1,
    tool,
    asked: {
      registry: ask.host,
      prefix: ask.prefix,
      list: ask.list?.length ?? null,
      repositories: ask.repositories,
      tags: ask.tags,
      newest: ask.newest,
      platform: ask.platforms.kind === 'all' ? 'all' : platformName(ask.platforms.platform),
    },
    policy,
    database: { digest: database.digest, builtAt: database.builtAt, starter: database.starter },
    totals: {
      repositories: summary.repositories,
      emptyRepositories: summary.empty,
      names: summary.names,
      images,
      allowed,
      denied,
      notCompleted,
      skipped: Object.fromEntries([...skips.counts].sort(([a], [b]) => (a < b ? -1 : 1))),
      findings: sumFindings(rows),
    },
    images: rows.map(imageOf),
    notCompleted: failures.kept
      .map(({ name, code, what, remedy }) => ({ name, code, what: what.en, remedy: remedy.en }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    skipped: [...skips.kept].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    run: effort,
  };
}

function imageOf({ isIncomplete, reports, ...row }: ImageRow): object {
  const files = Object.fromEntries(Object.entries(reports).map(([format, { file }]) => [format, file]));
  return { ...row, complete: !isIncomplete, reports: files };
}
