/** A package that a lock file names with the one version that would be installed. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** What else tells it from others. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Reads the packages of a lock file: those that an installation for use would bring, so none that the file marks as needed for developing
 * alone, and none that come from a directory or a repository instead of a registry. Null where the bytes are no such file.
 */
export type LockFileReader = (content: Buffer) => readonly LockedPackage[] | null;

/**
 * A text as UTF-8, whatever a mark in front says of it: editors of Windows write one in front of UTF-8, and PowerShell's `>` writes UTF-16, which pip and .NET read. Null where
 * there are bytes of zero in it, as in a text of two bytes a letter that does not say so: lines and names would be seen in it that are none.
 */
export function utf8Of(content: Buffer): Buffer | null {
  const text = content[0] === 0xff || content[0] === 0xfe ? Buffer.from(decoded(content)) : content;
  if (text.includes(0)) return null;
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? text.subarray(3) : text;
}

function decoded(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return content.toString('utf16le', 2);
  // Of a pair that is cut in two there is nothing to say.
  if (content[0] === 0xfe && content[1] === 0xff)
    return Buffer.from(content.subarray(2, content.length & ~1))
      .swap16()
      .toString('utf16le');
  return content.toString('utf8');
}

/** Where both are texts that can be a name and a version; an empty list elsewhere, so that it can be spread. */
export function lockedPackage(name: unknown, version: unknown): readonly LockedPackage[] {
  if (typeof name !== 'string' || typeof version !== 'string') return [];
  if (name === '' || version === '' || name.length > 300 || version.length > 300) return [];
  return [{ name, version }];
}

/**
 * Whether a file has a line of more bytes than its tool writes. Such a file is not read at all: what stands in the line might be a package, and taking it apart might
 * take long.
 */
export function hasLongLine(content: Buffer, longest: number): boolean {
  for (let at = 0; at + longest < content.length; ) {
    const feed = content.indexOf('\n', at);
    const end = feed === -1 ? content.length : feed;
    if (end - at > longest) return true;
    at = end + 1;
  }
  return false;
}
