import { exitCodes } from '../../base/errors.ts';
import { phrase, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import { statusWords } from '../database-words.ts';
import type { DatabaseUpdate } from '../services.ts';
import { sourceFlags } from '../source-flags.ts';

export const dbUpdate = command({
  name: 'db update',
  summary: { en: 'bring the advisories up to date', 'zh-CN': '更新漏洞公告库' },
  description: [
    {
      en: 'Fetches advisories from the public OSV bucket, or from the sources that you name, and the catalog of vulnerabilities known to be exploited (CISA KEV). After the first time only what changed is fetched.',
      'zh-CN':
        '从公开的 OSV 存储桶或指定来源获取漏洞公告，以及已知被利用漏洞目录（CISA KEV）。首次之后只获取有变化的部分。',
    },
    {
      en: 'The new database takes the place of the old one in a single step; scans go on meanwhile. If anything is damaged or cut off, the old one stays.',
      'zh-CN': '新库一步替换旧库，期间扫描不受影响。若内容损坏或中断，则保留旧库。',
    },
  ],
  arguments: {},
  flags: {
    ...sourceFlags,
    'allow-shrink': {
      type: 'switch',
      summary: {
        en: 'believe a feed that has less than half of its former records',
        'zh-CN': '数据源记录数不足原来一半时仍然接受',
      },
    },
  },
  examples: [
    {
      line: 'plimsoll db update',
      does: {
        en: 'Fetch all advisories the first time, and later what has changed since.',
        'zh-CN': '首次获取全部漏洞公告，之后只获取变化的部分。',
      },
    },
    {
      line: 'plimsoll db update --source file:///srv/mirror/osv --kev file:///srv/mirror/kev.json',
      does: {
        en: 'Take everything from a mirror of your own, without the internet.',
        'zh-CN': '全部取自自有镜像站，无需联网。',
      },
    },
  ],
  seeAlso: ['db status', 'scan'],
  async run({ flags }, open, io) {
    const services = await open();
    const update = await services.advisories.update({
      sources: flags.source,
      kev: flags.kev,
      epss: flags.epss,
      nvd: flags.nvd,
      feeds: flags.feed,
      allowShrink: flags['allow-shrink'],
      offline: flags.offline,
      signal: io.signal,
      progress: io.progress,
    });
    const changed = io.say(update.changed ? texts.changed : texts.unchanged);
    await io.out.write(`${changed}\n\n${statusWords(update.status, io)}`);
    for (const note of updateNotes(update)) await io.out.write(`${io.say(note)}\n`);
    return exitCodes.done;
  },
});

function* updateNotes({ dropped, skipped, notes }: DatabaseUpdate): Generator<Text> {
  yield* notes;
  if (dropped.length > 0) yield phrase(texts.dropped, { feeds: dropped.join(', ') });
  if (skipped.length > 0) yield phrase(texts.skipped, { feeds: skipped.join(', ') });
}

const texts = {
  changed: { en: 'The advisories are up to date.', 'zh-CN': '漏洞公告库已更新。' },
  unchanged: { en: 'The advisories were up to date already.', 'zh-CN': '漏洞公告库已是最新。' },
  dropped: {
    en: 'No longer in the database, because this update was not asked for them: {feeds}',
    'zh-CN': '本次更新未包含以下数据源，已从库中移除：{feeds}',
  },
  skipped: {
    en: 'The source has more feeds, which no image needs; take them with --feed: {feeds}',
    'zh-CN': '来源中还有镜像一般用不到的数据源，可用 --feed 获取：{feeds}',
  },
} as const satisfies Record<string, Text>;
