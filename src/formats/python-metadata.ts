/** The fields of Python core metadata that say what a distribution is. */
export interface PythonMetadata {
  readonly name: string | null;
  readonly version: string | null;
  readonly licenseExpression: string | null;
  readonly license: string | null;
  readonly classifiers: readonly string[];
}

/** The header stands at the start; what follows is a description of any length. */
const MAX_HEADER = 1024 * 1024;
const MAX_CLASSIFIERS = 500;

/**
 * Reads core metadata (packaging.python.org, "Core metadata specifications"; METADATA and PKG-INFO): header fields as in an e-mail up to
 * the first empty line. Names of fields mean the same in any case; of a field that may stand once, the first one counts.
 */
export function readPythonMetadata(content: Buffer): PythonMetadata {
  const text = content.toString('utf8', 0, Math.min(content.length, MAX_HEADER)).replace(/^\ufeff/, '');
  const single = new Map<string, string>();
  const classifiers: string[] = [];
  for (const line of linesOf(text)) {
    if (line === '') break;
    const colon = line.indexOf(':');
    // Of the wanted fields only a licence goes on in further lines, and its first line is what names it.
    if (colon <= 0 || line[0] === ' ' || line[0] === '\t') continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'classifier') {
      if (classifiers.length < MAX_CLASSIFIERS) classifiers.push(value);
    } else if (wanted.has(name) && !single.has(name)) single.set(name, value);
  }
  const field = (name: string) => single.get(name) || null;
  return {
    name: field('name'),
    version: field('version'),
    licenseExpression: field('license-expression'),
    license: field('license'),
    classifiers,
  };
}

const wanted: ReadonlySet<string> = new Set(['name', 'version', 'license-expression', 'license']);

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    yield text.slice(at, end).replace(/\r$/, '');
    at = end + 1;
  }
}
