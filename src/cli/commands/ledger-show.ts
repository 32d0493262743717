import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';
import { imageBeginning } from '../fingerprint-start.ts';
import { historyLines } from '../ledger-history.ts';
import { entryJson, imageJson } from '../ledger-json.ts';

export const ledgerShow = command({
  name: 'ledger show',
  summary: { en: 'what the ledger knows of one image, and why', 'zh-CN': '查看账本对某个镜像的全部记录及依据' },
  description: [
    {
      en: 'Shows what stands for the image, and all its entries with their evidence, the newest first. FP is the beginning of any of its digests: config, manifest, index or ChainID, as refusals and lists quote it.',
      'zh-CN':
        '显示镜像的当前状态，以及全部记录和依据，最新的在前。FP 为其任一摘要（config、manifest、index 或 ChainID）的开头，即拒绝信息和列表中显示的内容。',
    },
  ],
  arguments: {
    FP: {
      required: true,
      summary: { en: 'the beginning of its fingerprint, four digits or more', 'zh-CN': '特征码的开头，至少四位' },
    },
  },
  flags: {
    output: {
      type: 'choice',
      short: 'o',
      value: 'FORMAT',
      choices: ['text', 'json'],
      default: 'text',
      summary: { en: 'text, or json for programs', 'zh-CN': 'text，或供程序读取的 json' },
    },
  },
  examples: [
    {
      line: 'plimsoll ledger show 3f9ce1a0b2c4',
      does: { en: 'See why a gate refused an image.', 'zh-CN': '查看关卡拒绝某个镜像的原因。' },
    },
    {
      line: 'plimsoll ledger show -v 3f9ce1a0b2c4',
      does: { en: 'See all the evidence that was kept.', 'zh-CN': '查看保存的全部依据。' },
    },
  ],
  seeAlso: ['ledger list', 'ledger allow', 'ledger revoke'],
  async run({ arguments: { FP }, flags }, open, io) {
    const image = await imageBeginning(FP, (await open()).ledger);
    if (flags.output === 'json') {
      const history = { ...imageJson(image), entries: image.entries.map(entryJson) };
      await io.out.write(`${JSON.stringify(history, null, 2)}\n`);
    } else {
      for (const line of historyLines(image, new Date(), io)) await io.out.write(`${line}\n`);
    }
    return exitCodes.done;
  },
});
