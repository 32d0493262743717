import type { Digest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';
import type { ArtifactKind } from '../images/artifact.ts';

/** Under what a registry has an image. */
export interface FleetName {
  readonly repository: string;
  /** A tag, or a digest that was asked for as such. */
  readonly reference: string;
  /** What the name led to: a manifest, or an index with the image in it. */
  readonly root: Digest;
  /** Null where the name leads to the image itself. */
  readonly index: Digest | null;
}

/** An image to be read, once, however many names lead to it. */
export interface Target {
  /** Of its manifest. */
  readonly digest: Digest;
  readonly platform: string;
  /** RFC 3339 as its config says; null where that says nothing. */
  readonly created: string | null;
  /** Its largest layer, as it is stored; null where it has none. */
  readonly largest: StoredLayer | null;
  readonly names: readonly FleetName[];
}

export interface StoredLayer {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/** What has a name and is not judged, because it is not an image that was asked for. */
export interface Skipped {
  readonly name: string;
  readonly why: SkipReason;
  /** The media type, or the platforms that there are. */
  readonly detail: string;
}

export type SkipReason = ArtifactKind | 'other-platform';

/** What should have been judged and could not be. */
export interface Failed {
  readonly name: string;
  readonly code: string;
  readonly what: Text;
  readonly remedy: Text;
}

/** `shop/cart:2.4.1`, `shop/cart@sha256:…` */
export function nameText({ repository, reference }: Pick<FleetName, 'repository' | 'reference'>): string {
  return `${repository}${reference.includes(':') ? '@' : ':'}${reference}`;
}

/** In the order in which people count: `2` before `10`. */
const collator = new Intl.Collator('en', { numeric: true });

export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
