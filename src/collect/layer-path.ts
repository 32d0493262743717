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

/** A table of links, path to target as written. */
export type LinkTable = Pick<ReadonlyMap<string, string>, 'get'>;

const MOST_STEPS = 255;

/**
 * Follows symbolic links of a table inside the image: all of them in the directories of a path, and in its last part where
 * `last` is set. A link's target is seen from the image's root or from the link's directory; a circle ends after 255 steps, as in
 * the kernel's spirit, with the path as far as it was resolved. Where the effort is used up no link is followed any more.
 */
export function followLinks(
  path: string,
  links: LinkTable,
  last: boolean,
  effort: Effort = { left: Number.POSITIVE_INFINITY },
): string {
  return followed(path, links, last, effort).path;
}

function followed(path: string, links: LinkTable, last: boolean, effort: Effort): { path: string; steps: number } {
  let pending = path.split('/').reverse();
  const done: string[] = [];
  let steps = 0;
  while (pending.length > 0) {
    const part = pending.pop();
    if (part === undefined || part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    done.push(part);
    if (pending.length === 0 && !last) break;
    // A path without links costs what its letters do, but for one of very many parts; one that goes from link to link could cost anything.
    effort.left -= steps > 0 ? done.length : done.length >> 5;
    const target = effort.left < 0 ? undefined : links.get(done.join('/'));
    if (target === undefined) continue;
    steps += 1;
    if (steps > MOST_STEPS) return { path: normalizedPath([...done, ...pending.reverse()].join('/')).path, steps };
    done.pop();
    if (target.startsWith('/')) done.length = 0;
    pending = pending.concat(target.split('/').reverse());
  }
  return { path: done.join('/'), steps };
}

/** Directories of which it is remembered where they lead: more than a large image has. */
const MOST_DIRECTORIES = 100_000;
/** Letters of a directory's path beyond which all of its way is followed at once. */
const LONG = 512;
/** Letters that a path is put together from at the cost of one part. */
const PART = 8;

/** Where directories lead, all links followed, as {@link followLinks} does; each is worked out once, from where the one above it leads. */
export class DirectoryLeads {
  readonly #links: LinkTable;
  readonly #effort: Effort;
  readonly #known = new Map<string, ReturnType<typeof followed>>();

  constructor(links: LinkTable, effort: Effort) {
    this.#links = links;
    this.#effort = effort;
  }

  /** Its path, and over how many links. */
  of(directory: string): { readonly path: string; readonly steps: number } {
    const known = this.#known.get(directory);
    if (known !== undefined) return known;
    const real = this.#besideOthers(directory) ?? followed(directory, this.#links, true, this.#effort);
    if (this.#known.size >= MOST_DIRECTORIES) this.#known.clear();
    this.#known.set(directory, real);
    return real;
  }

  /** The links have changed. */
  forget(): void {
    this.#known.clear();
  }

  /** Most directories are no links: they lie where the one above them leads. Null where only all of the way tells. */
  #besideOthers(directory: string): ReturnType<typeof followed> | null {
    const name = nameOf(directory);
    if (name === '' || name === '.' || name === '..' || directory.length > LONG || this.#effort.left < 0) return null;
    const above = this.of(directoryOf(directory));
    const path = above.path === '' ? name : `${above.path}/${name}`;
    return above.steps < MOST_STEPS && this.#links.get(path) === undefined ? { path, steps: above.steps } : null;
  }
}

/**
 * Follows all links on the way to each of many paths, their last parts included, as {@link followLinks} does: most files are no links, and of
 * their directories it is known where they lead.
 */
export function linkFollower(links: LinkTable, effort: Effort): (path: string) => string {
  const leads = new DirectoryLeads(links, effort);
  return (path) => {
    let steps = 0;
    for (let at = path; ; ) {
      const name = nameOf(at);
      const directory = leads.of(directoryOf(at));
      steps += directory.steps;
      // A circle, or a way that does not end in a name: only the whole of it tells.
      if (steps >= MOST_STEPS || name === '' || name === '.' || name === '..') break;
      const there = directory.path === '' ? name : `${directory.path}/${name}`;
      const target = effort.left < 0 ? undefined : links.get(there);
      if (target === undefined) return there;
      steps += 1;
      at = target.startsWith('/') || directory.path === '' ? target : `${directory.path}/${target}`;
      effort.left -= at.length / PART;
    }
    return followLinks(path, links, true, effort);
  };
}
