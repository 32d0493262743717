import { createReadStream } from 'node:fs';
import { exitCodes, failure, failureFrom } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill } from '../../base/text.ts';
import { ledgerWords as words } from '../../messages/ledger-words.ts';
import { command } from '../command.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';

const example = 'plimsoll ledger import ci.jsonl --key ci.pub';

export const ledgerImport = command({
  name: 'ledger import',
  summary: { en: 'take over what another host judged', 'zh-CN': '导入另一台主机的判定' },
  description: [
    {
      en: 'Verifies the export of another host line by line with that host’s public key, and takes its verdicts, authorizations and revocations over as they stand, each inside an entry of our own that says where it is from. An export that was cut off or changed is refused as a whole, with the line.',
      'zh-CN':
        '用对方主机的公钥逐行校验其导出文件，把其中的判定、授权和撤销原样导入，每条都封装在本账本的一条记录中并注明来源。被截断或改动的导出文件整体拒绝，并指出行号。',
    },
    {
      en: 'They count from when they were written there: an older one does not take the place of what is known here since. Importing again takes only what is new.',
      'zh-CN': '导入的记录按其在对方写入的时间计算：较早的记录不会取代本机此后的结论。再次导入时只取新的部分。',
    },
  ],
  arguments: {
    FILE: { required: true, summary: { en: 'the export (-: standard input)', 'zh-CN': '导出文件（-：标准输入）' } },
  },
  flags: {
    key: {
      type: 'list',
      value: 'PUB',
      trusted: true,
      summary: {
        en: 'the public key of the other host, keys/signing.pub there; where it changed its key, each of them (required)',
        'zh-CN': '对方主机的公钥（其 keys/signing.pub）；若对方更换过密钥，则逐一给出（必填）',
      },
    },
    ...signingFlags,
  },
  groups: [signingGroup],
  examples: [
    {
      line: example,
      does: { en: 'Let a host run what the pipeline has judged.', 'zh-CN': '让主机可以运行流水线已判定的镜像。' },
    },
  ],
  seeAlso: ['ledger export', 'ledger list'],
  async run({ arguments: { FILE }, flags }, open, io) {
    if (flags.key.length === 0)
      throw failure('missing-flag', { command: 'plimsoll ledger import', flag: '--key', example });
    const { ledger } = await open();
    const { taken, known, leftOut } = await ledger.import({
      file: FILE,
      content: FILE === '-' ? io.input() : fileContent(FILE),
      publicKeys: flags.key,
      key: keyRequest(flags),
      signal: io.signal,
    });
    await io.out.write(`${io.say(fill(words.taken, { taken, known }))}\n`);
    if (leftOut > 0) await io.out.write(`${io.say(fill(words.leftOut, { count: leftOut }))}\n`);
    return exitCodes.done;
  },
});

async function* fileContent(file: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Uint8Array> = createReadStream(file);
  try {
    yield* stream;
  } catch (error) {
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  }
}
