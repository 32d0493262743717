import { canonical } from '../base/canonical-json.ts';
import type { Digest } from '../base/digest.ts';
import { type KeyFinder, readEnvelope, type Signer, seal, verifiedPayload } from './dsse.ts';
import { revisions } from './index-keys.ts';
import { emptyRoot } from './sealed-map.ts';
import { shapeOf } from './shape.ts';

/** The end of a ledger as its writer signed it: its last entry, and through the root of the index what stands for which image. */
export interface Head {
  /** 0 for a ledger without entries. */
  readonly sequence: number;
  /** Of the last entry; null for a ledger without entries. */
  readonly digest: Digest | null;
  readonly root: Digest;
  /** How the index is made: one of {@link revisions}. */
  readonly index: number;
}

const payloadType = 'application/vnd.plimsoll.ledger-head+json';

export const emptyHead: Head = { sequence: 0, digest: null, root: emptyRoot, index: revisions.now };

export function sealHead(head: Head, signer: Signer): Buffer {
  return seal(payloadType, canonical(head), signer);
}

/** Reads a signed head. Throws {@link Fault}. */
export function openHead(bytes: Uint8Array, keyOf: KeyFinder): Head {
  const head = shapeOf(verifiedPayload(readEnvelope(bytes, payloadType), keyOf), 'head');
  const index = head.value('index') === undefined ? revisions.lists : head.count('index');
  return { sequence: head.count('sequence'), digest: head.digestOrNull('digest'), root: head.digest('root'), index };
}

/** Whether an envelope is that of a head, by what it says of itself. */
export function isHead(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(`"payloadType":"${payloadType}"`);
}
