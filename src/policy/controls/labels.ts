import { fill, type Text } from '../../base/text.ts';
import type { Evidence } from '../../model/verdict.ts';
import type { Control, ControlInput, Evaluation, SettingsCheck } from '../control.ts';
import { gapDoubts } from '../gap-doubts.ts';
import { globMatches } from '../glob.ts';
import { listed } from '../listing.ts';
import { rulesHold } from '../rule-words.ts';
import { globShape, wordsShape } from '../setting-shapes.ts';

interface Rule {
  readonly key: string;
  readonly value?: string;
  readonly pattern?: string;
}

interface Settings {
  readonly require?: readonly Rule[];
  readonly forbid?: readonly Rule[];
}

/** Labels that must be there, and labels that must not. */
export const labels: Control<Settings> = {
  id: 'labels',
  title: { en: 'required labels are there, forbidden ones are not', 'zh-CN': '具备必需的标签，且没有禁用的标签' },
  settings: (zod) => {
    const rule = zod
      .strictObject({
        key: wordsShape(zod, 'The label, exactly.'),
        value: zod.exactOptional(zod.string().meta({ description: 'Its value, exactly; without one, any value.' })),
        pattern: zod.exactOptional(globShape(zod, 'A pattern for its whole value, instead of value.')),
      })
      // For editors; `checkRules` says it at its place.
      .meta({ dependentSchemas: { pattern: { properties: { value: false } } } });
    return zod
      .strictObject({
        require: zod.exactOptional(zod.array(rule).meta({ description: 'Labels that must be there.' })),
        forbid: zod.exactOptional(zod.array(rule).meta({ description: 'Labels that must not be there.' })),
      })
      .meta({ description: 'Labels of the image.' });
  },
  check(settings, check) {
    for (const list of ['require', 'forbid'] as const) checkRules(settings[list] ?? [], list, check);
  },
  explain: ({ require = [], forbid = [] }) => {
    const lines = [...listed(texts.requires, require.map(ruleText)), ...listed(texts.forbids, forbid.map(ruleText))];
    return lines.length === 0 ? [texts.nothing] : lines;
  },
  evaluate,
};

function checkRules(rules: readonly Rule[], list: string, { problem }: SettingsCheck): void {
  for (const [at, rule] of rules.entries()) {
    if (rule.value !== undefined && rule.pattern !== undefined) problem([list, at, 'pattern'], texts.both);
  }
}

function evaluate({ config, inventory }: ControlInput, { require = [], forbid = [] }: Settings): Evaluation {
  const failures: Evidence[] = [];
  for (const rule of require) {
    if (!holds(rule, config.labels)) failures.push(evidenceOf(rule, config.labels, 'required'));
  }
  for (const rule of forbid) {
    if (holds(rule, config.labels)) failures.push(evidenceOf(rule, config.labels, 'forbidden'));
  }
  const examined = require.length + forbid.length;
  return {
    failures,
    doubts: examined === 0 ? [] : gapDoubts(inventory.gaps, ['config']),
    examined,
    passed: rulesHold(examined),
    failed: (count) => (count === 1 ? fill(texts.failedOne, { examined }) : fill(texts.failed, { count, examined })),
  };
}

function holds({ key, value, pattern }: Rule, labels: Readonly<Record<string, string>>): boolean {
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (found === undefined) return false;
  if (value !== undefined) return found === value;
  return pattern === undefined || globMatches(pattern, found);
}

function evidenceOf(rule: Rule, labels: Readonly<Record<string, string>>, kind: 'required' | 'forbidden'): Evidence {
  const value = Object.hasOwn(labels, rule.key) ? (labels[rule.key] ?? null) : null;
  return { id: rule.key, value, [kind]: ruleWords(rule) };
}

function ruleWords({ key, value, pattern }: Rule): string {
  return value === undefined && pattern === undefined ? key : `${key}=${value ?? pattern}`;
}

function ruleText({ key, value, pattern }: Rule): Text {
  if (value !== undefined) return fill(texts.valued, { key, value });
  return pattern === undefined ? fill(texts.anyValue, { key }) : fill(texts.patterned, { key, pattern });
}

const texts = {
  both: { en: 'value and pattern exclude each other', 'zh-CN': 'value 与 pattern 不能同时使用' },
  requires: {
    en: 'It must carry each of these labels, which whoever builds an image writes on it:',
    'zh-CN': '必须带有下列每个标签（标签由构建镜像的人填写）：',
  },
  forbids: { en: 'It must not carry any of these labels:', 'zh-CN': '不得带有下列任何标签：' },
  anyValue: { en: '{key}, whatever its value', 'zh-CN': '{key}，值不限' },
  valued: { en: '{key} with the value “{value}”', 'zh-CN': '{key}，值为“{value}”' },
  patterned: {
    en: '{key} with a value like “{pattern}” (* stands for any characters)',
    'zh-CN': '{key}，值形如“{pattern}”（* 代表任意字符）',
  },
  nothing: { en: 'No rule about labels is set, so this always holds.', 'zh-CN': '未设置标签规则，此项始终满足。' },
  failed: { en: '{count} of {examined} rules are broken', 'zh-CN': '{examined} 条规则中有 {count} 条未满足' },
  failedOne: { en: '1 of {examined} rules is broken', 'zh-CN': '{examined} 条规则中有 1 条未满足' },
} as const satisfies Record<string, Text>;
