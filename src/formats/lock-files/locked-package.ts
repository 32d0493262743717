/** A package that a lock file names with the one version that would be installed. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** What else tells it from others. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Reads the packages of a lock file: those that an installation for use would bring, so none that the file marks as needed for developing
 * alone, and none that come from a directory or a repository instead of a registry. Null where the bytes are no such file.
 */
export type LockFileReader = (content: Buffer) => readonly LockedPackage[] | null;

/** Where both are texts that can be a name and a version; an empty list elsewhere, so that it can be spread. */
export function lockedPackage(name: unknown, version: unknown): readonly LockedPackage[] {
  if (typeof name !== 'string' || typeof version !== 'string') return [];
  if (name === '' || version === '' || name.length > 300 || version.length > 300) return [];
  return [{ name, version }];
}

/**
 * Whether a file has a line of more bytes than its tool writes. Such a file is not read at all: what stands in the line might be a package, and taking it apart might
 * take long.
 */
export function hasLongLine(content: Buffer, longest: number): boolean {
  for (let at = 0; at + longest < content.length; ) {
    const feed = content.indexOf('\n', at);
    const end = feed === -1 ? content.length : feed;
    if (end - at > longest) return true;
    at = end + 1;
  }
  return false;
}
