import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ecosystem } from '../src/collect/ecosystem.ts';
import type { VersionScheme } from '../src/model/version-scheme.ts';
import { versionTools, withoutTool } from '../test/e2e/versions/tools.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

/** The blocks of docs/reference/versions.md. */
export function versionBlocks(
  schemes: readonly VersionScheme[],
  ecosystems: readonly Pick<Ecosystem, 'id' | 'versions'>[],
  table: Table,
): string[] {
  return [
    "How the versions of each ecosystem are read and ordered: by vectors (`src/versions/vectors/`), and beside the ecosystem's own program or library wherever Debian or npm has it (`test/e2e/versions/`, every run of the tests, a fixed seed). Compared are the order and what is no version at all, of pairs that chance put together and of versions in real advisories that chance changed; the vectors are put before the tool, too. Of pairs that are no versions at most a quarter is kept. A version that its scheme cannot read makes a finding `undecidable`.",
    '各生态版本的读法与次序：由向量（`src/versions/vectors/`）检验；凡 Debian 或 npm 提供该生态自己的程序或库的，每次测试都与之对照（`test/e2e/versions/`，固定种子）。对照内容包括次序，以及哪些文本根本不是版本；版本对一部分随机拼成，一部分取自真实公告再随机改动，向量也一并交给该工具。无效的版本对至多保留四分之一。方案读不懂的版本，发现报为 `undecidable`。',
    table(
      [
        'scheme 方案',
        'of 用于',
        'vectors 向量',
        'beside 对照',
        'pairs 随机对',
        'of real versions 真实版本对',
        'not compared, and why 不对照的及原因',
      ],
      schemes.map(({ name }) => {
        const of = ecosystems.filter(({ versions }) => versions.name === name).map(({ id }) => `\`${id}\``);
        return [`\`${name}\``, of.join(', '), String(vectorsOf(name)), ...besideWords(name)];
      }),
    ),
    'An ecosystem that is not first in its row goes by the scheme of another one; its own tool is not asked. Swift is left out for its size (Debian 13: 2.1 GB installed).',
    '一行中非首位的生态沿用他者的方案，不再询问其自身的工具。Swift 因体积过大未纳入（Debian 13 中安装后占 2.1 GB）。',
  ];
}

function vectorsOf(scheme: string): number {
  const text = readFileSync(join(import.meta.dirname, `../src/versions/vectors/${scheme}.txt`), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
}

function besideWords(scheme: string): readonly string[] {
  const tool = versionTools.find((one) => one.scheme.name === scheme);
  if (tool === undefined) {
    const why = withoutTool[scheme];
    return ['–', '', '', why === undefined ? '' : `${why.en}<br>${why['zh-CN']}`];
  }
  const count = tool.pairs.toLocaleString('en');
  const apart = tool.apart === undefined ? '' : `${tool.apart.why.en}<br>${tool.apart.why['zh-CN']}`;
  return [tool.title, count, tool.feed === undefined ? '' : `${count} (${tool.feed})`, apart];
}
