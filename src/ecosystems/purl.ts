import { PackageURL } from 'packageurl-js';

/**
 * A package URL in its canonical form (https://github.com/package-url/purl-spec), without a version where that is empty. What an image says may break the rules of a purl type
 * (an npm name with a blank); such a package still needs its identity, so it gets one by the general rules.
 */
export function purlOf(
  type: string,
  namespace: string | null,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string | null>> = {},
): string {
  const given = Object.entries(qualifiers).filter(
    (pair): pair is [string, string] => pair[1] !== null && pair[1] !== '',
  );
  const parts = {
    namespace: namespace?.toWellFormed() ?? null,
    name: name.toWellFormed(),
    version: version.toWellFormed(),
  };
  const sorted = given.map(([key, value]): [string, string] => [key, value.toWellFormed()]).sort(byKey);
  const { namespace: space, name: last, version: number } = normalized(type, parts) ?? parts;
  const path = [...(space === null ? [] : space.split('/')), last].map(encoded).join('/');
  const query = sorted.map(([key, value]) => `${key}=${encoded(value)}`).join('&');
  const at = number === '' ? '' : `@${encoded(number)}`;
  return `pkg:${type}/${path}${at}${query === '' ? '' : `?${query}`}`;
}

interface Parts {
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string;
}

/** Types in which a name of small letters, digits and these signs is what it is, and so is any version (purl-spec, "types"). */
const plainTypes = new Set(['alpm', 'apk', 'cargo', 'deb', 'gem', 'npm', 'rpm']);
const plainSpace = /^@?[a-z0-9][a-z0-9.+-]*$/;
const plainName = /^[a-z0-9][a-z0-9.+-]*$/;
const plainVersion = /^[A-Za-z0-9][A-Za-z0-9.+~:-]*$/;

/** By the rules of its type; null where it breaks them. */
function normalized(type: string, parts: Parts): Parts | null {
  if (isPlain(type, parts)) return parts;
  try {
    const { namespace, name, version } = new PackageURL(type, parts.namespace, parts.name, parts.version, null, null);
    return { namespace: namespace || null, name, version: version ?? parts.version };
  } catch {
    return null;
  }
}

/** Most are, and the library takes its time. */
function isPlain(type: string, { namespace, name, version }: Parts): boolean {
  const isSpacePlain = namespace === null || plainSpace.test(namespace);
  return plainTypes.has(type) && isSpacePlain && plainName.test(name) && plainVersion.test(version);
}

/** ECMA-427, "Character encoding": all but letters, digits, `.-_~` and the colon. The library leaves more as it is, such as the plus of a version. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
