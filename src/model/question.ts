import type { Text } from '../base/text.ts';
import type { ImageIdentity } from './ledger.ts';
import type { RegistryLogin } from './registry-login.ts';

/** What somebody is about to do with an image. */
export type Act = 'pull' | 'load' | 'import' | 'create' | 'start' | 'exec' | 'update' | 'commit' | 'service' | 'run';

/** What a gate asks before it lets a request pass. */
export interface Question {
  readonly act: Act;
  /** The image as it was asked for, for people; printable. */
  readonly asked: string;
  /** Full names that the image has or is about to get (`docker.io/library/nginx:1.27`). */
  readonly names: readonly string[];
  readonly identity: ImageIdentity;
  /** Full names under which a registry answered for this very content: what a trusted prefix is held against. Tags prove nothing. */
  readonly origins: readonly string[];
  /** A reference through which a scan reads exactly this content; null where there is none. */
  readonly scanRef: string | null;
  /**
   * Whom a scan is to be in a registry, null for nobody; left out where the image is not to be had from one. Behind a function, so that
   * nothing that prints or keeps a question has the secret.
   */
  readonly scanLogin?: () => RegistryLogin | null;
  /** Labels of the image's config as the gate read them. */
  readonly labels: Readonly<Record<string, string>>;
  /** `config.User` as the gate read it, which tells one image from another of the same layers; null where it did not. */
  readonly ownUser: string | null;
  /** The user that the request itself sets; null where it leaves the image's own. */
  readonly user: AskedUser | null;
}

/** A user as a request writes it, and what is known of it. */
export interface AskedUser {
  /** `0:0`, `root`, `app`, the empty string. */
  readonly text: string;
  /** Its uid where the container's own passwd was read; null where it was not. */
  readonly uid: number | null;
  /** Where a name will be looked up: in the image's own passwd, which the ledger knows, or in another file that nobody has seen. */
  readonly passwd: 'image' | 'unseen';
}

export type Decision = Admitted | Refused;

export interface Admitted {
  readonly admitted: true;
  /** Why, for the decision log: `verdict`, `authorization`, `trusted prefix …`. */
  readonly because: string;
}

export interface Refused {
  readonly admitted: false;
  /** In one word for logs and metrics. */
  readonly code: RefusalCode;
  /** What is wrong in one line, with its evidence: `vulnerabilities: CVE-2023-1234 in openssl 3.0.9, fixed in 3.0.11`. */
  readonly reason: Text;
  /** The command that shows more, or what to do. */
  readonly next: Text;
}

export const refusalCodes = [
  'denied',
  'unknown-image',
  'revoked',
  'expired',
  'too-old',
  'other-policy',
  'poisoned',
  'root-user',
  'ambiguous',
  'undecided',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** Answers a gate's question: the ledger first, then perhaps a scan. Never throws: what cannot be decided is refused. */
export type Decide = (question: Question) => Promise<Decision>;
