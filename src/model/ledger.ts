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

/** A gate that admits unknown images let one in. It allows nothing by itself; it remembers which name had which content. */
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
  /** When it was written, RFC 3339. */
  readonly at: string;
  /** The key that signed it: the SHA-256 of its public key in SPKI form. */
  readonly keyId: string;
  readonly record: LedgerRecord;
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
   * The newest entry (verdict, authorization or revocation, never a sighting) for an image; null where there is none. Config digest and
   * diffIDs decide where both are known; a manifest or index digest alone is enough, as each names one content. Throws `ledger-damaged`.
   */
  newest(identity: ImageIdentity): LedgerEntry | null;
  /** The newest entry of any kind that saw an image under this full name; null where none did. */
  named(name: string): LedgerEntry | null;
  close(): void;
}
