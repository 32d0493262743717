import { readFileSync } from 'node:fs';

/** The version in the package.json that this code belongs to: two folders up in a checkout, one in the bundle. */
export function productVersion(): string {
  for (const above of ['../package.json', '../../package.json']) {
    const version = versionIn(new URL(above, import.meta.url));
    if (version !== null) return version;
  }
  return 'unknown';
}

function versionIn(file: URL): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Not there: the other place is.
    return null;
  }
  const facts: unknown = JSON.parse(text);
  if (typeof facts !== 'object' || facts === null || !('version' in facts) || !('name' in facts)) return null;
  return facts.name === 'plimsoll' ? String(facts.version) : null;
}
