import { durationWords, parseDuration } from '../base/duration.ts';
import { parseSize, sizeWords } from '../base/size.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import { nearest } from './suggest.ts';

interface FlagFacts {
  readonly summary: Text;
  /** The word for its value in help: `FILE`. */
  readonly value?: string;
  /** One letter: `o` for `-o`. */
  readonly short?: string;
  /** Never taken from the command line, where every user of the machine reads it. */
  readonly secret?: true;
  readonly hidden?: true;
  /** Values that completion offers where there are no choices; others may be right, too. */
  readonly offered?: readonly string[];
  /** Named in the contract, not built yet: refused, never ignored. */
  readonly later?: true;
  /**
   * Values that send Plimsoll to other data or other files. A configuration file that was merely found in the current directory,
   * which may be the repository under test, cannot set them.
   */
  readonly trusted?: true | ((value: string) => boolean);
}

/** A flag by the type of its value. A list takes values by repeating the flag; with `commas` also several in one. */
export type Flag =
  | (FlagFacts & { readonly type: 'switch' })
  | (FlagFacts & { readonly type: 'text'; readonly default?: string })
  | (FlagFacts & { readonly type: 'size' | 'duration' | 'count'; readonly default?: number })
  | (FlagFacts & { readonly type: 'choice'; readonly choices: readonly string[]; readonly default?: string })
  | (FlagFacts & { readonly type: 'list'; readonly choices?: readonly string[]; readonly commas?: true });

/** Flags by their names without dashes: `max-image-size`. */
export type Flags = Readonly<Record<string, Flag>>;

export type FlagValue = boolean | string | number | readonly string[] | null;

type Given<F, T> = F extends { readonly default: unknown } ? T : T | null;
type Word<F> = F extends { readonly choices: readonly (infer C extends string)[] } ? C : string;

/** What a flag's value is once it is read: null where it was not given and has no default. Durations are milliseconds. */
export type ValueOf<F extends Flag> = F extends { readonly type: 'switch' }
  ? boolean
  : F extends { readonly type: 'list' }
    ? readonly Word<F>[]
    : F extends { readonly type: 'text' | 'choice' }
      ? Given<F, Word<F>>
      : Given<F, number>;

export type ValuesOf<F extends Flags> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** `PLIMSOLL_MAX_IMAGE_SIZE` for `max-image-size`. */
export function variableOf(name: string): string {
  return `PLIMSOLL_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** What a flag is without being given. */
export function absentValue(flag: Flag): FlagValue {
  if (flag.type === 'switch') return false;
  if (flag.type === 'list') return [];
  return flag.default ?? null;
}

export type ReadValue = { readonly value: FlagValue } | { readonly expected: Text };

/** Reads the texts given for a flag (several only where it repeats); the last one counts where it is not a list. */
export function readValue(flag: Flag, given: readonly string[]): ReadValue {
  if (flag.type === 'list') return readList(flag, given);
  const text = given.at(-1) ?? '';
  switch (flag.type) {
    case 'switch':
      return readSwitch(text);
    case 'text':
      return text === '' ? { expected: texts.nonEmpty } : { value: text };
    case 'choice':
      return flag.choices.includes(text) ? { value: text } : { expected: choiceWords(flag.choices, text) };
    case 'size':
      return numberOr(parseSize(text), texts.size);
    case 'duration':
      return numberOr(parseDuration(text), texts.duration);
    case 'count':
      return numberOr(/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null, texts.count);
  }
}

function readList(flag: Extract<Flag, { type: 'list' }>, given: readonly string[]): ReadValue {
  const words = flag.commas === true ? given.flatMap((text) => text.split(',').map((word) => word.trim())) : given;
  if (words.some((word) => word === '')) return { expected: texts.nonEmpty };
  const { choices } = flag;
  const wrong = words.find((word) => choices?.includes(word) === false);
  if (choices !== undefined && wrong !== undefined) return { expected: choiceWords(choices, wrong) };
  return { value: [...new Set(words)] };
}

function readSwitch(text: string): ReadValue {
  if (['', '1', 'true', 'yes'].includes(text)) return { value: true };
  if (['0', 'false', 'no'].includes(text)) return { value: false };
  return { expected: choiceWords(['true', 'false'], text) };
}

function numberOr(value: number | null, expected: Text): ReadValue {
  return value === null ? { expected } : { value };
}

/** What there is to choose from, and which of it was most likely meant. */
export function choiceWords(choices: readonly string[], given: string): Text {
  const list = choices.join(', ');
  const near = nearest(given, choices);
  return near === null ? verbatim(list) : fill(texts.meant, { list, near });
}

/** A flag's default in words for help; null where there is none to show. */
export function defaultWords(flag: Flag): string | null {
  if (flag.type === 'switch' || flag.type === 'list' || flag.default === undefined) return null;
  if (flag.type === 'size') return sizeWords(flag.default).replace('.0 ', ' ');
  if (flag.type === 'duration') return durationWords(flag.default);
  return String(flag.default);
}

const texts = {
  meant: { en: '{list} (did you mean {near}?)', 'zh-CN': '{list}（是否想写 {near}？）' },
  nonEmpty: { en: 'a word that is not empty', 'zh-CN': '非空的值' },
  size: {
    en: 'a number of bytes, or a size such as 500MB or 2GiB',
    'zh-CN': '字节数，或带单位的大小，如 500MB、2GiB',
  },
  duration: {
    en: 'a duration with its unit, such as 10s, 5m or 7d',
    'zh-CN': '带单位的时长，如 10s、5m、7d',
  },
  count: { en: 'a whole number from 1 on', 'zh-CN': '不小于 1 的整数' },
} as const;
