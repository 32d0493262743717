import { isDigest } from '../../../base/digest.ts';
import { isObject, type JsonObject, member, objectMember } from '../../../formats/go-json.ts';
import type { GuardContext } from '../guard.ts';
import type { AdmittedImages } from './admitted-images.ts';
import { type EngineImage, engineImage } from './engine-image.ts';
import { type Mounts, mountsOf } from './mounts.ts';

/** A container as the engine describes it (`GET /containers/ID/json`). */
export interface EngineContainer {
  readonly kind: 'container';
  /** In full; whatever was decided about it goes on to this one, so that a rename in between changes nothing. */
  readonly id: string;
  /** What whoever made it called the image. */
  readonly asked: string;
  /** The image that it really stands on. */
  readonly image: EngineImage;
  /** Whether the engine was asked about the image before, and not now. */
  readonly isRemembered: boolean;
  /** `Config.User`, which is the image's own where nobody set one. */
  readonly user: string;
  readonly mounts: Mounts;
}

/** The engine has no such container, and says so in these words. */
export interface NoContainer {
  readonly kind: 'absent';
  readonly message: string;
}

/** Throws where the engine does not say what a container stands on: what has no image has no verdict. */
export async function engineContainer(
  name: string,
  context: GuardContext,
  images: AdmittedImages | null = null,
): Promise<EngineContainer | NoContainer> {
  const { engine, signal } = context;
  const call = { method: 'GET', version: null, path: `/containers/${name}/json` } as const;
  const { status, value } = await engine.json(call, signal);
  if (status === 404) return { kind: 'absent', message: messageOf(value) };
  if (status !== 200 || !isObject(value)) throw new Error(`the engine answers ${status} when asked about a container`);
  const { Id: id, Config: config, Image: image } = value;
  const { Image: asked, User: user } = isObject(config) ? config : {};
  if (typeof id !== 'string' || !/^[0-9a-f]{64}$/.test(id))
    throw new Error('the engine names a container without an id');
  if (!isDigest(image)) throw new Error('the container stands on no image');
  const remembered = images?.at(image) ?? null;
  return {
    kind: 'container',
    id,
    asked: typeof asked === 'string' && asked !== '' ? asked : image,
    image: remembered ?? (await imageUnder(value, image, context)) ?? vanished(value, image),
    isRemembered: remembered !== null,
    user: typeof user === 'string' ? user : '',
    mounts: mountsOf(value, objectMember(value, 'HostConfig') ?? {}),
  };
}

function messageOf(value: unknown): string {
  const message = isObject(value) ? value['message'] : undefined;
  return typeof message === 'string' ? message : 'no such container';
}

/**
 * An engine with containerd's image store names the image of a container by its index, and shows the image of its own platform for it: a
 * container of another one stands on layers that nobody is shown.
 */
async function imageUnder(
  container: JsonObject,
  id: `sha256:${string}` | `sha512:${string}`,
  context: GuardContext,
): Promise<EngineImage | null> {
  const image = await engineImage(id, context);
  const platform = objectMember(objectMember(container, 'ImageManifestDescriptor') ?? {}, 'platform');
  if (image === null || platform === undefined) return image;
  const isShown = (['os', 'architecture', 'variant'] as const).every(
    (key) => (member(platform, key) ?? '') === image.platform[key],
  );
  if (!isShown) throw new Error('the engine does not show the image of this platform');
  return image;
}

/** An image that was removed from under its container: an engine with its own store still names its config. */
function vanished(container: JsonObject, image: `sha256:${string}` | `sha512:${string}`): EngineImage {
  if (isObject(container['ImageManifestDescriptor'])) throw new Error('the image of the container is gone');
  const identity = { configDigest: image, manifestDigest: null, indexDigest: null, diffIds: null, chainId: null };
  return {
    id: image,
    identity,
    origins: [],
    labels: {},
    user: '',
    platform: { os: '', architecture: '', variant: '' },
  };
}
