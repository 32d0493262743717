import type { Language } from '../base/text.ts';

/**
 * The language that a person reads: of the locale variables in POSIX order (Base Definitions, 8.2), the first that is set.
 * Any Chinese locale means zh-CN, the only Chinese there is here.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh(?:[_.@-]|$)/i.test(locale) ? 'zh-CN' : 'en';
}

/**
 * The language for errors about a command line that could not be taken apart, so read without understanding the rest of it:
 * `--lang` where it names a language, else PLIMSOLL_LANG, else the locale.
 */
export function languageAtFirstSight(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const at = argv.lastIndexOf('--lang');
  const attached = argv.findLast((token) => token.startsWith('--lang='))?.slice('--lang='.length);
  const given = attached ?? (at < 0 ? undefined : argv[at + 1]) ?? environment['PLIMSOLL_LANG'];
  return given === 'en' || given === 'zh-CN' ? given : languageOf(environment);
}
