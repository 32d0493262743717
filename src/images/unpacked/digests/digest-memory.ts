/**
 * What a thread that takes digests and whoever asks for them share: words of 32 bits, then a place for each question with its answer. Sizes and
 * addresses are bytes.
 */
export const digestMemory = {
  words: {
    /** Raised to wake the one or the other. */
    forAsker: 0,
    forThread: 1,
    /** Questions that were asked, and those of them that were answered. */
    asked: 2,
    answered: 3,
    /** Raised with each chunk, so that a thread at work can be told from one that is no more. */
    pulse: 4,
  },
  places: { start: 64, count: 512, size: 192 },
  /** Words of a place; offsets are of up to 53 bits, in two. */
  question: {
    descriptor: 0,
    from: 1,
    to: 3,
    digests: 5,
    outcome: 6,
    directory: 7,
    directoryEnd: 9,
    before: 11,
    names: 13,
  },
  /** Where in a place the digests are written, one after the other. */
  answer: 64,
} as const;

export const digestBytes = digestMemory.places.start + digestMemory.places.count * digestMemory.places.size;

/** As bits of a question; the answer has those that were asked for, in this order. */
export const digestKinds = { crc64: 1, md5: 2, sha1: 4, sha256: 8 } as const;
export type DigestKind = keyof typeof digestKinds;

export const digestOutcomes = { whole: 1, unreadable: 2 } as const;

/** What was asked of a zip file's names, and what came of it. */
export const nameOutcomes = { unasked: 0, asked: 1, same: 2, other: 3 } as const;
