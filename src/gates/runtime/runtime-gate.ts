import { shortDigest } from '../../base/digest.ts';
import { reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text, verbatim } from '../../base/text.ts';
import { fullImageName } from '../../model/image-name.ts';
import type { Decide, Question } from '../../model/question.ts';
import { type Bundle, readBundle } from './bundle.ts';
import { type DockerContainer, dockerContainer } from './docker-container.ts';
import { readInvocation, startingVerbs } from './invocation.ts';

/** Whether the runtime may be called; what to say where it may not. */
export type RuntimeAnswer =
  | { readonly kind: 'pass'; readonly why: string }
  | { readonly kind: 'refuse'; readonly code: string; readonly message: Text };

/**
 * Stands before the OCI runtime: a container that is about to come to life is identified by content from files on disk, and asked for.
 * Other verbs pass without a question.
 *
 * @param dockerRoots where engines of this machine keep their state
 */
export async function askRuntimeGate(
  args: readonly string[],
  dockerRoots: readonly string[],
  decide: Decide,
): Promise<RuntimeAnswer> {
  try {
    const call = readInvocation(args);
    if (call === null || !startingVerbs.includes(call.verb)) return { kind: 'pass', why: 'starts nothing' };
    const container = found(call.id, dockerRoots);
    if (container === null) return refused('undecided', words.unknown, words.unknownNext);
    return await asked(container, readBundle(call.bundle), decide);
  } catch (error) {
    return refused('undecided', fill(words.unread, { reason: reasonOf(error) }), words.unreadNext);
  }
}

function found(id: string, roots: readonly string[]): DockerContainer | null {
  for (const root of roots) {
    const container = dockerContainer(root, id);
    if (container !== null) return container;
  }
  return null;
}

async function asked(
  { asked: text, identity, labels }: DockerContainer,
  { uid }: Bundle,
  decide: Decide,
): Promise<RuntimeAnswer> {
  const name = fullImageName(text);
  const question: Question = {
    act: 'run',
    asked: printable(text, 200),
    names: name === null ? [] : [name],
    identity,
    origins: [],
    scanRef: null,
    labels,
    ownUser: null,
    user: { text: String(uid), uid, passwd: 'image' },
  };
  const decision = await decide(question);
  if (decision.admitted) return { kind: 'pass', why: decision.because };
  const digest = identity.configDigest ?? '';
  const head = fill(words.head, { image: `${question.asked} (${shortDigest(digest)})` });
  return refused(decision.code, fill(verbatim('{head}\n  {reason}'), { head, reason: decision.reason }), decision.next);
}

function refused(code: string, what: Text, next: Text): RuntimeAnswer {
  return { kind: 'refuse', code, message: fill(verbatim('{what}\n  {next}'), { what, next }) };
}

const words = {
  head: { en: '{image} may not be run.', 'zh-CN': '禁止运行 {image}。' },
  unknown: {
    en: 'The container could not be traced to an image of an engine on this machine.',
    'zh-CN': '无法确认该容器来自本机引擎的哪个镜像。',
  },
  unknownNext: {
    en: 'Name where the engine keeps its state: --docker-root DIR',
    'zh-CN': '请指定引擎的状态目录：--docker-root 目录',
  },
  unread: {
    en: 'What the container stands on could not be established: {reason}',
    'zh-CN': '无法确认该容器所基于的内容：{reason}',
  },
  unreadNext: {
    en: 'Remove the container and create it again through the gate.',
    'zh-CN': '请删除该容器，并通过关卡重新创建。',
  },
} as const satisfies Record<string, Text>;
