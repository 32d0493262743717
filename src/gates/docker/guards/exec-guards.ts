import { isObject, textMember, withMember } from '../../../formats/go-json.ts';
import type { Guard, GuardContext, GuardOutcome } from '../guard.ts';
import { isUserName, userInContainer } from './container-user.ts';
import { type EngineContainer, engineContainer } from './engine-container.ts';
import { asks, notThere, questionAbout } from './questions.ts';

/**
 * A program in a container: the image under it, and as whom the program would run. A user's name that was looked up goes on as its number,
 * so that it means the same when the engine looks.
 */
export const execCreate: Guard = async ({ parameters, body }, context) => {
  const container = await engineContainer(parameters['id'] ?? '', context);
  if (container.kind === 'absent') return notThere(container.message);
  const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
  const { refusal, byNumber } = await decided(container, textMember(settings, 'User') ?? '', context);
  if (refusal !== null) return refusal;
  const pinned = { parameters: { id: container.id } };
  if (byNumber === null || body.kind !== 'json') return { kind: 'pass', change: pinned };
  return { kind: 'pass', change: { ...pinned, body: { kind: 'json', value: withMember(settings, 'User', byNumber) } } };
};

/** The exec may have been made behind the back of the gate, and its container may have changed since. */
export const execStart: Guard = async ({ parameters }, context) => {
  const call = { method: 'GET', version: null, path: `/exec/${parameters['id'] ?? ''}/json` } as const;
  const { status, value } = await context.engine.json(call, context.signal);
  // Nobody but the engine chooses the id of an exec: one that is not there does not come to be there.
  if (status === 404) return { kind: 'pass' };
  const { ContainerID: id, ProcessConfig: process } = isObject(value) ? value : {};
  if (status !== 200 || typeof id !== 'string')
    throw new Error(`the engine answers ${status} when asked about an exec`);
  const container = await engineContainer(id, context);
  if (container.kind === 'absent') return notThere(container.message);
  const user = isObject(process) ? process['user'] : undefined;
  const { refusal } = await decided(container, typeof user === 'string' ? user : '', context);
  return refusal ?? { kind: 'pass' };
};

async function decided(
  container: EngineContainer,
  given: string,
  context: GuardContext,
): Promise<{ readonly refusal: GuardOutcome | null; readonly byNumber: string | null }> {
  const text = given === '' ? container.user : given;
  const isOwn = text === container.image.user && !isUserName(text);
  const found = isOwn ? null : await userInContainer(text, container, context);
  const refusal = await asks(questionAbout('exec', container, found?.user ?? null), context);
  return { refusal, byNumber: found?.byNumber ?? null };
}
