import type { Text } from '../../base/text.ts';
import { capabilityKey, decimal, paxNumber, paxSparseKind, readPaxRecords, readSparseList, sparseFits } from './pax.ts';
import { type SparsePiece, type TarEntry, TarError } from './tar-entry.ts';
import { tarFaults } from './tar-faults.ts';
import { checksumFits, isZero, type RawHeader, readHeader, readNumber, typeOf } from './tar-header.ts';

const BLOCK = 512;
/** Extension headers and sparse maps are read into memory: no longer than this, as Go's reader has it. */
const MAX_EXTENSION = 1 << 20;
const MAX_SPARSE_PIECES = 100_000;

interface SparseFile {
  readonly header: RawHeader;
  readonly pieces: SparsePiece[];
  readonly realSize: number;
  /** Where the pieces stand in front of the content: what was read of them, and how many there are to be, once that is read. */
  readonly map: { text: string; blocks: number; lines: number; count: number | null } | null;
}

/** Who wants to know what is in an archive. Called in the archive's order, synchronously. */
export interface TarVisitor {
  /** A new entry; true where its content is wanted. `offset` is where its stored content begins. */
  entry(entry: TarEntry, offset: number): boolean;
  /** The next stored bytes of the entry, valid only during the call; a sparse file's holes are not among them. */
  data(chunk: Uint8Array): void;
  /** Asked after each piece of `data`: whether the rest of the content may go by. Then `end` is not called. */
  hasEnough?(): boolean;
  /** The content of a wanted entry is complete. */
  end(): void;
}

type State = 'header' | 'content' | 'skip' | 'extension' | 'old-sparse' | 'new-sparse' | 'ended';

/**
 * Reads a tar archive as it comes, chunk by chunk, without copying content: ustar, PAX, GNU long names, base-256 numbers, sparse
 * files of all four GNU kinds. It reads an archive as Go's archive/tar does, because that is what engines unpack layers with: what
 * they do not see must not be seen here, and the other way round.
 *
 * Throws {@link TarError}; after that it takes nothing more.
 */
export class TarParser {
  readonly #visitor: TarVisitor;
  readonly #block = Buffer.allocUnsafe(BLOCK);
  #filled = 0;
  #offset = 0;
  #state: State = 'header';
  #remaining = 0;
  #padding = 0;
  #zeroBlocks = 0;
  #wanted = false;
  #extension: { flag: string; chunks: Buffer[]; size: number } | null = null;
  #longName: string | null = null;
  #longLink: string | null = null;
  #pax: Map<string, string> | null = null;
  #sparse: SparseFile | null = null;

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  /** Whether the end marker was seen. What follows it is not looked at, as engines do not. */
  get ended(): boolean {
    return this.#state === 'ended';
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    const length = chunk.length;
    while (at < length) {
      if (this.#state === 'ended') {
        this.#offset += length - at;
        return;
      }
      if (this.#state === 'content' || this.#state === 'skip' || this.#state === 'extension') {
        const take = Math.min(this.#remaining, length - at);
        if (take > 0) {
          if (this.#state === 'content') this.#visitor.data(chunk.subarray(at, at + take));
          else if (this.#state === 'extension')
            this.#extension?.chunks.push(Buffer.from(chunk.subarray(at, at + take)));
          this.#remaining -= take;
          this.#offset += take;
          at += take;
        }
        if (this.#remaining === 0) this.#contentDone();
        else if (this.#state === 'content' && this.#visitor.hasEnough?.() === true) this.#passOver();
        continue;
      }
      // Whole blocks from here on; one that straddles two chunks is put together first.
      if (this.#filled === 0 && length - at >= BLOCK) {
        const block = Buffer.from(chunk.buffer, chunk.byteOffset + at, BLOCK);
        at += BLOCK;
        this.#blockRead(block);
      } else {
        const take = Math.min(BLOCK - this.#filled, length - at);
        this.#block.set(chunk.subarray(at, at + take), this.#filled);
        this.#filled += take;
        at += take;
        if (this.#filled === BLOCK) {
          this.#filled = 0;
          this.#blockRead(this.#block);
        }
      }
    }
  }

  /** Bytes that come next and interest nobody: a reader that can seek may leave them out and say so with {@link skip}. */
  get skippable(): number {
    return this.#state === 'skip' ? this.#remaining : 0;
  }

  /** Bytes of an entry's content that come next, its padding not among them. */
  get contentLeft(): number {
    if (this.#state === 'content') return this.#remaining;
    return this.#state === 'skip' ? Math.max(0, this.#remaining - this.#padding) : 0;
  }

  /** Says that `count` bytes, at most {@link skippable}, were left out. */
  skip(count: number): void {
    if (count === 0) return;
    this.#remaining -= count;
    this.#offset += count;
    if (this.#remaining === 0) this.#contentDone();
  }

  /** The archive has no more bytes. Throws where it ends in the middle of something; a missing end marker is no error. */
  finish(): void {
    if (this.#state === 'ended') return;
    const between =
      this.#state === 'header' && this.#filled === 0 && this.#extension === null && !this.#hasExtensions();
    // Go's reader forgives missing padding behind the last file.
    const paddingOnly = this.#state === 'skip' && !this.#wanted && this.#remaining <= this.#padding;
    if (!between && !paddingOnly) throw this.#error('truncated', tarFaults.cutOff);
  }

  #hasExtensions(): boolean {
    return this.#longName !== null || this.#longLink !== null || this.#pax !== null;
  }

  #blockRead(block: Buffer): void {
    this.#offset += BLOCK;
    switch (this.#state) {
      case 'old-sparse':
        this.#oldSparseBlock(block);
        return;
      case 'new-sparse':
        this.#newSparseBlock(block);
        return;
      default:
        this.#headerBlock(block);
    }
  }

  #headerBlock(block: Buffer): void {
    if (block[0] === 0 && isZero(block)) {
      this.#zeroBlocks += 1;
      if (this.#zeroBlocks === 2) this.#state = 'ended';
      return;
    }
    const start = this.#offset - BLOCK;
    if (this.#zeroBlocks > 0) throw new TarError('corrupt', tarFaults.loneZero, start);
    if (!checksumFits(block)) throw new TarError('corrupt', tarFaults.checksum, start);
    const header = readHeader(block);
    if (!(header.size >= 0)) throw new TarError('corrupt', tarFaults.size, start);
    switch (header.typeFlag) {
      case 'x':
      case 'g':
      case 'L':
      case 'K':
        if (header.size > MAX_EXTENSION) throw this.#error('corrupt', tarFaults.longExtension);
        this.#extension = { flag: header.typeFlag, chunks: [], size: header.size };
        this.#startContent('extension', header.size);
        return;
      default:
        this.#fileHeader(header, block);
    }
  }

  #fileHeader(header: RawHeader, block: Buffer): void {
    if (header.typeFlag === 'S') {
      const pieces: SparsePiece[] = [];
      const realSize = readNumber(block, 483, 12);
      this.#sparse = { header, pieces, realSize, map: null };
      this.#readOldPieces(block, 386, 4);
      if (block[482] !== 0) this.#state = 'old-sparse';
      else this.#announce(header, pieces, realSize);
      return;
    }
    const kind = paxSparseKind(this.#pax);
    if (kind === 'none') {
      this.#announce(header, null, null);
      return;
    }
    const realSize = decimal(this.#pax?.get('GNU.sparse.size') ?? this.#pax?.get('GNU.sparse.realsize') ?? '');
    if (realSize === null) throw this.#error('corrupt', tarFaults.sparseSize);
    if (kind === 'map-in-content') {
      this.#sparse = { header, pieces: [], realSize, map: { text: '', blocks: 0, lines: 0, count: null } };
      this.#state = 'new-sparse';
      return;
    }
    const numbers = (this.#pax?.get('GNU.sparse.map') ?? '').split(',');
    const pieces = numbers.length > MAX_SPARSE_PIECES * 2 ? null : readSparseList(numbers);
    if (pieces === null) throw this.#error('corrupt', tarFaults.sparseMap);
    this.#announce(header, pieces, realSize);
  }

  #oldSparseBlock(block: Buffer): void {
    const sparse = this.#sparse;
    if (sparse === null) return;
    this.#readOldPieces(block, 0, 21);
    if (block[504] === 0) this.#announce(sparse.header, sparse.pieces, sparse.realSize);
  }

  #readOldPieces(block: Buffer, start: number, count: number): void {
    const pieces = this.#sparse?.pieces ?? [];
    for (let i = 0; i < count; i += 1) {
      const at = start + i * 24;
      if (block[at] === 0) return;
      const offset = readNumber(block, at, 12);
      const length = readNumber(block, at + 12, 12);
      if (!(offset >= 0 && length >= 0) || pieces.length >= MAX_SPARSE_PIECES) {
        throw this.#error('corrupt', tarFaults.sparseMap);
      }
      pieces.push({ offset, length });
    }
  }

  /** GNU sparse 1.0: the map stands in front of the content, as decimal lines padded to whole blocks, and counts in its size. */
  #newSparseBlock(block: Buffer): void {
    const sparse = this.#sparse;
    const map = sparse?.map ?? null;
    if (sparse === null || map === null) return;
    map.blocks += 1;
    if (map.blocks * BLOCK > MAX_EXTENSION) throw this.#error('corrupt', tarFaults.longSparseMap);
    map.text += block.toString('latin1', 0, BLOCK);
    for (let at = 0; at < BLOCK; at += 1) if (block[at] === 0x0a) map.lines += 1;
    if (map.lines === 0) return;
    map.count ??= decimal(map.text.slice(0, map.text.indexOf('\n')));
    if (map.count === null || map.count > MAX_SPARSE_PIECES) throw this.#error('corrupt', tarFaults.sparseMap);
    // The lines are parted once, when all of them are there.
    if (map.lines - 1 < map.count * 2) return;
    const pieces = readSparseList(map.text.split('\n', 1 + map.count * 2).slice(1));
    if (pieces === null) throw this.#error('corrupt', tarFaults.sparseMap);
    this.#announce(sparse.header, pieces, sparse.realSize, map.blocks * BLOCK);
  }

  /** Tells the visitor of an entry whose headers are complete, and turns to its content. */
  #announce(header: RawHeader, pieces: readonly SparsePiece[] | null, realSize: number | null, mapBytes = 0): void {
    const pax = this.#pax;
    const sparseName = paxSparseKind(pax) === 'none' ? undefined : pax?.get('GNU.sparse.name');
    const plainName = this.#longName ?? pax?.get('path') ?? header.name;
    const name = sparseName ?? plainName;
    const linkName = this.#longLink ?? pax?.get('linkpath') ?? header.linkName;
    const stated = pax?.get('size');
    const statedSize = stated === undefined ? header.size : decimal(stated);
    if (statedSize === null) throw this.#error('corrupt', tarFaults.extensionSize);
    const type = typeOf(header.typeFlag, plainName);
    // Whatever size a link or directory states, no content follows it.
    const stored = type === 'file' || type === 'other' ? statedSize - mapBytes : 0;
    const size = type === 'file' || type === 'other' ? (realSize ?? stored) : 0;
    if (stored < 0 || !(size >= 0)) throw this.#error('corrupt', tarFaults.entrySize);
    if (pieces !== null) {
      const held = pieces.reduce((sum, piece) => sum + piece.length, 0);
      if (!sparseFits(pieces, size) || held !== stored) throw this.#error('corrupt', tarFaults.sparseMap);
    }
    this.#pax = null;
    this.#longName = null;
    this.#longLink = null;
    this.#sparse = null;
    const uid = paxNumber(pax, 'uid') ?? header.uid;
    const gid = paxNumber(pax, 'gid') ?? header.gid;
    const capability = pax?.get(capabilityKey);
    const facts = { name, type, size, mode: header.mode, uid, gid, linkName, sparse: pieces };
    const entry: TarEntry = capability === undefined ? facts : { ...facts, capability };
    this.#wanted = this.#visitor.entry(entry, this.#offset);
    this.#startContent(this.#wanted ? 'content' : 'skip', stored);
  }

  #startContent(state: 'content' | 'skip' | 'extension', size: number): void {
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
    // Padding of skipped content is skipped along with it.
    this.#remaining = state === 'skip' ? size + this.#padding : size;
    this.#state = state;
    if (this.#remaining === 0) this.#contentDone();
  }

  /** What is left of the content is skipped, with its padding. */
  #passOver(): void {
    this.#wanted = false;
    this.#state = 'skip';
    this.#remaining += this.#padding;
  }

  #contentDone(): void {
    if (this.#state === 'content') {
      this.#wanted = false;
      this.#visitor.end();
      this.#state = 'skip';
      this.#remaining = this.#padding;
    } else if (this.#state === 'extension') {
      this.#extensionDone();
      this.#state = 'skip';
      this.#wanted = false;
      this.#remaining = this.#padding;
    }
    if (this.#remaining === 0) this.#state = 'header';
  }

  #extensionDone(): void {
    const extension = this.#extension;
    if (extension === null) return;
    this.#extension = null;
    const content = Buffer.concat(extension.chunks);
    switch (extension.flag) {
      case 'x':
        this.#pax = readPaxRecords(content);
        if (this.#pax === null) throw this.#error('corrupt', tarFaults.extension);
        return;
      case 'L':
        this.#longName = untilNul(content) || null;
        return;
      case 'K':
        this.#longLink = untilNul(content) || null;
        return;
      default:
        // A global header is an entry of its own to Go's reader: it is applied to nothing, and ends what stood before it.
        this.#pax = null;
        this.#longName = null;
        this.#longLink = null;
    }
  }

  #error(kind: 'truncated' | 'corrupt', reason: Text): TarError {
    return new TarError(kind, reason, this.#offset);
  }
}

function untilNul(content: Buffer): string {
  const nul = content.indexOf(0);
  return content.toString('utf8', 0, nul < 0 ? content.length : nul);
}
