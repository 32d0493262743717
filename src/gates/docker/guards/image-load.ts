import type { ByteStream } from '../../../base/byte-stream.ts';
import { PlimsollError } from '../../../base/errors.ts';
import { printable } from '../../../base/printable.ts';
import type { Question } from '../../../model/question.ts';
import type { Guard } from '../guard.ts';
import type { Spooled } from '../spool.ts';
import { asks } from './container-guards.ts';
import type { GuardServices, Loadable, LoadableImage } from './guard-services.ts';
import { isSpooled, spooledBody, unreadable } from './spooled-body.ts';

/**
 * `docker load`: the archive is kept, every image in it is identified and asked for, and only if all may pass the engine is given an archive
 * that is written anew from what was looked at.
 */
export function imageLoad(services: GuardServices): Guard {
  return async ({ body }, context) => {
    const spooled = await spooledBody(body, context.signal, services);
    if (!isSpooled(spooled)) return spooled;
    let isHandedOn = false;
    try {
      const loadable = await read(spooled, services);
      if (typeof loadable === 'string') return unreadable(loadable);
      for (const image of loadable.images) {
        const refusal = await asks(questionAbout(image, spooled, loadable.images.length), context);
        if (refusal !== null) return refusal;
      }
      isHandedOn = true;
      const bytes = closing(loadable.content(), spooled);
      context.signal.addEventListener('abort', () => void spooled.close(), { once: true });
      return { kind: 'pass', change: { body: { kind: 'stream', length: loadable.size, bytes } } };
    } finally {
      if (!isHandedOn) await spooled.close();
    }
  };
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
    user: null,
  };
}

async function* closing(stream: ByteStream, spooled: Spooled): ByteStream {
  try {
    yield* stream;
  } finally {
    await spooled.close();
  }
}
