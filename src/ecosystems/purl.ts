import { PackageURL } from 'packageurl-js';

/**
 * A package URL in its canonical form (https://github.com/package-url/purl-spec). What an image says may break the rules of a purl type
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
  try {
    return new PackageURL(
      type,
      parts.namespace,
      parts.name,
      parts.version,
      sorted.length === 0 ? null : Object.fromEntries(sorted),
      null,
    ).toString();
  } catch {
    const path = [...(parts.namespace === null ? [] : [parts.namespace]), parts.name].map(encodeURIComponent).join('/');
    const query = sorted.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
    return `pkg:${type}/${path}@${encodeURIComponent(parts.version)}${query === '' ? '' : `?${query}`}`;
  }
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
