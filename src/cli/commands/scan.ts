import { failure } from '../../base/errors.ts';
import { severities } from '../../model/finding.ts';
import { command } from '../command.ts';
import { choiceWords, type Flags } from '../flag.ts';
import { outcomeOf } from '../outcome.ts';
import { recordVerdict, refuseUnrecordable } from '../recording.ts';
import { readTargets, schemesFor, writeReports } from '../report-targets.ts';
import {
  containerdFlags,
  containerdGroup,
  containerdOptions,
  remarkPlatform,
  scanFlagGroups,
  scanFlags,
  scanRequest,
  verifyFlag,
  vexKeyFlag,
} from '../scan-flags.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';

/** What the contract lets one look for, and this version does not look for yet. */
const laterKinds = ['secrets', 'malware', 'licenses', 'files', 'config', 'scripts', 'scap'];

const ownFlags = {
  output: {
    type: 'list',
    short: 'o',
    value: 'FORMAT[=FILE]',
    offered: ['table', 'json', 'html', 'markdown', 'cyclonedx', 'spdx'],
    trusted: (value) => value.includes('='),
    summary: {
      en: 'table (default), json, html, markdown, cyclonedx or spdx; to standard output, or to a file, which is written whole or not at all',
      'zh-CN':
        'table（默认）、json、html、markdown、cyclonedx 或 spdx；写到标准输出，或写入文件（要么完整写入，要么不写）',
    },
  },
  'ignore-unfixed': {
    type: 'switch',
    summary: {
      en: 'show only vulnerabilities that a newer version fixes; the verdict stays the same',
      'zh-CN': '只显示已有修复版本的漏洞；不影响判定',
    },
  },
  severity: {
    type: 'list',
    value: 'LIST',
    commas: true,
    choices: severities,
    summary: {
      en: 'show only these severities; the verdict stays the same',
      'zh-CN': '只显示这些严重程度；不影响判定',
    },
  },
  policy: {
    type: 'list',
    value: 'FILE',
    summary: {
      en: 'judge by this policy; later files add to earlier ones (default: builtin:observe, which denies nothing)',
      'zh-CN': '按该策略判定；后面的文件叠加在前面的之上（默认 builtin:observe，不阻断任何镜像）',
    },
  },
  only: {
    type: 'list',
    value: 'WHAT',
    commas: true,
    trusted: true,
    summary: { en: 'look for this alone: packages', 'zh-CN': '只检查这些内容：packages' },
  },
  skip: {
    type: 'list',
    value: 'WHAT',
    commas: true,
    trusted: true,
    hidden: true,
    summary: { en: 'do not look for this', 'zh-CN': '不检查这些内容' },
  },
  'scap-results': {
    type: 'text',
    later: true,
    summary: { en: 'where to keep SCAP results', 'zh-CN': 'SCAP 结果的保存目录' },
  },
  vex: {
    type: 'list',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'believe what this OpenVEX, CycloneDX or CSAF document, the data of Debian’s tracker, or each *.json of a directory says of the findings; what it takes out stands in the report with who said so',
      'zh-CN':
        '采信该 OpenVEX、CycloneDX、CSAF 文档、Debian 安全跟踪器数据，或目录中各 *.json 对漏洞的说明；被其排除的漏洞连同声明者仍列在报告中',
    },
  },
  ...vexKeyFlag,
  record: {
    type: 'switch',
    trusted: true,
    summary: {
      en: 'write the verdict and the image’s fingerprint to the ledger, where gates look it up',
      'zh-CN': '把判定和镜像特征码写入账本，供关卡查询',
    },
  },
  ...containerdFlags,
  ...verifyFlag,
  ...signingFlags,
} as const satisfies Flags;

export const scan = command({
  name: 'scan',
  summary: { en: 'read one image and judge it', 'zh-CN': '读取一个镜像并作出判定' },
  description: [
    {
      en: 'Reads the image layer by layer without running it or unpacking it to disk, finds its packages, compares them with the advisories, and judges the result by a policy.',
      'zh-CN': '逐层读取镜像，不运行、不解包到磁盘；找出其中的软件包，与漏洞公告比对，并按策略判定。',
    },
    {
      en: 'REF is docker:NAME, registry:HOST/REPO:TAG, archive:FILE (- for standard input), oci:DIR[:TAG], containerd:NAME, rootfs:DIR or sbom:FILE. Without a scheme: a path that exists, else the local engine, else the registry.',
      'zh-CN':
        'REF 可写作 docker:名称、registry:主机/仓库:标签、archive:文件（- 为标准输入）、oci:目录[:标签]、containerd:名称、rootfs:目录 或 sbom:文件。不写前缀时依次尝试：已存在的路径、本机容器引擎、镜像仓库。',
    },
    {
      en: 'What could not be read is never left out: it stands in the report as a gap, and a control that needed it is unknown, which denies.',
      'zh-CN': '读不到的内容不会被略过：它会作为盲区写入报告，依赖它的控制项结果为未知，而未知即阻断。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'the image', 'zh-CN': '要扫描的镜像' } },
  },
  flags: { ...ownFlags, ...scanFlags },
  groups: [
    { title: { en: 'The report', 'zh-CN': '报告' }, flags: ['output', 'ignore-unfixed', 'severity'] },
    {
      title: { en: 'The verdict', 'zh-CN': '判定' },
      flags: ['policy', 'vex', 'vex-key', 'record', 'only', 'skip', 'verify-layers'],
    },
    signingGroup,
    ...scanFlagGroups,
    containerdGroup,
  ],
  examples: [
    {
      line: 'plimsoll scan nginx:1.27',
      does: { en: 'See what is in an image and what to do about it.', 'zh-CN': '查看镜像中有什么，以及该怎么处理。' },
    },
    {
      line: 'plimsoll scan --policy builtin:strict archive:cart.tar',
      does: {
        en: 'Let a pipeline fail (exit code 1) when a saved image breaks the strict policy.',
        'zh-CN': '已保存的镜像违反严格策略时，让流水线失败（退出码 1）。',
      },
    },
    {
      line: 'plimsoll scan -o table -o json=cart.json -o html=cart.html registry:registry.local/shop/cart:2.4.1',
      does: {
        en: 'Show a table, and keep a report for machines and one for people.',
        'zh-CN': '显示表格，同时保存一份供机器读取和一份供人阅读的报告。',
      },
    },
    {
      line: 'plimsoll scan --record --policy production.yaml registry:registry.local/shop/cart:2.4.1',
      does: {
        en: 'Judge an image and record the verdict, so that gates know it by its content.',
        'zh-CN': '判定镜像并记录，让关卡按内容识别它。',
      },
    },
    {
      line: 'docker save cart | plimsoll scan -',
      does: { en: 'Scan what another program writes.', 'zh-CN': '扫描其他程序输出的镜像。' },
    },
  ],
  seeAlso: ['sbom', 'db update', 'policy explain', 'ledger show', 'doctor'],
  async run({ arguments: { REF }, flags }, open, io) {
    const services = await open();
    checkKinds(flags.only, flags.skip);
    const targets = readTargets(flags.output, await services.reporters());
    const write = { key: keyRequest(flags), signal: io.signal };
    if (flags.record) {
      refuseUnrecordable(REF);
      // A gate would let in what somebody's statement let through, and could not tell.
      if (flags.vex.length + flags['vex-key'].length > 0) throw failure('vex-not-recorded');
      await services.ledger.prepare(write);
    }
    const request = scanRequest(REF === '-' ? 'archive:-' : REF, flags.policy, flags, io);
    // What a gate will rely on, nobody's word is enough for.
    const trustsEngine = !flags.record && !flags['verify-layers'];
    const vex = { vexFiles: flags.vex, vexKeys: flags['vex-key'] };
    const report = await services.scan({ ...request, ...containerdOptions(flags), trustsEngine, ...vex });
    if (flags.platform !== null) remarkPlatform(request.platform, report, io);
    const wishes = {
      ignoreUnfixed: flags['ignore-unfixed'],
      severities: flags.severity.length === 0 ? null : flags.severity,
      schemeOf: await schemesFor(targets, services),
    };
    await writeReports(targets, report, wishes, io);
    const outcome = outcomeOf(report);
    for (const error of outcome.errors) io.complain(error);
    if (flags.record) await recordVerdict(report, services.ledger, write, io);
    return outcome.exit;
  },
});

/** There is one thing to look for as yet: it can be named, and without it nothing would be left. */
function checkKinds(only: readonly string[], skip: readonly string[]): void {
  const named = [
    ...only.map((kind) => ({ flag: '--only', kind, isHere: kind === 'packages' })),
    ...skip.map((kind) => ({ flag: '--skip', kind, isHere: false })),
  ];
  for (const { flag, kind, isHere } of named) {
    if (isHere) continue;
    if (kind === 'packages' || laterKinds.includes(kind))
      throw failure('not-in-this-version', { given: `${flag} ${kind}` });
    throw failure('bad-flag-value', { flag, given: kind.slice(0, 80), expected: choiceWords(['packages'], kind) });
  }
}
