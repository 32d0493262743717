/** One line of passwd(5), as far as a container runtime looks at it. */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface Passwd {
  readonly entries: readonly PasswdEntry[];
  /** Why it was not read to its end. */
  readonly stopped: 'line-too-long' | 'too-many' | null;
}

/** Go's bufio.Scanner takes no longer line: a runtime refuses to start such an image. */
const MAX_LINE = 64 * 1024;
const MAX_ENTRIES = 100_000;

/**
 * Reads passwd(5) as runc and containerd do (github.com/moby/sys/user, `ParsePasswd`), because it is they who decide which uid a process
 * gets: blanks around a line are dropped, missing fields are empty, and a uid that is no number is 0 — root.
 */
export function readPasswd(content: Buffer): Passwd {
  const entries: PasswdEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const feed = content.indexOf(0x0a, at);
    const end = feed === -1 ? content.length : feed;
    if (end - at >= MAX_LINE) return { entries, stopped: 'line-too-long' };
    const line = trimmed(content.toString('utf8', at, end));
    at = end + 1;
    if (line === '') continue;
    if (entries.length === MAX_ENTRIES) return { entries, stopped: 'too-many' };
    const [name = '', , uid = '', gid = ''] = line.split(':', 4);
    entries.push({ name, uid: atoi(uid), gid: atoi(gid) });
  }
  return { entries, stopped: null };
}

/** Drops what Go's unicode.IsSpace holds for a blank, at either end. By hand: a regular expression would take quadratic time. */
function trimmed(line: string): string {
  let from = 0;
  let to = line.length;
  while (from < to && goBlanks.has(line.charAt(from))) from += 1;
  while (to > from && goBlanks.has(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}

const goBlanks: ReadonlySet<string> = new Set(
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/** Go's strconv.Atoi with its error ignored: 0 for what is no number, the nearest one for what is too large. */
function atoi(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) return 0;
  const number = Number(text);
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number)) + 0;
}
