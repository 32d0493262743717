import type { Expected } from './verified-stream.ts';

/** Bytes that lie in a file of this machine, in one piece. */
export interface StoredBytes {
  /** How many. */
  readonly size: number;
  /** What they have to turn out to be; null where nobody said. */
  readonly expected: Expected | null;
  /** The file, until `close` is called. */
  readonly open: () => Promise<OpenedBytes>;
}

export interface OpenedBytes {
  /** Its descriptor, and where in it the bytes begin. */
  readonly file: number;
  readonly from: number;
  /** What to throw where the file ends at a position before they do. */
  readonly endsEarly: (position: number) => Error;
  /** What to throw where the system does not let it be read; what the system says where this is left out. */
  readonly unreadable?: (error: unknown) => Error;
  close(): Promise<void>;
}
