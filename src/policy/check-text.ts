import type { Text } from '../base/text.ts';
import type { PackageKinds } from './check-file.ts';
import type { Control } from './control.ts';
import type { PolicyFileContent } from './policy-shape.ts';
import { begin } from './shape-problems.ts';
import { type Fault, nodeAt, type YamlNode } from './yaml-node.ts';

/** What the text of one policy file says, whatever other files do: the same for the same text, and all of it is JSON. */
export interface CheckedText {
  /** Null where something is wrong with it. */
  readonly content: PolicyFileContent | null;
  /** What it adds to, and where it says so. */
  readonly extended: { readonly given: string; readonly offset: number } | null;
}

export interface TextCheck {
  readonly controls: readonly Control[];
  /** Asked for when there is a text to check: the kinds of packages take their time to load. */
  readonly packageKinds: () => Promise<PackageKinds>;
}

/**
 * The version of what `checkText` takes and gives: to be raised with every change of either, for texts that were checked before are
 * not checked again. A test holds it beside the shape of a policy.
 */
export const checkVersion = 1;

/** Checks the text of a file by itself. What that takes is loaded here: most texts were seen before. */
export async function checkText(
  text: string,
  { controls, packageKinds }: TextCheck,
): Promise<CheckedText & { readonly faults: readonly Fault[] }> {
  const [{ z: zod }, { readYaml }, { checkFile }, kinds] = await Promise.all([
    import('zod'),
    import('./yaml-document.ts'),
    import('./check-file.ts'),
    packageKinds(),
  ]);
  const { root, faults } = readYaml(text);
  if (faults.length > 0) return { content: null, extended: root === null ? null : extendedBy(root), faults };
  if (root === null) return { content: null, extended: null, faults: [{ offset: 0, text: texts.empty, hint: begin }] };
  return { ...checkFile(root, { ...kinds, controls, zod }), extended: extendedBy(root) };
}

function extendedBy(root: YamlNode): CheckedText['extended'] {
  const { node, found } = nodeAt(root, ['extends']);
  return found && typeof node.value === 'string' ? { given: node.value, offset: node.offset } : null;
}

const texts = {
  empty: { en: 'the file is empty', 'zh-CN': '文件为空' },
} as const satisfies Record<string, Text>;
