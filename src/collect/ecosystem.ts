import type { Digest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';
import type { AdvisoryMatch } from '../model/advisory.ts';
import type { Gap } from '../model/gap.ts';
import type { HarvestedFact, HarvestedPackage } from '../model/harvest.ts';
import type { Distribution, Package } from '../model/package.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import type { Collector } from './collector.ts';

/** Where a harvested thing lies in the image as it would run. */
export interface Placed<T> {
  readonly item: T;
  readonly path: string;
  readonly layer: Digest;
}

/** Which of several files speaks for the image: what they say of the distribution, and null where none says anything. */
export interface DistributionPick {
  (placed: readonly Placed<Distribution>[]): Distribution | null;
  /** Where such files lie, the one that speaks first on top. */
  readonly places: readonly string[];
}

/** What an ecosystem sees of the squashed image when it puts its packages together. */
export interface Assembly {
  readonly packages: readonly Placed<HarvestedPackage>[];
  readonly facts: readonly Placed<HarvestedFact>[];
  readonly distribution: Distribution | null;
  /** Follows the image's symbolic links, inside the image only. Returns the path where it is no link. */
  readonly resolve: (path: string) => string;
  /**
   * The purl of the distribution package that brought a file; null where none did, or where the file is no longer the one that it
   * brought. `digests` are the file's, `md5:…`, `sha1:…`, `sha256:…`; null where they are not known, and its path has to do. For distributions
   * themselves always null.
   */
  readonly ownerOf: (path: string, digests: readonly string[] | null) => string | null;
  /** Whether a distribution package, by its purl, was built by somebody who tells no feed what he mends: nobody judges what is in it but by itself. */
  readonly isForeignOwner?: (owner: string) => boolean;
}

/** A file that a distribution package consists of, as its database recorded it. */
export interface OwnedFile {
  readonly path: string;
  /** The package's purl. */
  readonly owner: string;
  /** `md5:…`, `sha1:…`, `sha256:…`; null where the database has none. */
  readonly digest: string | null;
}

/** Under which name and version an advisory feed knows a package. */
export interface AdvisoryName {
  /** OSV ecosystem with its release: `Debian:12`, `npm`. */
  readonly ecosystem: string;
  readonly name: string;
  /** What is compared with the advisory's ranges: the source version where feeds speak of sources. */
  readonly version: string;
  /** The distribution that it is about, where the records are those of another one, which do not tell the whole of it. */
  readonly borrowedFor?: string;
  /**
   * The ecosystem is that of all releases of the distribution: records there are not scoped to one (osv-schema, "Defined ecosystems"), so they are about this one, too.
   * They count where none about the release speaks of the problem, and do not make the release one that the database knows.
   */
  readonly ofAnyRelease?: true;
  /**
   * The ecosystem is that of a supplier who built the package anew: of a problem of which its records speak they know better than all others. It is asked
   * where the database has it, and does not make the distribution one that the database knows.
   */
  readonly ofSupplier?: true;
  /** Nothing says that the package is that supplier's: what its records find counts beside what others say, and clears nothing. */
  readonly isUnproven?: true;
  /**
   * What all builds of the version begin with that the supplier has mended here. Its records name builds of several versions one beside the other, and in which of
   * these a problem is fixed says nothing of the rest: only fixes that begin so count, and a record without one does not speak of this version.
   */
  readonly builds?: string;
  /** Feeds speak of source packages and nothing tells this package's: name and version are its own, and what was built from which source has to be asked of the advisories. */
  readonly ofBinary?: true;
}

/** A kind of package: how it is found, named and compared. One file or folder in `src/ecosystems/`. */
export interface Ecosystem {
  /** The purl type. */
  readonly id: string;
  readonly title: Text;
  readonly kind: 'distribution' | 'language' | 'binary';
  readonly versions: VersionScheme;
  readonly collectors: readonly Collector[];
  /** Turns what was harvested into packages: joins facts, sets purls. Order does not matter; the caller sorts. */
  assemble(assembly: Assembly): readonly Package[];
  /**
   * Set where `assemble` looks at each package by itself, and else only at what lock files and installed packages have in common by name, version and
   * directory. What an image has on top of another one need not be put together with all that is below then.
   */
  readonly addsUp?: true;
  /** Which of the files that other ecosystems read packages from belong to its packages. Distributions only. */
  ownedFiles?(assembly: Assembly, packages: readonly Package[]): Iterable<OwnedFile>;
  /** Tells files that belong to the database of packages itself, by what they are called. For distributions. */
  keeps?(packages: readonly Package[]): (path: string) => boolean;
  /**
   * Files that came with its packages, and directories of which all came with them: executables there are the packages'. Not for distributions,
   * which know their files one by one.
   */
  brings?(assembly: Assembly, packages: readonly Package[]): Iterable<string>;
  /** What contradicts itself in what was harvested, so that it is not certain which packages there are. */
  doubts?(assembly: Assembly): readonly Gap[];
  /**
   * The database in which distributions keep their packages, and which of them do. `in` is the directory of one that is told by the names of its
   * files. Distributions only.
   */
  readonly database?: {
    readonly what: string;
    readonly isKeptBy: (distribution: Distribution) => boolean;
    readonly in?: string;
  };
  /**
   * The names to ask the advisories for. `unknown` where the distribution is not known well enough to say (a gap
   * `unknown-distribution`); an empty list where no feed exists that could know it. Several names are places where the record may
   * stand: a database that covers one of their ecosystems knows the package.
   */
  advisoryNames(pkg: Package, distribution: Distribution | null): readonly AdvisoryName[] | 'unknown';
  /**
   * Whether a package does nothing where it lies: data, or a program of another system than the image's. It is listed, and that no feed speaks of it is no
   * gap.
   */
  isInert?(pkg: Package, distribution: Distribution | null): boolean;
  /** Whether somebody else than the distribution built a package, who mends what is in it. For distributions. */
  isForeign?(pkg: Package, distribution: Distribution | null): boolean;
  /** Whether a record that names the package is about the build that is installed (rpm modules); absent: it always is. */
  concerns?(pkg: Package, match: AdvisoryMatch): boolean;
}
