import { indentedLines, LONGEST_LINE, unquoted } from '../indented-lines.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

interface Entry {
  /** What was asked for: `@scope/name@^1.0.0`. */
  readonly pattern: string;
  readonly fields: Map<string, string>;
}

/**
 * `yarn.lock`, of Yarn 1 in its own format and of later ones in a form of YAML. Neither says which packages are for developing alone, so
 * that all are taken.
 */
export function readYarnLock(content: Buffer): readonly LockedPackage[] | null {
  const head = content.toString('latin1', 0, 1000);
  const isClassic = head.includes('yarn lockfile v1');
  if ((!isClassic && !/^__metadata:/m.test(head)) || hasLongLine(content, LONGEST_LINE)) return null;
  return [...entriesOf(content)].flatMap((entry) => (isClassic ? classicPackage(entry) : berryPackage(entry)));
}

function* entriesOf(content: Buffer): Generator<Entry> {
  let entry: Entry | null = null;
  for (const { indent, text } of indentedLines(content)) {
    if (indent === 0) {
      if (entry !== null) yield entry;
      // Several patterns that came to the same package are parted by commas, in one pair of quotation marks or each in its own.
      entry = { pattern: unquoted(text.replace(/:$/, '')).split(/"?, "?/, 1)[0] ?? '', fields: new Map() };
    } else if (indent === 2) {
      const [, key, value] = /^(\w{1,50}):? (\S.*)$/.exec(text) ?? [];
      if (key !== undefined && value !== undefined) entry?.fields.set(key, unquoted(value));
    }
  }
  if (entry !== null) yield entry;
}

function classicPackage({ pattern, fields }: Entry): readonly LockedPackage[] {
  if (/^(?:git|file|ssh|link)/.test(fields.get('resolved') ?? '')) return [];
  const [, alias, name] = /^"?(?:@?[^@]+@npm:(@?[^@]+)@|(@?[^@]+)@)/.exec(pattern) ?? [];
  return lockedPackage(alias ?? name, fields.get('version'));
}

/** `resolution: "name@npm:1.0.0"`; a workspace, a link or a repository has another word in the place of `npm`. */
function berryPackage({ fields }: Entry): readonly LockedPackage[] {
  const [, name, version] = /^(@?[^@]+)@npm:([^:]+)(?:::.*)?$/.exec(fields.get('resolution') ?? '') ?? [];
  return lockedPackage(name, version);
}
