import { displayWidth, wrap } from '../../base/display-width.ts';
import { exitCodes, failure } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import type { Check } from '../doctor/check.ts';
import { examineLedger } from '../doctor/ledger.ts';
import { examineLocks } from '../doctor/locks.ts';
import { examineRuntime } from '../doctor/runtime.ts';
import { examineState } from '../doctor/state.ts';
import { examineSurroundings } from '../doctor/surroundings.ts';
import type { Io } from '../io.ts';

const marks = { ok: '✔', warn: '!', fail: '✘' } as const;
const colors = { ok: 32, warn: 33, fail: 31 } as const;

export const doctor = command({
  name: 'doctor',
  summary: { en: 'what is installed, reachable and out of date', 'zh-CN': '检查安装、连通与时效' },
  description: [
    {
      en: 'Looks at this machine as Plimsoll needs it. Each line that is not well says what to do. Changes nothing and asks nobody but the local engine.',
      'zh-CN': '检查本机是否满足 Plimsoll 的需要。不正常的项都附有处理办法。不改动任何内容，只询问本机容器引擎。',
    },
    {
      en: 'Exits with 3 where something keeps Plimsoll from working; a mere warning leaves the exit code 0.',
      'zh-CN': '存在妨碍运行的问题时退出码为 3；仅有警告时为 0。',
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
      line: 'plimsoll doctor',
      does: { en: 'Find out why something does not work here.', 'zh-CN': '找出本机上无法正常工作的原因。' },
    },
  ],
  seeAlso: ['db status', 'quickstart'],
  async run({ flags }, open, io) {
    const services = await open();
    const examinations = [examineRuntime, examineState, examineLedger, examineSurroundings, examineLocks];
    const checks = (await Promise.all(examinations.map((examine) => examine(services, io)))).flat();
    await io.out.write(flags.output === 'json' ? asJson(checks, io) : asTable(checks, io));
    const failed = checks.filter((check) => check.outcome === 'fail');
    const [first] = failed;
    if (first === undefined) return exitCodes.done;
    const names = {
      en: failed.map(({ title }) => title.en).join(', '),
      'zh-CN': failed.map(({ title }) => title['zh-CN']).join('、'),
    };
    io.complain(failure('unhealthy', { names, remedy: first.remedy ?? first.detail }));
    return exitCodes.incomplete;
  },
});

function asJson(checks: readonly Check[], io: Io): string {
  const items = checks.map((check) => ({
    id: check.id,
    title: io.say(check.title),
    outcome: check.outcome,
    detail: io.say(check.detail),
    remedy: check.remedy === null ? null : io.say(check.remedy),
  }));
  return `${JSON.stringify({ version: io.version, checks: items }, null, 2)}\n`;
}

function asTable(checks: readonly Check[], io: Io): string {
  const widest = Math.max(...checks.map((check) => displayWidth(io.say(check.title))));
  const indent = ' '.repeat(widest + 6);
  const room = Math.max(30, io.out.columns - indent.length);
  const lines = checks.flatMap((check) => {
    const title = io.say(check.title);
    const mark = io.out.color ? `\x1b[${colors[check.outcome]}m${marks[check.outcome]}\x1b[39m` : marks[check.outcome];
    const detail = wrap(printable(io.say(check.detail)), room);
    const remedy = check.remedy === null ? [] : wrap(`→ ${printable(io.say(check.remedy))}`, room);
    const head = `  ${mark} ${title}${' '.repeat(widest - displayWidth(title))}  ${detail[0] ?? ''}`;
    return [head, ...[...detail.slice(1), ...remedy].map((line) => indent + line)];
  });
  const bad = checks.filter((check) => check.outcome !== 'ok').length;
  const last = bad === 0 ? texts.well : fill(texts.notWell, { bad, all: checks.length });
  return `Plimsoll ${io.version}\n\n${lines.join('\n')}\n\n${io.say(last)}\n`;
}

const texts = {
  well: { en: 'All is well.', 'zh-CN': '一切正常。' },
  notWell: {
    en: '{bad} of {all} could be better; each says how.',
    'zh-CN': '{all} 项中有 {bad} 项可改进，处理办法见各项。',
  },
} as const satisfies Record<string, Text>;
