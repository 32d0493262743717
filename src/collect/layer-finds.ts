import type { Harvested, HarvestedFile, HarvestedGap, PassedOver } from '../model/harvest.ts';
import type { Collector, LayerFile, Taken } from './collector.ts';
import { weightOfItem, weightOfLink, weightOfPath } from './harvest-weight.ts';
import { KeptFiles } from './kept-files.ts';
import type { LayerGaps } from './layer-gaps.ts';

/** A file that a collector looks at. */
export interface Wish {
  /** Where its content lies in the layer; `file.path` may be another name for it. */
  readonly at: string;
  readonly file: LayerFile;
  readonly collector: Collector;
  readonly isHeld: boolean;
}

/** Links, files and gaps of one layer that are remembered; whoever makes more of them is not making an image. */
export const MAX_REMEMBERED = 1_000_000;
/** The same for lists of paths. */
export const MAX_LISTED = 100_000;
/** What waits for something that was begun. */
const MAX_WAITING = 64;
/** Nothing that has a longer name or version is a package. */
const MAX_WORD = 1024;

/** What the collectors took from the files of a layer so far, and how much all that is remembered of it weighs. */
export class LayerFinds {
  readonly #gaps: LayerGaps;
  readonly files = new KeptFiles(MAX_REMEMBERED);
  readonly passedOver: PassedOver[] = [];
  /** As `harvest-weight.ts` counts. */
  weight = 0;
  /** What is kept once what a collector has begun to take, and which comes first, was taken: in the order of the files. */
  readonly #waiting: { readonly at: string; readonly isBegun: boolean; readonly keep: () => void }[] = [];
  #isSettling = false;

  constructor(gaps: LayerGaps) {
    this.#gaps = gaps;
  }

  /** A path that is remembered, whatever for. */
  weighPath(path: string): void {
    this.weight += weightOfPath(path);
  }

  weighLink(path: string, target: string): void {
    this.weight += weightOfLink(path, target);
  }

  passOver(path: string, collector: Collector): void {
    this.weighPath(path);
    if (this.passedOver.length < MAX_LISTED) this.passedOver.push({ path, collector: collector.name });
    else this.#gaps.add('too-many', path);
  }

  /** @param isOfMany whether the file is one of many that say nothing, and that need not be remembered */
  keepTaken(wish: Wish, take: () => Taken, isOfMany = false): void {
    const { at, file, collector, isHeld } = wish;
    let taken: Taken;
    try {
      taken = take();
    } catch {
      // A collector that fails on a file is a gap about that file, not the end of the scan.
      this.keepGap(wish, 'unparsable');
      return;
    }
    const { items, gaps = [] } = taken;
    if (isOfMany && items.length === 0 && gaps.length === 0) return;
    const fitting = items.filter(isSane);
    this.keep(at, { path: file.path, collector: collector.name, items: fitting, gaps }, isHeld);
    if (fitting.length < items.length) this.keepGap(wish, 'unparsable');
  }

  /**
   * What a collector has begun to take. What came of it is asked for later: where anything asks what was kept, or where too much waits for it. All
   * that is kept meanwhile waits behind it, so that it comes to the same place.
   */
  keepBegun(wish: Wish, begin: () => () => Taken): void {
    const taken = begunBy(begin);
    this.#wait(wish, true, () => this.keepTaken(wish, taken));
  }

  /** Asks for all that was begun. */
  settle(): void {
    this.#settleTo(0);
  }

  /** The same where any of it is of a path, or of one below it. */
  settleAt(path: string): void {
    if (this.#waiting.length === 0) return;
    const below = `${path}/`;
    if (this.#waiting.some(({ at }) => at === path || at.startsWith(below))) this.settle();
  }

  keepGap({ at, file, collector, isHeld }: Wish, reason: HarvestedGap['reason']): void {
    const { name, what, blinds } = collector;
    this.keep(at, { path: file.path, collector: name, items: [], gaps: [{ what, reason, blinds }] }, isHeld);
  }

  /** @param at where the content lies in the layer */
  keep(at: string, file: HarvestedFile, isHeld: boolean): void {
    if (this.#waiting.length > 0 && !this.#isSettling) {
      this.#wait({ at, file }, false, () => this.keep(at, file, isHeld));
      return;
    }
    this.weight += file.items.reduce((sum, item) => sum + weightOfItem(item), weightOfPath(file.path));
    // Names that differ only in bytes that are not UTF-8 cannot be told apart here: which of them a later layer hides is not known.
    if (file.path.includes('\ufffd')) this.#gaps.add('unparsable', file.path);
    if (!this.files.add(at, { file, isHeld })) this.#gaps.add('too-many', at);
  }

  #wait({ at, file }: { at: string; file: { path: string } }, isBegun: boolean, keep: () => void): void {
    this.#waiting.push({ at, isBegun, keep });
    // What such a name means to the layer is told in its turn.
    this.#settleTo(file.path.includes('\ufffd') ? 0 : MAX_WAITING);
  }

  /** Until there are no more than so many that wait, and a begun one before them. */
  #settleTo(most: number): void {
    this.#isSettling = true;
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      if (first.isBegun && this.#waiting.length <= most) break;
      this.#waiting.shift();
      first.keep();
    }
    this.#isSettling = false;
  }
}

/** What was begun, or what that failed with. */
function begunBy(begin: () => () => Taken): () => Taken {
  try {
    return begin();
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function isSane(item: Harvested): boolean {
  return item.kind !== 'package' || (item.name.length <= MAX_WORD && item.version.length <= MAX_WORD);
}
