/** What PHP's `serialize` writes; arrays as maps, since they keep an order and may have any keys. */
export type PhpValue = string | number | boolean | null | ReadonlyMap<string, PhpValue>;

const MAX_DEPTH = 32;
const MAX_VALUES = 100_000;

/**
 * Reads one value as PHP's `unserialize` does (php.net, "serialize"): `s:BYTES:"…";`, `i:1;`, `d:1.5;`, `b:1;`, `N;`, `a:COUNT:{key value …}`. Null for what
 * is none, for objects and references, and for more than a description of a package has. Keys are texts, whatever they were.
 */
export function readPhpSerialized(content: Buffer): { readonly value: PhpValue } | null {
  let at = 0;
  let left = MAX_VALUES;

  const until = (mark: string, most: number): string | null => {
    const end = content.subarray(at, at + most + 1).indexOf(mark);
    if (end === -1) return null;
    const text = content.toString('latin1', at, at + end);
    at += end + 1;
    return text;
  };
  const count = (): number | null => {
    const digits = until(':', 10);
    return digits !== null && /^\d+$/.test(digits) ? Number(digits) : null;
  };

  const next = (depth: number): { value: PhpValue } | null => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) return null;
    const kind = content.toString('latin1', at, at + 2);
    at += 2;
    if (kind === 'N;') return { value: null };
    if (kind === 'i:' || kind === 'd:' || kind === 'b:') {
      const digits = until(';', 40);
      const number = Number(digits);
      if (digits === null || digits === '' || Number.isNaN(number)) return null;
      return { value: kind === 'b:' ? number === 1 : number };
    }
    if (kind !== 's:' && kind !== 'a:') return null;
    const length = count();
    return length === null ? null : kind === 's:' ? text(length) : array(length, depth);
  };
  const text = (bytes: number): { value: string } | null => {
    const end = at + 1 + bytes;
    if (content[at] !== 0x22 || content[end] !== 0x22 || content[end + 1] !== 0x3b) return null;
    const value = content.toString('utf8', at + 1, end);
    at = end + 2;
    return { value };
  };
  const array = (length: number, depth: number): { value: PhpValue } | null => {
    if (content[at] !== 0x7b || length > left) return null;
    at += 1;
    const values = new Map<string, PhpValue>();
    for (let i = 0; i < length; i += 1) {
      const key = next(depth + 1);
      const value = key === null || !['string', 'number'].includes(typeof key.value) ? null : next(depth + 1);
      if (key === null || value === null) return null;
      values.set(String(key.value), value.value);
    }
    if (content[at] !== 0x7d) return null;
    at += 1;
    return { value: values };
  };

  return next(0);
}
