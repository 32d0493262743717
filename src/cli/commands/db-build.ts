import { exitCodes, failure } from '../../base/errors.ts';
import { sizeWords } from '../../base/size.ts';
import { fill, phrase, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import { sourceFlags } from '../source-flags.ts';

const example = 'plimsoll db build --output advisories.db';

export const dbBuild = command({
  name: 'db build',
  summary: { en: 'make a database file of chosen advisories', 'zh-CN': '用选定的漏洞公告构建数据库文件' },
  description: [
    {
      en: 'Takes advisories as `db update` does and writes them into one file, without touching the database of this machine. The same advisories give the same file, byte for byte: it depends neither on where they came from nor on when or in what order.',
      'zh-CN':
        '与 `db update` 一样获取漏洞公告，写入一个文件，不改动本机的公告库。相同的公告得到逐字节相同的文件：与来源位置、时间和顺序无关。',
    },
    {
      en: 'Its date is that of its newest record, or SOURCE_DATE_EPOCH. Put it into a registry with `db push`, or into another state directory as advisories.db.',
      'zh-CN':
        '文件的日期取自其最新记录，或环境变量 SOURCE_DATE_EPOCH。可用 `db push` 推送到镜像仓库，或作为 advisories.db 放入其他状态目录。',
    },
  ],
  arguments: {},
  flags: {
    output: {
      type: 'text',
      value: 'FILE',
      trusted: true,
      summary: {
        en: 'the file to write, whole or not at all (required)',
        'zh-CN': '要写入的文件，要么完整写入，要么不写（必填）',
      },
    },
    ...sourceFlags,
  },
  examples: [
    { line: example, does: { en: 'Build from the public sources.', 'zh-CN': '用公开来源构建。' } },
    {
      line: 'plimsoll db build --source file:///srv/mirror/osv --feed Debian,npm --output advisories.db --offline',
      does: { en: 'Only what you run, from a mirror of your own.', 'zh-CN': '只取所用的生态，来自自有镜像站。' },
    },
  ],
  seeAlso: ['db push', 'db update'],
  async run({ flags }, open, io) {
    const { output } = flags;
    if (output === null) throw failure('missing-flag', { command: 'plimsoll db build', flag: '--output', example });
    const services = await open();
    const { file, size, facts, skipped, notes } = await services.advisories.build({
      output,
      builtAt: sourceDate(io.environment['SOURCE_DATE_EPOCH']),
      sources: flags.source,
      kev: flags.kev,
      epss: flags.epss,
      nvd: flags.nvd,
      feeds: flags.feed,
      offline: flags.offline,
      signal: io.signal,
      progress: io.progress,
    });
    const count = facts.feeds.reduce((sum, { records }) => sum + records, 0);
    const said = { file, size: sizeWords(size), count, date: facts.builtAt, digest: facts.digest };
    await io.out.write(`${io.say(phrase(texts.built, said))}\n`);
    for (const note of notes) await io.out.write(`${io.say(note)}\n`);
    if (skipped.length > 0) await io.out.write(`${io.say(phrase(texts.skipped, { feeds: skipped.join(', ') }))}\n`);
    return exitCodes.done;
  },
});

/** Seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/). */
function sourceDate(given: string | undefined): string | null {
  if (given === undefined || given === '') return null;
  if (/^\d{1,10}$/.test(given)) return `${new Date(Number(given) * 1000).toISOString().slice(0, 19)}Z`;
  throw failure('bad-flag-value', { flag: 'SOURCE_DATE_EPOCH', given, expected: fill(texts.seconds, {}) });
}

const texts = {
  built: {
    en: '{file}: {count} records, {size}, of {date}, {digest}',
    'zh-CN': '{file}：{count} 条记录，{size}，日期 {date}，{digest}',
  },
  skipped: {
    en: 'The source has more feeds, which no image needs; take them with --feed: {feeds}',
    'zh-CN': '来源中还有镜像一般用不到的数据源，可用 --feed 获取：{feeds}',
  },
  seconds: { en: 'seconds since 1970', 'zh-CN': '自 1970 年起的秒数' },
} as const satisfies Record<string, Text>;
