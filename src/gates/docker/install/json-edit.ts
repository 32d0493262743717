/**
 * Changes single values of a JSON document and leaves every other byte as somebody wrote it: order, indentation, numbers that JavaScript
 * would round. The text has to be valid JSON already.
 */
export function withValue(text: string, path: readonly string[], value: unknown): string {
  const root = spanOf(text, skipSpace(text, text.startsWith('\ufeff') ? 1 : 0));
  return placed(text, root, path, value, 1);
}

/** Takes a member out, with the comma that it needed. A member that is not there is no fault. */
export function withoutMember(text: string, path: readonly string[]): string {
  let span = spanOf(text, skipSpace(text, text.startsWith('\ufeff') ? 1 : 0));
  for (const name of path.slice(0, -1)) {
    const inner = membersOf(text, span).find((member) => member.name === name);
    if (inner === undefined) return text;
    span = inner.value;
  }
  const members = membersOf(text, span);
  const index = members.findIndex(({ name }) => name === path.at(-1));
  const member = members[index];
  if (member === undefined) return text;
  const next = members[index + 1];
  if (next !== undefined) return text.slice(0, member.start) + text.slice(next.start);
  const before = members[index - 1];
  // As an object that never had a member: without the line that it stood on.
  const from = before === undefined ? span.start + 1 : before.value.end;
  const to = before === undefined ? span.end - 1 : member.value.end;
  return text.slice(0, from) + text.slice(to);
}

/** Names that stand twice in one object, at any depth: which of them counts, two readers may see differently. */
export function repeatedMember(text: string): string | null {
  const look = (start: number): string | null => {
    const span = spanOf(text, start);
    if (text[start] !== '{') return null;
    const seen = new Set<string>();
    for (const { name, value } of membersOf(text, span)) {
      if (seen.has(name)) return name;
      seen.add(name);
      const inner = look(value.start);
      if (inner !== null) return inner;
    }
    return null;
  };
  return look(skipSpace(text, text.startsWith('\ufeff') ? 1 : 0));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Member {
  readonly name: string;
  readonly start: number;
  readonly value: Span;
}

function placed(text: string, span: Span, path: readonly string[], value: unknown, depth: number): string {
  const [name = '', ...rest] = path;
  const members = membersOf(text, span);
  const there = members.find((member) => member.name === name);
  if (there !== undefined) {
    if (rest.length > 0 && text[there.value.start] === '{') return placed(text, there.value, rest, value, depth + 1);
    return text.slice(0, there.value.start) + written(nested(rest, value), depth) + text.slice(there.value.end);
  }
  const member = `${JSON.stringify(name)}: ${written(nested(rest, value), depth)}`;
  const last = members.at(-1);
  const isFlat = !text.slice(span.start, span.end).includes('\n') && members.length > 0;
  const indent = isFlat ? ' ' : `\n${'  '.repeat(depth)}`;
  if (last === undefined)
    return `${text.slice(0, span.start)}{${indent}${member}\n${'  '.repeat(depth - 1)}}${text.slice(span.end)}`;
  const lead = isFlat ? ' ' : `\n${leadOf(text, last.start) ?? '  '.repeat(depth)}`;
  return `${text.slice(0, last.value.end)},${lead}${member}${text.slice(last.value.end)}`;
}

/** The white space that a member's line begins with; null where it does not begin a line. */
function leadOf(text: string, start: number): string | null {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(line) ? line : null;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

function written(value: unknown, depth: number): string {
  // A short list of words reads best on its line.
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

function membersOf(text: string, object: Span): readonly Member[] {
  const members: Member[] = [];
  let at = skipSpace(text, object.start + 1);
  while (text[at] === '"') {
    const key = spanOf(text, at);
    const name: unknown = JSON.parse(text.slice(key.start, key.end));
    const value = spanOf(text, skipSpace(text, skipSpace(text, key.end) + 1));
    members.push({ name: String(name), start: at, value });
    at = skipSpace(text, value.end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

/** Where the value that begins here ends. */
function spanOf(text: string, start: number): Span {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '"') {
      at = stringEnd(text, at) - 1;
    } else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    else if (depth === 0) return { start, end: wordEnd(text, at) };
    if (depth === 0) return { start, end: at + 1 };
  }
  return { start, end: text.length };
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && /[-+.\w]/.test(text[at] ?? '')) at += 1;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return at;
}
