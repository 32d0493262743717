import { exitCodes } from '../../base/errors.ts';
import { minuteWords } from '../../base/moments.ts';
import { fill } from '../../base/text.ts';
import { ledgerWords as words } from '../../messages/ledger-words.ts';
import { command } from '../command.ts';

export const ledgerVerify = command({
  name: 'ledger verify',
  summary: { en: 'prove the ledger from its first entry to its last', 'zh-CN': '从第一条到最后一条校验账本' },
  description: [
    {
      en: 'Walks all entries: each signature, each link to the entry before, the signed heads, and that the index says what the entries say. Names the first entry that is wrong and exits with 3. Gates check what they use at every look-up; this checks the rest, too.',
      'zh-CN':
        '逐条校验：每个签名、与前一条的链接、签名的头部，以及索引与记录是否一致。发现问题时指出第一条有误的记录并以 3 退出。关卡每次查询都会校验所用的部分；此命令校验全部。',
    },
  ],
  arguments: {},
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
      line: 'plimsoll ledger verify',
      does: { en: 'Check after a restore, or every night.', 'zh-CN': '在恢复备份之后或每晚检查。' },
    },
  ],
  seeAlso: ['ledger export', 'doctor'],
  async run({ flags }, open, io) {
    const { ledger } = await open();
    const verified = await ledger.verify((done) => {
      if (done % 500 === 0) io.progress.step({ what: words.verifying, done, total: null, unit: 'records' });
    });
    if (flags.output === 'json') {
      await io.out.write(`${JSON.stringify(verified, null, 2)}\n`);
      return exitCodes.done;
    }
    const { entries, imported, last, signers } = verified;
    const facts = { entries, last: minuteWords(last ?? '') };
    const whole = entries === 0 ? words.wholeNone : fill(entries === 1 ? words.wholeOne : words.whole, facts);
    await io.out.write(`${io.say(whole)}\n`);
    for (const signer of signers) {
      await io.out.write(
        `${String(signer.entries).padStart(7)}  ${io.say(fill(words.signedBy, { key: signer.keyId }))}\n`,
      );
    }
    if (imported > 0) await io.out.write(`${String(imported).padStart(7)}  ${io.say(words.importedCount)}\n`);
    return exitCodes.done;
  },
});
