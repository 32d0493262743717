import type { Text } from '../base/text.ts';

/** A value of a YAML file that remembers where it stood. */
export interface YamlNode {
  readonly value: unknown;
  /** Of its first character, in UTF-16 units from the start of the file. */
  readonly offset: number;
  /** As written, of a scalar; null of a mapping or a list. */
  readonly source: string | null;
  /** Of a mapping by key, of a list by index. */
  readonly children: ReadonlyMap<string | number, YamlChild>;
}

export interface YamlChild {
  /** Of the key; in a list, of the item. */
  readonly keyOffset: number;
  readonly node: YamlNode;
}

/** Something that a file may not hold, and where. */
export interface Fault {
  readonly offset: number;
  readonly text: Text;
  readonly hint?: Text;
}

export type Path = readonly (string | number)[];

/** The node at a path, or the nearest one above it that is there. */
export function nodeAt(root: YamlNode, path: Path): { readonly node: YamlNode; readonly found: boolean } {
  let node = root;
  for (const step of path) {
    const child = node.children.get(step);
    if (child === undefined) return { node, found: false };
    node = child.node;
  }
  return { node, found: true };
}

/** `controls.packages.forbid[0].name` */
export function pathWords(path: Path): string {
  return path.reduce<string>((words, step) => {
    if (typeof step === 'number') return `${words}[${step}]`;
    return words === '' ? step : `${words}.${step}`;
  }, '');
}
