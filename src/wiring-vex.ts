import { applyStatements } from './match/vex/apply.ts';
import { attachedStatements } from './match/vex/attached/attached-statements.ts';
import { findAttached } from './match/vex/attached/find-attached.ts';
import { readVexKeys } from './match/vex/attached/vex-key.ts';
import { loadStatements } from './match/vex/load.ts';
import type { ScanParts } from './scan/scanner.ts';

/** What others say about an image: files that the user gave, and what lies beside the image and is signed by a key of the user's. */
export async function vexParts(
  files: readonly string[],
  keyFiles: readonly string[],
  signal: AbortSignal,
): Promise<Pick<ScanParts, 'suppress' | 'findAttached'>> {
  const keys = await readVexKeys(keyFiles, signal);
  const given = await loadStatements(files, signal);
  return {
    ...(keys.length === 0 ? {} : { findAttached }),
    suppress: (matched, listing) => {
      const { attached = { documents: [], gaps: [] }, fingerprint } = listing;
      const { statements, gaps } = attachedStatements(attached, keys, fingerprint);
      return { ...applyStatements(matched, listing, [...given, ...statements]), gaps: [...matched.gaps, ...gaps] };
    },
  };
}
