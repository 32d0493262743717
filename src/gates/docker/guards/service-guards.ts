import { printable } from '../../../base/printable.ts';
import { fill } from '../../../base/text.ts';
import { isObject, objectMember, textMember } from '../../../formats/go-json.ts';
import type { Guard } from '../guard.ts';
import { asks, questionOf } from './container-guards.ts';
import { mountsPasswd } from './container-user.ts';
import { engineImage } from './engine-image.ts';
import { guardWords } from './guard-words.ts';
import { refuse } from './refusals.ts';

/**
 * A service of a swarm: its tasks are started by the engine itself, without a request. Its image has to be at this engine, so that its content
 * is known; the engines of other nodes have gates of their own.
 */
export const serviceImage: Guard = async ({ body }, context) => {
  const settings = body.kind === 'json' && isObject(body.value) ? body.value : {};
  const task = objectMember(settings, 'TaskTemplate') ?? {};
  const container = objectMember(task, 'ContainerSpec') ?? {};
  const asked = textMember(container, 'Image') ?? '';
  if (asked === '') return refuse(403, 'unknown-image', guardWords.noImage, guardWords.noImageNext);
  const image = await engineImage(asked, context);
  if (image === null) {
    const what = fill(guardWords.unresolved, { image: printable(asked, 200), reason: 'the engine does not have it' });
    return refuse(403, 'unknown-image', what, guardWords.noImageNext);
  }
  const text = textMember(container, 'User') ?? '';
  const passwd = mountsPasswd(container) ? 'unseen' : 'image';
  const user = text === '' ? null : ({ text, uid: null, passwd } as const);
  return (await asks(questionOf('service', asked, image, user), context)) ?? { kind: 'pass' };
};
