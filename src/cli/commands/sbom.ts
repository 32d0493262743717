import { exitCodes } from '../../base/errors.ts';
import type { RenderListing, Reporter } from '../../reports/reporter.ts';
import { command } from '../command.ts';
import { incompleteness } from '../outcome.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import {
  containerdFlags,
  containerdGroup,
  containerdOptions,
  listRequest,
  remarkPlatform,
  scanFlagGroups,
  scanFlags,
  verifyFlag,
} from '../scan-flags.ts';

export const sbom = command({
  name: 'sbom',
  summary: { en: 'list what is in one image, as an SBOM', 'zh-CN': '以 SBOM 列出镜像中的软件' },
  description: [
    {
      en: 'Reads the image as `scan` does and writes its inventory alone: packages with their purls, licenses, layers and source packages. No advisories are needed, and nothing is judged.',
      'zh-CN':
        '像 `scan` 一样读取镜像，只写出软件清单：软件包及其 purl、许可证、所在镜像层和源码包。不需要漏洞公告，也不作判定。',
    },
    {
      en: 'The same image gives the same document but for the time in it. `plimsoll scan sbom:FILE` finds in it what `scan` finds in the image. What could not be read is in it, too, and is exit code 3 where the image was not read to its end.',
      'zh-CN':
        '同一镜像得到相同的文档，仅时间不同。`plimsoll scan sbom:文件` 的结果与直接扫描镜像一致。读不到的内容也会写入；镜像未能读完时退出码为 3。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'the image, as for scan', 'zh-CN': '镜像，写法同 scan' } },
  },
  flags: {
    output: {
      type: 'list',
      short: 'o',
      value: 'FORMAT[=FILE]',
      offered: ['cyclonedx', 'spdx'],
      trusted: (value) => value.includes('='),
      summary: {
        en: 'cyclonedx (default) or spdx; to standard output, or to a file, which is written whole or not at all',
        'zh-CN': 'cyclonedx（默认）或 spdx；写到标准输出，或写入文件（要么完整写入，要么不写）',
      },
    },
    ...containerdFlags,
    ...verifyFlag,
    ...scanFlags,
  },
  groups: [...scanFlagGroups, containerdGroup],
  examples: [
    {
      line: 'plimsoll sbom registry:registry.local/shop/cart:2.4.1 > cart.cdx.json',
      does: { en: 'Write down what is in an image.', 'zh-CN': '写下镜像中有什么。' },
    },
    {
      line: 'plimsoll sbom -o spdx=cart.spdx.json -o cyclonedx=cart.cdx.json archive:cart.tar',
      does: { en: 'Both formats from one reading.', 'zh-CN': '读取一次，得到两种格式。' },
    },
    {
      line: 'plimsoll sbom -o cyclonedx=cart.cdx.json docker:cart && plimsoll scan sbom:cart.cdx.json',
      does: {
        en: 'Look again later, with newer advisories, without the image.',
        'zh-CN': '日后用更新的漏洞公告再次检查，无需镜像。',
      },
    },
  ],
  seeAlso: ['scan'],
  async run({ arguments: { REF }, flags }, open, io) {
    const services = await open();
    const formats = (await services.reporters()).flatMap(listingFormat);
    const targets = readTargets(flags.output.length === 0 ? ['cyclonedx'] : flags.output, formats);
    const request = listRequest(REF === '-' ? 'archive:-' : REF, flags, io);
    const listing = await services.list({
      ...request,
      ...containerdOptions(flags),
      trustsEngine: !flags['verify-layers'],
    });
    if (flags.platform !== null) remarkPlatform(request.platform, listing, io);
    await writeTargets(targets, async ({ load }) => (await load())(listing), io);
    const error = incompleteness(listing);
    if (error === null) return exitCodes.done;
    io.complain(error);
    return exitCodes.incomplete;
  },
});

interface ListingFormat {
  readonly format: string;
  readonly load: () => Promise<RenderListing>;
}

function listingFormat({ format, loadListing }: Reporter): readonly ListingFormat[] {
  return loadListing === undefined ? [] : [{ format, load: loadListing }];
}
