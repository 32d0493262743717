import type { Layer } from '../images/image-source.ts';

/** Bytes. A thread takes as long to start as some megabytes to hash. */
const WORTH_A_THREAD = 16 << 20;

/** Whether layers are one alone, in a file, that is worth hashing on a thread of its own: where another one is read meanwhile that brings nothing. */
export function isHashedBeside(layers: readonly Layer[]): boolean {
  const [only] = layers;
  return layers.length === 1 && only?.content.kind === 'tar' && (only.content.stored?.size ?? 0) >= WORTH_A_THREAD;
}
