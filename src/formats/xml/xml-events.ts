/** What comes next in a document: an element begins, ends, or has text. */
export type XmlEvent =
  /** Without the prefix of its namespace. `attributes` as they are written, for {@link attributeOf}. */
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'text'; readonly text: string };

/** What is no XML, breaks off, or wants more than is read of it. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

/** Elements in elements. */
const MAX_DEPTH = 100;
const NAME_END = /[\s/>]/g;

/**
 * The elements of an XML document (W3C, "Extensible Markup Language (XML) 1.0", 5th edition) and their texts, as they come. Comments and
 * instructions are passed over. A document type is refused (2.8): what it declares is what unfolds, and what leads elsewhere. So a reference to anything but a character
 * (4.1, 4.6) stays as it is written. Throws {@link XmlFault}.
 */
export function* xmlEvents(bytes: Buffer): Generator<XmlEvent> {
  const source = decoded(bytes);
  const open: string[] = [];
  let isBegun = false;
  let at = 0;
  const upTo = (mark: string, from: number): number => {
    const end = source.indexOf(mark, from);
    if (end === -1) throw new XmlFault('breaks off');
    return end;
  };
  while (at < source.length) {
    const tag = source.indexOf('<', at);
    const text = source.slice(at, tag === -1 ? source.length : tag);
    if (open.length > 0 && text !== '') yield { kind: 'text', text: withCharacters(text) };
    else if (text.trim() !== '') throw new XmlFault('text outside of the document');
    if (tag === -1) break;
    if (source.startsWith('<!--', tag)) {
      at = upTo('-->', tag + 4) + 3;
    } else if (source.startsWith('<?', tag)) {
      at = upTo('?>', tag + 2) + 2;
    } else if (source.startsWith('<![CDATA[', tag)) {
      const end = upTo(']]>', tag + 9);
      if (open.length === 0) throw new XmlFault('text outside of the document');
      yield { kind: 'text', text: source.slice(tag + 9, end) };
      at = end + 3;
    } else if (source.startsWith('<!', tag)) {
      throw new XmlFault('a document type');
    } else if (source[tag + 1] === '/') {
      const end = upTo('>', tag + 2);
      if (open.pop() !== source.slice(tag + 2, end).trim()) throw new XmlFault('an element that ends as another');
      yield { kind: 'close' };
      at = end + 1;
    } else {
      const end = endOfTag(source, tag + 1);
      NAME_END.lastIndex = tag + 1;
      const name = source.slice(tag + 1, NAME_END.exec(source)?.index);
      if (name === '' || open.length >= MAX_DEPTH) throw new XmlFault('no element, or one too deep');
      if (isBegun && open.length === 0) throw new XmlFault('a second document');
      isBegun = true;
      yield {
        kind: 'open',
        name: name.slice(name.indexOf(':') + 1),
        attributes: source.slice(tag + 1 + name.length, end),
      };
      if (source[end - 1] === '/') yield { kind: 'close' };
      else open.push(name);
      at = end + 1;
    }
  }
  if (!isBegun || open.length > 0) throw new XmlFault('breaks off');
}

/** The value of an attribute, of those of one element; null where it has none of this name. */
export function attributeOf(attributes: string, name: string): string | null {
  for (let at = 0; ; ) {
    const equals = attributes.indexOf('=', at);
    if (equals === -1) return null;
    let start = equals + 1;
    while (isBlank(attributes[start])) start += 1;
    const quote = attributes[start] ?? '';
    const end = quote === '"' || quote === "'" ? attributes.indexOf(quote, start + 1) : -1;
    if (end === -1) {
      at = equals + 1;
      continue;
    }
    // A pattern for all of it would go back over a long name once for each of its letters.
    const key = attributes.slice(at, equals).trimEnd();
    if (key.endsWith(name) && (key.length === name.length || isBeforeName(key[key.length - name.length - 1])))
      return withCharacters(attributes.slice(start + 1, end));
    at = end + 1;
  }
}

function isBlank(char: string | undefined): boolean {
  return char !== undefined && char.trim() === '';
}

function isBeforeName(char: string | undefined): boolean {
  return isBlank(char) || char === '/' || char === '"' || char === "'";
}

/** Where a tag ends: a value of an attribute may hold its end (3.1). */
function endOfTag(source: string, from: number): number {
  let quote = '';
  for (let at = from; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  throw new XmlFault('breaks off');
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

function withCharacters(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(lt|gt|amp|apos|quot));/g, (written, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? written;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}

/** By its declaration (4.3.3): UTF-8, or one byte a character. */
function decoded(bytes: Buffer): string {
  const [, encoding = 'utf-8'] =
    /^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)/.exec(bytes.toString('latin1', 0, 200)) ?? [];
  if (/^(?:utf-?16|ucs|iso-10646)/i.test(encoding) || /^(?:\xfe\xff|\xff\xfe)/.test(bytes.toString('latin1', 0, 2)))
    throw new XmlFault('an encoding that is not read');
  const isNarrow = /^(?:iso-8859|latin|windows-125|cp125|us-ascii)/i.test(encoding);
  return bytes.toString(isNarrow ? 'latin1' : 'utf8').replace(/^\ufeff/, '');
}
