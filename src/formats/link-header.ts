/** The most that is looked at: a Link header is a line. */
const MAX_LENGTH = 16 << 10;

/**
 * The target of the first link whose relation is `next` in a Link header (RFC 8288, section 3): `<URI>; rel="next"`. Null where there is
 * none. The URI is as it stands, relative or not.
 */
export function nextLink(header: string | undefined): string | null {
  if (header === undefined || header.length > MAX_LENGTH) return null;
  let at = 0;
  while (at < header.length) {
    const open = header.indexOf('<', at);
    const close = open < 0 ? -1 : header.indexOf('>', open);
    if (close < 0) return null;
    const end = endOfLink(header, close + 1);
    if (hasRelation(header.slice(close + 1, end))) return header.slice(open + 1, close).trim();
    at = end + 1;
  }
  return null;
}

/** Where the comma stands that ends a link: not one within quotes. */
function endOfLink(header: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < header.length; at += 1) {
    const letter = header[at];
    if (isQuoted && letter === '\\') at += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === ',' && !isQuoted) return at;
  }
  return header.length;
}

/** Several relations may stand in one parameter, apart by spaces; only the first `rel` counts. */
function hasRelation(parameters: string): boolean {
  for (const parameter of parameters.split(';')) {
    const [name = '', value = ''] = parameter.split('=', 2).map((part) => part.trim());
    if (name.toLowerCase() !== 'rel') continue;
    const words = value.replace(/^"|"$/g, '').toLowerCase().split(/\s+/);
    return words.includes('next');
  }
  return false;
}
