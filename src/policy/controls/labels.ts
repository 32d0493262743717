import { fill, type Text } from '../../base/text.ts';
import type { Evidence } from '../../model/verdict.ts';
import type { Control, ControlInput, Evaluation, SettingsCheck } from '../control.ts';
import { gapDoubts } from '../gap-doubts.ts';
import { globMatches } from '../glob.ts';
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
  explain: ({ require = [], forbid = [] }) => [
    ...require.map((rule) => fill(texts.requires, { rule: ruleWords(rule) })),
    ...forbid.map((rule) => fill(texts.forbids, { rule: ruleWords(rule) })),
  ],
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

const texts = {
  both: { en: 'value and pattern exclude each other', 'zh-CN': 'value 与 pattern 不能同时使用' },
  requires: { en: 'requires the label {rule}', 'zh-CN': '要求标签 {rule}' },
  forbids: { en: 'forbids the label {rule}', 'zh-CN': '禁止标签 {rule}' },
  failed: { en: '{count} of {examined} rules are broken', 'zh-CN': '{examined} 条规则中有 {count} 条未满足' },
  failedOne: { en: '1 of {examined} rules is broken', 'zh-CN': '{examined} 条规则中有 1 条未满足' },
} as const satisfies Record<string, Text>;
