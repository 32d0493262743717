import type { Text } from '../../../src/base/text.ts';
import { builtTools } from './built-tools.ts';
import { scriptTools } from './script-tools.ts';
import type { VersionTool } from './version-tool.ts';

export const versionTools: readonly VersionTool[] = [...scriptTools, ...builtTools];

/** Why a scheme has no tool beside it. */
export const withoutTool: Readonly<Record<string, Text>> = {
  apk: {
    en: "no Debian release has apk. By hand, outside of the tests: 0 of 120,000 pairs differ from apk-tools' `version.c` (June 2026), numbers beyond 64 bits apart",
    'zh-CN':
      'Debian 各版本均无 apk。曾在测试之外手工对照 apk-tools 的 `version.c`（2026 年 6 月）：除超过 64 位的数字外，120,000 对中无一不同',
  },
  pub: {
    en: 'neither Debian nor npm has Dart; by the rules of `pub_semver`',
    'zh-CN': 'Debian 与 npm 均无 Dart；依 `pub_semver` 的规则',
  },
  julia: {
    en: "neither Debian nor npm has Julia; by the rules of Julia's `VersionNumber`",
    'zh-CN': 'Debian 与 npm 均无 Julia；依 Julia 的 `VersionNumber` 的规则',
  },
};
