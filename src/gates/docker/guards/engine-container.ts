import { isDigest } from '../../../base/digest.ts';
import { isObject, type JsonObject } from '../../../formats/go-json.ts';
import type { GuardContext } from '../guard.ts';
import { type EngineImage, engineImage } from './engine-image.ts';

/** A container as the engine describes it (`GET /containers/ID/json`). */
export interface EngineContainer {
  /** In full; by it the container is asked about again, so that a rename in between changes nothing. */
  readonly id: string;
  /** What whoever made it called the image. */
  readonly asked: string;
  /** The image that it really stands on. */
  readonly image: EngineImage;
  /** `Config.User`, which is the image's own where nobody set one. */
  readonly user: string;
}

/** Null where there is no such container. Throws where the engine does not say what it stands on: what has no image has no verdict. */
export async function engineContainer(name: string, context: GuardContext): Promise<EngineContainer | null> {
  const { engine, signal } = context;
  const call = { method: 'GET', version: null, path: `/containers/${name}/json` } as const;
  const { status, value } = await engine.json(call, signal);
  if (status === 404) return null;
  if (status !== 200 || !isObject(value)) throw new Error(`the engine answers ${status} when asked about a container`);
  const { Id: id, Config: config, Image: image } = value;
  const { Image: asked, User: user } = isObject(config) ? config : {};
  if (typeof id !== 'string' || !/^[0-9a-f]{64}$/.test(id))
    throw new Error('the engine names a container without an id');
  if (!isDigest(image)) throw new Error('the container stands on no image');
  return {
    id,
    asked: typeof asked === 'string' && asked !== '' ? asked : image,
    image: (await engineImage(image, context)) ?? vanished(value, image),
    user: typeof user === 'string' ? user : '',
  };
}

/** An image that was removed from under its container: an engine with its own store still names its config. */
function vanished(container: JsonObject, image: `sha256:${string}` | `sha512:${string}`): EngineImage {
  if (isObject(container['ImageManifestDescriptor'])) throw new Error('the image of the container is gone');
  const identity = { configDigest: image, manifestDigest: null, indexDigest: null, diffIds: null, chainId: null };
  return { id: image, identity, origins: [], labels: {}, user: '' };
}
