import { fullImageName } from '../model/image-name.ts';
import type { ApprovedBase } from '../policy/approved-bases.ts';
import type { BaseName } from './base-node.ts';
import type { Collection } from './collection.ts';
import { contentKey } from './trie.ts';

/** What contents are called, and when they were made where an image of the engine tells. */
export interface ContentNames {
  /** Of the content with this key, the likeliest first, each once. */
  of(key: string): readonly BaseName[];
  createdOf(key: string): string | null;
  /** Keys of everything that a policy or the engine has a name for. */
  readonly known: ReadonlySet<string>;
}

export function contentNames(collection: Collection, approved: readonly ApprovedBase[]): ContentNames {
  const byKey = new Map<string, BaseName[]>();
  const created = new Map<string, string>();
  const add = (key: string, name: BaseName) => {
    const names = byKey.get(key) ?? [];
    byKey.set(key, names);
    if (!names.some((other) => other.name === name.name)) names.push(name);
  };
  for (const { name, diffIds } of approved) add(contentKey(diffIds), { name, from: 'approved' });
  const known = new Set(byKey.keys());
  for (const { names, digests, diffIds, created: made } of collection.local) {
    const key = contentKey(diffIds);
    if (made !== null) created.set(key, earlier(created.get(key), made));
    for (const name of names) add(key, { name, from: 'local' });
    // What nobody can name, a step of a build for one, is no base to anybody.
    if (names.length + digests.length > 0) known.add(key);
  }
  const keys = new Map(collection.images.map(({ id, fingerprint }) => [id, contentKey(fingerprint.diffIds)]));
  for (const { image, imageId } of collection.containers) {
    const key = keys.get(imageId);
    if (key !== undefined && isTagged(image)) add(key, { name: image, from: 'asked' });
  }
  return { of: (key) => byKey.get(key) ?? [], createdOf: (key) => created.get(key) ?? null, known };
}

/** A name that may stand for another content later: no id, no digest. */
function isTagged(text: string): boolean {
  return !/^(?:sha256:)?[0-9a-f]{12,64}$/.test(text) && !text.includes('@') && fullImageName(text) !== null;
}

/** Two images of the same layers differ in their configs alone: the content was there when the first of them was. */
function earlier(one: string | undefined, other: string): string {
  return one === undefined || other < one ? other : one;
}
