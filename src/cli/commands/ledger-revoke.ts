import { exitCodes } from '../../base/errors.ts';
import { fill } from '../../base/text.ts';
import { ledgerWords as words } from '../../messages/ledger-words.ts';
import { command } from '../command.ts';
import { imageBeginning } from '../fingerprint-start.ts';
import { imageWords } from '../ledger-words.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';
import { spokenLine } from '../spoken-line.ts';

const example = "plimsoll ledger revoke 3f9ce1a0b2c4 --reason 'a private key lies in layer 4'";

export const ledgerRevoke = command({
  name: 'ledger revoke',
  summary: { en: 'take back whatever allowed an image', 'zh-CN': '撤销对某个镜像的一切放行' },
  description: [
    {
      en: 'From the next request on, no gate lets the image pass, whatever allowed it: a verdict or an authorization. Later scans are recorded but do not lift it; only plimsoll ledger allow does. Containers that run already are not stopped.',
      'zh-CN':
        '从下一个请求起，任何关卡都不再放行该镜像，无论此前依据的是判定还是授权。之后的扫描仍会记录，但不能解除撤销；只有 plimsoll ledger allow 可以。已在运行的容器不会被停止。',
    },
    {
      en: 'FP is the beginning of any of its digests, as plimsoll ledger list shows it.',
      'zh-CN': 'FP 为其任一摘要的开头，见 plimsoll ledger list。',
    },
  ],
  arguments: {
    FP: {
      required: true,
      summary: { en: 'the beginning of its fingerprint, four digits or more', 'zh-CN': '特征码的开头，至少四位' },
    },
  },
  flags: {
    reason: {
      type: 'text',
      value: 'TEXT',
      trusted: true,
      summary: { en: 'why (required)', 'zh-CN': '撤销的原因（必填）' },
    },
    ...signingFlags,
  },
  groups: [signingGroup],
  examples: [
    {
      line: example,
      does: { en: 'Stop an image that should never have been allowed.', 'zh-CN': '停用本不该放行的镜像。' },
    },
  ],
  seeAlso: ['ledger allow', 'ledger show'],
  async run({ arguments: { FP }, flags }, open, io) {
    const reason = spokenLine('--reason', flags.reason, 'plimsoll ledger revoke', example);
    const { ledger } = await open();
    const { fingerprint, names } = await imageBeginning(FP, ledger);
    const write = { key: keyRequest(flags), signal: io.signal };
    const [entry] = await ledger.append([{ kind: 'revocation', fingerprint, names, reason }], write);
    const said = { image: imageWords(names, fingerprint), sequence: entry?.sequence ?? 0 };
    await io.out.write(`${io.say(fill(words.revokedNow, said))}\n`);
    return exitCodes.done;
  },
});
