import { isObject, type JsonObject, listMember, member, objectMember, textMember } from '../../../formats/go-json.ts';
import type { Act, AskedUser } from '../../../model/question.ts';
import { queryValue, withQuery } from '../engine-request.ts';
import type { Change, Guard, GuardContext, GuardOutcome } from '../guard.ts';
import type { AdmittedImages } from './admitted-images.ts';
import { isUserName, userInContainer } from './container-user.ts';
import { engineContainer } from './engine-container.ts';
import { engineImage } from './engine-image.ts';
import { guardWords } from './guard-words.ts';
import { type GuardedPlaces, placeRefusal } from './guarded-places.ts';
import { coversPasswd, mountsOf } from './mounts.ts';
import { asks, notThere, questionAbout, questionOf } from './questions.ts';
import { refuse } from './refusals.ts';

const passes: GuardOutcome = { kind: 'pass' };

/** What guards of containers need besides the engine. */
export interface ContainerServices {
  readonly places: GuardedPlaces;
}

/**
 * The image that a container is to be made of, by its content at the engine, the user that is asked for, images that are mounted, and
 * what leads past the gate. What the name means may change before the engine looks: `start` looks again.
 */
export function containerCreate({ places }: ContainerServices, images: AdmittedImages): Guard {
  return async ({ body }, context) => {
    const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
    const asked = textMember(settings, 'Image') ?? '';
    // The engine would make a container of nothing, to be filled with anything afterwards.
    if (asked === '') return refuse(403, 'unknown-image', guardWords.noImage, guardWords.noImageNext);
    const host = objectMember(settings, 'HostConfig') ?? {};
    // Engines before 25 take what belongs into HostConfig from around it as well.
    const mounts = mountsOf(host, settings);
    const guarded = await placeRefusal(mounts, places, context);
    if (guarded !== null) return guarded;
    const image = await engineImage(asked, context);
    if (image === null) return passes;
    const user = createdUser(textMember(settings, 'User') ?? '', image.user, coversPasswd(mounts));
    const refusal = await asks(questionOf('create', asked, image, user), context);
    if (refusal !== null) return refusal;
    images.keep(image);
    return (await mountedImages([host, settings], context)) ?? passes;
  };
}

/** Null where the container runs as its image's own user, whom the verdict is about. */
function createdUser(given: string, own: string, isCovered: boolean): AskedUser | null {
  if (given !== '') return { text: given, uid: null, passwd: isCovered ? 'unseen' : 'image' };
  return isCovered && isUserName(own) ? { text: own, uid: null, passwd: 'unseen' } : null;
}

/** Images whose files are mounted into a container (API 1.48, `Mounts` of type `image`): they are run from like its own. */
async function mountedImages(holders: readonly JsonObject[], context: GuardContext): Promise<GuardOutcome | null> {
  for (const mount of holders.flatMap((holder) => listMember(holder, 'Mounts') ?? [])) {
    if (!isObject(mount) || String(member(mount, 'Type') ?? '').toLowerCase() !== 'image') continue;
    const asked = textMember(mount, 'Source') ?? '';
    const image = asked === '' ? null : await engineImage(asked, context);
    // The engine would look again, and might find one then.
    if (image === null) return refuse(403, 'unknown-image', guardWords.noMountedImage, guardWords.noImageNext);
    const refusal = await asks(questionOf('create', asked, image, null), context);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A container that is about to run: what it really stands on, whoever made it, as whom it will run, and what is laid into it. */
export function containerStart(services: ContainerServices, images: AdmittedImages): Guard {
  return async ({ parameters, query }, context) => {
    if ((queryValue(query, 'checkpoint') ?? '') !== '')
      return refuse(403, 'unseen', guardWords.checkpoint, guardWords.checkpointNext);
    const change = (id: string) => ({ parameters: { id } });
    return aboutToRun('start', parameters['id'] ?? '', services, images, change, context);
  };
}

/** New settings of a container: a restart policy starts it without anybody asking. */
export function containerUpdate(services: ContainerServices, images: AdmittedImages): Guard {
  return async ({ parameters }, context) => {
    const change = (id: string) => ({ parameters: { id } });
    return aboutToRun('update', parameters['id'] ?? '', services, images, change, context);
  };
}

async function aboutToRun(
  act: Act,
  name: string,
  services: ContainerServices,
  images: AdmittedImages,
  change: (id: string) => Change,
  context: GuardContext,
): Promise<GuardOutcome> {
  const container = await engineContainer(name, context, images);
  if (container.kind === 'absent') return notThere(container.message);
  const { image, user, mounts } = container;
  const guarded = await placeRefusal(mounts, services.places, context);
  if (guarded !== null) return guarded;
  // The verdict is about the image's own user, but a name of the image means what the container's passwd says by now.
  const isOwn = user === image.user && !isUserName(user);
  const asked = isOwn ? null : (await userInContainer(user, container, context)).user;
  const refusal = await asks(questionAbout(act, container, asked), context);
  if (refusal === null) return { kind: 'pass', change: change(container.id) };
  if (!container.isRemembered) return refusal;
  images.forget(image.id);
  return aboutToRun(act, container.id, services, images, change, context);
}

/** An image of a container. What comes of it is unknown until it is judged; the container's own has to be allowed here at all. */
export const containerCommit: Guard = async ({ query }, context) => {
  const container = await engineContainer(queryValue(query, 'container') ?? '', context);
  if (container.kind === 'absent') return notThere(container.message);
  const refusal = await asks(questionAbout('commit', container, null), context);
  return refusal ?? { kind: 'pass', change: { query: withQuery(query, 'container', container.id) } };
};
