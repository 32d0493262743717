import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fill, type Language, type Text, verbatim } from '../../base/text.ts';
import { variableOf } from '../flag.ts';
import { globalFlags } from '../global-flags.ts';
import type { Check, Examination } from './check.ts';

/** Programs that make a command handier but that nothing depends on. */
const tools = ['docker', 'podman', 'skopeo', 'git'] as const;

/** Node.js, the locale, the clock, stray variables, programs. */
export const examineRuntime: Examination = async (_services, io) => [
  nodeCheck(),
  localeCheck(io.environment, io.language),
  clockCheck(new Date()),
  ...variableChecks(
    io.environment,
    (await io.commands.all()).flatMap((command) => Object.keys(command.flags)),
  ),
  toolsCheck(io.environment['PATH'] ?? ''),
];

function nodeCheck(): Check {
  const pinned = /[/\\]node_modules[/\\]node(-bin)?-(linux|darwin)-/.test(process.execPath);
  const detail = fill(pinned ? texts.pinned : texts.ownNode, {
    version: process.versions.node,
    path: process.execPath,
  });
  return { id: 'node', title: verbatim('Node.js'), outcome: 'ok', detail, remedy: null };
}

function localeCheck(environment: Readonly<Record<string, string | undefined>>, language: Language): Check {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  const narrow = language === 'zh-CN' && !/utf-?8/i.test(locale);
  return {
    id: 'locale',
    title: texts.locale,
    outcome: narrow ? 'warn' : 'ok',
    detail: fill(texts.localeIs, { locale: locale === '' ? '-' : locale, language }),
    remedy: narrow ? texts.localeRemedy : null,
  };
}

/** A clock that is wrong makes waivers and certificates lie. */
function clockCheck(now: Date): Check {
  const wrong = now.getUTCFullYear() < 2026;
  return {
    id: 'clock',
    title: texts.clock,
    outcome: wrong ? 'fail' : 'ok',
    detail: verbatim(now.toISOString()),
    remedy: wrong ? texts.clockRemedy : null,
  };
}

/** Variables that look like flags and are none: a misspelt PLIMSOLL_POLICY would be a policy that is not applied. */
function variableChecks(environment: Readonly<Record<string, string | undefined>>, flags: readonly string[]): Check[] {
  const known = new Set(['PLIMSOLL_HOME', ...Object.keys(globalFlags).map(variableOf), ...flags.map(variableOf)]);
  const stray = Object.keys(environment).filter((name) => name.startsWith('PLIMSOLL_') && !known.has(name));
  if (stray.length === 0) return [];
  return [
    {
      id: 'variables',
      title: texts.variables,
      outcome: 'warn',
      detail: fill(texts.stray, { names: stray.sort().join(', ') }),
      remedy: texts.strayRemedy,
    },
  ];
}

function toolsCheck(path: string): Check {
  const found = tools.filter((tool) => isOnPath(tool, path));
  return {
    id: 'tools',
    title: texts.tools,
    outcome: 'ok',
    detail: found.length === 0 ? texts.noTools : fill(texts.toolsFound, { names: found.join(', ') }),
    remedy: null,
  };
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    if (folder === '') return false;
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not there or not to be run: both mean that the next folder is asked.
      return false;
    }
  });
}

const texts = {
  pinned: { en: '{version}, the one that Plimsoll brings', 'zh-CN': '{version}（Plimsoll 自带）' },
  ownNode: { en: '{version} from {path}', 'zh-CN': '{version}，来自 {path}' },
  locale: { en: 'language', 'zh-CN': '语言' },
  localeIs: { en: '{language} (locale {locale})', 'zh-CN': '{language}（区域设置 {locale}）' },
  localeRemedy: {
    en: 'Chinese needs a UTF-8 locale: export LC_ALL=zh_CN.UTF-8, or choose --lang en.',
    'zh-CN': '中文需要 UTF-8 区域设置：export LC_ALL=zh_CN.UTF-8，或使用 --lang en。',
  },
  clock: { en: 'clock', 'zh-CN': '系统时钟' },
  clockRemedy: {
    en: 'Set the clock of this machine: expiry dates of waivers and certificates depend on it.',
    'zh-CN': '请校准本机时钟：豁免与证书的有效期都依赖它。',
  },
  variables: { en: 'variables', 'zh-CN': '环境变量' },
  stray: { en: 'no flag is called like {names}', 'zh-CN': '没有与 {names} 对应的选项' },
  strayRemedy: {
    en: 'If one was meant as a flag, see its name in `plimsoll COMMAND --help`; it has no effect as it is.',
    'zh-CN': '如果本想设置选项，请在 `plimsoll 命令 --help` 中核对名称；目前它不起作用。',
  },
  tools: { en: 'tools', 'zh-CN': '工具' },
  toolsFound: { en: '{names} (none is needed)', 'zh-CN': '{names}（均非必需）' },
  noTools: { en: 'none found, none is needed', 'zh-CN': '未找到，也不需要' },
} as const satisfies Record<string, Text>;
