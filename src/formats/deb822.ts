/** One paragraph of fields; names are in lower case, because they mean the same in any case. */
export interface Deb822Paragraph {
  readonly fields: ReadonlyMap<string, string>;
  /** Lines that are no field, or a field that was there already (the first one stands). */
  readonly faults: number;
}

/** Fields of one paragraph that are looked at; whoever writes more is not describing a package. */
const MAX_FIELDS = 500;

/**
 * Reads deb822(5) text: paragraphs of `Name: value` fields, parted by empty lines, a value going on in lines that begin with a blank.
 * Lines of a value are joined with a line feed, without their first blank. Comment lines (`#`) are left out.
 *
 * With `wanted` (lower case) only those fields are kept, which for a package database saves most of the work.
 */
export function* deb822Paragraphs(text: string, wanted?: ReadonlySet<string>): Generator<Deb822Paragraph> {
  let fields = new Map<string, string>();
  let faults = 0;
  let name: string | null = null;
  let lines: string[] = [];
  let started = false;

  const finishField = () => {
    if (name === null) return;
    if (fields.has(name) || fields.size >= MAX_FIELDS) faults += 1;
    else fields.set(name, lines.join('\n'));
    name = null;
  };

  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    const first = text[at];
    const continued = first === ' ' || first === '\t';
    // Most lines of a database continue a field that nobody asked for.
    if (continued && started && name === null) {
      at = end + 1;
      continue;
    }
    const line = text.slice(at, text[end - 1] === '\r' ? Math.max(at, end - 1) : end);
    at = end + 1;
    if (line === '' || (continued && !started && line.trim() === '')) {
      finishField();
      if (started) yield { fields, faults };
      fields = new Map();
      faults = 0;
      started = false;
    } else if (continued) {
      if (name !== null) lines.push(line.slice(1).trimEnd());
      else {
        started = true;
        faults += 1;
      }
    } else if (first !== '#') {
      finishField();
      started = true;
      const colon = line.indexOf(':');
      if (colon <= 0) {
        faults += 1;
        continue;
      }
      const key = line.slice(0, colon).trim().toLowerCase();
      if (wanted !== undefined && !wanted.has(key)) continue;
      name = key;
      lines = [line.slice(colon + 1).trim()];
    }
  }
  finishField();
  if (started) yield { fields, faults };
}
