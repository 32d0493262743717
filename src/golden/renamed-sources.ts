import type { ImageSource } from '../images/image-source.ts';
import { foundNames } from '../model/image-name.ts';

/** Sources whose images go by a name that they are about to get: policies match images by their names. */
export function renamedSources(sources: readonly ImageSource[], name: string): readonly ImageSource[] {
  return sources.map((source) => ({
    ...source,
    open: async (ref, context) => ({
      ...(await source.open(ref, context)),
      ref: `${source.scheme}:${name}`,
      names: foundNames(name),
    }),
  }));
}
