import type { z } from 'zod';
import { nearest } from '../base/nearest.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import type { ShapeWords } from './setting-shapes.ts';
import { type Fault, nodeAt, type Path, pathWords, type YamlNode } from './yaml-node.ts';

type Issue = z.core.$ZodIssue;

/**
 * What zod found wrong with a value, each in words and at its place.
 * @param path where the value stands in the file
 */
export function shapeFaults(issues: readonly Issue[], shape: z.ZodType, root: YamlNode, path: Path): readonly Fault[] {
  return issues.flatMap((issue) => {
    const full = [...path, ...issue.path.filter((step) => typeof step !== 'symbol')];
    if (issue.code !== 'unrecognized_keys') return [faultOf(issue, root, full)];
    const known = keysAt(shape, issue.path);
    const { node } = nodeAt(root, full);
    return issue.keys.map((key) => unknownKey(key, known, node.children.get(key)?.keyOffset ?? node.offset, full));
  });
}

/** For a key that nothing knows. */
export function unknownKey(key: string, known: readonly string[], offset: number, path: Path): Fault {
  const where = pathWords(path);
  const text = where === '' ? fill(texts.unknownKey, { key }) : fill(texts.unknownKeyIn, { key, where });
  return { offset, text, hint: didYouMean(key, known) };
}

export function didYouMean(given: string, known: readonly string[]): Text {
  const word = nearest(given, known);
  return word === null ? fill(texts.itTakes, { list: known.join(', ') }) : fill(texts.didYouMean, { word });
}

function choiceHint(given: string, known: readonly string[]): Text {
  return known.includes(given) ? fill(texts.unquote, { given }) : didYouMean(given, known);
}

function faultOf(issue: Issue, root: YamlNode, path: Path): Fault {
  const { node, found } = nodeAt(root, path);
  const key = pathWords(path);
  const { offset } = node;
  if (!found) return { offset, text: fill(texts.missing, { key }), hint: texts.addIt };
  const about = (text: Text, values: Readonly<Record<string, string | number | Text>> = {}): Text =>
    fill(text, { key, ...values });
  switch (issue.code) {
    case 'invalid_type':
      return wrongKind(issue.expected, node, key);
    case 'invalid_value':
      return {
        offset,
        text: about(texts.notOneOf, { given: shown(node) }),
        hint: choiceHint(String(node.value), issue.values.map(String)),
      };
    case 'too_small':
      return { offset, text: about(texts.tooSmall, { limit: String(issue.minimum) }) };
    case 'too_big':
      return { offset, text: about(texts.tooBig, { limit: String(issue.maximum) }) };
    case 'custom': {
      const wrong = wordsOf(issue.params);
      if (wrong !== null) return { offset, text: about(texts.wrong, { wrong }) };
      break;
    }
    default:
  }
  return { offset, text: about(texts.wrong, { wrong: verbatim(issue.message) }) };
}

function wrongKind(expected: string, node: YamlNode, key: string): Fault {
  if (key === '') return { offset: node.offset, text: fill(texts.wrongFile, { given: shown(node) }), hint: begin };
  const wanted = Object.hasOwn(kinds, expected) ? kinds[expected] : undefined;
  const text = fill(texts.wrongKind, { key, expected: wanted ?? verbatim(expected), given: shown(node) });
  const { offset, source } = node;
  if (expected === 'string' && source !== null && source !== '')
    return { offset, text, hint: fill(texts.quote, { given: source }) };
  if (expected === 'record' || expected === 'object') return { offset, text, hint: texts.emptyMapping };
  if (expected === 'array') return { offset, text, hint: texts.asList };
  return { offset, text };
}

function shown(node: YamlNode): Text {
  if (node.value === null) return texts.nothing;
  if (Array.isArray(node.value)) return texts.aList;
  if (typeof node.value === 'object') return texts.aMapping;
  return verbatim((node.source ?? '').slice(0, 100));
}

function wordsOf(params: unknown): Text | null {
  return typeof params === 'object' && params !== null && 'wrong' in params ? (params as ShapeWords).wrong : null;
}

/** The keys that a shape knows at a path inside it. */
function keysAt(shape: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = shape;
  for (const step of [...path, null]) {
    let def = defOf(at);
    while (def?.innerType !== undefined) def = defOf(def.innerType);
    if (step === null) return Object.keys(def?.shape ?? {});
    at = def?.element ?? def?.valueType ?? def?.shape?.[String(step)];
  }
  return [];
}

interface ShapeDef {
  readonly innerType?: unknown;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
}

function defOf(shape: unknown): ShapeDef | undefined {
  return typeof shape === 'object' && shape !== null && 'def' in shape ? (shape.def as ShapeDef) : undefined;
}

/** For a file that is no policy at all. */
export const begin: Text = {
  en: 'Begin with `version: 1`; docs/policy.md shows more.',
  'zh-CN': '请以 `version: 1` 开头；参见 docs/policy.zh-CN.md。',
};

const kinds: Readonly<Record<string, Text>> = {
  string: { en: 'a text', 'zh-CN': '文本' },
  number: { en: 'a number', 'zh-CN': '数字' },
  int: { en: 'a whole number', 'zh-CN': '整数' },
  boolean: { en: 'true or false', 'zh-CN': 'true 或 false' },
  object: { en: 'a mapping of keys to values', 'zh-CN': '“键: 值”的映射' },
  record: { en: 'a mapping of keys to values', 'zh-CN': '“键: 值”的映射' },
  array: { en: 'a list', 'zh-CN': '列表' },
};

const texts = {
  unknownKey: { en: 'there is no key "{key}"', 'zh-CN': '没有名为“{key}”的键' },
  unknownKeyIn: { en: 'there is no key "{key}" in {where}', 'zh-CN': '{where} 中没有名为“{key}”的键' },
  didYouMean: { en: 'Did you mean "{word}"?', 'zh-CN': '是否想写“{word}”？' },
  itTakes: { en: 'It takes {list}.', 'zh-CN': '可用的写法：{list}。' },
  missing: { en: '"{key}" is missing', 'zh-CN': '缺少“{key}”' },
  addIt: {
    en: 'Add it; docs/policy.md and `plimsoll policy schema` say how.',
    'zh-CN': '请补上；写法见 docs/policy.zh-CN.md 和 `plimsoll policy schema`。',
  },
  notOneOf: { en: '"{key}" cannot be {given}', 'zh-CN': '“{key}”不能是 {given}' },
  tooSmall: { en: '"{key}" must be at least {limit}', 'zh-CN': '“{key}”不能小于 {limit}' },
  tooBig: { en: '"{key}" must be at most {limit}', 'zh-CN': '“{key}”不能大于 {limit}' },
  wrong: { en: '"{key}" {wrong}', 'zh-CN': '“{key}”{wrong}' },
  wrongKind: { en: '"{key}" must be {expected}, not {given}', 'zh-CN': '“{key}”必须是{expected}，而不是 {given}' },
  wrongFile: {
    en: 'the file must be a mapping of keys to values, not {given}',
    'zh-CN': '文件必须是“键: 值”的映射，而不是 {given}',
  },
  unquote: { en: 'Write it without quotes: {given}.', 'zh-CN': '请去掉引号：{given}。' },
  quote: { en: 'Put it in quotes: "{given}".', 'zh-CN': '请加引号："{given}"。' },
  emptyMapping: { en: 'Write {} where nothing is to be said.', 'zh-CN': '没有内容时请写 {}。' },
  asList: { en: 'Write [] around it, or "- " before each entry.', 'zh-CN': '请用 [] 括起来，或在每一项前写“- ”。' },
  nothing: { en: 'nothing', 'zh-CN': '空' },
  aList: { en: 'a list', 'zh-CN': '列表' },
  aMapping: { en: 'a mapping', 'zh-CN': '映射' },
} as const satisfies Record<string, Text>;
