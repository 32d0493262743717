import { failure } from '../base/errors.ts';
import type { Remembered } from '../base/remembered.ts';
import { fill, type Text } from '../base/text.ts';
import { assemblePolicy } from './assemble.ts';
import { builtins } from './builtin.ts';
import { type CheckedText, checkText, type TextCheck } from './check-text.ts';
import type { Control } from './control.ts';
import { added, nothingSaid } from './merge.ts';
import { observePolicy } from './observe.ts';
import type { Policy } from './policy.ts';
import type { PolicyFileContent } from './policy-shape.ts';
import { extendedFile, type PolicySource, readPolicySource } from './policy-source.ts';
import { type Problem, policyInvalid } from './problem.ts';
import { didYouMean } from './shape-problems.ts';
import type { Fault } from './yaml-node.ts';

/** What a loader needs to know of the rest of Plimsoll. */
export interface LoadOptions extends TextCheck {
  readonly controls: readonly Control[];
  /** Texts that nothing was wrong with. */
  readonly known?: Remembered;
}

/** No more files than this may extend one another. */
const maxChain = 8;

const builtinNames = [...builtins.keys()].join(', ');

/** A file that was read; no content where something is wrong with it. */
interface ReadFile {
  readonly source: PolicySource;
  readonly content: PolicyFileContent | null;
}

/**
 * Loads policies by file or built-in name, later ones adding to earlier ones; none is `builtin:observe`. A file counts once, where it
 * first stands: a second policy that extends the same one adds its own part and takes nothing back. Throws `policy-unreadable` for
 * a file that cannot be read and `policy-invalid`, with every problem of all of them, for what cannot be used.
 */
export async function loadPolicy(given: readonly string[], options: LoadOptions): Promise<Policy> {
  if (given.length === 0) return observePolicy();
  const problems: Problem[] = [];
  const read = async (source: PolicySource): Promise<CheckedText> => {
    const known = options.known?.recall(source.text) ?? null;
    // What was kept is what was checked: a text is kept with its own check's outcome alone.
    if (known !== null) return known as CheckedText;
    const { faults, ...checked } = await checkText(source.text, options);
    problems.push(...located(faults, source));
    if (faults.length === 0) options.known?.keep(source.text, checked);
    return checked;
  };
  const all: ReadFile[] = [];
  const names: string[] = [];
  for (const source of given.map(topSource)) {
    if (all.some((file) => file.source.identity === source.identity)) continue;
    const chain = await withExtended(source, read, all, problems);
    all.push(...chain);
    names.push(chain.at(-1)?.content?.name ?? source.name);
  }
  if (problems.length > 0) throw policyInvalid(problems);
  const said = all.reduce((before, { content }) => (content === null ? before : added(before, content)), nothingSaid);
  const files = all.map(({ source }) => source.identity).filter((file) => !builtins.has(file));
  return assemblePolicy(said, { name: names.join(' + '), files }, options.controls);
}

function topSource(file: string): PolicySource {
  const source = readPolicySource(file);
  if (!('trouble' in source)) return source;
  throw failure('policy-unreadable', { file, reason: source.trouble, builtins: builtinNames });
}

/** A file behind all that it extends, up to one that was read before. */
async function withExtended(
  top: PolicySource,
  read: (source: PolicySource) => Promise<CheckedText>,
  before: readonly ReadFile[],
  problems: Problem[],
): Promise<readonly ReadFile[]> {
  const chain: ReadFile[] = [];
  let source: PolicySource | null = top;
  while (source !== null) {
    const { content, extended } = await read(source);
    chain.unshift({ source, content });
    const next: PolicySource | null = extended === null ? null : extendedSource(source, extended, chain, problems);
    source = before.some((file) => file.source.identity === next?.identity) ? null : next;
  }
  return chain;
}

function extendedSource(
  source: PolicySource,
  { given, offset }: NonNullable<CheckedText['extended']>,
  chain: readonly ReadFile[],
  problems: Problem[],
): PolicySource | null {
  const next = readPolicySource(extendedFile(source.file, given));
  const refuse = (text: Text, hint?: Text): null => {
    problems.push(...located([hint === undefined ? { offset, text } : { offset, text, hint }], source));
    return null;
  };
  if ('trouble' in next) {
    const hint = given.startsWith('builtin:') ? didYouMean(given, [...builtins.keys()]) : undefined;
    return refuse(fill(texts.noExtended, { given, reason: next.trouble }), hint);
  }
  if (chain.some((file) => file.source.identity === next.identity)) return refuse(fill(texts.cycle, { given }));
  if (chain.length >= maxChain) return refuse(fill(texts.tooLong, { limit: maxChain }));
  return next;
}

/** Faults at their lines and columns. */
function located(faults: readonly Fault[], { file, text }: PolicySource): readonly Problem[] {
  if (faults.length === 0) return [];
  const starts = [0, ...[...text.matchAll(/\n/g)].map((feed) => feed.index + 1)];
  return faults.map(({ offset, text: words, hint }) => {
    const line = lineAt(starts, offset);
    return { file, line, column: offset - (starts[line - 1] ?? 0) + 1, text: words, hint: hint ?? texts.see };
  });
}

/** From 1; found by halving, for a file may have as many faults as lines. */
function lineAt(starts: readonly number[], offset: number): number {
  let from = 0;
  let to = starts.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((starts[middle] ?? 0) > offset) to = middle;
    else from = middle + 1;
  }
  return from;
}

const texts = {
  see: {
    en: 'docs/policy.md and `plimsoll policy schema` say what may stand there.',
    'zh-CN': '可用的写法见 docs/policy.zh-CN.md 和 `plimsoll policy schema`。',
  },
  noExtended: {
    en: 'it extends {given}, which cannot be read: {reason}',
    'zh-CN': '它继承的 {given} 无法读取：{reason}',
  },
  cycle: { en: 'it extends {given}, which leads back to itself', 'zh-CN': '它继承的 {given} 又回到了自身' },
  tooLong: { en: 'more than {limit} files extend one another', 'zh-CN': '相互继承的文件超过 {limit} 个' },
} as const satisfies Record<string, Text>;
