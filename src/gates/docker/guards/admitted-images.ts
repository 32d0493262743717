import type { Digest } from '../../../base/digest.ts';
import type { EngineImage } from './engine-image.ts';

/** More than run on any host. */
const MOST = 1000;

/**
 * What the engine said of images that were let in, by an id that is the digest of their config, so that it cannot come to mean anything
 * else: a start need not ask for what the create before it was told. Where it was pulled from may have become more since: whoever would be
 * refused by what is kept here is looked at anew.
 */
export class AdmittedImages {
  readonly #kept = new Map<Digest, EngineImage>();

  keep(image: EngineImage): void {
    if (image.identity.configDigest !== image.id) return;
    this.forget(image.id);
    this.#kept.set(image.id, image);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.forget(oldest);
  }

  at(id: Digest): EngineImage | null {
    return this.#kept.get(id) ?? null;
  }

  forget(id: Digest): void {
    this.#kept.delete(id);
  }
}
