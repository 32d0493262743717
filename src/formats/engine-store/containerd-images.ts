import { type Digest, isDigest } from '../../base/digest.ts';
import type { BboltBucket } from '../bbolt/bbolt-bucket.ts';

/** Below containerd's own directory: its names, and its content by digest (containerd, `docs/content-flow.md`, `metadata/buckets.go`). */
export const containerdPaths = {
  names: 'io.containerd.metadata.v1.bolt/meta.db',
  content: 'io.containerd.content.v1.content',
} as const;

/** A name that containerd has for an image. */
export interface ContainerdName {
  readonly name: string;
  /** Of the manifest or index. */
  readonly target: Digest;
}

/** Names that are read of one namespace, to find the likeliest one for somebody who has mistyped. */
const MAX_NAMES = 10_000;

/** What one namespace of containerd's names holds; null where there is no such namespace. */
export function containerdNamespace(root: BboltBucket, namespace: string): BboltBucket | null {
  return root.bucket('v1')?.bucket(namespace) ?? null;
}

/** Which manifest or index a name means; null where there is no such name, or its record is no such thing. */
export function containerdTarget(space: BboltBucket | null, name: string): Digest | null {
  const image = space?.bucket('images')?.bucket(name) ?? null;
  return image === null ? null : targetOf(image);
}

/** The names of a namespace, as they stand in order. */
export function containerdNames(space: BboltBucket | null): readonly ContainerdName[] {
  const names: ContainerdName[] = [];
  for (const [name, image] of space?.bucket('images')?.buckets() ?? []) {
    const target = targetOf(image);
    if (target !== null) names.push({ name, target });
    if (names.length >= MAX_NAMES) break;
  }
  return names;
}

/** The namespaces in which a name is known. */
export function namespacesWith(root: BboltBucket, names: readonly string[]): readonly string[] {
  const known: string[] = [];
  for (const [namespace, space] of root.bucket('v1')?.buckets() ?? [])
    if (names.some((name) => containerdTarget(space, name) !== null)) known.push(namespace);
  return known;
}

function targetOf(image: BboltBucket): Digest | null {
  const digest = image.bucket('target')?.value('digest')?.toString('utf8');
  return isDigest(digest) ? digest : null;
}
