import type { ImageHistory, ImageSummary } from '../ledger/history.ts';
import type { Imported } from '../ledger/import.ts';
import type { KeyRequest } from '../ledger/signing-key.ts';
import type { VerifiedLedger } from '../ledger/verify.ts';
import type { ImageIdentity, LedgerEntry, LedgerRecord } from '../model/ledger.ts';

/** The ledger of the state directory. Everything throws `ledger-damaged` and `ledger-unreadable` rather than leave anything out. */
export interface LedgerService {
  /** Sees to it that entries can be written before anything that takes long is done for them. Throws as `append`. */
  prepare(request: LedgerWrite): Promise<void>;
  /** Writes entries, all or none. Throws `ledger-busy`, `no-room-for-ledger`, `ledger-not-written`, `signing-key-…`. */
  append(records: readonly LedgerRecord[], request: LedgerWrite): Promise<readonly LedgerEntry[]>;
  /** What stands for an image, as a gate would be told. */
  standing(identity: ImageIdentity): Promise<LedgerEntry | null>;
  /** How many entries there are. What every look-up proves is proven. */
  entries(): Promise<number>;
  /** The image with the newest entry first. */
  images(): Promise<readonly ImageSummary[]>;
  /** The images of which a digest begins with these hexadecimal digits. */
  find(start: string): Promise<readonly ImageHistory[]>;
  /** Verifies everything. Throws `ledger-damaged` with the first bad entry. */
  verify(step: (done: number) => void): Promise<VerifiedLedger>;
  /** The lines of an export, each with its line break. */
  export(): Promise<Iterable<string>>;
  /** Throws `import-refused`, `public-key-unusable`, and as `append`. */
  import(request: LedgerImport): Promise<Imported>;
}

export interface LedgerWrite {
  readonly key: KeyRequest;
  readonly signal: AbortSignal;
}

export interface LedgerImport extends LedgerWrite {
  /** How it is called in errors. */
  readonly file: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** Files with the public keys of the other host. */
  readonly publicKeys: readonly string[];
}
