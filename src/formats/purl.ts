import { PackageURL } from 'packageurl-js';

/** A package URL (https://github.com/package-url/purl-spec) in its parts, each decoded and normalized by the rules of its type. */
export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** No package has a longer one. */
const LONGEST = 8192;

/** Reads a purl; null for what is none. */
export function parsePurl(text: string): Purl | null {
  if (text.length > LONGEST || !text.startsWith('pkg:')) return null;
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(text);
    if (type === undefined || name === undefined || name === '') return null;
    return {
      type,
      namespace: namespace || null,
      name,
      version: version || null,
      qualifiers: { ...qualifiers },
      subpath: subpath || null,
    };
  } catch {
    // Whatever it throws, the text is no purl.
    return null;
  }
}
