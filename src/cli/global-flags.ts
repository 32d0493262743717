import { languages } from '../base/text.ts';
import type { Flags } from './flag.ts';

/** Flags that every command takes; they may stand before or after it. */
export const globalFlags = {
  help: {
    type: 'switch',
    short: 'h',
    summary: { en: 'show what the command does, its flags and examples', 'zh-CN': '显示命令的用途、选项和示例' },
  },
  version: {
    type: 'switch',
    short: 'V',
    summary: { en: 'print the version', 'zh-CN': '显示版本号' },
  },
  home: {
    type: 'text',
    value: 'DIR',
    trusted: true,
    summary: {
      en: 'where state is kept: advisories, cached layer readings, keys',
      'zh-CN': '状态目录：漏洞公告库、镜像层读取缓存、密钥',
    },
  },
  config: {
    type: 'text',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'read flags from this file; else plimsoll.config.yaml in the current directory',
      'zh-CN': '从该文件读取选项；默认读取当前目录的 plimsoll.config.yaml',
    },
  },
  lang: {
    type: 'choice',
    value: 'LANGUAGE',
    choices: languages,
    summary: {
      en: 'language of texts: en or zh-CN (default from LANG)',
      'zh-CN': '文字语言：en 或 zh-CN（默认取自 LANG）',
    },
  },
  quiet: {
    type: 'switch',
    short: 'q',
    summary: { en: 'nothing on standard error but errors', 'zh-CN': '标准错误只输出错误' },
  },
  verbose: {
    type: 'switch',
    short: 'v',
    summary: { en: 'show everything, timings and peak memory included', 'zh-CN': '显示全部细节，包括耗时与内存峰值' },
  },
  'no-color': {
    type: 'switch',
    summary: { en: 'no color (also NO_COLOR)', 'zh-CN': '不使用颜色（也可用 NO_COLOR）' },
  },
  'log-format': {
    type: 'choice',
    value: 'FORMAT',
    choices: ['text', 'json'],
    default: 'text',
    summary: {
      en: 'how errors and remarks are written to standard error: text or json',
      'zh-CN': '错误与提示写入标准错误的格式：text 或 json',
    },
  },
} as const satisfies Flags;
