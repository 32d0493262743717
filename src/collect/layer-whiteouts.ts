import { hasBothKinds, pathKey, pathLookup } from '../model/path-index.ts';
import type { KeptFiles } from './kept-files.ts';
import type { LayerGaps } from './layer-gaps.ts';
import type { LayerLinks } from './layer-links.ts';
import { directoryOf, nameOf } from './layer-path.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * What a layer deletes from the ones below (OCI image-spec, "Whiteouts").
 *
 * Engines differ where a layer deletes and makes the same thing: the specification spares what the layer itself brings, one engine deletes
 * that, too, and overlay file systems show the deleted directory again where it is made anew. Such a layer is a gap.
 */
export class LayerWhiteouts {
  readonly #gaps: LayerGaps;
  readonly #limit: number;
  readonly #whiteouts: string[] = [];
  readonly #opaques: string[] = [];

  constructor(gaps: LayerGaps, limit: number) {
    this.#gaps = gaps;
    this.#limit = limit;
  }

  /** Takes an entry that is a whiteout; false where it is none. */
  takes(path: string, links: LayerLinks, files: KeptFiles): boolean {
    if (!path.startsWith(WHITEOUT, path.lastIndexOf('/') + 1)) return false;
    const name = nameOf(path);
    const directory = directoryOf(path);
    const real = links.placedDirectory(directory);
    if (this.#whiteouts.length + this.#opaques.length >= this.#limit) {
      this.#gaps.add('too-many', path);
    } else if (name === OPAQUE) {
      // Overlay file systems do not know an opaque root, and a copying engine looks for the link and not for where it leads.
      if (real === '' || real !== directory) this.#gaps.add('engine-dependent', path);
      this.#opaques.push(real);
    } else if (/^\.wh\.\.{0,2}$/.test(name)) {
      // Some engines take this for the directory itself or the one above it.
      this.#gaps.add('engine-dependent', path);
    } else if (!name.startsWith(WHITEOUT + WHITEOUT)) {
      // Other names that begin with two marks belong to aufs and mean nothing.
      const hidden = name.slice(WHITEOUT.length);
      const target = real === '' ? hidden : `${real}/${hidden}`;
      if (files.hasWithin(target) || links.hasWithin(target)) this.#gaps.add('engine-dependent', target);
      this.#whiteouts.push(target);
    }
    return true;
  }

  /** @param paths the index of the layer's own paths */
  result(paths: BigUint64Array): { readonly whiteouts: readonly string[]; readonly opaques: readonly string[] } {
    const has = pathLookup(paths);
    for (const target of this.#whiteouts) {
      if (has(pathKey(target), 'directory')) this.#gaps.add('engine-dependent', target);
    }
    if (hasBothKinds(paths)) this.#gaps.add('engine-dependent', null);
    return { whiteouts: this.#whiteouts, opaques: this.#opaques };
  }
}
