import type { FlagGroup } from '../command.ts';
import type { Flags } from '../flag.ts';
import { scanFlags, vexKeyFlag } from '../scan-flags.ts';
import { signingFlags } from '../signing-flags.ts';

/** The flags of `registry scan` besides those of every scan. */
const ownFlags = {
  output: {
    type: 'list',
    short: 'o',
    value: 'FORMAT[=FILE]',
    offered: ['table', 'json', 'csv', 'html', 'markdown'],
    trusted: (value) => value.includes('='),
    summary: {
      en: 'the summary as table (default), json, csv, html or markdown; to standard output, or to a file, which is written whole or not at all',
      'zh-CN':
        '摘要格式：table（默认）、json、csv、html 或 markdown；写到标准输出，或写入文件（要么完整写入，要么不写）',
    },
  },
  reports: {
    type: 'text',
    value: 'DIR',
    trusted: true,
    summary: { en: 'write a report of each image into this directory', 'zh-CN': '把每个镜像的报告写入该目录' },
  },
  'report-format': {
    type: 'list',
    value: 'LIST',
    commas: true,
    offered: ['json', 'html', 'markdown', 'cyclonedx', 'spdx', 'table'],
    summary: {
      en: 'formats of those reports, as of scan (default: json)',
      'zh-CN': '上述报告的格式，同 scan（默认 json）',
    },
  },
  list: {
    type: 'text',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'scan what this file names, one REPOSITORY[:TAG] a line (- for standard input), and do not ask for the catalog',
      'zh-CN': '扫描该文件列出的内容，每行一个 仓库[:标签]（- 为标准输入），不查询仓库目录',
    },
  },
  repository: {
    type: 'list',
    value: 'PATTERN',
    trusted: true,
    summary: {
      en: 'only repositories that match, such as shop/* or *-api',
      'zh-CN': '仅限匹配的仓库，如 shop/*、*-api',
    },
  },
  tag: {
    type: 'list',
    value: 'PATTERN',
    trusted: true,
    summary: {
      en: 'only tags that match, such as v1.* or latest',
      'zh-CN': '仅限匹配的标签，如 v1.*、latest',
    },
  },
  newest: {
    type: 'count',
    value: 'COUNT',
    trusted: true,
    summary: {
      en: 'only so many of the newest images of each repository, by push where the registry tells, else by creation',
      'zh-CN': '每个仓库只取最新的若干镜像：仓库提供推送时间则按推送时间，否则按创建时间',
    },
  },
  'all-platforms': {
    type: 'switch',
    summary: {
      en: 'every image of an index instead of the one for --platform',
      'zh-CN': '扫描多平台索引中的全部镜像，而不只是 --platform 对应的一个',
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
  vex: {
    type: 'list',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'believe what this OpenVEX, CycloneDX or CSAF document, the data of Debian’s tracker, or each *.json of a directory says of the findings',
      'zh-CN': '采信该 OpenVEX、CycloneDX、CSAF 文档、Debian 安全跟踪器数据，或目录中各 *.json 对漏洞的说明',
    },
  },
  ...vexKeyFlag,
  record: {
    type: 'switch',
    trusted: true,
    summary: {
      en: 'write each verdict with the image’s fingerprint to the ledger, where gates look it up',
      'zh-CN': '把每个判定和镜像特征码写入账本，供关卡查询',
    },
  },
  fresh: {
    type: 'switch',
    summary: {
      en: 'begin anew instead of going on from an earlier run of the same',
      'zh-CN': '重新开始，不沿用此前相同扫描的结果',
    },
  },
  parallel: {
    type: 'count',
    value: 'COUNT',
    default: 3,
    summary: { en: 'images read at a time', 'zh-CN': '同时读取的镜像数' },
  },
  memory: {
    type: 'size',
    value: 'SIZE',
    default: 1e9,
    summary: {
      en: 'begin on no further image while reading those under way takes more than this',
      'zh-CN': '正在读取的镜像占用超过该值时，不再开始新的镜像',
    },
  },
  connections: {
    type: 'count',
    value: 'COUNT',
    default: 8,
    summary: { en: 'requests at a time to one host', 'zh-CN': '对同一主机同时进行的请求数' },
  },
  rate: {
    type: 'count',
    value: 'COUNT',
    summary: { en: 'requests a second to one host (default: no limit)', 'zh-CN': '每秒对同一主机的请求数（默认不限）' },
  },
} as const satisfies Flags;

/** One image must not hold up all others: it is given half an hour where `scan` gives it for ever. */
const timeout = { ...scanFlags.timeout, default: 1_800_000 } as const;

export const registryScanFlags = { ...ownFlags, ...scanFlags, timeout, ...signingFlags } as const satisfies Flags;

export const registryScanGroups: readonly FlagGroup[] = [
  {
    title: { en: 'What is scanned', 'zh-CN': '扫描范围' },
    flags: ['list', 'repository', 'tag', 'newest', 'all-platforms', 'fresh'],
  },
  { title: { en: 'The reports', 'zh-CN': '报告' }, flags: ['output', 'reports', 'report-format'] },
  { title: { en: 'The verdicts', 'zh-CN': '判定' }, flags: ['policy', 'vex', 'vex-key', 'record'] },
  { title: { en: 'Pace', 'zh-CN': '节奏' }, flags: ['parallel', 'memory', 'connections', 'rate'] },
];
