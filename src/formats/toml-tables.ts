/** A table of a TOML file with those of the keys right in it that were asked for. */
export interface TomlTable {
  /** What stands between the brackets: `package`, `package.metadata`, `deps.JSON`. Empty for what comes before the first. */
  readonly header: string;
  /** One of a list of tables: `[[package]]`. */
  readonly isListed: boolean;
  /** Texts without their quotation marks, anything else as it is written. Of values over several lines, nothing. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads the tables of a TOML file that a tool wrote (lock files): headers and `key = value` lines. What goes on over several lines is passed over,
 * with all that looks like a header or a key in it. Of the keys only those are kept that somebody wants. Escapes in texts stay as they are: names and versions have none.
 */
export function* tomlTables(content: Buffer, wanted: ReadonlySet<string>): Generator<TomlTable> {
  let table = { header: '', isListed: false, values: new Map<string, string>() };
  const lines = linesOf(content.toString('utf8'));
  for (let line = lines.next(); line.done !== true; line = lines.next()) {
    const text = line.value.trim();
    if (text === '' || text.startsWith('#')) continue;
    const [, listed, single] = /^\[(?:\[([^[\]]{1,300})\]|([^[\]]{1,300}))\]\s*(?:#.*)?$/.exec(text) ?? [];
    const header = listed ?? single;
    if (header !== undefined) {
      yield table;
      table = { header: header.trim(), isListed: listed !== undefined, values: new Map() };
      continue;
    }
    const equals = text.indexOf('=');
    if (equals <= 0) continue;
    const key = text.slice(0, equals).trim();
    const value = textOf(text.slice(equals + 1).trim(), lines);
    if (value !== null && wanted.has(key) && !table.values.has(key)) table.values.set(key, value);
  }
  yield table;
}

function textOf(text: string, rest: Iterator<string>): string | null {
  for (const mark of ['"""', "'''"]) {
    if (!text.startsWith(mark)) continue;
    let line = text.slice(3);
    while (!line.includes(mark)) {
      const next = rest.next();
      if (next.done === true) break;
      line = next.value;
    }
    return null;
  }
  const [, double, single] = /^(?:"([^"]*)"|'([^']*)')\s*(?:#.*)?$/.exec(text) ?? [];
  if (double !== undefined || single !== undefined) return double ?? single ?? null;
  let open = openBrackets(text);
  if (open <= 0) return text;
  while (open > 0) {
    const next = rest.next();
    if (next.done === true) break;
    open += openBrackets(next.value);
  }
  return null;
}

/** How many lists and inline tables a line opens more than it closes, texts and comments left out. */
function openBrackets(line: string): number {
  let open = 0;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (quote !== '') {
      if (letter === '\\' && quote === '"') at += 1;
      else if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '#') break;
    else if (letter === '[' || letter === '{') open += 1;
    else if (letter === ']' || letter === '}') open -= 1;
  }
  return open;
}

function* linesOf(whole: string): Generator<string> {
  for (let at = 0; at < whole.length; ) {
    const feed = whole.indexOf('\n', at);
    const end = feed === -1 ? whole.length : feed;
    yield whole.slice(at, end);
    at = end + 1;
  }
}
