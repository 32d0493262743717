import { canonical } from '../base/canonical-json.ts';
import { sha256 } from '../base/digest.ts';
import type { Platform } from '../model/image.ts';
import { globMatches } from '../policy/glob.ts';

/** What of a registry is asked for. Two runs that ask for the same go on from one another. */
export interface FleetAsk {
  /** As people write it: `registry.local:5000`. */
  readonly host: string;
  /** A repository or the beginning of repositories' paths; empty for all. */
  readonly prefix: string;
  /** Named by the user; null where the registry is asked what it has. */
  readonly list: readonly ListedName[] | null;
  /** Globs; none for all. */
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  /** So many of the newest images of each repository; null for all. */
  readonly newest: number | null;
  readonly platforms: PlatformChoice;
}

/** A line of a list: a repository with all its tags, or one image. */
export interface ListedName {
  readonly repository: string;
  /** A tag or a digest; null for all tags. */
  readonly reference: string | null;
}

export type PlatformChoice =
  /** Of an index the one for this platform; the first one where it has none and the platform is only the usual one. */
  { readonly kind: 'one'; readonly platform: Platform; readonly isExplicit: boolean } | { readonly kind: 'all' };

/** By what a run's state is kept. */
export function keyOf(ask: FleetAsk): string {
  return sha256(canonical(ask)).slice('sha256:'.length, 'sha256:'.length + 32);
}

export function wantsRepository({ prefix, repositories }: FleetAsk, name: string): boolean {
  const isBelow = prefix === '' || name === prefix || name.startsWith(`${prefix}/`);
  return isBelow && (repositories.length === 0 || repositories.some((pattern) => globMatches(pattern, name)));
}

export function wantsTag({ tags }: FleetAsk, tag: string): boolean {
  return tags.length === 0 || tags.some((pattern) => globMatches(pattern, tag));
}

/** Whether anything but the prefix narrows what is looked at. */
export function isNarrowed({ list, repositories, tags, newest }: FleetAsk): boolean {
  return list !== null || repositories.length > 0 || tags.length > 0 || newest !== null;
}
