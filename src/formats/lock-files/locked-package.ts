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
