import type { Attached } from '../../../model/attached.ts';
import type { Gap, GapReason } from '../../../model/gap.ts';
import type { Fingerprint } from '../../../model/image.ts';
import type { Statement } from '../statement.ts';
import { gapOf } from './find-attached.ts';
import { believed } from './verify.ts';
import type { VexKey } from './vex-key.ts';

/** What lies beside an image and is signed for it, as statements; and all else of it as gaps. */
export function attachedStatements(
  { documents, gaps }: Attached,
  keys: readonly VexKey[],
  { manifestDigest, indexDigest }: Fingerprint,
): { readonly statements: readonly Statement[]; readonly gaps: readonly Gap[] } {
  const digests = new Set([manifestDigest, indexDigest].filter((digest) => digest !== null));
  const statements: Statement[] = [];
  const left: Gap[] = [...gaps];
  for (const document of documents) {
    const result = believed(document, keys, digests);
    if ('reason' in result) left.push(gapOf(document.manifest, result.reason));
    else for (const statement of result.statements) statements.push(statement);
  }
  if (statements.length === 0) return { statements, gaps: left };
  // What takes an older statement back may be among what was not read: whoever can push could put anything in front of it.
  return { statements, gaps: left.map((gap) => (pastLimits.has(gap.reason) ? { ...gap, incomplete: true } : gap)) };
}

const pastLimits: ReadonlySet<GapReason> = new Set(['too-many', 'too-large', 'limit-crossed']);
