import type { ErrorCode } from 'yaml';
import type { Text } from './text.ts';

/** What a parser of YAML says of a place that is none. */
export interface YamlFault {
  readonly code: ErrorCode;
  readonly message: string;
  /** From 1 on; left out where the parser does not tell. */
  readonly linePos?: readonly [{ readonly line: number; readonly col: number }, ...unknown[]] | undefined;
}

/** The same for people, with the place where the parser tells it; English is the parser's own. */
export function yamlFault({ code, message, linePos }: YamlFault): Text {
  const en = message.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
  if (linePos === undefined) return { en, 'zh-CN': inChinese[code] };
  const [{ line, col }] = linePos;
  return { en, 'zh-CN': `第 ${line} 行第 ${col} 列：${inChinese[code]}` };
}

const inChinese: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: '别名不能带锚点或标签',
  BAD_ALIAS: '别名无效，或引用了不存在的锚点',
  BAD_COLLECTION_TYPE: '集合类型与标签不符',
  BAD_DIRECTIVE: '以 % 开头的指令无效',
  BAD_DQ_ESCAPE: '双引号字符串中的转义无效',
  BAD_INDENT: '缩进不正确，或缺少右括号',
  BAD_PROP_ORDER: '锚点或标签的位置不正确',
  BAD_SCALAR_START: '值不能以此字符开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '同一行中不能嵌套映射，请检查冒号与缩进',
  BLOCK_IN_FLOW: '方括号或花括号内不能使用块格式',
  DUPLICATE_KEY: '键重复出现',
  IMPOSSIBLE: '无法解析此处内容',
  KEY_OVER_1024_CHARS: '键超过 1024 个字符',
  MISSING_CHAR: '缺少字符，例如引号、冒号、逗号或空格',
  MULTILINE_IMPLICIT_KEY: '键不能跨行，请检查是否缺少冒号',
  MULTIPLE_ANCHORS: '一个值只能有一个锚点',
  MULTIPLE_DOCS: '文件中有多个文档',
  MULTIPLE_TAGS: '一个值只能有一个标签',
  NON_STRING_KEY: '键必须是字符串',
  RESOURCE_EXHAUSTION: '嵌套过深或内容过大',
  TAB_AS_INDENT: '不能用制表符缩进',
  TAG_RESOLVE_FAILED: '标签无法识别',
  UNEXPECTED_TOKEN: '此处内容不应出现',
};
