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

/** A text that `holds`; else `wrong` is said about it. */
function checked(zod: Zod, holds: (text: string) => boolean, wrong: Text): z.ZodType<string> {
  return zod.string().refine(holds, { params: { wrong } satisfies ShapeWords });
}

/** A text with something in it that a person can see, on one line. */
export function wordsShape(zod: Zod, description: string): z.ZodType<string> {
  const isWords = (text: string) =>
    text.length <= 1000 && /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+$/u.test(text) && text.trim() !== '';
  return checked(zod, isWords, texts.words).meta({ description, pattern: '\\S', maxLength: 1000 });
}

export function globShape(zod: Zod, description: string): z.ZodType<string> {
  const isGlob = (text: string) => text !== '' && text.length <= maxGlobLength && text.trim() === text;
  return checked(zod, isGlob, fill(texts.glob, { limit: maxGlobLength })).meta({
    description,
    minLength: 1,
    maxLength: maxGlobLength,
  });
}

export function durationShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, (text) => parseDuration(text) !== null, texts.duration).meta({
    description,
    pattern: '^[0-9]{1,9}([.][0-9]{1,3})? ?(ms|s|m|h|d|w)$',
  });
}

export function digestShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^sha256:[0-9a-f]{64}$';
  return checked(zod, (text) => new RegExp(pattern).test(text), texts.digest).meta({ description, pattern });
}

export function expiryShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, (text) => endOf(text) !== null, texts.expiry).meta({
    description,
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2}))?$',
  });
}

export function advisoryIdShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^[A-Za-z0-9][A-Za-z0-9_.:-]{2,99}$';
  return checked(zod, (text) => new RegExp(pattern).test(text), texts.advisoryId).meta({ description, pattern });
}

/** The id of any piece of evidence: of an advisory, of a control's own (`root-user`), the key of a label. */
export function evidenceIdShape(zod: Zod, description: string): z.ZodType<string> {
  const pattern = '^\\S{1,300}$';
  return checked(zod, (text) => new RegExp(pattern).test(text), texts.evidenceId).meta({ description, pattern });
}

export function versionShape(zod: Zod, description: string): z.ZodType<string> {
  const isVersion = (text: string) => text !== '' && text.length <= 300 && !/\s/.test(text);
  return checked(zod, isVersion, texts.version).meta({ description, pattern: '^\\S+$', maxLength: 300 });
}

export function rangeShape(zod: Zod, description: string): z.ZodType<string> {
  return checked(zod, (text) => text.length <= 1000 && isRange(text), texts.range).meta({
    description,
    minLength: 1,
    maxLength: 1000,
  });
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
