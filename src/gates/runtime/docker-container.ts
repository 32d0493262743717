import { join } from 'node:path';
import { isDigest, sha256 } from '../../base/digest.ts';
import { isObject, objectMember, parseObject, textMember, textsMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import type { ImageIdentity } from '../../model/ledger.ts';
import { readBounded } from './bounded-file.ts';

/** A container of a Docker engine, told from the engine's own files: the engine itself waits for the runtime and cannot be asked. */
export interface DockerContainer {
  readonly identity: ImageIdentity;
  /** What whoever made it called the image. */
  readonly asked: string;
  readonly labels: Readonly<Record<string, string>>;
}

const MAX_FILE = 16 << 20;

/**
 * Identifies a container by content (moby, `container/container.go` and `layer/filestore.go`): the image's config, whose bytes have to hash to
 * the name they are kept under, and the chain of layers that the container's own layer really stands on. Null where the engine has no
 * such container.
 *
 * Throws where the two do not fit: then it does not run what its image is.
 */
export function dockerContainer(root: string, id: string): DockerContainer | null {
  if (!/^[0-9a-f]{64}$/.test(id)) return null;
  const container = optional(join(root, 'containers', id, 'config.v2.json'));
  if (container === null) return null;
  const image = textMember(container, 'Image') ?? '';
  if (!isDigest(image) || !image.startsWith('sha256:')) throw new Error('the container names no image');
  const driver = textMember(container, 'Driver') ?? '';
  if (!/^[a-z0-9-]{1,32}$/.test(driver)) throw new Error('the container names no storage driver');
  const store = join(root, 'image', driver);
  const bytes = readBounded(join(store, 'imagedb', 'content', 'sha256', image.slice('sha256:'.length)), MAX_FILE);
  if (sha256(bytes) !== image) throw new Error('the config of its image was changed on disk');
  const config = parseObject(bytes);
  const diffIds = textsMember(objectMember(config, 'rootfs') ?? {}, 'diff_ids');
  if (!diffIds.every(isDigest)) throw new Error('the config of its image names a layer without a digest');
  const chain = chainId(diffIds);
  const parent = readBounded(join(store, 'layerdb', 'mounts', id, 'parent'), 1024)
    .toString('utf8')
    .trim();
  if (parent !== chain) throw new Error('the container does not stand on the layers of its image');
  const settings = objectMember(container, 'Config') ?? {};
  const labels = objectMember(config, 'config')?.['Labels'];
  return {
    identity: { configDigest: image, manifestDigest: null, indexDigest: null, diffIds, chainId: chain },
    asked: textMember(settings, 'Image') ?? image,
    labels: isObject(labels) ? texts(labels) : {},
  };
}

function optional(path: string): ReturnType<typeof parseObject> | null {
  try {
    return parseObject(readBounded(path, MAX_FILE));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function texts(object: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
