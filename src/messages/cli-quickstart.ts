import type { Text } from '../base/text.ts';

/** What the quick start says. */
export const quickstartTexts = {
  allowed: { en: 'ALLOWED', 'zh-CN': '放行' },
  denied: { en: 'DENIED', 'zh-CN': '阻断' },
  failed: { en: 'UNREAD', 'zh-CN': '未读取' },
  looking: { en: 'Looking at {count} images of {engine} …', 'zh-CN': '正在查看 {engine} 中的 {count} 个镜像……' },
  lookingAtRoot: {
    en: 'No container engine with images answers here, so Plimsoll looks at this machine itself …',
    'zh-CN': '本机没有可用且含镜像的容器引擎，改为查看本机的文件系统……',
  },
  leftOut: {
    en: '{count} more were left out to be quick: plimsoll quickstart --limit {limit}',
    'zh-CN': '为节省时间略过了 {count} 个：plimsoll quickstart --limit {limit}',
  },
  found: {
    en: 'critical {critical}, high {high}; {fixable} of {all} findings have a fix; {packages} packages',
    'zh-CN': '严重 {critical}，高危 {high}；共 {all} 项发现，{fixable} 项有修复版本；{packages} 个软件包',
  },
  foundExploited: {
    en: 'critical {critical}, high {high}, exploited in the wild {exploited}; {fixable} of {all} findings have a fix; {packages} packages',
    'zh-CN':
      '严重 {critical}，高危 {high}，已被利用 {exploited}；共 {all} 项发现，{fixable} 项有修复版本；{packages} 个软件包',
  },
  nothingFound: { en: 'nothing found in {packages} packages', 'zh-CN': '{packages} 个软件包中未发现漏洞' },
  failedBecause: { en: '{what}', 'zh-CN': '{what}' },
  judgedBy: { en: 'Judged by the policy {policy}.', 'zh-CN': '判定依据：策略 {policy}。' },
  report: { en: 'The whole report: {file}', 'zh-CN': '完整报告：{file}' },
  next: { en: 'What next', 'zh-CN': '接下来' },
  nextUpdate: {
    en: 'only the {records} advisories that come with Plimsoll were used: fetch all of them',
    'zh-CN': '本次只用了自带的 {records} 条漏洞公告：获取完整公告库',
  },
  nextScan: { en: 'see what to do about it', 'zh-CN': '查看该如何处理' },
  nextPolicy: { en: 'read what was asked of the images', 'zh-CN': '阅读对镜像的要求' },
  nextDoctor: { en: 'see what this machine lacks', 'zh-CN': '查看本机缺少什么' },
  pageTitle: { en: 'Plimsoll: images of this machine', 'zh-CN': 'Plimsoll：本机镜像' },
} as const satisfies Record<string, Text>;
