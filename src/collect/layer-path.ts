/**
 * Names of a layer's entries as paths inside the image: no leading slash, no `.` or `..` or empty parts. A name that climbs above
 * the root stays at the root, as engines that do not refuse it have it; `escapes` says that it tried.
 */
export function normalizedPath(name: string): { readonly path: string; readonly escapes: boolean } {
  if (isNormal(name)) return { path: name, escapes: false };
  const parts: string[] = [];
  let escapes = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) escapes = true;
  }
  return { path: parts.join('/'), escapes };
}

/** The usual case, told without making anything: no slash at either end, no double slash, no part that begins with a dot. */
function isNormal(name: string): boolean {
  return (
    name !== '' &&
    name[0] !== '/' &&
    name[0] !== '.' &&
    !name.endsWith('/') &&
    !name.includes('//') &&
    !name.includes('/.')
  );
}

/** The directory of a path; empty for one right in the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What following the links of a layer or an image may cost: a second or two. */
export const MOST_EFFORT = 5_000_000;

/** What following links may still cost, in parts of paths that are put together. */
export interface Effort {
  left: number;
}

/**
 * Follows symbolic links of a table inside the image: all of them in the directories of a path, and in its last part where
 * `last` is set. A link's target is seen from the image's root or from the link's directory; a circle ends after 255 steps, as in
 * the kernel's spirit, with the path as far as it was resolved. Where the effort is used up no link is followed any more.
 */
export function followLinks(
  path: string,
  links: Pick<ReadonlyMap<string, string>, 'get'>,
  last: boolean,
  effort: Effort = { left: Number.POSITIVE_INFINITY },
): string {
  let pending = path.split('/').reverse();
  const done: string[] = [];
  for (let steps = 0; pending.length > 0; ) {
    const part = pending.pop();
    if (part === undefined || part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    done.push(part);
    if (pending.length === 0 && !last) break;
    // A path without links costs what its letters do; one that goes from link to link could cost anything.
    if (steps > 0) effort.left -= done.length;
    const target = effort.left < 0 ? undefined : links.get(done.join('/'));
    if (target === undefined) continue;
    steps += 1;
    if (steps > 255) return normalizedPath([...done, ...pending.reverse()].join('/')).path;
    done.pop();
    if (target.startsWith('/')) done.length = 0;
    pending = pending.concat(target.split('/').reverse());
  }
  return done.join('/');
}

/** Directories whose place is remembered; with more of them it is worked out anew. */
const MAX_PLACES = 100_000;

/** {@link followLinks}, all links of them, for many paths: where a directory is, is worked out once for what lies in it. */
export function linkFollower(
  links: Pick<ReadonlyMap<string, string>, 'get'>,
  effort: Effort,
): (path: string) => string {
  const places = new Map<string, string>();
  const placeOf = (directory: string): string => {
    const known = places.get(directory);
    if (known !== undefined) return known;
    const place = followLinks(directory, links, true, effort);
    if (places.size >= MAX_PLACES) places.clear();
    places.set(directory, place);
    return place;
  };
  return (path) => {
    const name = nameOf(path);
    if (name !== '' && name !== '.' && name !== '..') {
      const place = placeOf(directoryOf(path));
      const at = place === '' ? name : `${place}/${name}`;
      if (effort.left >= 0 && links.get(at) === undefined) return at;
    }
    return followLinks(path, links, true, effort);
  };
}
