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

/** Reads a purl; null for what is none. One that breaks only the rules of its type (a Go version of two numbers) is read by the general ones. */
export function parsePurl(text: string): Purl | null {
  if (text.length > LONGEST || !text.startsWith('pkg:')) return null;
  const parts = partsOf(text);
  if (parts === null) return null;
  const [type, namespace, name, version, qualifiers, subpath] = parts;
  if (!type || !name) return null;
  return {
    type: type.toLowerCase(),
    namespace: namespace || null,
    name,
    version: version || null,
    qualifiers: Object.fromEntries(
      qualifiers instanceof URLSearchParams ? qualifiers : Object.entries(qualifiers ?? {}),
    ),
    subpath: subpath || null,
  };
}

function partsOf(text: string): ReturnType<typeof PackageURL.parseString> | null {
  try {
    // The library reads qualifiers as forms, in which a plus is a blank; in a purl it is a plus.
    const parts = PackageURL.parseString(text.replace(/\?[^#]*/, (query) => query.replaceAll('+', '%2B')));
    return normalized(parts) ?? parts;
  } catch {
    // Whatever it throws, the text is no purl.
    return null;
  }
}

function normalized(
  parts: ReturnType<typeof PackageURL.parseString>,
): ReturnType<typeof PackageURL.parseString> | null {
  const [type, namespace, name, version, qualifiers, subpath] = parts;
  try {
    const purl = new PackageURL(type ?? '', namespace, name ?? '', version, qualifiers, subpath);
    return [purl.type, purl.namespace, purl.name, purl.version, purl.qualifiers ?? undefined, purl.subpath];
  } catch {
    // By the rules of its type it is none, and the general ones have held.
    return null;
  }
}
