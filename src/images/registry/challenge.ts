/** One way to prove who one is, as a server offers it. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case; the first of a repeated one counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_LENGTH = 8192;
const MAX_CHALLENGES = 16;

const space = /[ \t]*/y;
const separators = /[ \t,]*/y;
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Reads WWW-Authenticate (RFC 9110, section 11.6.1): several challenges in one header, parameters with quotes and commas in them. What
 * comes after something that is not of that form is left out.
 */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  const text = (header ?? '').slice(0, MAX_LENGTH);
  const challenges: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };

  while (challenges.length < MAX_CHALLENGES) {
    take(separators);
    const scheme = take(token);
    if (scheme === null) break;
    const parameters = new Map<string, string>();
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters });
    take(space);
    if (isParameter(text, at) || take(token68) === null) {
      while (isParameter(text, at)) {
        const name = take(token)?.[0].toLowerCase() ?? '';
        take(space);
        at += 1;
        take(space);
        const value = parameterValue(take);
        if (value === null) return challenges;
        if (!parameters.has(name)) parameters.set(name, value);
        take(separators);
      }
    }
  }
  return challenges;
}

function parameterValue(take: (pattern: RegExp) => RegExpExecArray | null): string | null {
  const inQuotes = take(quoted);
  if (inQuotes !== null) return (inQuotes[1] ?? '').replace(/\\(.)/g, '$1');
  return take(token)?.[0] ?? null;
}

/** Whether `name =` stands here, and not the scheme of the next challenge or the padding of a token68. */
function isParameter(text: string, at: number): boolean {
  const next = /[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*=(?!=)(?![ \t]*(?:,|$))/y;
  next.lastIndex = at;
  return next.test(text);
}
