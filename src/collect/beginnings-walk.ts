import type { TarEntry } from '../formats/tar/tar-entry.ts';
import type { Harvest, HarvestedGap } from '../model/harvest.ts';
import { type Dispatch, dispatchOf } from './dispatch.ts';
import type { HarvestOptions } from './harvest-layer.ts';
import { normalizedPath } from './layer-path.ts';
import { LayerWalk } from './layer-walk.ts';
import { beginsAsProgram } from './program-reader.ts';

/** Bytes by which a program is told. */
const HEAD = 8;

/** A file of which the beginning is enough, until it is known what it is. */
interface Awaited {
  readonly entry: TarEntry;
  readonly enough: number;
  readonly head: Buffer;
  filled: number;
}

/**
 * A walk that shows no more than the beginning of a file to collectors for which that is enough ({@link Wanted.beginning}): models of many gigabytes say what they are
 * in front. A file that begins as a program is shown as it is, so that nothing is hidden by its name.
 */
export class BeginningsWalk extends LayerWalk {
  readonly #wantedBy: Dispatch;
  readonly #smallest: number;
  readonly #also: HarvestOptions['also'];
  #awaited: Awaited | null = null;
  /** Bytes that are still to be shown of a file; null where it is shown as it is. */
  #left: number | null = null;

  constructor(options: HarvestOptions, kind: ConstructorParameters<typeof LayerWalk>[1]) {
    super(options, kind);
    const collectors = options.collectors.filter(({ wants }) => wants.beginning !== undefined);
    this.#wantedBy = dispatchOf(collectors);
    this.#smallest = Math.min(...collectors.map(({ wants }) => wants.beginning ?? Number.POSITIVE_INFINITY));
    this.#also = options.also;
  }

  override entry(entry: TarEntry): boolean {
    this.#settle();
    const enough = entry.type === 'file' && entry.size > this.#smallest ? this.#enoughOf(entry) : null;
    if (enough === null || entry.size <= enough) return super.entry(entry);
    this.#awaited = { entry, enough, head: Buffer.alloc(HEAD), filled: 0 };
    return true;
  }

  /** Null where anybody wants all of it, or it is stored in pieces. */
  #enoughOf({ name, sparse }: TarEntry): number | null {
    if (sparse !== null) return null;
    const { path } = normalizedPath(name);
    const besides = this.#also?.get(path)?.map(({ collector }) => collector) ?? [];
    const enough = [...this.#wantedBy(path, null), ...besides].map(({ wants }) => wants.beginning);
    return enough.reduce<number | null>((most, one) => {
      if (one === undefined) return Number.POSITIVE_INFINITY;
      return Math.max(most ?? 0, one);
    }, null);
  }

  override data(chunk: Uint8Array): void {
    const awaited = this.#awaited;
    if (awaited === null) {
      this.#show(chunk);
      return;
    }
    const taken = chunk.subarray(0, HEAD - awaited.filled);
    awaited.head.set(taken, awaited.filled);
    awaited.filled += taken.length;
    if (awaited.filled < HEAD) return;
    this.#begin(awaited);
    this.#show(awaited.head);
    if (taken.length < chunk.length) this.#show(chunk.subarray(taken.length));
  }

  /** It is known what the file is. */
  #begin({ entry, enough, head }: Awaited): void {
    this.#awaited = null;
    const isProgram = beginsAsProgram(head);
    this.#left = super.entry(isProgram ? entry : { ...entry, size: enough }) ? (isProgram ? null : enough) : 0;
  }

  #show(chunk: Uint8Array): void {
    if (this.#left === null) {
      super.data(chunk);
      return;
    }
    if (this.#left === 0) return;
    const taken = chunk.subarray(0, this.#left);
    super.data(taken);
    this.#left -= taken.length;
    if (this.#left === 0) super.end();
  }

  override hasEnough(): boolean {
    if (this.#awaited !== null) return false;
    return this.#left === null ? super.hasEnough() : this.#left === 0 || super.hasEnough();
  }

  override end(): void {
    if (this.#left === null) super.end();
    this.#left = null;
  }

  override lost(reason: HarvestedGap['reason']): void {
    this.#settle();
    super.lost(reason);
  }

  override result(): Omit<Harvest, 'diffId' | 'size'> {
    this.#settle();
    return super.result();
  }

  /** A file that ended before it was known what it is was there all the same. */
  #settle(): void {
    if (this.#awaited !== null) this.#begin(this.#awaited);
    this.#left = null;
  }
}
