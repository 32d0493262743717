import type { ErrorCode } from 'yaml';
import type { Text } from './text.ts';

/** What a parser of YAML says of a place that is none. */
export interface YamlFault {
  readonly code: ErrorCode;
  /** From 1 on; left out where the parser does not tell. */
  readonly linePos?: readonly [{ readonly line: number; readonly col: number }, ...unknown[]] | undefined;
}

/** The same for people, with the place where the parser tells it. */
export function yamlFault({ code, linePos }: YamlFault): Text {
  const { en, 'zh-CN': chinese } = faults[code];
  if (linePos === undefined) return { en, 'zh-CN': chinese };
  const [{ line, col }] = linePos;
  return { en: `line ${line}, column ${col}: ${en}`, 'zh-CN': `第 ${line} 行第 ${col} 列：${chinese}` };
}

const faults = {
  ALIAS_PROPS: { en: 'an alias has an anchor or a tag', 'zh-CN': '别名不能带锚点或标签' },
  BAD_ALIAS: { en: 'an alias of nothing', 'zh-CN': '别名无效，或引用了不存在的锚点' },
  BAD_COLLECTION_TYPE: { en: 'a collection of another kind than its tag says', 'zh-CN': '集合类型与标签不符' },
  BAD_DIRECTIVE: { en: 'no valid directive follows the %', 'zh-CN': '以 % 开头的指令无效' },
  BAD_DQ_ESCAPE: { en: 'no valid escape follows the backslash in double quotes', 'zh-CN': '双引号字符串中的转义无效' },
  BAD_INDENT: { en: 'the indentation is wrong, or a closing bracket is missing', 'zh-CN': '缩进不正确，或缺少右括号' },
  BAD_PROP_ORDER: { en: 'an anchor or a tag is in the wrong place', 'zh-CN': '锚点或标签的位置不正确' },
  BAD_SCALAR_START: { en: 'no value begins so: put it in quotes', 'zh-CN': '值不能以此字符开头，请加引号' },
  BLOCK_AS_IMPLICIT_KEY: {
    en: 'a mapping inside a line: look at the colons and the indentation',
    'zh-CN': '同一行中不能嵌套映射，请检查冒号与缩进',
  },
  BLOCK_IN_FLOW: { en: 'only values and brackets may stand in brackets', 'zh-CN': '方括号或花括号内不能使用块格式' },
  DUPLICATE_KEY: { en: 'a key stands twice', 'zh-CN': '键重复出现' },
  IMPOSSIBLE: { en: 'this cannot be read', 'zh-CN': '无法解析此处内容' },
  KEY_OVER_1024_CHARS: { en: 'a key of more than 1024 letters', 'zh-CN': '键超过 1024 个字符' },
  MISSING_CHAR: {
    en: 'a quote, a colon, a comma, a bracket or a blank is missing',
    'zh-CN': '缺少引号、冒号、逗号、括号或空格',
  },
  MULTILINE_IMPLICIT_KEY: {
    en: 'a key of more than one line: is a colon missing?',
    'zh-CN': '键不能跨行，请检查是否缺少冒号',
  },
  MULTIPLE_ANCHORS: { en: 'a value with more than one anchor', 'zh-CN': '一个值只能有一个锚点' },
  MULTIPLE_DOCS: { en: 'a second document begins here', 'zh-CN': '此处开始了第二个文档' },
  MULTIPLE_TAGS: { en: 'a value with more than one tag', 'zh-CN': '一个值只能有一个标签' },
  NON_STRING_KEY: { en: 'a key that is no text', 'zh-CN': '键必须是字符串' },
  RESOURCE_EXHAUSTION: { en: 'it is too deep or too large', 'zh-CN': '嵌套过深或内容过大' },
  TAB_AS_INDENT: { en: 'a tab indents, where only blanks may', 'zh-CN': '不能用制表符缩进' },
  TAG_RESOLVE_FAILED: {
    en: 'an unknown tag, or a value that is none of its kind',
    'zh-CN': '标签无法识别，或值与标签不符',
  },
  UNEXPECTED_TOKEN: { en: 'this cannot stand here', 'zh-CN': '此处内容不应出现' },
} as const satisfies Readonly<Record<ErrorCode, Text>>;
