/** How much a JSON text may hold before it is parsed: a byte of nesting takes the parser some fifty. */
export interface JsonBounds {
  readonly depth: number;
  /** Lists and objects altogether. */
  readonly containers: number;
}

/** More than any document that people or their tools write. */
const usualBounds: JsonBounds = { depth: 512, containers: 1_000_000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether parsing a JSON text would take memory out of proportion, told by its brackets alone: `deep` for nesting without end, `many` for
 * millions of tiny containers. Null where it may be parsed, or is no JSON, which the parser says better.
 */
export function jsonSprawl(bytes: Uint8Array, bounds: JsonBounds = usualBounds): 'deep' | 'many' | null {
  let depth = 0;
  let containers = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        for (at += 1; at < bytes.length && bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH) at += 1;
        break;
      case 0x5b:
      case 0x7b:
        depth += 1;
        containers += 1;
        if (depth > bounds.depth) return 'deep';
        if (containers > bounds.containers) return 'many';
        break;
      case 0x5d:
      case 0x7d:
        depth -= 1;
    }
  }
  return null;
}
