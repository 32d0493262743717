import { displayWidth, wrap } from '../../base/display-width.ts';
import { exitCodes } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import type { LockCheck, LockStatus } from '../../gates/docker/install/lock-status.ts';
import { command } from '../command.ts';
import type { Io } from '../io.ts';

const marks = { closed: '✔', open: '✘', unknown: '?' } as const;
const colors = { closed: 32, open: 31, unknown: 33 } as const;

export const gateDockerStatus = command({
  name: 'gate docker status',
  summary: { en: 'try which locks of the gate on Docker are closed', 'zh-CN': '实际检验 Docker 关卡的各道锁是否启用' },
  description: [
    {
      en: 'Every lock is tried: the socket of clients and the engine’s own are asked for something that no policy lets pass, a user without rights tries the engine’s socket, the runtime that the engine would call is called with a container that is none. Changes nothing.',
      'zh-CN':
        '逐一实际检验：向客户端套接字和引擎自身套接字提出任何策略都不会放行的请求，以无权限用户尝试连接引擎套接字，并用不存在的容器调用引擎将使用的运行时。不做任何更改。',
    },
    {
      en: 'Exits with 0 where all are closed, 1 where one is open, 3 where one could not be tried.',
      'zh-CN': '全部启用时退出码为 0，有未启用的为 1，有无法检验的为 3。',
    },
  ],
  arguments: {},
  flags: {
    output: {
      type: 'choice',
      short: 'o',
      value: 'FORMAT',
      choices: ['table', 'json'],
      default: 'table',
      summary: { en: 'table or json', 'zh-CN': 'table 或 json' },
    },
  },
  examples: [
    {
      line: 'plimsoll gate docker status',
      does: { en: 'See what stands, and what does not.', 'zh-CN': '查看哪些锁已启用，哪些没有。' },
    },
  ],
  seeAlso: ['gate docker install', 'doctor'],
  async run({ flags }, open, io) {
    const status = await (await open()).gates.installation.status();
    await io.out.write(flags.output === 'json' ? asJson(status, io) : asTable(status, io));
    if (status.checks.some(({ state }) => state === 'open')) return exitCodes.denied;
    return status.checks.some(({ state }) => state === 'unknown') ? exitCodes.incomplete : exitCodes.done;
  },
});

function asJson({ isInstalled, engineVersion, checks }: LockStatus, io: Io): string {
  const items = checks.map(({ id, lock, state, title, detail, remedy }) => ({
    id,
    lock,
    state,
    title: io.say(title),
    detail: io.say(detail),
    remedy: remedy === null ? null : io.say(remedy),
  }));
  const value = { version: io.version, engineVersion, installed: isInstalled, checks: items };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function asTable({ engineVersion, checks }: LockStatus, io: Io): string {
  const widest = Math.max(...checks.map(({ title }) => displayWidth(io.say(title))));
  const indent = ' '.repeat(widest + 6);
  const room = Math.max(30, io.out.columns - indent.length);
  const lines = checks.flatMap((check) => linesOf(check, io, { widest, indent, room }));
  const head = fill(texts.head, { version: io.version, engine: engineVersion ?? '-' });
  const open = checks.filter(({ state }) => state === 'open').length;
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const last = open > 0 ? fill(texts.open, { open }) : unknown > 0 ? fill(texts.unknown, { unknown }) : texts.closed;
  return `${io.say(head)}\n\n${lines.join('\n')}\n\n${io.say(last)}\n`;
}

function linesOf(
  { state, title, detail, remedy }: LockCheck,
  io: Io,
  { widest, indent, room }: { readonly widest: number; readonly indent: string; readonly room: number },
): readonly string[] {
  const mark = io.out.color ? `\x1b[${colors[state]}m${marks[state]}\x1b[39m` : marks[state];
  const words = wrap(printable(io.say(detail), 600), room);
  const after = remedy === null ? [] : wrap(`→ ${printable(io.say(remedy), 600)}`, room);
  const name = io.say(title);
  const head = `  ${mark} ${name}${' '.repeat(widest - displayWidth(name))}  ${words[0] ?? ''}`;
  return [head, ...[...words.slice(1), ...after].map((line) => indent + line)];
}

const texts = {
  head: { en: 'Plimsoll {version}, Docker {engine}', 'zh-CN': 'Plimsoll {version}，Docker {engine}' },
  closed: { en: 'All locks are closed.', 'zh-CN': '所有锁均已启用。' },
  open: { en: '{open} not closed.', 'zh-CN': '{open} 项未启用。' },
  unknown: { en: '{unknown} could not be tried.', 'zh-CN': '{unknown} 项无法检验。' },
} as const satisfies Record<string, Text>;
