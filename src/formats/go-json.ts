import { printable } from '../base/printable.ts';
import type { Text } from '../base/text.ts';
import { mergedMember } from './json-repeats.ts';
import { type JsonBounds, jsonSprawl } from './json-sprawl.ts';

/**
 * JSON as Go's encoding/json reads it into a struct, because that is what engines read manifests and configs with: names of members
 * match whatever their case, and the last duplicate counts. Where two members of one object would mean the same and differ only in
 * case, or where Go would merge the two instead of taking the last, two readers could see two images: such a document is refused.
 */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** What is wrong, for people. */
  readonly reason: Text;

  constructor(reason: Text, options?: ErrorOptions) {
    super(reason.en, options);
    this.reason = reason;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses bytes as a JSON object. Throws {@link JsonError} for anything else, bad UTF-8 included. @param bounds others than the usual ones */
export function parseObject(bytes: Uint8Array, bounds?: JsonBounds): JsonObject {
  const value = parse(bytes, bounds);
  if (!isObject(value)) throw new JsonError({ en: 'it is not a JSON object', 'zh-CN': '不是 JSON 对象' });
  return value;
}

/** Parses bytes as a JSON list, as {@link parseObject} does an object. */
export function parseList(bytes: Uint8Array): readonly unknown[] {
  const value = parse(bytes);
  if (!Array.isArray(value)) throw new JsonError({ en: 'it is not a JSON list', 'zh-CN': '不是 JSON 数组' });
  return value;
}

function parse(bytes: Uint8Array, bounds?: JsonBounds): unknown {
  const sprawl = jsonSprawl(bytes, bounds);
  if (sprawl !== null) throw new JsonError(sprawl === 'deep' ? reasons.deep : reasons.wide);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonError(error instanceof SyntaxError ? reasons.noJson : reasons.noUtf8, { cause: error });
  }
  const merged = mergedMember(text);
  if (merged !== null) {
    const name = printable(merged, 80);
    throw new JsonError({ en: `it has "${name}" twice`, 'zh-CN': `“${name}”出现了两次` });
  }
  return value;
}

/** The member that Go would put into a field of this name; undefined where there is none or it is null. */
export function member(object: JsonObject, name: string): unknown {
  const wanted = folded(name);
  let found: string | null = null;
  for (const key of Object.keys(object)) {
    if (folded(key) !== wanted) continue;
    if (found !== null) {
      throw new JsonError({
        en: `it has "${found}" and "${key}", which mean the same`,
        'zh-CN': `同时有“${found}”和“${key}”，两者含义相同`,
      });
    }
    found = key;
  }
  const value = found === null ? undefined : object[found];
  return value === null ? undefined : value;
}

export function objectMember(object: JsonObject, name: string): JsonObject | undefined {
  const value = member(object, name);
  if (value !== undefined && !isObject(value))
    throw new JsonError({ en: `"${name}" is not an object`, 'zh-CN': `“${name}”不是对象` });
  return value;
}

export function textMember(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  if (value !== undefined && typeof value !== 'string')
    throw new JsonError({ en: `"${name}" is not a text`, 'zh-CN': `“${name}”不是文本` });
  return value;
}

export function listMember(object: JsonObject, name: string): readonly unknown[] | undefined {
  const value = member(object, name);
  if (value !== undefined && !Array.isArray(value))
    throw new JsonError({ en: `"${name}" is not a list`, 'zh-CN': `“${name}”不是数组` });
  return value;
}

/** The object with this member, in the place of whatever Go would take for it. */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  const wanted = folded(name);
  const others = Object.entries(object).filter(([key]) => folded(key) !== wanted);
  return { ...Object.fromEntries(others), [name]: value };
}

/** A list whose items are all texts. */
export function textsMember(object: JsonObject, name: string): readonly string[] {
  const list = listMember(object, name) ?? [];
  if (!list.every((item) => typeof item === 'string'))
    throw new JsonError({ en: `"${name}" holds something that is no text`, 'zh-CN': `“${name}”中有非文本内容` });
  return list;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Go's simple case folding, as far as it concerns names of ASCII letters: the long s and the Kelvin sign fold into them. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

const reasons = {
  deep: { en: 'it is nested too deeply', 'zh-CN': '嵌套过深' },
  wide: { en: 'it holds too many lists and objects', 'zh-CN': '数组和对象过多' },
  noJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  noUtf8: { en: 'it is not UTF-8', 'zh-CN': '不是 UTF-8' },
} as const satisfies Record<string, Text>;
