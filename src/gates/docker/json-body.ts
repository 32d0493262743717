import type { Text } from '../../base/text.ts';
import { ambiguous } from './refusals.ts';

/** Deeper than any request of the engine API; Go itself stops at 10,000. */
const maxDepth = 64;

/**
 * Members whose objects are Go maps: what people choose stands in their keys, so that those may differ by case alone. Everywhere else a
 * key is the name of a field, and the engine takes `image` for `Image`.
 */
const maps = new Set(
  [
    'Annotations',
    'AuxiliaryAddresses',
    'Config',
    'DriverOpts',
    'EndpointsConfig',
    'ExposedPorts',
    'Labels',
    'Options',
    'PortBindings',
    'StorageOpt',
    'Sysctls',
    'Tmpfs',
    'Volumes',
  ].map((name) => name.toLowerCase()),
);

/**
 * Parses JSON so that Go's encoding/json, which the engine reads it with, can only understand the same: strict UTF-8, no key twice in an
 * object, no two keys that Go would take for one field, no lone surrogates. A number that JavaScript would write
 * otherwise is kept as raw JSON.
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text, keepNumber);
  } catch (error) {
    throw ambiguous(texts.notJson, error);
  }
  requireOneMeaning(text);
  return value;
}

/** JSON as it is forwarded. */
export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

/** ECMA-262's JSON.rawJSON and source text access, which the library declarations do not have yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

function keepNumber(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return String(value) === context.source ? value : rawJSON(context.source);
}

interface Level {
  /** Null inside a list. */
  readonly keys: Set<string> | null;
  readonly isMap: boolean;
}

/** Walks a text that is known to be JSON. */
function requireOneMeaning(text: string): void {
  const levels: Level[] = [];
  let key = '';
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
      case '[': {
        if (levels.length >= maxDepth) throw ambiguous(texts.deep);
        expectsKey = text[at] === '{';
        levels.push({ keys: expectsKey ? new Set() : null, isMap: maps.has(folded(key)) });
        key = '';
        break;
      }
      case '}':
      case ']':
        levels.pop();
        expectsKey = false;
        break;
      case ',':
        expectsKey = levels.at(-1)?.keys != null;
        key = '';
        break;
      case '"': {
        const end = stringEnd(text, at);
        const plain: string = JSON.parse(text.slice(at, end));
        if (!plain.isWellFormed()) throw ambiguous(texts.surrogate);
        if (expectsKey) {
          claim(plain, levels.at(-1));
          key = plain;
          expectsKey = false;
        }
        at = end - 1;
      }
    }
  }
}

/** Where the string that begins at `start` has ended. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function claim(key: string, level: Level | undefined): void {
  const meaning = level?.isMap === true ? key : folded(key);
  if (level?.keys?.has(meaning) === true) throw ambiguous(texts.twice);
  level?.keys?.add(meaning);
}

/** Go's simple case folding of names: the long s and the Kelvin sign fold into ASCII letters. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

const texts = {
  notJson: { en: 'its body is not JSON', 'zh-CN': '请求体不是 JSON' },
  deep: { en: 'its JSON is nested too deeply', 'zh-CN': 'JSON 嵌套过深' },
  surrogate: { en: 'its JSON holds half a character', 'zh-CN': 'JSON 含有不完整的字符' },
  twice: { en: 'its JSON says one thing twice', 'zh-CN': 'JSON 中同一字段出现两次' },
} as const satisfies Record<string, Text>;
