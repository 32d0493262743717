import type { Text } from '../base/text.ts';

/** The words of help itself; what it says about a command stands with the command. */
export const helpTexts = {
  tagline: {
    en: 'Plimsoll reads a container image, knows what is in it, and judges whether it may sail.',
    'zh-CN': 'Plimsoll 读取容器镜像，弄清其中的内容，并判定它能否放行。',
  },
  usage: { en: 'Usage', 'zh-CN': '用法' },
  callOf: { en: 'COMMAND [FLAGS] [ARGUMENTS]', 'zh-CN': '命令 [选项] [参数]' },
  someFlags: { en: '[FLAGS]', 'zh-CN': '[选项]' },
  besides: { en: '; ', 'zh-CN': '；' },
  commands: { en: 'Commands', 'zh-CN': '命令' },
  arguments: { en: 'Arguments', 'zh-CN': '参数' },
  flags: { en: 'Flags', 'zh-CN': '选项' },
  globalFlags: { en: 'Flags of every command', 'zh-CN': '通用选项' },
  examples: { en: 'Examples', 'zh-CN': '示例' },
  exitCodes: { en: 'Exit codes', 'zh-CN': '退出码' },
  seeAlso: { en: 'See also', 'zh-CN': '另见' },
  references: { en: 'References', 'zh-CN': '镜像引用' },
  defaultIs: { en: 'default {value}', 'zh-CN': '默认 {value}' },
  oneOf: { en: 'one of {choices}', 'zh-CN': '可选 {choices}' },
  someOf: { en: 'of {choices}', 'zh-CN': '可选 {choices}' },
  repeatable: { en: 'repeatable', 'zh-CN': '可重复' },
  commaList: { en: 'comma-separated or repeated', 'zh-CN': '用逗号分隔或重复给出' },
  onlyVariable: { en: 'only from the environment: {variable}', 'zh-CN': '只能通过环境变量 {variable} 给出' },
  elsewhere: {
    en: 'A flag may also be a variable (--max-layers is PLIMSOLL_MAX_LAYERS) or a key of plimsoll.config.yaml. The command line beats the variable, the variable beats the file.',
    'zh-CN':
      '选项也可写成环境变量（--max-layers 即 PLIMSOLL_MAX_LAYERS）或 plimsoll.config.yaml 中的键。命令行优先于环境变量，环境变量优先于文件。',
  },
  more: {
    en: 'plimsoll help COMMAND explains a command with examples.',
    'zh-CN': 'plimsoll help 命令 会结合示例解释该命令。',
  },
  start: { en: 'Start here', 'zh-CN': '从这里开始' },
  exit0: { en: 'done; where a policy was asked, the image is allowed', 'zh-CN': '完成；如有策略，则镜像放行' },
  exit1: { en: 'the policy denies the image', 'zh-CN': '策略阻断该镜像' },
  exit2: { en: 'the call is wrong; nothing was scanned', 'zh-CN': '调用有误；未扫描任何内容' },
  exit3: {
    en: 'the work could not be completed; never to be read as allowed',
    'zh-CN': '工作未能完成；绝不可视为放行',
  },
} as const satisfies Record<string, Text>;
