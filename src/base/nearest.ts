import { distance } from 'fastest-levenshtein';

/** The known word that a mistyped one was most likely meant to be; null where none is near. */
export function nearest(given: string, known: readonly string[]): string | null {
  const word = given.slice(0, 64).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const steps = candidate.startsWith(word) && word.length > 1 ? 1 : distance(word, candidate);
    if (steps < bestDistance && steps < candidate.length) {
      best = candidate;
      bestDistance = steps;
    }
  }
  return best;
}
