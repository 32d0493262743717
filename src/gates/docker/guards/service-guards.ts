import { printable } from '../../../base/printable.ts';
import { fill } from '../../../base/text.ts';
import { isObject, type JsonObject, member, objectMember, textMember, withMember } from '../../../formats/go-json.ts';
import { parseImageName } from '../../../model/image-name.ts';
import { queryValue } from '../engine-request.ts';
import type { Guard, GuardContext, GuardOutcome } from '../guard.ts';
import type { ContainerServices } from './container-guards.ts';
import { type EngineImage, engineImage } from './engine-image.ts';
import { guardWords } from './guard-words.ts';
import { placeRefusal } from './guarded-places.ts';
import { coversPasswd, mountsOf } from './mounts.ts';
import { asks, questionOf } from './questions.ts';
import { refuse } from './refusals.ts';

/**
 * A service of a swarm: its tasks are started by the engine itself, without a request, now and whenever one of them ends. Its image has to be
 * at this engine, so that its content is known, and goes on as what cannot come to mean another one. The engines of other nodes have gates of
 * their own.
 */
export function serviceGuard(services: ContainerServices): Guard {
  return async ({ parameters, query, body }, context) => {
    const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
    const checked = await checkedSpec(settings, services, context);
    if ('kind' in checked) return checked;
    // The engine takes the specification that it kept then, whatever the body says.
    if ((queryValue(query, 'rollback') ?? '') !== '') {
      const refusal = await rollbackRefusal(parameters['id'] ?? '', services, context);
      if (refusal !== null) return refusal;
    }
    const { image, asked } = checked;
    const pinned = pinnedImage(asked, image);
    if (pinned === asked) return { kind: 'pass' };
    return { kind: 'pass', change: { body: { kind: 'json', value: withImage(settings, pinned) } } };
  };
}

interface CheckedSpec {
  readonly asked: string;
  readonly image: EngineImage;
}

async function checkedSpec(
  settings: JsonObject,
  { places }: ContainerServices,
  context: GuardContext,
): Promise<CheckedSpec | GuardOutcome> {
  const task = objectMember(settings, 'TaskTemplate') ?? {};
  const runtime = textMember(task, 'Runtime') ?? '';
  const others = ['PluginSpec', 'NetworkAttachmentSpec'].some((name) => member(task, name) !== undefined);
  if (others || !['', 'container'].includes(runtime))
    return refuse(403, 'plugin', guardWords.noContainerService, guardWords.noContainerServiceNext);
  const container = objectMember(task, 'ContainerSpec') ?? {};
  const mounts = mountsOf(container);
  const guarded = await placeRefusal(mounts, places, context);
  if (guarded !== null) return guarded;
  const asked = textMember(container, 'Image') ?? '';
  if (asked === '') return refuse(403, 'unknown-image', guardWords.noImage, guardWords.noImageNext);
  const image = await engineImage(asked, context);
  if (image === null) {
    const what = fill(guardWords.unresolved, {
      image: printable(asked, 200),
      reason: { en: 'the engine does not have it', 'zh-CN': '引擎中没有该镜像' },
    });
    return refuse(403, 'unknown-image', what, guardWords.noImageNext);
  }
  const text = textMember(container, 'User') ?? '';
  const user = text === '' ? null : ({ text, uid: null, passwd: coversPasswd(mounts) ? 'unseen' : 'image' } as const);
  return (await asks(questionOf('service', asked, image, user), context)) ?? { asked, image };
}

async function rollbackRefusal(
  id: string,
  services: ContainerServices,
  context: GuardContext,
): Promise<GuardOutcome | null> {
  const call = { method: 'GET', version: null, path: `/services/${id}` } as const;
  const { status, value } = await context.engine.json(call, context.signal);
  if (status !== 200 || !isObject(value)) throw new Error(`the engine answers ${status} when asked about a service`);
  const checked = await checkedSpec(objectMember(value, 'PreviousSpec') ?? {}, services, context);
  if ('kind' in checked) return checked;
  const { asked, image } = checked;
  if (pinnedImage(asked, image) === asked) return null;
  const what = fill(guardWords.rollback, { image: printable(asked, 200) });
  return refuse(403, 'ambiguous', what, guardWords.rollbackNext);
}

/** A reference that means this content for good: with the digest of its registry, for other nodes; else the engine's own id. */
function pinnedImage(asked: string, { id, origins }: EngineImage): string {
  const name = parseImageName(asked);
  if ('reason' in name || asked === id) return id;
  if (name.digest !== null) return asked;
  return origins.find((origin) => origin.startsWith(`${name.host}/${name.repository}@`)) ?? id;
}

function withImage(settings: JsonObject, image: string): JsonObject {
  const task = objectMember(settings, 'TaskTemplate') ?? {};
  const container = objectMember(task, 'ContainerSpec') ?? {};
  return withMember(settings, 'TaskTemplate', withMember(task, 'ContainerSpec', withMember(container, 'Image', image)));
}
