/**
 * The target of the first link whose relation is `next` in a Link header (RFC 8288, section 3): `<URI>; rel="next"`. Null where there is
 * none. The URI is as it stands, relative or not. How long a header may be is up to the connection: one that was not looked at to its end would
 * end a list in silence.
 */
export function nextLink(header: string | undefined): string | null {
  if (header === undefined) return null;
  let at = 0;
  while (at < header.length) {
    const open = header.indexOf('<', at);
    const close = open < 0 ? -1 : header.indexOf('>', open);
    if (close < 0) return null;
    const end = unquotedAt(header, ',', close + 1, header.length);
    if (hasRelation(header, close + 1, end)) return header.slice(open + 1, close).trim();
    at = end + 1;
  }
  return null;
}

/** Where a letter stands that is not within quotes; `to` where it does not. */
function unquotedAt(header: string, wanted: string, from: number, to: number): number {
  let isQuoted = false;
  for (let at = from; at < to; at += 1) {
    const letter = header[at];
    if (isQuoted && letter === '\\') at += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === wanted && !isQuoted) return at;
  }
  return to;
}

/** Several relations may stand in one parameter, apart by spaces; only the first `rel` counts. */
function hasRelation(header: string, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const end = unquotedAt(header, ';', at, to);
    const [name = '', value = ''] = header.slice(at, end).split('=', 2);
    at = end + 1;
    if (name.trim().toLowerCase() !== 'rel') continue;
    return value.trim().replace(/^"|"$/g, '').toLowerCase().split(/\s+/).includes('next');
  }
  return false;
}
