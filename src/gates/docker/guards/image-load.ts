import { PlimsollError } from '../../../base/errors.ts';
import { printable } from '../../../base/printable.ts';
import type { Question } from '../../../model/question.ts';
import type { Guard, GuardContext, GuardOutcome } from '../guard.ts';
import type { Spooled } from '../spool.ts';
import type { GuardServices, Loadable, LoadableImage } from './guard-services.ts';
import { asks } from './questions.ts';
import { handedOn, isSpooled, spooledBody, unreadable } from './spooled-body.ts';

/**
 * `docker load`: the archive is kept, every image in it is identified and asked for, and only if all may pass the engine is given an archive
 * that is written anew from what was looked at.
 */
export function imageLoad(services: GuardServices): Guard {
  return async ({ body }, context) => {
    const spooled = await spooledBody(body, context.signal, services);
    if (!isSpooled(spooled)) return spooled;
    let outcome: GuardOutcome | Loadable;
    try {
      outcome = await looked(spooled, context, services);
    } catch (error) {
      await spooled.close();
      throw error;
    }
    if (!('kind' in outcome)) return handedOn(spooled, { size: outcome.size, content: outcome.content() }, context);
    await spooled.close();
    return outcome;
  };
}

/** What the engine may be given, or why it is given nothing. */
async function looked(
  spooled: Spooled,
  context: GuardContext,
  services: GuardServices,
): Promise<GuardOutcome | Loadable> {
  const loadable = await read(spooled, services);
  if (typeof loadable === 'string') return unreadable(loadable);
  for (const image of loadable.images) {
    const refusal = await asks(questionAbout(image, spooled, loadable.images.length), context);
    if (refusal !== null) return refusal;
  }
  return loadable;
}

async function read(spooled: Spooled, services: GuardServices): Promise<Loadable | string> {
  try {
    return await services.readLoadable(spooled.handle, 'the archive');
  } catch (error) {
    if (error instanceof PlimsollError) return error.what.en;
    throw error;
  }
}

function questionAbout({ names, fingerprint, config }: LoadableImage, { path }: Spooled, images: number): Question {
  const [first] = names;
  // Among several, an image without a name cannot be named to a scan.
  const scanRef = images === 1 ? `archive:${path}` : first === undefined ? null : `archive:${path}#${first}`;
  return {
    act: 'load',
    asked: printable(first ?? fingerprint.configDigest, 200),
    names,
    identity: fingerprint,
    origins: [],
    scanRef,
    labels: config.labels,
    ownUser: config.user,
    user: null,
  };
}
