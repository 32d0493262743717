import { blinds, type Gap, type GapReason, isLimit } from '../model/gap.ts';

/** Paths that are named for one reason: who has more of them wants to fill memory, and the first ones say all. */
const MAX_NAMED = 100;

/** Gaps of a layer that concern no single collector. */
export class LayerGaps {
  readonly #gaps: Gap[] = [];
  readonly #counts = new Map<GapReason, number>();

  /** Nothing in the layer can be relied on any more, though all of it could be read. */
  add(reason: GapReason, path: string | null): void {
    this.#add({ reason, path, what: path === null ? 'layer' : 'entry', blinds: [...blinds] });
  }

  /** To be told, without consequence for what was read. */
  addHarmless(reason: GapReason, path: string): void {
    this.#add({ reason, path, what: 'entry', blinds: [] });
  }

  list(): Gap[] {
    return this.#gaps;
  }

  #add(gap: Pick<Gap, 'what' | 'path' | 'reason' | 'blinds'>): void {
    const count = (this.#counts.get(gap.reason) ?? 0) + 1;
    this.#counts.set(gap.reason, count);
    if (count <= MAX_NAMED) this.#gaps.push({ ...gap, layer: null, incomplete: isLimit(gap.reason) });
  }
}

/** A gap of the layer as such: nothing in it or below it can be relied on any more. */
export function layerGap(reason: GapReason): Gap {
  return { what: 'layer', path: null, layer: null, reason, blinds: [...blinds], incomplete: true };
}
