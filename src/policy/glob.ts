/** The longest pattern that a policy may hold. */
export const maxGlobLength = 512;

/**
 * Whether a pattern matches a whole text: `*` is any run of characters (`/` too), `?` any one character, all else itself. Takes time in
 * proportion to the text, whatever the pattern: no regular expression, nothing to backtrack into.
 */
export function globMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === text;
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const sign = pattern[place];
    if (sign === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (sign !== undefined && (sign === '?' || sign === text[at])) {
      at += 1;
      place += 1;
    } else if (star !== -1) {
      // Only the last star can be worth widening: what lies before it matched at the earliest place.
      resume += 1;
      at = resume;
      place = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}
