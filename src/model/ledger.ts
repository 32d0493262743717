import type { Digest } from '../base/digest.ts';
import type { Fingerprint } from './image.ts';
import type { Evidence, Outcome } from './verdict.ts';

/** What an entry of the ledger says about one image. */
export type LedgerRecord = VerdictRecord | AuthorizationRecord | RevocationRecord | SightingRecord;

interface RecordFacts {
  readonly fingerprint: Fingerprint;
  /** Names under which the image was seen, in full (`docker.io/library/nginx:1.27`); a name is never an identity. */
  readonly names: readonly string[];
}

/** An image was judged by a policy. */
export interface VerdictRecord extends RecordFacts {
  readonly kind: 'verdict';
  readonly decision: 'allow' | 'deny';
  readonly policy: { readonly name: string; readonly digest: string };
  /** The digest of the advisories that it was judged with. */
  readonly database: string;
  /** Controls that did not pass, each with the first pieces of its evidence: what a refusal says. */
  readonly failed: readonly FailedControl[];
  /** `config.User` of the image. */
  readonly user: string;
  /** Names in the image's own passwd that have uid 0; null where passwd could not be read. */
  readonly rootNames: readonly string[] | null;
  readonly labels: Readonly<Record<string, string>>;
}

export interface FailedControl {
  readonly id: string;
  readonly outcome: Exclude<Outcome, 'pass'>;
  /** One line: `CVE-2023-1234 in openssl 3.0.9, fixed in 3.0.11`. */
  readonly first: string;
  /** How many pieces of evidence there are. */
  readonly count: number;
  readonly evidence: readonly Evidence[];
}

/** Somebody answers for an image, whatever its verdict. */
export interface AuthorizationRecord extends RecordFacts {
  readonly kind: 'authorization';
  readonly reason: string;
  readonly owner: string;
  /** RFC 3339; null where it does not end. */
  readonly expires: string | null;
  readonly user: string;
  readonly rootNames: readonly string[] | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Takes back what allowed an image until now. */
export interface RevocationRecord extends RecordFacts {
  readonly kind: 'revocation';
  readonly reason: string;
}

/** A gate let an image in under these names. It allows nothing by itself; it remembers which name had which content. */
export interface SightingRecord extends RecordFacts {
  readonly kind: 'sighting';
  /** Which gate, and what was asked of it. */
  readonly by: string;
}

/** An entry as it stands in the ledger: what it says, when, where in the chain, and under whose signature. */
export interface LedgerEntry {
  /** From 1 on, without holes. */
  readonly sequence: number;
  /** The digest of the entry before; null for the first one. */
  readonly previous: Digest | null;
  /** Of this entry, as the next one names it. */
  readonly digest: Digest;
  /** When it was first written, in the ledger that it comes from; RFC 3339. */
  readonly at: string;
  /** The key that signed it: the SHA-256 of its public key in SPKI form, as hex. */
  readonly keyId: string;
  readonly record: LedgerRecord;
  /** Only of an entry that was imported from another ledger. */
  readonly origin?: LedgerOrigin;
}

/** Where an imported entry comes from. */
export interface LedgerOrigin {
  /** The digest of the other ledger's first entry. */
  readonly ledger: Digest;
  /** Its number there. */
  readonly sequence: number;
  /** Its digest there. */
  readonly digest: Digest;
  /** The key that signed it there. */
  readonly keyId: string;
  readonly importedAt: string;
}

/** What is known of an image that stands at a door: any of it may be missing, and what is there has to agree with an entry. */
export interface ImageIdentity {
  readonly configDigest: Digest | null;
  readonly manifestDigest: Digest | null;
  readonly indexDigest: Digest | null;
  readonly diffIds: readonly Digest[] | null;
  readonly chainId: Digest | null;
}

/** The ledger as a gate reads it. Look-ups are local and synchronous; each entry's signature is verified before it is returned. */
export interface LedgerReader {
  /**
   * The entry that stands for an image: its newest verdict, authorization or revocation, except that no verdict lifts a revocation;
   * never a sighting. Null where there is none.
   *
   * The config digest decides where it is known, and the layers have to be the recorded ones; else the manifest digest, which names one
   * config. Layers alone may belong to several images: then a revocation or denial of any of them counts before what allows another.
   * An index digest alone finds nothing, since it names an image for each platform. Throws `ledger-damaged`, `ledger-unreadable`, and
   * `ledger-contradicts` where what is known of the image cannot be true.
   */
  newest(identity: ImageIdentity): LedgerEntry | null;
  /** The newest entry that allowed an image, or saw it let in, under this full name; null where none did. Throws as `newest`. */
  named(name: string): LedgerEntry | null;
  /** Whether this very image was ever allowed, or let in, under this full name, however long ago. Throws as `newest`. */
  isKnownAs(name: string, identity: ImageIdentity): boolean;
  close(): void;
}
