import type { ErrorEntry } from '../errors.ts';

/** Errors of policy files. */
export const policyErrors = {
  'policy-unreadable': {
    exit: 2,
    what: { en: 'the policy {file} cannot be read: {reason}', 'zh-CN': '无法读取策略 {file}：{reason}' },
    remedy: {
      en: 'Give a YAML file, or one of {builtins}.',
      'zh-CN': '请指定一个 YAML 文件，或使用内置策略 {builtins}。',
    },
  },
  'policy-invalid': {
    exit: 2,
    what: { en: '{file}:{line}:{column}: {problem}', 'zh-CN': '{file}:{line}:{column}：{problem}' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
} as const satisfies Record<string, ErrorEntry>;
