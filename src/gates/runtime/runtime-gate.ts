import { shortDigest } from '../../base/digest.ts';
import { reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text, verbatim } from '../../base/text.ts';
import { JsonError } from '../../formats/go-json.ts';
import { fullImageName } from '../../model/image-name.ts';
import type { Decide, Question } from '../../model/question.ts';
import { type Bundle, readBundle } from './bundle.ts';
import type { EnginePlaces } from './engine-places.ts';
import { type FoundContainer, findContainer } from './found-container.ts';
import { type Invocation, readInvocation, startingVerbs } from './invocation.ts';
import { refuseMounts } from './mounts-over.ts';
import { rootFileSystem } from './root-file-system.ts';
import { Unidentified } from './unidentified.ts';

/** Whether the runtime may be called; what to say where it may not. */
export type RuntimeAnswer =
  | { readonly kind: 'pass'; readonly why: string }
  | { readonly kind: 'refuse'; readonly code: string; readonly message: Text };

/** The call of a runtime that brings a container to life; what to answer to one that does not, or that can be read in two ways. */
export function startingCall(args: readonly string[]): Invocation | RuntimeAnswer {
  try {
    const call = readInvocation(args);
    return call !== null && startingVerbs.includes(call.verb) ? call : { kind: 'pass', why: 'starts nothing' };
  } catch (error) {
    return refusalFor(error);
  }
}

/**
 * Stands before the OCI runtime: a container that is about to come to life is identified by content from files on disk, and asked for.
 *
 * @param mountinfo what the kernel says of the mounts that the runtime will see: `/proc/self/mountinfo`
 */
export async function askRuntimeGate(
  call: Invocation,
  places: EnginePlaces,
  mountinfo: () => string,
  decide: Decide,
): Promise<RuntimeAnswer> {
  try {
    if (call.verb === 'restore') throw new Unidentified('checkpoint');
    const bundle = readBundle(call.bundle);
    const rootFs = rootFileSystem(bundle.rootPath, mountinfo());
    const container = findContainer(call.id, rootFs, places);
    await refuseMounts(bundle.mounts, rootFs.mounts, places);
    return await asked(container, bundle, decide);
  } catch (error) {
    return refusalFor(error);
  }
}

/** What cannot be established does not start. */
function refusalFor(error: unknown): RuntimeAnswer {
  if (error instanceof Unidentified) return refused('undecided', printed(error.reason), error.next);
  const reason = error instanceof JsonError ? error.reason : verbatim(reasonOf(error));
  return refused('undecided', printed(fill(words.unread, { reason })), words.unreadNext);
}

async function asked(
  { asked: text, identity, labels }: FoundContainer,
  { uid }: Bundle,
  decide: Decide,
): Promise<RuntimeAnswer> {
  const content = identity.configDigest ?? identity.chainId ?? '';
  const name = text === null ? null : fullImageName(text);
  const question: Question = {
    act: 'run',
    asked: printable(text ?? content, 200),
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
  const head = fill(words.head, { image: `${question.asked} (${shortDigest(content)})` });
  return refused(decision.code, fill(verbatim('{head}\n  {reason}'), { head, reason: decision.reason }), decision.next);
}

function refused(code: string, what: Text, next: Text): RuntimeAnswer {
  return { kind: 'refuse', code, message: fill(verbatim('{what}\n  {next}'), { what, next }) };
}

/** Paths are whatever somebody called a directory. */
function printed(text: Text): Text {
  return { en: printable(text.en, 600), 'zh-CN': printable(text['zh-CN'], 600) };
}

const words = {
  head: { en: '{image} may not be run.', 'zh-CN': '禁止运行 {image}。' },
  unread: {
    en: 'What the container stands on could not be established: {reason}',
    'zh-CN': '无法确认该容器所基于的内容：{reason}',
  },
  unreadNext: {
    en: 'Remove the container and create it again through the gate.',
    'zh-CN': '请删除该容器，并通过关卡重新创建。',
  },
} as const satisfies Record<string, Text>;
