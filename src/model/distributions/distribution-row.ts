import type { Distribution, Package } from '../package.ts';
import type { Releases } from './osv-releases.ts';
import type { SupportEnds } from './support-ends.ts';

/** The kinds of packages that distributions keep in a database, by purl type. */
export type PackageDatabase = 'deb' | 'rpm' | 'apk' | 'alpm' | 'ebuild' | 'opkg' | 'cos';

/** What is known of a distribution by the `ID` of its os-release. Adding a distribution is adding a row here. */
export interface DistributionRow {
  readonly ids: readonly string[];
  readonly title: string;
  /** Which of those with this `ID`, where it means several. */
  readonly is?: (distribution: Distribution) => boolean;
  /** The purl type of its packages. */
  readonly packages: PackageDatabase;
  /** The purl namespace, where it is not the `ID`. */
  readonly namespace?: string;
  /**
   * Whose names and versions its records carry: those of source packages, those of the packages that are installed, or (where records
   * of both kinds were seen) either.
   */
  readonly by: 'source' | 'binary' | 'either';
  /** A release for the table in the documentation. */
  readonly example: string;
  /** The OSV ecosystems where records about a release stand (osv-schema, "Defined ecosystems"; the records themselves where it is silent). */
  readonly ecosystems: Releases;
  /** Further ecosystems where records about this one package may stand. */
  readonly also?: (pkg: Package, distribution: Distribution) => readonly string[];
  /** Ecosystems of whoever builds further packages for it from the same sources: their records count where its own do not speak of a problem. */
  readonly beside?: readonly string[];
  /**
   * Whether OSV publishes records about it. Where it does not, the name makes the gap `no-advisories` say what is missing, and a feed of
   * one's own can fill it. `borrowed`: those of the distribution that it is built from, which do not know what it fixed by itself and when;
   * they are used, and the gap stands all the same.
   */
  readonly records: 'osv' | 'none' | { readonly borrowed: string };
  /**
   * Where records about its packages stand besides, of whoever builds them anew and puts them beside others. Where the database has none of these, that is a gap: packages
   * of its own names are known to nobody else.
   */
  readonly builder?: Releases;
  readonly ends?: SupportEnds;
}
