import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';

/**
 * The highest of some fixed versions, in the order of their scheme. A version that the scheme cannot parse loses against one that it can;
 * where none can be parsed, or the scheme is not known, numbers inside the texts decide.
 */
export function highestVersion(versions: readonly string[], scheme: VersionScheme | undefined): string {
  let best: { text: string; parsed: unknown } | null = null;
  for (const text of new Set(versions)) {
    const parsed = parsedOrNull(scheme, text);
    if (best === null || isHigher(parsed, best.parsed, text, best.text, scheme)) best = { text, parsed };
  }
  return best?.text ?? '';
}

function isHigher(a: unknown, b: unknown, textA: string, textB: string, scheme: VersionScheme | undefined): boolean {
  if (a !== null && b !== null && scheme !== undefined) return scheme.compare(a, b) > 0;
  if (a !== null || b !== null) return a !== null;
  return textA.localeCompare(textB, 'en', { numeric: true }) > 0;
}

function parsedOrNull(scheme: VersionScheme | undefined, text: string): unknown {
  try {
    return scheme?.parse(text) ?? null;
  } catch (error) {
    // The finding itself says `undecidable` for such a version; here it only loses the comparison.
    if (error instanceof InvalidVersion) return null;
    throw error;
  }
}
