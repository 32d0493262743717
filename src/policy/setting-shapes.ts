import type { z } from 'zod';
import { parseDuration } from '../base/duration.ts';
import { fill, type Text } from '../base/text.ts';
import { InvalidRange, parseVersionRange } from '../model/version-range.ts';
import type { Zod } from './control.ts';
import { maxGlobLength } from './glob.ts';
import { endOf } from './moment.ts';

/** What a wrong value of a shape is told: read back by `shape-problems.ts`. */
export interface ShapeWords {
  readonly wrong: Text;
}

/** A text that `pattern` and `holds` have nothing against; else `wrong` is said about it. Editors know the pattern from the JSON Schema. */
function checked(
  zod: Zod,
  { pattern, limit, holds = () => true, wrong }: CheckedText,
  description: string,
): z.ZodType<string> {
  const isMatch = new RegExp(pattern, 'u');
  return zod
    .string()
    .refine((text) => text.length <= limit && isMatch.test(text) && holds(text), {
      params: { wrong } satisfies ShapeWords,
    })
    .meta({ description, pattern, maxLength: limit });
}

interface CheckedText {
  readonly pattern: string;
  readonly limit: number;
  /** What no pattern can say. */
  readonly holds?: (text: string) => boolean;
  readonly wrong: Text;
}

/** A text with something in it that a person can see, on one line. */
export function wordsShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]+$';
  return checked(zod, { pattern, limit: 1000, wrong: texts.words }, description);
}

export function globShape(zod: Zod, description: string): z.ZodType<string> {
  const wrong = fill(texts.glob, { limit: maxGlobLength });
  return checked(zod, { pattern: '^\\S([\\s\\S]*\\S)?$', limit: maxGlobLength, wrong }, description);
}

export function durationShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^(?=[0-9.]*[1-9])[0-9]{1,9}([.][0-9]{1,3})? ?(ms|s|m|h|d|w)$';
  const holds = (text: string) => parseDuration(text) !== null;
  return checked(zod, { pattern, limit: 20, holds, wrong: texts.duration }, description);
}

export function digestShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, { pattern: '^sha256:[0-9a-f]{64}$', limit: 71, wrong: texts.digest }, description);
}

export function expiryShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2}))?$';
  return checked(zod, { pattern, limit: 40, holds: (text) => endOf(text) !== null, wrong: texts.expiry }, description);
}

export function advisoryIdShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^[A-Za-z0-9][A-Za-z0-9_.:-]{2,99}$';
  return checked(zod, { pattern, limit: 100, wrong: texts.advisoryId }, description);
}

/** The id of any piece of evidence: of an advisory, of a control's own (`root-user`), the key of a label. */
export function evidenceIdShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, { pattern: '^\\S+$', limit: 300, wrong: texts.evidenceId }, description);
}

export function versionShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, { pattern: '^\\S+$', limit: 300, wrong: texts.version }, description);
}

/** An operator, perhaps, and a version, perhaps with an epoch of PEP 440 (`1!2.0`). */
const condition = '((<=|>=|!=|==|<|>|=)[\\s,]*)?([0-9]+![^\\s,<>=|!]*|[^\\s,<>=|!]+)';
const alternative = `[\\s,]*${condition}([\\s,]+${condition})*[\\s,]*`;

export function rangeShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = `^${alternative}([|][|]${alternative})*$`;
  return checked(zod, { pattern, limit: 1000, holds: isRange, wrong: texts.range }, description);
}

function isRange(text: string): boolean {
  try {
    parseVersionRange(text);
    return true;
  } catch (error) {
    if (error instanceof InvalidRange) return false;
    throw error;
  }
}

const texts = {
  words: {
    en: 'must be a text on one line, with something in it',
    'zh-CN': '必须是一行非空文本',
  },
  glob: {
    en: 'must be a pattern of 1 to {limit} characters without blanks around it; * stands for any characters, ? for one',
    'zh-CN': '必须是 1 到 {limit} 个字符的模式，首尾不能有空白；* 代表任意多个字符，? 代表一个字符',
  },
  duration: {
    en: 'must be a length of time with its unit, such as 12h, 7d or 4w',
    'zh-CN': '必须是带单位的时长，例如 12h、7d 或 4w',
  },
  digest: {
    en: 'must be sha256: and 64 hexadecimal digits in lower case',
    'zh-CN': '必须是 sha256: 加 64 位小写十六进制数字',
  },
  expiry: {
    en: 'must be a date that exists, such as 2027-03-31, or an RFC 3339 time such as 2027-03-31T18:00:00Z',
    'zh-CN': '必须是真实存在的日期（如 2027-03-31）或 RFC 3339 时间（如 2027-03-31T18:00:00Z）',
  },
  advisoryId: {
    en: 'must be the id of an advisory, such as CVE-2021-44228',
    'zh-CN': '必须是漏洞公告编号，例如 CVE-2021-44228',
  },
  evidenceId: {
    en: 'must be an id without blanks, as the report shows it: CVE-2021-44228, root-user',
    'zh-CN': '必须是不含空白的编号，与报告中显示的一致，例如 CVE-2021-44228、root-user',
  },
  version: { en: 'must be a version without blanks', 'zh-CN': '必须是不含空白的版本号' },
  range: {
    en: 'must be a range of versions, such as "<2.17.1" or ">=1.2 <1.9 || =2.0"',
    'zh-CN': '必须是版本范围，例如 "<2.17.1" 或 ">=1.2 <1.9 || =2.0"',
  },
} as const satisfies Record<string, Text>;
