import { shortDigest } from '../base/digest.ts';
import { fill, type Text } from '../base/text.ts';
import type { ImageIdentity, LedgerReader } from '../model/ledger.ts';
import type { Act, Question } from '../model/question.ts';
import { decisionWords as words } from './decision-words.ts';

/**
 * Whether a name that the ledger knows arrives with content that was never allowed under it. New content under an old name is usual; it
 * is recorded with that name by whoever judges it, before it comes to a door. Returns what to say; null where nothing is wrong.
 * What claims a name: docs/decisions/0010-names.md.
 */
export function isPoisoned({ names, identity }: Question, ledger: LedgerReader): Text | null {
  for (const name of names) {
    if (ledger.isKnownAs(name, identity)) continue;
    const recorded = ledger.named(name);
    if (recorded === null || isSame(recorded.record.fingerprint, identity)) continue;
    const { configDigest } = recorded.record.fingerprint;
    return fill(words.poisoned, {
      name,
      recorded: shortDigest(configDigest),
      arrived: shortDigest(contentOf(identity)),
    });
  }
  return null;
}

function isSame(recorded: ImageIdentity, arrived: ImageIdentity): boolean {
  // One index is one name for an image of each platform, which it names by their digests.
  if (recorded.indexDigest !== null && recorded.indexDigest === arrived.indexDigest) return true;
  const keys = ['configDigest', 'manifestDigest', 'indexDigest', 'chainId'] as const;
  const known = keys.filter((key) => recorded[key] !== null && arrived[key] !== null);
  // The config names the layers: where it is the same, the rest can only be another packing of the same image.
  if (known.includes('configDigest')) return recorded.configDigest === arrived.configDigest;
  return known.some((key) => recorded[key] === arrived[key]);
}

function contentOf({ configDigest, manifestDigest, indexDigest, chainId }: ImageIdentity): string {
  return configDigest ?? manifestDigest ?? indexDigest ?? chainId ?? '';
}

/** Acts that bring an image in under a name; all others only use one, and whoever may tag may make one up. */
const bringing: ReadonlySet<Act> = new Set(['pull', 'load']);

/**
 * The names that an image is let in under and that the ledger does not have for it yet. A name with a digest needs no keeping: it means
 * one content for good.
 */
export function newNames({ act, names, identity }: Question, ledger: LedgerReader): readonly string[] {
  if (!bringing.has(act)) return [];
  return names.filter((name) => !name.includes('@') && !ledger.isKnownAs(name, identity));
}
