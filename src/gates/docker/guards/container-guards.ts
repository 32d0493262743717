import { printable } from '../../../base/printable.ts';
import { isObject, listMember, member, objectMember, textMember } from '../../../formats/go-json.ts';
import { fullImageName } from '../../../model/image-name.ts';
import type { Act, AskedUser, Question } from '../../../model/question.ts';
import { queryValue } from '../engine-request.ts';
import type { Guard, GuardContext, GuardOutcome } from '../guard.ts';
import { mountsPasswd, userInContainer } from './container-user.ts';
import { type EngineContainer, engineContainer } from './engine-container.ts';
import { type EngineImage, engineImage } from './engine-image.ts';
import { guardWords } from './guard-words.ts';
import { refusalOf, refuse } from './refusals.ts';

const passes: GuardOutcome = { kind: 'pass' };

/** The image that a container is to be made of, by its content at the engine, the user that is asked for, and images that are mounted. */
export const containerCreate: Guard = async ({ body }, context) => {
  const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
  const asked = textMember(settings, 'Image') ?? '';
  // The engine would make a container of nothing, to be filled with anything afterwards.
  if (asked === '') return refuse(403, 'unknown-image', guardWords.noImage, guardWords.noImageNext);
  const image = await engineImage(asked, context);
  if (image === null) return passes;
  const host = objectMember(settings, 'HostConfig') ?? {};
  const text = textMember(settings, 'User') ?? '';
  const user: AskedUser | null =
    text === '' ? null : { text, uid: null, passwd: mountsPasswd(host) ? 'unseen' : 'image' };
  const refusal = await asks(questionOf('create', asked, image, user), context);
  return refusal ?? (await mountedImages(host, context)) ?? passes;
};

/** Images whose files are mounted into a container (API 1.48, `Mounts` of type `image`): they are run from like its own. */
async function mountedImages(
  host: Readonly<Record<string, unknown>>,
  context: GuardContext,
): Promise<GuardOutcome | null> {
  for (const mount of listMember(host, 'Mounts') ?? []) {
    if (!isObject(mount) || String(member(mount, 'Type') ?? '').toLowerCase() !== 'image') continue;
    const asked = textMember(mount, 'Source') ?? '';
    const image = await engineImage(asked, context);
    // The engine would look again, and might find one then.
    if (image === null) return refuse(403, 'unknown-image', guardWords.noMountedImage, guardWords.noImageNext);
    const refusal = await asks(questionOf('create', asked, image, null), context);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A container that is about to run: what it really stands on, whoever made it, and as whom it will run. */
export const containerStart: Guard = async ({ parameters }, context) => {
  const container = await engineContainer(parameters['id'] ?? '', context);
  if (container === null) return passes;
  const user =
    container.user === container.image.user ? null : await userInContainer(container.user, container.id, context);
  return (await asks(questionAbout('start', container, user), context)) ?? passes;
};

/** New settings of a container: a restart policy starts it without anybody asking. */
export const containerUpdate: Guard = async ({ parameters }, context) => {
  const container = await engineContainer(parameters['id'] ?? '', context);
  if (container === null) return passes;
  return (await asks(questionAbout('update', container, null), context)) ?? passes;
};

/** An image of a container. What comes of it is unknown until it is judged; the container's own has to be allowed here at all. */
export const containerCommit: Guard = async ({ query }, context) => {
  const container = await engineContainer(queryValue(query, 'container') ?? '', context);
  if (container === null) return passes;
  return (await asks(questionAbout('commit', container, null), context)) ?? passes;
};

/** A program in a container: the image under it, and as whom the program would run. */
export const execCreate: Guard = async ({ parameters, body }, context) => {
  const container = await engineContainer(parameters['id'] ?? '', context);
  if (container === null) return passes;
  const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
  return (await execRefusal(container, textMember(settings, 'User') ?? '', context)) ?? passes;
};

/** The exec may have been made behind the back of the gate. */
export const execStart: Guard = async ({ parameters }, context) => {
  const call = { method: 'GET', version: null, path: `/exec/${parameters['id'] ?? ''}/json` } as const;
  const { status, value } = await context.engine.json(call, context.signal);
  if (status === 404) return passes;
  const { ContainerID: id, ProcessConfig: process } = isObject(value) ? value : {};
  if (status !== 200 || typeof id !== 'string')
    throw new Error(`the engine answers ${status} when asked about an exec`);
  const container = await engineContainer(id, context);
  if (container === null) return passes;
  const user = isObject(process) ? process['user'] : undefined;
  return (await execRefusal(container, typeof user === 'string' ? user : '', context)) ?? passes;
};

async function execRefusal(
  container: EngineContainer,
  given: string,
  context: GuardContext,
): Promise<GuardOutcome | null> {
  const text = given === '' ? container.user : given;
  const isOwn = given === '' && container.user === container.image.user;
  const user = isOwn ? null : await userInContainer(text, container.id, context);
  return asks(questionAbout('exec', container, user), context);
}

function questionAbout(act: Act, { asked, image }: EngineContainer, user: AskedUser | null): Question {
  return questionOf(act, asked, image, user);
}

export function questionOf(act: Act, asked: string, image: EngineImage, user: AskedUser | null): Question {
  const { id, identity, origins, labels } = image;
  const name = fullImageName(asked);
  return {
    act,
    asked: printable(asked, 200),
    names: name === null ? [] : [name],
    identity,
    origins,
    scanRef: `docker:${id}`,
    labels,
    user,
  };
}

/** The refusal where the decision is one. */
export async function asks(question: Question, { decide }: GuardContext): Promise<GuardOutcome | null> {
  const decision = await decide(question);
  return decision.admitted ? null : refusalOf(question, decision);
}
