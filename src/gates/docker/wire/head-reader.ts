import { ConnectionLost, type SocketReader } from './socket-reader.ts';

/** The head of a message that is none. */
export class BadHead extends Error {
  override readonly name = 'BadHead';
  readonly kind: 'malformed' | 'too-long';

  constructor(kind: BadHead['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

const CR = 13;
const LF = 10;

/**
 * Reads the lines of a head up to its empty one, at most `limit` bytes; null where the connection ends before its first byte. Lines end in
 * CRLF, and no control character but the tab stands in them: anything else throws {@link BadHead} as soon as it is seen, so that nobody
 * waits for a head that will never be one. `check` sees the first line as soon as it is whole, and
 * `count` the number of bytes that came, as they come; both may throw.
 */
export async function readHead(
  reader: SocketReader,
  limit: number,
  check: (firstLine: string) => void = () => {},
  count: (bytes: number) => void = () => {},
): Promise<readonly string[] | null> {
  const lines: string[] = [];
  let rest = '';
  let length = 0;
  for (;;) {
    const chunk = await reader.peek();
    if (chunk === null) {
      if (length === 0) return null;
      throw new ConnectionLost('the connection ended in the middle of a head');
    }
    let at = 0;
    while (at < chunk.length) {
      const end = chunk.indexOf(LF, at);
      const stop = end < 0 ? chunk.length : end + 1;
      length += stop - at;
      count(stop - at);
      if (length > limit) throw new BadHead('too-long', 'the head is too long');
      requirePlain(chunk, at, stop);
      rest += chunk.toString('latin1', at, stop);
      at = stop;
      if (end < 0) break;
      if (!rest.endsWith('\r\n') || rest.indexOf('\r') !== rest.length - 2)
        throw new BadHead('malformed', 'a line does not end in CRLF');
      const text = rest.slice(0, -2);
      rest = '';
      if (text === '' && lines.length > 0) {
        reader.take(at);
        return lines;
      }
      if (lines.length === 0) check(text);
      lines.push(text);
    }
    reader.take(chunk.length);
  }
}

function requirePlain(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const isPlain = (byte >= 0x20 && byte < 0x7f) || byte === CR || byte === LF || byte === 9;
    if (!isPlain) throw new BadHead('malformed', 'a character has no place in a head');
  }
}

const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/;

/** The header fields of a head. A folded line, a space before the colon and a line without a name throw {@link BadHead}. */
export function headFields(lines: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return lines.map((text) => {
    const match = field.exec(text);
    if (match === null) throw new BadHead('malformed', 'a header is not one');
    return [match[1] ?? '', (match[2] ?? '').trim()];
  });
}
