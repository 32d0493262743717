import { exitCodes } from '../../base/errors.ts';
import { sizeWords } from '../../base/size.ts';
import { phrase, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import { registryFlags, registryOptions } from '../registry-flags.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';

export const dbPush = command({
  name: 'db push',
  summary: { en: 'put the advisories into a registry, signed', 'zh-CN': '把漏洞公告库签名后推送到镜像仓库' },
  description: [
    {
      en: 'Puts the database of this machine, or a file that `db build` made, into any OCI registry as an artifact, with a signature beside it. What changed since the last ones is kept there as deltas, so that those who pull every day fetch little.',
      'zh-CN':
        '把本机的公告库或 `db build` 生成的文件作为 OCI 制品推送到任意镜像仓库，并附上签名。与近期版本的差异以增量形式保存，每天拉取只需传输少量数据。',
    },
    {
      en: 'It is signed with the Ed25519 key of the state directory (keys/signing.key, made where there is none), or the one given. The tag moves only when everything is there.',
      'zh-CN':
        '使用状态目录中的 Ed25519 密钥（keys/signing.key，没有则自动生成）或指定的密钥签名。全部上传完成后才移动标签。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'HOST/REPO:TAG', 'zh-CN': '主机/仓库:标签' } },
  },
  flags: {
    file: {
      type: 'text',
      value: 'FILE',
      trusted: true,
      summary: {
        en: 'a database file instead of the one in the state directory',
        'zh-CN': '推送该数据库文件，而不是状态目录中的公告库',
      },
    },
    ...registryFlags,
    ...signingFlags,
  },
  groups: [signingGroup],
  examples: [
    {
      line: 'plimsoll db push registry.local/plimsoll/advisories:1',
      does: {
        en: 'After db update: hand the advisories on to the fleet.',
        'zh-CN': '在 db update 之后，把公告库分发给各主机。',
      },
    },
    {
      line: 'plimsoll db push registry.local/plimsoll/advisories:1 --file advisories.db --signing-key-file ci.key',
      does: { en: 'In a pipeline, what db build made.', 'zh-CN': '在流水线中推送 db build 的结果。' },
    },
  ],
  seeAlso: ['db pull', 'db build'],
  async run({ arguments: { REF }, flags }, open, io) {
    const { advisories } = await open();
    const { changed, digest, signer, size, deltas, notes } = await advisories.push({
      ref: REF,
      file: flags.file,
      key: keyRequest(flags),
      ...registryOptions(flags),
      signal: io.signal,
      progress: io.progress,
    });
    await io.out.write(`${io.say(phrase(changed ? texts.pushed : texts.unchanged, { ref: REF, digest }))}\n`);
    const stored = {
      size: sizeWords(size),
      count: deltas.length,
      steps: sizeWords(sum(deltas.map((one) => one.size))),
    };
    await io.out.write(`${io.say(phrase(texts.stored, stored))}\n${io.say(phrase(texts.signer, { signer }))}\n`);
    for (const note of notes) await io.out.write(`${io.say(note)}\n`);
    return exitCodes.done;
  },
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const texts = {
  pushed: { en: 'Pushed {ref}: {digest}', 'zh-CN': '已推送 {ref}：{digest}' },
  unchanged: { en: '{ref} had exactly this already: {digest}', 'zh-CN': '{ref} 已是相同内容：{digest}' },
  stored: { en: '{size}, and {count} deltas ({steps})', 'zh-CN': '{size}，另有 {count} 个增量（{steps}）' },
  signer: { en: 'signed by {signer}', 'zh-CN': '签名密钥 {signer}' },
} as const satisfies Record<string, Text>;
