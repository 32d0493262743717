import { failure } from '../../base/errors.ts';
import { normalizedPath } from '../../collect/layer-path.ts';
import { isObject } from '../../formats/go-json.ts';
import type { Engine } from '../../images/docker/engine.ts';

/** A path that the engine lists as different from the image (`GET /containers/ID/changes`). */
export interface Change {
  /** Without a leading slash. */
  readonly path: string;
  readonly kind: 'modified' | 'added' | 'deleted';
}

const kinds = ['modified', 'added', 'deleted'] as const;
/** What engines put there themselves, and file systems that are made anew at every start. */
const notOurs = [
  'dev',
  'proc',
  'sys',
  'etc/hosts',
  'etc/hostname',
  'etc/resolv.conf',
  '.dockerenv',
  'run/.containerenv',
];

/** What changed in a container, in the order of the paths, without what lies on volumes and other mounts. */
export async function changesOf(engine: Engine, id: string, mounts: readonly string[]): Promise<readonly Change[]> {
  // Engines answer null for no changes at all.
  const answer = (await engine.json(`/containers/${id}/changes`)) ?? [];
  const changes = Array.isArray(answer) ? answer.map(readChange) : [null];
  const foreign = [...notOurs, ...mounts];
  return changes
    .map((change) => {
      if (change !== null) return change;
      throw failure('bad-answer', {
        host: engine.endpoint.address,
        reason: { en: 'its list of changes is none', 'zh-CN': '返回的改动列表无效' },
      });
    })
    .filter(({ path }) => path !== '' && !foreign.some((one) => path === one || path.startsWith(`${one}/`)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readChange(entry: unknown): Change | null {
  const { Path: path, Kind: kind } = isObject(entry) ? entry : {};
  const known = typeof kind === 'number' ? kinds[kind] : undefined;
  if (typeof path !== 'string' || known === undefined) return null;
  return { path: normalizedPath(path).path, kind: known };
}

/** Where something else than the container's own files is mounted, without leading slashes. */
export function mountsOf(container: unknown): readonly string[] {
  const { Mounts: mounts, HostConfig: host } = isObject(container) ? container : {};
  const places = (Array.isArray(mounts) ? mounts : []).map((mount) => (isObject(mount) ? mount['Destination'] : null));
  const tmpfs = isObject(host) && isObject(host['Tmpfs']) ? Object.keys(host['Tmpfs']) : [];
  return [...places, ...tmpfs]
    .filter((place) => typeof place === 'string')
    .map((place) => normalizedPath(place).path)
    .filter((place) => place !== '');
}
