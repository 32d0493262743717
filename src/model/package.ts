import type { Digest } from '../base/digest.ts';

/** A distribution as its own files name it (os-release: `ID`, `VERSION_ID`, `PRETTY_NAME`, `ID_LIKE`). */
export interface Distribution {
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly like: readonly string[];
  readonly codename: string | null;
}

/** A package that is in the image as it would run, with where it came from. */
export interface Package {
  readonly name: string;
  /** As the ecosystem's own tool prints it; rpm `[epoch:]version-release`. */
  readonly version: string;
  /** The purl type, which is also the ecosystem's id: `deb`, `rpm`, `apk`, `npm`, `pypi`. */
  readonly type: string;
  readonly purl: string;
  readonly architecture: string | null;
  /** The source package that it was built from, where the ecosystem has such a thing. */
  readonly source: { readonly name: string; readonly version: string } | null;
  /** SPDX expressions or names as declared; several mean AND. */
  readonly licenses: readonly string[];
  /** The layer that brought this version. */
  readonly layer: Digest;
  /** The file that it was read from. */
  readonly path: string;
  /** The purl of the distribution package whose files it consists of, else null. */
  readonly ownedBy: string | null;
  /** What only its own ecosystem understands, such as `modularityLabel`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An account of the image's passwd file. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The certainty of a package that nobody installed: a lock file in the image names it. */
export const lockFile = 'lock file';

/** The attribute of a program's own module among those that it was built from, which all have its path. */
export const MAIN_MODULE = 'mainModule';

/** How certain it is that a package is there as it is named; null where its own installer says so. `file name`, `SBOM in the image`, {@link lockFile}. */
export function certaintyOf({ attributes }: Pick<Package, 'attributes'>): string | null {
  return attributes['certainty'] ?? null;
}
