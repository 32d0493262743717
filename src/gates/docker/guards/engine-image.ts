import { type Digest, isDigest } from '../../../base/digest.ts';
import { isObject, type JsonObject } from '../../../formats/go-json.ts';
import { chainId } from '../../../model/image.ts';
import { fullImageName } from '../../../model/image-name.ts';
import type { ImageIdentity } from '../../../model/ledger.ts';
import type { GuardContext } from '../guard.ts';

/** An image as the engine describes it (`GET /images/NAME/json`). */
export interface EngineImage {
  /** The engine's own id, by which nothing else can be meant. */
  readonly id: Digest;
  readonly identity: ImageIdentity;
  /** Names with the digest that a registry gave for them; empty where the engine makes them up itself. */
  readonly origins: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `config.User` */
  readonly user: string;
  /** Empty where the engine does not say. */
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant: string };
}

/** Asks the engine what a name, an id or the beginning of one means; null where it has no such image. Throws where it does not say. */
export async function engineImage(name: string, { engine, signal }: GuardContext): Promise<EngineImage | null> {
  const { status, value } = await engine.json({ method: 'GET', version: null, path: `/images/${name}/json` }, signal);
  if (status === 404) return null;
  if (status !== 200 || !isObject(value)) throw new Error(`the engine answers ${status} when asked about an image`);
  return readEngineImage(value);
}

/**
 * Reads the engine's description. An engine with its own store names an image by its config; one with containerd's image store names it by
 * manifest or index, and says so by a `Descriptor` (from 28 on) or by giving each name that very digest (from 24 on). There every name comes
 * with a digest, whether a registry gave it or not, so that none proves an origin.
 */
function readEngineImage(image: JsonObject): EngineImage {
  const { Id: id, RootFS: root, Config: config, Descriptor: descriptor } = image;
  if (!isDigest(id)) throw new Error('the engine names an image without a digest');
  const diffIds = isObject(root) && Array.isArray(root['Layers']) ? root['Layers'] : [];
  if (!diffIds.every(isDigest)) throw new Error('the engine names a layer without a digest');
  const layers = { diffIds, chainId: chainId(diffIds) };
  const { User: user, Labels: labels } = isObject(config) ? config : {};
  const digests = texts(image['RepoDigests']);
  const isNamedByConfig = !isObject(descriptor) && !digests.some((name) => name.endsWith(`@${id}`));
  return {
    id,
    identity: isNamedByConfig
      ? { configDigest: id, manifestDigest: null, indexDigest: null, ...layers }
      : {
          configDigest: null,
          ...documentDigests(id, isObject(descriptor) ? descriptor['mediaType'] : null),
          ...layers,
        },
    origins: isNamedByConfig ? digests.flatMap((name) => fullImageName(name) ?? []) : [],
    labels: isObject(labels) ? textValues(labels) : {},
    user: textOf(user),
    platform: {
      os: textOf(image['Os']),
      architecture: textOf(image['Architecture']),
      variant: textOf(image['Variant']),
    },
  };
}

/** Whether a digest names a manifest or an index, by its media type; as either where that says nothing. */
function documentDigests(digest: Digest, mediaType: unknown): Pick<ImageIdentity, 'manifestDigest' | 'indexDigest'> {
  const isIndex = typeof mediaType === 'string' && /index|manifest\.list/.test(mediaType);
  return isIndex ? { manifestDigest: null, indexDigest: digest } : { manifestDigest: digest, indexDigest: null };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textValues(object: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
