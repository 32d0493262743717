import type { DistributionRow } from '../src/model/distributions/distribution-row.ts';
import { distributionTable } from '../src/model/distributions/distribution-table.ts';
import { rowOf } from '../src/model/distributions/known-distribution.ts';
import { supportEnds } from '../src/model/distributions/support-ends.ts';
import type { Distribution } from '../src/model/package.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

/** The blocks of docs/reference/distributions.md. */
export function distributionBlocks(table: Table): string[] {
  return [
    'What is known of each distribution by the `ID` of its os-release. A distribution that is not here is the gap `unknown-distribution`, whatever its `ID_LIKE` says.',
    '按 os-release 中的 `ID` 列出各发行版的已知信息。不在表中的发行版一律报为盲区 `unknown-distribution`，不论其 `ID_LIKE` 写了什么。',
    table(
      [
        'ID',
        'distribution 发行版',
        'packages and versions 软件包与版本',
        'purl namespace',
        'records are about 公告针对',
        'advisories in OSV 在 OSV 中的公告',
      ],
      distributionTable.map((row) => [
        row.ids.map(code).join(', '),
        row.title,
        code(row.packages),
        code(row.namespace ?? (row.ids[0] ?? '').toLowerCase()),
        byWords[row.by],
        recordWords(row),
      ]),
    ),
    '## The last day of support 停止维护日期',
    'The last day on which a release gets security updates without a contract, long-term support by the distribution included. A release that is not here is not known to have ended.',
    '各版本无需合同即可获得安全更新的最后一天，包括发行版自身的长期支持。不在表中的版本，无法确认是否已停止维护。',
    table(
      ['distribution 发行版', 'releases 版本', 'source 来源'],
      Object.values(supportEnds).map((ends) => [
        distributionTable
          .filter((row) => row.ends === ends)
          .map(({ title }) => title)
          .join(', '),
        Object.entries(ends.releases)
          .map(([release, day]) => `${release}: ${day}`)
          .join('; '),
        ends.source,
      ]),
    ),
  ];
}

const byWords: Readonly<Record<DistributionRow['by'], string>> = {
  source: 'source packages 源码包',
  binary: 'installed packages 已安装的软件包',
  either: 'either 两者',
};

function recordWords(row: DistributionRow): string {
  const names = row.ecosystems(exampleOf(row));
  const [first = ''] = names;
  const more = names.length > 1 ? ` +${names.length - 1}` : '';
  const release = row.example === '' ? '' : ` (${row.example})`;
  if (row.records === 'none') return `none 无: \`no-advisories\` ${code(first)}${release}`;
  const borrowed = row.records === 'osv' ? '' : '; `no-advisories` all the same 仍报为盲区';
  return `${code(first)}${more}${release}${borrowed}`;
}

/** An image of the row's example release, such that the row is the one that is found for it. */
function exampleOf(row: DistributionRow): Distribution {
  const base = { id: row.ids[0] ?? '', versionId: row.example, name: row.title, like: [], codename: null };
  return rowOf(base) === row ? base : { ...base, like: ['debian'] };
}

function code(words: string): string {
  return `\`${words}\``;
}
