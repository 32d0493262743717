/** What a file of RubyGems says of an installed gem. Null for what it does not say as a plain text. */
export interface GemSpecification {
  readonly name: string | null;
  readonly version: string | null;
  readonly licenses: readonly string[];
}

/** Characters. What RubyGems writes stands in the first lines; a specification that lists thousands of files is longer. */
const HEAD = 256 * 1024;
const MAX_LICENSES = 20;
const text = String.raw`["']([^"'\\\n]{1,300})["']`;
const assigned = (name: string, value: string) =>
  new RegExp(String.raw`^[ \t]*\w{1,20}\.${name}[ \t]*=[ \t]*${value}`, 'm');
const nameOf = assigned('name', text);
const versionOf = assigned('version', String.raw`(?:Gem::Version\.new\([ \t]*)?${text}`);
const licenseOf = assigned('license', text);
const licensesOf = assigned('licenses', String.raw`\[([^\]\n]{0,2000})\]`);

/**
 * Reads a gem specification without running it: the line for quick reading that RubyGems puts on top (`# stub: NAME VERSION PLATFORM PATHS`) and
 * itself goes by, else the assignments of plain texts that it writes.
 */
export function readGemSpecification(content: Buffer): GemSpecification {
  const head = content.toString('utf8', 0, HEAD);
  const [, stubName, stubVersion] = /^# stub: (\S{1,300}) (\S{1,300}) /m.exec(head.slice(0, 2000)) ?? [];
  const several = licensesOf.exec(head)?.[1] ?? '';
  const licenses = [...several.matchAll(new RegExp(text, 'g'))]
    .slice(0, MAX_LICENSES)
    .map(([, license]) => license ?? '');
  const one = licenseOf.exec(head)?.[1];
  return {
    name: stubName ?? nameOf.exec(head)?.[1] ?? null,
    version: stubVersion ?? versionOf.exec(head)?.[1] ?? null,
    licenses: licenses.length > 0 || one === undefined ? licenses : [one],
  };
}

/** What a lock file is made of (`Bundler::LockfileParser`). */
const sections = /^(?:GEM|GIT|PATH|PLUGIN SOURCE|PLATFORMS|DEPENDENCIES|CHECKSUMS|RUBY VERSION|BUNDLED WITH)\r?$/;

/** The gems that a `Gemfile.lock` names from RubyGems servers: lines of four blanks in its sections `GEM`. Null where it has no section at all. */
export function readGemfileLock(
  content: Buffer,
): readonly { readonly name: string; readonly version: string }[] | null {
  const gems: { name: string; version: string }[] = [];
  let isGems = false;
  let isLock = false;
  for (const line of content.toString('utf8').split('\n')) {
    if (/^\S/.test(line)) isGems = line.trim() === 'GEM';
    isLock ||= sections.test(line);
    // Behind the version a hyphen begins the platform.
    const [, name, version] =
      (isGems && /^ {4}([^ ()]{1,300}) \(([^ ()-]{1,300})(?:-[^()]{0,300})?\)\r?$/.exec(line)) || [];
    if (name !== undefined && version !== undefined) gems.push({ name, version });
  }
  return isLock ? gems : null;
}
