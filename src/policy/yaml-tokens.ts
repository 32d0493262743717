import { type CST, Lexer } from 'yaml';
import { fill, type Text } from '../base/text.ts';
import type { Fault } from './yaml-node.ts';

/** No policy nests deeper than a third of this. */
const maxDepth = 32;
/** Ten times what the largest policy is made of. Each takes a kilobyte while it is read. */
const maxPieces = 600_000;

/** What YAML can do and a policy may not: each of these has hidden something from a reader of some other file. */
const refused: Readonly<Record<string, Text>> = {
  alias: { en: 'aliases are not allowed', 'zh-CN': '不允许使用别名（*名称）' },
  anchor: { en: 'anchors are not allowed', 'zh-CN': '不允许使用锚点（&名称）' },
  tag: { en: 'tags are not allowed', 'zh-CN': '不允许使用标签（!类型）' },
  directive: { en: 'directives are not allowed', 'zh-CN': '不允许使用指令（%…）' },
};

const texts = {
  tooDeep: {
    en: 'it is nested more than {limit} levels deep',
    'zh-CN': '嵌套超过 {limit} 层',
  },
  tooMany: {
    en: 'it consists of more than {limit} pieces',
    'zh-CN': '组成元素超过 {limit} 个',
  },
  divide: {
    en: 'Divide it into several policies, and give each with --policy.',
    'zh-CN': '请拆分成多个策略文件，分别用 --policy 指定。',
  },
  plain: { en: 'Write the value out in plain YAML.', 'zh-CN': '请用普通 YAML 直接写出该值。' },
} as const satisfies Record<string, Text>;

/** Looks over a text piece by piece, before it is read: what would take memory out of proportion. */
export function sprawlFaults(text: string): readonly Fault[] {
  let pieces = 0;
  let depth = 0;
  let offset = 0;
  for (const piece of new Lexer().lex(text)) {
    pieces += 1;
    if (pieces > maxPieces) return [{ offset, text: fill(texts.tooMany, { limit: maxPieces }), hint: texts.divide }];
    if (piece === '[' || piece === '{') depth += 1;
    else if (piece === ']' || piece === '}') depth -= 1;
    if (depth > maxDepth) return [{ offset, text: fill(texts.tooDeep, { limit: maxDepth }), hint: texts.plain }];
    // The lexer's own marks (of a document, of a plain scalar) are control characters that stand for no text.
    if (!marks.has(piece)) offset += piece.length;
  }
  return [];
}

const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

interface Step {
  readonly token: object;
  readonly depth: number;
}

/**
 * Looks through the tokens of a file before anything is made of them, one by one: what makes nodes of tokens calls itself for each level
 * and would run out of stack. At most one fault of each kind.
 */
export function tokenFaults(tokens: readonly CST.Token[]): readonly Fault[] {
  const faults = new Map<string, Fault>();
  const note = (kind: string, offset: number, text: Text) => {
    const known = faults.get(kind);
    if (known === undefined || known.offset > offset) faults.set(kind, { offset, text, hint: texts.plain });
  };
  const left: Step[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let step = left.pop(); step !== undefined; step = left.pop()) {
    const { token, depth } = step;
    const { type, offset } = named(token);
    const text = Object.hasOwn(refused, type) ? refused[type] : undefined;
    if (text !== undefined) note(type, offset, text);
    // A document and each collection with its items are two levels of tokens for one of the file.
    if (depth > maxDepth * 2 + 2) {
      note('depth', offset, fill(texts.tooDeep, { limit: maxDepth }));
      continue;
    }
    for (const inner of Object.values(token)) {
      if (Array.isArray(inner)) {
        for (const item of inner) if (isObject(item)) left.push({ token: item, depth: depth + 1 });
      } else if (isObject(inner)) {
        left.push({ token: inner, depth: depth + 1 });
      }
    }
  }
  return [...faults.values()];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function named(token: object): { readonly type: string; readonly offset: number } {
  const type = 'type' in token && typeof token.type === 'string' ? token.type : '';
  const offset = 'offset' in token && typeof token.offset === 'number' ? token.offset : 0;
  return { type, offset };
}
