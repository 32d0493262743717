import type { Flags } from './flag.ts';

/** Flags that say where advisories come from: of every command that takes some. */
export const sourceFlags = {
  source: {
    type: 'list',
    value: 'URL',
    trusted: true,
    summary: {
      en: 'OSV bucket to take advisories from, https: or file:; replaces the default ones',
      'zh-CN': '漏洞公告来源（OSV 存储桶，https: 或 file:）；给出后不再使用默认来源',
    },
  },
  kev: {
    type: 'list',
    value: 'URL',
    trusted: true,
    summary: { en: 'catalog of known exploited vulnerabilities', 'zh-CN': '已知被利用漏洞目录' },
  },
  epss: {
    type: 'list',
    value: 'URL',
    trusted: true,
    summary: { en: 'scores of how likely exploitation is', 'zh-CN': '漏洞被利用概率（EPSS）评分' },
  },
  nvd: {
    type: 'list',
    value: 'URL',
    trusted: true,
    summary: {
      en: 'files of the NVD (JSON 2.0, plain or gzip), for CVSS where the advisories have none',
      'zh-CN': 'NVD 数据文件（JSON 2.0，可为 gzip），为没有 CVSS 的公告补充评分',
    },
  },
  feed: {
    type: 'list',
    value: 'NAME',
    commas: true,
    summary: {
      en: 'take only these feeds, named as OSV names ecosystems: Debian,npm',
      'zh-CN': '只获取这些数据源，使用 OSV 的生态名称：Debian,npm',
    },
  },
  offline: {
    type: 'switch',
    summary: { en: 'any attempt to leave this machine is an error', 'zh-CN': '任何对外网络访问都视为错误' },
  },
} as const satisfies Flags;
