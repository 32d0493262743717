/** Lines of one file that are looked at. */
const MAX_LINES = 1000;

/**
 * A `.properties` file (`java.util.Properties`) as far as names and versions need it: no line goes on in the next. Of a key named twice the
 * last value counts.
 */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const raw of text.split(/\r\n|\n|\r/, MAX_LINES)) {
    const line = raw.trim();
    const end = line.search(/[=:\s]/);
    if (end <= 0 || line.startsWith('#') || line.startsWith('!')) continue;
    const value = line.slice(end).replace(/^\s*[=:]?\s*/, '');
    members.set(line.slice(0, end), value.replace(/\\([:=#! \\])/g, '$1'));
  }
  return members;
}

/** The main section of a jar's manifest ("JAR File Specification"): names in lower case, lines that go on put together. */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const line of text.replace(/(?:\r\n|\n|\r) /g, '').split(/\r\n|\n|\r/, MAX_LINES)) {
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon > 0) members.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return members;
}
