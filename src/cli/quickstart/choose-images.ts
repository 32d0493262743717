import type { LocalImage } from '../../images/docker/local-images.ts';

export interface ChosenImages {
  readonly images: readonly LocalImage[];
  /** How many there are besides. */
  readonly leftOut: number;
}

/** The newest images, each content once; a named one before its nameless twin. */
export function newestImages(all: readonly LocalImage[], limit: number): ChosenImages {
  const byId = new Map<string, LocalImage>();
  for (const image of all) {
    const before = byId.get(image.id);
    if (before === undefined || (isNameless(before) && !isNameless(image))) byId.set(image.id, image);
  }
  const images = [...byId.values()].sort(
    (a, b) => Date.parse(b.created) - Date.parse(a.created) || (a.name < b.name ? -1 : 1),
  );
  return { images: images.slice(0, limit), leftOut: Math.max(0, images.length - limit) };
}

function isNameless(image: LocalImage): boolean {
  return image.name === image.id || image.name.startsWith('sha256:');
}
