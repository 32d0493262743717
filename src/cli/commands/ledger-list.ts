import { shortDigest } from '../../base/digest.ts';
import { clip, displayWidth, fit } from '../../base/display-width.ts';
import { exitCodes } from '../../base/errors.ts';
import { minuteWords } from '../../base/moments.ts';
import { printable } from '../../base/printable.ts';
import { fill } from '../../base/text.ts';
import type { ImageSummary } from '../../ledger/history.ts';
import { ledgerWords as words } from '../../messages/ledger-words.ts';
import { command } from '../command.ts';
import type { Io } from '../io.ts';
import { imageJson } from '../ledger-json.ts';
import { standingWords } from '../ledger-words.ts';

export const ledgerList = command({
  name: 'ledger list',
  summary: { en: 'which images the ledger knows, and what stands for each', 'zh-CN': '列出账本中的镜像及其当前状态' },
  description: [
    {
      en: 'Shows each image by its fingerprint with what a gate would be told of it: its newest verdict, authorization or revocation. The image with the newest entry comes first. Every line was proven by the signatures before it is printed.',
      'zh-CN':
        '按特征码列出每个镜像，以及关卡会得到的结论：最新的判定、授权或撤销。最近有记录的镜像排在最前。每一行在输出前都已通过签名校验。',
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
      summary: { en: 'table, or json for programs', 'zh-CN': 'table，或供程序读取的 json' },
    },
  },
  examples: [
    {
      line: 'plimsoll ledger list',
      does: { en: 'See what may run, and what may not.', 'zh-CN': '查看哪些可以运行，哪些不行。' },
    },
    {
      line: "plimsoll ledger list -o json | jq -r '.[].fingerprint.configDigest'",
      does: { en: 'List the fingerprints for a script.', 'zh-CN': '在脚本中列出特征码。' },
    },
  ],
  seeAlso: ['ledger show', 'scan'],
  async run({ flags }, open, io) {
    const images = await (await open()).ledger.images();
    const now = new Date();
    if (flags.output === 'json') {
      await io.out.write(
        `${JSON.stringify(
          images.map((image) => imageJson(image)),
          null,
          2,
        )}\n`,
      );
    } else if (images.length === 0) {
      await io.out.write(`${io.say(words.noImages)}\n`);
    } else {
      await io.out.write(tableOf(images, now, io));
    }
    return exitCodes.done;
  },
});

/** Fingerprint, time, name, standing; clipped to a terminal, whole in a pipe. */
function tableOf(images: readonly ImageSummary[], now: Date, io: Pick<Io, 'say' | 'out'>): string {
  const rows = [
    [words.image, words.since, words.name, words.standsAs].map(io.say),
    ...images.map((image) => [
      shortDigest(image.fingerprint.configDigest),
      minuteWords((image.standing ?? image.newest).at),
      io.say(nameWords(image)),
      io.say(standingWords(image.standing, now)),
    ]),
  ].map((row) => row.map((cell) => printable(cell, 2000)));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const most = io.out.isTerminal ? Math.max(20, Math.floor(io.out.columns / 3)) : Number.POSITIVE_INFINITY;
  const line = ([image = '', since = '', name = '', stands = '']: string[]) => {
    const text = `${fit(image, widths[0] ?? 0)}  ${fit(since, widths[1] ?? 0)}  ${fit(name, Math.min(widths[2] ?? 0, most))}  ${stands}`;
    return io.out.isTerminal ? clip(text, io.out.columns) : text;
  };
  return rows.map((row) => `${line(row)}\n`).join('');
}

function nameWords({ names: [name, ...more] }: ImageSummary) {
  if (name === undefined) return words.noName;
  return fill(more.length === 0 ? { en: '{name}', 'zh-CN': '{name}' } : words.moreNames, { name, count: more.length });
}
