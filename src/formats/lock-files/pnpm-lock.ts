import { indentedLines, keyAndValue, LONGEST_LINE } from '../indented-lines.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const sections = ['importers', 'packages', 'snapshots'] as const;
type Section = (typeof sections)[number];

/**
 * `pnpm-lock.yaml` of versions 5 to 9 (github.com/pnpm/spec). Up to 6 each package says whether it is for developing alone; since 9 that follows from
 * what the project's own dependencies lead to.
 */
export function readPnpmLock(content: Buffer): readonly LockedPackage[] | null {
  if (!/^lockfileVersion:/m.test(content.toString('latin1', 0, 1000)) || hasLongLine(content, LONGEST_LINE))
    return null;
  const found = new Map<string, { isDev: boolean }>();
  const needs = new Map<string, string[]>();
  const roots: string[] = [];
  let isGraph = false;
  let section: Section | null = null;
  let key = '';
  let group = '';
  let name = '';
  for (const { indent, text } of indentedLines(content)) {
    const pair = keyAndValue(text);
    if (pair === null) continue;
    if (indent === 0) {
      section = sections.find((known) => known === pair.key) ?? null;
      isGraph ||= section === 'snapshots';
    } else if (section === null) continue;
    else if (indent === 2) {
      key = pair.key;
      group = '';
      if (section === 'packages') found.set(key, { isDev: false });
    } else if (indent === 4) {
      group = pair.key;
      const entry = found.get(key);
      if (section === 'packages' && entry !== undefined && pair.key === 'dev') entry.isDev = pair.value === 'true';
    } else if (indent === 6 && section === 'snapshots' && forUse.has(group)) {
      const known = needs.get(key);
      if (known === undefined) needs.set(key, [targetOf(pair.key, pair.value)]);
      else known.push(targetOf(pair.key, pair.value));
    } else if (indent === 6) name = pair.key;
    else if (indent === 8 && section === 'importers' && pair.key === 'version' && forUse.has(group)) {
      roots.push(targetOf(name, pair.value));
    }
  }
  const keys = isGraph ? reached(roots, needs) : [...found].flatMap(([entry, { isDev }]) => (isDev ? [] : [entry]));
  const packages = new Map(keys.flatMap(packageOfKey).map((pkg) => [`${pkg.name}\0${pkg.version}`, pkg]));
  return [...packages.values()];
}

const forUse: ReadonlySet<string> = new Set(['dependencies', 'optionalDependencies']);

/** A dependency is a version of its own name, or, under another name, the whole key of the package. */
function targetOf(name: string, version: string): string {
  return /^\d/.test(version) ? `${name}@${version}` : version;
}

function reached(roots: readonly string[], needs: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set<string>();
  const pending = [...roots];
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const next of needs.get(key) ?? []) if (!seen.has(next)) pending.push(next);
  }
  return [...seen];
}

/** `/name/1.0.0_peer` (5), `/name@1.0.0(peer@2.0.0)` (6), `name@1.0.0(peer@2.0.0)` (9). */
function packageOfKey(key: string): readonly LockedPackage[] {
  const [, name, version] = /^\/?((?:@[^/@]+\/)?[^/@]+)[@/](\d[^_/(]*)/.exec(key) ?? [];
  return lockedPackage(name, version);
}
