import type { z } from 'zod';
import { fill, type Text } from '../base/text.ts';
import type { Control, SettingsCheck, Zod } from './control.ts';
import { isLaterControl, laterControls, laterTexts } from './later-controls.ts';
import { type PolicyFileContent, policyFileShape } from './policy-shape.ts';
import { didYouMean, shapeFaults, unknownKey } from './shape-problems.ts';
import { type Fault, nodeAt, type Path, type YamlNode } from './yaml-node.ts';

export interface CheckOptions extends PackageKinds {
  readonly zod: Zod;
  readonly controls: readonly Control[];
}

/** What rules about packages are checked with. */
export type PackageKinds = Pick<SettingsCheck, 'schemeOf' | 'packageTypes'>;

/** Everything that is wrong with one file by itself; its content where nothing is. */
export function checkFile(
  root: YamlNode,
  options: CheckOptions,
): { readonly content: PolicyFileContent | null; readonly faults: readonly Fault[] } {
  const { zod } = options;
  const shape = policyFileShape(zod, zod.record(zod.string(), zod.unknown()), zod.string());
  const read = shape.safeParse(root.value);
  const faults = [
    ...(read.success ? [] : shapeFaults(read.error.issues, shape, root, [])),
    ...controlFaults(root, options),
    ...waiverFaults(root, options),
  ];
  return { content: faults.length === 0 && read.success ? (read.data as PolicyFileContent) : null, faults };
}

function controlFaults(root: YamlNode, options: CheckOptions): readonly Fault[] {
  const { node, found } = nodeAt(root, ['controls']);
  if (!found) return [];
  const known = options.controls.map((control) => control.id);
  return [...node.children].flatMap(([key, { keyOffset, node: settings }]): readonly Fault[] => {
    // Of a list instead of a mapping the shape has told.
    if (typeof key === 'number') return [];
    const control = options.controls.find((candidate) => candidate.id === key);
    if (control === undefined && !isLaterControl(key)) {
      return [unknownKey(key, [...known, ...laterControls], keyOffset, ['controls'])];
    }
    if (settings.value === false) return [];
    if (control === undefined) {
      const control = { control: key };
      return [{ offset: keyOffset, text: fill(laterTexts.notYet, control), hint: fill(laterTexts.leaveOut, control) }];
    }
    if (settings.value === null || settings.value === true) {
      return [{ offset: settings.offset, text: fill(texts.noSettings, { control: key }), hint: texts.onOrOff }];
    }
    return settingsFaults(control, settings, root, options);
  });
}

function settingsFaults(control: Control, settings: YamlNode, root: YamlNode, options: CheckOptions): readonly Fault[] {
  const path: Path = ['controls', control.id];
  const shape: z.ZodType = control.settings(options.zod);
  const read = shape.safeParse(settings.value);
  const faults = read.success ? [] : [...shapeFaults(read.error.issues, shape, root, path)];
  control.check?.(read.success ? read.data : withoutWrong(settings.value, read.error.issues), {
    schemeOf: options.schemeOf,
    packageTypes: options.packageTypes,
    problem: (inner, text, hint) => {
      const { offset } = nodeAt(root, [...path, ...inner]).node;
      faults.push(hint === undefined ? { offset, text } : { offset, text, hint });
    },
  });
  return faults;
}

/** Settings as far as their shape is right, so that what else is wrong can be said in the same breath. */
function withoutWrong(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const left: unknown = structuredClone(value);
  for (const { path } of issues) {
    const parent = path.slice(0, -1).reduce<unknown>((at, step) => (isObject(at) ? at[String(step)] : undefined), left);
    const last = String(path.at(-1) ?? '');
    if (Array.isArray(parent)) parent[Number(last)] = {};
    else if (isObject(parent) && last !== '') delete parent[last];
  }
  return isObject(left) && !Array.isArray(left) ? left : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A waiver of a control that does not exist would never come to be known as useless. */
function waiverFaults(root: YamlNode, { controls }: CheckOptions): readonly Fault[] {
  const known = [...controls.map((control) => control.id), ...laterControls];
  return [...nodeAt(root, ['waivers']).node.children.values()].flatMap(({ node }): readonly Fault[] => {
    const control = node.children.get('control')?.node;
    if (control === undefined || typeof control.value !== 'string' || known.includes(control.value)) return [];
    const { value: given, offset } = control;
    return [{ offset, text: fill(texts.noControl, { given }), hint: didYouMean(given, known) }];
  });
}

const texts = {
  noSettings: { en: '"{control}" is neither on nor off', 'zh-CN': '“{control}”既未启用也未关闭' },
  onOrOff: {
    en: 'Write {} to turn it on as it comes, false to turn it off.',
    'zh-CN': '写 {} 表示按默认设置启用，写 false 表示关闭。',
  },
  noControl: { en: 'there is no control "{given}"', 'zh-CN': '没有名为“{given}”的控制项' },
} as const satisfies Record<string, Text>;
