import { exitCodes } from '../../base/errors.ts';
import { sizeWords } from '../../base/size.ts';
import { phrase, type Text } from '../../base/text.ts';
import { command } from '../command.ts';
import { statusWords } from '../database-words.ts';
import { registryFlags, registryOptions } from '../registry-flags.ts';

export const dbPull = command({
  name: 'db pull',
  summary: { en: 'take the advisories from a registry, verified', 'zh-CN': '从镜像仓库拉取漏洞公告库并校验' },
  description: [
    {
      en: 'Brings a database that `db push` put into a registry to this machine. Its signature is verified before anything of it is used, by the public keys keys/advisories/*.pub, keys/trusted/*.pub and keys/signing.pub of the state directory, or only by those given. Without a signature, or with one of somebody else, nothing is taken.',
      'zh-CN':
        '把 `db push` 推送的公告库取到本机。使用任何内容之前先校验签名：公钥取自状态目录的 keys/advisories/*.pub、keys/trusted/*.pub 和 keys/signing.pub；由选项指定时只用指定的公钥。没有签名或签名者未知时，不采用任何内容。',
    },
    {
      en: 'Where nothing is new, only the manifest is fetched; else the deltas from what is here, if they are smaller than the whole. The new database takes the place of the old one in a single step.',
      'zh-CN': '没有更新时只获取清单；否则在增量小于完整库时只取增量。新库一步替换旧库。',
    },
  ],
  arguments: {
    REF: {
      required: true,
      summary: { en: 'HOST/REPO:TAG or HOST/REPO@DIGEST', 'zh-CN': '主机/仓库:标签 或 主机/仓库@摘要' },
    },
  },
  flags: {
    key: {
      type: 'list',
      value: 'PUB',
      trusted: true,
      summary: {
        en: 'believe this public key (keys/signing.pub of who pushes), and only those given',
        'zh-CN': '信任该公钥（推送方的 keys/signing.pub）；给出后只信任这些公钥',
      },
    },
    'public-key': {
      type: 'text',
      value: 'PEM',
      trusted: true,
      summary: {
        en: 'the same as PEM text, mostly from the environment',
        'zh-CN': '同上，直接给出 PEM 文本，通常来自环境变量',
      },
    },
    'allow-older': {
      type: 'switch',
      summary: { en: 'take a database that is older than the one here', 'zh-CN': '允许采用比本机更旧的公告库' },
    },
    'allow-shrink': {
      type: 'switch',
      summary: {
        en: 'believe a feed that has less than half of its former records',
        'zh-CN': '数据源记录数不足原来一半时仍然接受',
      },
    },
    ...registryFlags,
  },
  examples: [
    {
      line: 'plimsoll db pull registry.local/plimsoll/advisories:1',
      does: { en: 'Bring this machine up to date from your own registry.', 'zh-CN': '从自有镜像仓库更新本机。' },
    },
    {
      line: 'plimsoll db pull registry.local/plimsoll/advisories:1 --key publisher.pub',
      does: {
        en: 'In a pipeline, with the publisher’s key beside it.',
        'zh-CN': '在流水线中使用，并给出发布者的公钥。',
      },
    },
  ],
  seeAlso: ['db push', 'db status', 'db update'],
  async run({ arguments: { REF }, flags }, open, io) {
    const { advisories } = await open();
    const { changed, signer, transfer, transferred, notes } = await advisories.pull({
      ref: REF,
      publicKeys: flags.key,
      publicKeyText: flags['public-key'],
      allowOlder: flags['allow-older'],
      allowShrink: flags['allow-shrink'],
      ...registryOptions(flags),
      signal: io.signal,
      progress: io.progress,
    });
    await io.out.write(
      `${io.say(changed ? texts[transfer] : texts.unchanged)}\n`.replace('{size}', sizeWords(transferred)),
    );
    await io.out.write(`${io.say(phrase(texts.signer, { signer }))}\n\n${statusWords(await advisories.status(), io)}`);
    for (const note of notes) await io.out.write(`${io.say(note)}\n`);
    return exitCodes.done;
  },
});

const texts = {
  full: {
    en: 'The advisories are up to date: all of them were fetched ({size}).',
    'zh-CN': '漏洞公告库已更新：已获取完整库（{size}）。',
  },
  delta: {
    en: 'The advisories are up to date: what changed was fetched ({size}).',
    'zh-CN': '漏洞公告库已更新：只获取了变化部分（{size}）。',
  },
  none: { en: 'The advisories are up to date.', 'zh-CN': '漏洞公告库已更新。' },
  unchanged: { en: 'The advisories were up to date already.', 'zh-CN': '漏洞公告库已是最新。' },
  signer: { en: 'signed by {signer}', 'zh-CN': '签名密钥 {signer}' },
} as const satisfies Record<string, Text>;
