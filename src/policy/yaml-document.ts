import { Composer, type CST, isMap, isScalar, isSeq, type Node, Parser } from 'yaml';
import { fill, type Text } from '../base/text.ts';
import { yamlFault } from '../base/yaml-fault.ts';
import type { Fault, YamlChild, YamlNode } from './yaml-node.ts';
import { sprawlFaults, tokenFaults } from './yaml-tokens.ts';

export interface YamlReading {
  /** Null for an empty file, or where a fault kept it from being read. */
  readonly root: YamlNode | null;
  readonly faults: readonly Fault[];
}

/**
 * Reads one document of YAML 1.2 (core schema) into plain values with their places. Refused with all else that is no YAML: a second document,
 * a key said twice, aliases, anchors, tags, directives, deep nesting. Never throws for what a file holds; time is linear.
 */
export function readYaml(text: string): YamlReading {
  const sprawl = sprawlFaults(text);
  if (sprawl.length > 0) return { root: null, faults: sprawl };
  const tokens: CST.Token[] = [...new Parser().parse(text)];
  const second = tokens.filter((token) => token.type === 'document')[1];
  const faults: Fault[] = [...tokenFaults(tokens)];
  if (second !== undefined) faults.push({ offset: second.offset, text: yamlFault({ code: 'MULTIPLE_DOCS' }) });
  if (faults.length > 0) return { root: null, faults };
  // The library compares each key with all others, which takes quadratic time: keys are compared below.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
  });
  const [document] = composer.compose(tokens, false, text.length);
  if (document === undefined) return { root: null, faults: [] };
  for (const fault of [...document.errors, ...document.warnings])
    faults.push({ offset: fault.pos[0], text: fill(texts.notYaml, { reason: yamlFault(fault) }) });
  const root = document.contents === null ? null : readNode(document.contents, text, faults);
  return { root: faults.length > 0 ? null : root, faults };
}

function readNode(node: Node, text: string, faults: Fault[]): YamlNode {
  const offset = node.range?.[0] ?? 0;
  if (isMap(node)) {
    const children = new Map<string, YamlChild>();
    const value: Record<string, unknown> = {};
    for (const { key, value: inner } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const keyOffset = (isScalar(key) ? key.range?.[0] : undefined) ?? offset;
      if (children.has(name)) faults.push({ offset: keyOffset, text: fill(texts.twice, { key: name }) });
      // An own property of this name cannot be told from the prototype by whoever reads it.
      if (name === '__proto__') faults.push({ offset: keyOffset, text: fill(texts.noKey, { key: name }) });
      const child = isNode(inner) ? readNode(inner, text, faults) : nothing(keyOffset);
      children.set(name, { keyOffset, node: child });
      if (name !== '__proto__') value[name] = child.value;
    }
    return { value, offset, source: null, children };
  }
  if (isSeq(node)) {
    const children = new Map<number, YamlChild>();
    for (const [index, item] of node.items.entries()) {
      const child = isNode(item) ? readNode(item, text, faults) : nothing(offset);
      children.set(index, { keyOffset: child.offset, node: child });
    }
    return { value: [...children.values()].map((child) => child.node.value), offset, source: null, children };
  }
  if (!isScalar(node)) return nothing(offset);
  const [start, end] = node.range ?? [0, 0];
  return { value: node.value, offset, source: text.slice(start, end), children: new Map() };
}

function nothing(offset: number): YamlNode {
  return { value: null, offset, source: '', children: new Map() };
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

const texts = {
  notYaml: { en: 'this is not YAML: {reason}', 'zh-CN': '不是合法的 YAML：{reason}' },
  twice: { en: '"{key}" stands twice', 'zh-CN': '“{key}”重复出现' },
  noKey: { en: '"{key}" cannot be a key', 'zh-CN': '“{key}”不能用作键' },
} as const satisfies Record<string, Text>;
