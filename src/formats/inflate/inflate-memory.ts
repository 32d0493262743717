/**
 * The memory that a thread which inflates and hashes streams and whoever reads them share: counters, what `assembly/inflate.ts` needs for itself, compressed bytes on their
 * way in and inflated ones on their way out. Addresses and sizes are bytes, the words are of 32 bits.
 */
export const inflateMemory = {
  words: {
    /** Raised to wake the one or the other. */
    forReader: 0,
    forInflater: 1,
    /** Which stream it is, counted from 1. */
    stream: 2,
    /** Pieces of compressed bytes that were laid down, and those of them that are done with. */
    laid: 3,
    taken: 4,
    /** 1 once the last piece has been laid down. */
    isLaid: 5,
    /** Chunks that came out, and those of them that the reader is done with. */
    made: 6,
    freed: 7,
    /** How many chunks the others have to be done with before the thread wants to be woken for it. */
    wantedFree: 8,
    /** One of `outcomes`. */
    outcome: 9,
    /** 1 once the digests can be read. */
    isSummed: 10,
    /** Where the stored bytes are: one of `storages`, and in a file its descriptor. */
    storage: 11,
    file: 12,
    /** 1 where the file ended before they did. */
    isCutShort: 13,
    /** The last stream of which a second thread hashes what comes out, that one's waking, and how many chunks are hashed. */
    hashedStream: 14,
    forHasher: 15,
    hashed: 16,
    /** 1 where the stream's own checksum need not be looked at. */
    isExpected: 17,
    /** From here on a word for each place: how many bytes lie there. */
    pieceSizes: 32,
    /** From here on a word for each chunk that is not freed yet: where it lies, and how many bytes it has. */
    chunkPlaces: 12 << 10,
    chunkSizes: 14 << 10,
  },
  /** Numbers of 64 bits: where in the file the stored bytes begin, how many there are, and how many of them have been read. */
  numbers: { start: 256, from: 0, length: 1, read: 2 },
  /** The SHA-256 of what came out, and the digest of the stored bytes where a file has them. */
  digest: { start: 512, size: 32 },
  storedDigest: { start: 576, size: 64 },
  /** What is left of a piece comes to stand before the next one: less than 512 bytes, as `assembly/inflate.ts` has it. */
  pieces: { start: 64 << 10, count: 4, size: 256 << 10, before: 1 << 10 },
  /**
   * Matches reach back 32 KiB; one that begins in a chunk ends behind it, and is written sixteen bytes at a time.
   *
   * There are so many that the thread goes on while the reader is busy with what went by: an image's programs are looked at for longer than they take to
   * inflate, its large caches are not looked at. Fewer are used of what the reader lays down: it comes as quickly as a network brings it, and of a
   * registry several at a time.
   */
  chunks: {
    ...{ start: (1 << 20) + (128 << 10), count: 48, countLaidDown: 8 },
    ...{ size: 512 << 10, before: 32 << 10, behind: 1 << 10 },
  },
} as const;

/** Of 64 KiB. */
export const inflatePages = 427;

/** Where the stored bytes of a stream come from, and what they are. */
export const storages = {
  /** The reader lays them down. */
  laidDown: 0,
  /** The thread reads them from a file: gzip, or what the stream holds. */
  gzipFile: 1,
  plainFile: 2,
} as const;

/** How a stream came to its end. Numbers down to -6 are those of `assembly/inflate.ts`. */
export const outcomes = {
  running: 0,
  whole: 1,
  truncated: -1,
  'invalid block type': -2,
  'invalid stored block lengths': -3,
  'invalid code lengths set': -4,
  'invalid code': -5,
  'invalid distance too far back': -6,
  'incorrect header check': -7,
  'unknown compression method': -8,
  'unknown header flags set': -9,
  'header crc mismatch': -10,
  'incorrect data check': -11,
  'incorrect length check': -12,
} as const;
