import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../base/errors.ts';
import type { MountEntry } from './mountinfo.ts';
import { Unidentified } from './unidentified.ts';

/** The overlay that a container's root file system is, as the kernel has it: not as anybody says. */
export interface RootMount {
  /** Directories below, uppermost first, as they were given to the kernel. */
  readonly lower: readonly string[];
  /** The directory that the container writes to. */
  readonly upper: string;
}

/** The directories of a root mount, resolved, in the place where a store keeps its layers. */
export interface LayerFolders {
  readonly lower: readonly string[];
  readonly upper: string;
}

/**
 * The mount at a container's root; null where that is no overlay.
 *
 * Throws where nothing or more than one thing is mounted there, or something lies in it already.
 */
export function rootMount(mounts: readonly MountEntry[], rootPath: string): RootMount | null {
  const here = mounts.filter(({ point }) => point === rootPath);
  const [mount] = here;
  const within = mounts.find(({ point }) => point.startsWith(`${rootPath}/`));
  if (here.length > 1 || within !== undefined)
    throw new Unidentified('mounted-over', { path: within?.point ?? rootPath });
  if (mount === undefined || mount.type !== 'overlay') return null;
  const given = (name: string) =>
    mount.options.filter((option) => option.startsWith(`${name}=`)).map((option) => option.slice(name.length + 1));
  const joined = given('lowerdir');
  const lower = [...joined.flatMap((list) => list.split(':')), ...given('lowerdir+')];
  const [upper, ...more] = given('upperdir');
  const odd = mount.options.some((option) => option.includes('\\') || option.startsWith('datadir'));
  if (upper === undefined || more.length > 0 || joined.length > 1 || odd) throw new Unidentified('odd-layers');
  if (lower.length === 0 || [upper, ...lower].some((path) => path === '')) throw new Unidentified('odd-layers');
  return { lower, upper };
}

/** From this many bytes of options on, engines leave out the part that all paths share: what a page holds, less what they keep free. */
const ROOM = 3000;

/**
 * The layers of a root mount as directories below `base`; null where it does not stand there. Engines write paths from `base` on where
 * there are too many of them.
 */
export function foldersBelow(base: string, mount: RootMount): LayerFolders | null {
  const top = resolved(join(base, '.'));
  if (top === null) return null;
  const paths = [mount.upper, ...mount.lower].map((path) => (path.startsWith('/') ? path : join(top, path)));
  const [upper, ...lower] = paths.map(resolved);
  if (!upper?.startsWith(`${top}/`)) return null;
  const isShortened = [mount.upper, ...mount.lower].some((path) => !path.startsWith('/'));
  if (isShortened && paths.join(':').length < ROOM) throw new Unidentified('odd-layers');
  const known = lower.filter((path) => path !== null);
  // What was mounted there to show layers to other users is gone: nobody can see any more what it was.
  if (known.length !== lower.length)
    throw new Unidentified('gone-layer', { path: paths[lower.indexOf(null) + 1] ?? '' });
  return { upper, lower: known };
}

/** Throws where a container stands on other directories than these. */
export function refuseOtherFolders({ upper, lower }: LayerFolders, expected: LayerFolders): void {
  if (upper !== expected.upper) throw new Unidentified('foreign-layer', { path: upper });
  const stranger = lower.find((path, index) => path !== expected.lower[index]);
  if (stranger !== undefined) throw new Unidentified('foreign-layer', { path: stranger });
  if (lower.length !== expected.lower.length) throw new Unidentified('other-layers');
}

/** Throws where something is mounted at or below a layer: then its directory does not show what the kernel shows. */
export function refuseCoveredLayers(mounts: readonly MountEntry[], { upper, lower }: LayerFolders): void {
  const points = new Set(mounts.map(({ point }) => point));
  const folders = new Set([upper, ...lower]);
  for (const point of points) {
    let folder = point;
    while (folder.length > 1 && !folders.has(folder)) folder = folder.slice(0, Math.max(1, folder.lastIndexOf('/')));
    if (folders.has(folder)) throw new Unidentified('mounted-over', { path: point });
  }
}

/** What a path leads to; null where that is nothing. */
function resolved(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
