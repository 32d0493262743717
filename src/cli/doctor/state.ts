import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { refreshCommand } from '../../advisories/status.ts';
import { PlimsollError } from '../../base/errors.ts';
import { sizeWords } from '../../base/size.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';
import type { Io } from '../io.ts';
import type { Services } from '../services.ts';
import type { Check, Examination } from './check.ts';

const enoughSpace = 2e9;
const oldAfterDays = 7;

/** The state directory and the advisories in it. */
export const examineState: Examination = async (services, io) => [
  homeCheck(io.home.path),
  spaceCheck(io.home.path),
  await databaseCheck(services, io),
];

function homeCheck(path: string): Check {
  const base = { id: 'home', title: texts.home } as const;
  try {
    const there = existsSync(path);
    // With a dot behind it, a file in its place is not taken for one.
    accessSync(`${nearestExisting(path)}/.`, constants.W_OK | constants.X_OK);
    const facts = there ? statSync(path) : null;
    const mode = facts === null ? 0o700 : facts.mode & 0o7777;
    if ((mode & 0o022) !== 0) {
      const detail = fill(texts.loose, { path, mode: mode.toString(8) });
      // A directory that is shared on purpose (/tmp) is not to be closed for the sake of one program.
      const isShared = (mode & 0o1000) !== 0 || facts?.uid !== process.getuid?.();
      return { ...base, outcome: 'warn', detail, remedy: isShared ? texts.homeRemedy : fill(texts.tighten, { path }) };
    }
    return { ...base, outcome: 'ok', detail: fill(there ? texts.usable : texts.willBeMade, { path }), remedy: null };
  } catch (error) {
    return {
      ...base,
      outcome: 'fail',
      detail: fill(texts.unusable, { path, reason: wordsOf(error) }),
      remedy: texts.homeRemedy,
    };
  }
}

function spaceCheck(path: string): Check {
  const base = { id: 'space', title: texts.space } as const;
  try {
    const { bavail, bsize } = statfsSync(nearestExisting(path));
    const free = bavail * bsize;
    const detail = fill(texts.free, { size: sizeWords(free) });
    if (free >= enoughSpace) return { ...base, outcome: 'ok', detail, remedy: null };
    return { ...base, outcome: 'warn', detail, remedy: texts.spaceRemedy };
  } catch (error) {
    return { ...base, outcome: 'warn', detail: wordsOf(error), remedy: texts.homeRemedy };
  }
}

function nearestExisting(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

async function databaseCheck(services: Services, _io: Io): Promise<Check> {
  const base = { id: 'advisories', title: texts.advisories } as const;
  try {
    const status = await services.advisories.status();
    const records = status.feeds.reduce((sum, feed) => sum + feed.records, 0);
    const now = new Date();
    if (status.starter) {
      return {
        ...base,
        outcome: 'warn',
        detail: fill(texts.starter, { records }),
        remedy: fill(texts.updateRemedy, { command: refreshCommand(null) }),
      };
    }
    const command = refreshCommand(status.origin);
    const checkedAt = status.checkedAt ?? status.builtAt;
    if (Date.parse(checkedAt) > now.getTime() + 86_400_000) {
      return {
        ...base,
        outcome: 'fail',
        detail: fill(texts.future, { checkedAt }),
        remedy: fill(texts.futureRemedy, { command }),
      };
    }
    const days = Math.max(0, Math.floor((now.getTime() - Date.parse(checkedAt)) / 86_400_000));
    const detail = fill(texts.records, { records, feeds: status.feeds.length, days });
    return days > oldAfterDays
      ? { ...base, outcome: 'warn', detail, remedy: fill(texts.updateRemedy, { command }) }
      : { ...base, outcome: 'ok', detail, remedy: null };
  } catch (error) {
    const known = error instanceof PlimsollError;
    return {
      ...base,
      outcome: 'fail',
      detail: known ? error.what : wordsOf(error),
      remedy: known ? error.remedy : fill(texts.updateRemedy, { command: refreshCommand(null) }),
    };
  }
}

const texts = {
  home: { en: 'state directory', 'zh-CN': '状态目录' },
  usable: { en: '{path}', 'zh-CN': '{path}' },
  willBeMade: { en: '{path}, made when it is first needed', 'zh-CN': '{path}（首次使用时创建）' },
  unusable: { en: '{path}: {reason}', 'zh-CN': '{path}：{reason}' },
  loose: { en: '{path} may be written by others (mode {mode})', 'zh-CN': '{path} 可被其他用户写入（权限 {mode}）' },
  tighten: { en: 'Take that right away: chmod 700 {path}', 'zh-CN': '请收回写权限：chmod 700 {path}' },
  homeRemedy: {
    en: 'Give a directory that you may write to: --home DIR or PLIMSOLL_HOME.',
    'zh-CN': '请用 --home 或 PLIMSOLL_HOME 指定一个可写的目录。',
  },
  space: { en: 'free space', 'zh-CN': '剩余空间' },
  free: { en: '{size}', 'zh-CN': '{size}' },
  spaceRemedy: {
    en: 'An update of all feeds needs about 2 GB for a moment: free some, or choose another --home.',
    'zh-CN': '更新全部数据源时约需 2 GB 临时空间：请清理磁盘，或改用其他 --home。',
  },
  advisories: { en: 'advisories', 'zh-CN': '漏洞公告' },
  starter: { en: 'only the {records} that come with Plimsoll', 'zh-CN': '仅有 Plimsoll 自带的 {records} 条' },
  records: {
    en: '{records} of {feeds} feeds, {days} days old',
    'zh-CN': '{feeds} 个数据源共 {records} 条，{days} 天前更新',
  },
  updateRemedy: { en: 'Run: {command}', 'zh-CN': '请运行：{command}' },
  future: { en: 'checked in the future: {checkedAt}', 'zh-CN': '检查时间在未来：{checkedAt}' },
  futureRemedy: {
    en: 'The clock of this machine or of the one that built them is wrong: set it, then run {command}.',
    'zh-CN': '本机或构建机的时钟不准：请先校准，再运行 {command}。',
  },
} as const satisfies Record<string, Text>;
