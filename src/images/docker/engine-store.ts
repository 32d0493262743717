import { lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { type Digest, sha256 } from '../../base/digest.ts';
import { systemCode } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { isObject } from '../../formats/go-json.ts';
import { MAX_DOCUMENT } from '../oci-manifest.ts';
import type { Engine } from './engine.ts';

/** Where an engine of this machine keeps images, as this process may read it. */
export interface EngineStore {
  readonly kind: 'overlay2' | 'containerd' | 'storage' | 'other';
  /** The engine's directory, without symbolic links. */
  readonly root: string;
  /** The storage driver's name. */
  readonly driver: string;
}

/** What an engine tells of itself; it asks several programs before it answers. */
const infoPath = '/info';

/**
 * The directory that an engine says it keeps everything in, where it may be read and believed: nobody but root or this user may write to it.
 *
 * Whose engine's directory it is need not be known. What is looked for in it goes by digests, so that another engine's directory (the socket may be
 * forwarded from another machine) has the same under the same name, or does not have it.
 * @param image what the engine says of an image: where that tells the directory, it is not asked for itself
 */
export async function engineStore(
  engine: Engine,
  image: unknown = null,
): Promise<EngineStore | { readonly trouble: Text }> {
  if (engine.endpoint.kind !== 'unix') return { trouble: troubles.remote };
  const place = placeOf(engine, image);
  if (place !== null) {
    const root = believable(place.root);
    return typeof root === 'string' ? { ...place, root } : root;
  }
  const info = await engine.json(infoPath);
  const { DockerRootDir: told, Driver: driver, DriverStatus: status } = isObject(info) ? info : {};
  if (typeof told !== 'string' || !told.startsWith('/') || told.includes('\0')) return { trouble: troubles.unsaid };
  if (typeof driver !== 'string' || !/^[a-z0-9-]{1,32}$/.test(driver)) return { trouble: troubles.unsaid };
  const root = believable(told);
  if (typeof root !== 'string') return root;
  return { kind: kindOf(engine, driver, status), root, driver };
}

/** By where the engine says that an image's topmost layer is: `/var/lib/docker/overlay2/ID/diff`. Null where it is not told so. */
function placeOf(engine: Engine, image: unknown): EngineStore | null {
  const { GraphDriver: graph } = isObject(image) ? image : {};
  const { Name: driver, Data: data } = isObject(graph) ? graph : {};
  const { UpperDir: told } = isObject(data) ? data : {};
  if (typeof told !== 'string' || told.includes('\0')) return null;
  const [, root, folder] = /^(\/.+)\/(overlay2?)\/[0-9a-z]{1,64}\/diff$/.exec(told) ?? [];
  if (root === undefined || folder === undefined || folder !== driver) return null;
  // Which of the others it is only the engine itself can say.
  const kind = kindOf(engine, folder, null);
  return kind === 'other' ? null : { kind, root, driver: folder };
}

function kindOf({ version }: Engine, driver: string, status: unknown): EngineStore['kind'] {
  if (version.name === 'Podman') return driver === 'overlay' ? 'storage' : 'other';
  const isSnapshotter = (Array.isArray(status) ? status : []).some(
    (pair) => Array.isArray(pair) && pair[0] === 'driver-type' && pair[1] === 'io.containerd.snapshotter.v1',
  );
  if (isSnapshotter) return 'containerd';
  return driver === 'overlay2' ? 'overlay2' : 'other';
}

/** A directory without links on the way to it, or why it is not to be relied on. */
function believable(told: string): string | { readonly trouble: Text } {
  try {
    const root = realpathSync(told);
    for (let at = root; ; at = dirname(at)) {
      const { uid, mode } = lstatSync(at);
      const isOurs = uid === 0 || uid === process.geteuid?.();
      // In a sticky directory nobody can move what is another's.
      const isShut = (mode & 0o022) === 0 || (at !== root && (mode & 0o1000) !== 0);
      if (!isOurs || !isShut) return { trouble: troubles.foreign };
      if (at === '/') return root;
    }
  } catch (error) {
    return { trouble: systemCode(error) === 'ENOENT' ? troubles.elsewhere : troubles.unreadable };
  }
}

/** A small file whose bytes hash to `digest`; null where it is not there for us, or is another one. */
export function provenDocument(
  file: string,
  digest: Digest,
): { readonly digest: Digest; readonly bytes: Buffer } | null {
  try {
    const bytes = readBounded(file, MAX_DOCUMENT);
    return sha256(bytes) === digest ? { digest, bytes } : null;
  } catch {
    // Not ours to read, or another kind of store: exporting the image tells the same.
    return null;
  }
}

const troubles = {
  remote: { en: 'it is reached over the network', 'zh-CN': '引擎通过网络访问' },
  unsaid: { en: 'it does not say where it keeps images', 'zh-CN': '引擎未说明镜像存放位置' },
  elsewhere: { en: 'its directory is not on this machine', 'zh-CN': '引擎的数据目录不在本机' },
  unreadable: { en: 'its directory may not be read by this user', 'zh-CN': '当前用户无权读取引擎的数据目录' },
  foreign: { en: 'others may write to its directory', 'zh-CN': '其他用户可以写入引擎的数据目录' },
} as const satisfies Record<string, Text>;
