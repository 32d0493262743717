/** Characters of one value, and settings of one file: no label that anybody reads is longer, no file has more. */
const MAX_VALUE = 4096;
const MAX_SETTINGS = 2000;

/**
 * The labels that a Dockerfile sets in its last stage, with variables of `ENV` and `ARG` in them expanded (docs.docker.com, "Dockerfile reference": LABEL, ENV, ARG,
 * "Environment replacement"). What belongs to other instructions is passed over; a value that is longer than anybody reads is cut off.
 */
export function dockerfileLabels(text: string): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const variables = new Map<string, string>();
  let settings = 0;
  for (const { name, rest } of instructions(text)) {
    if (name === 'FROM') {
      // Another stage: nothing of the one before is in it.
      labels.clear();
      variables.clear();
      continue;
    }
    const target = name === 'LABEL' ? labels : name === 'ENV' || name === 'ARG' ? variables : null;
    if (target === null) continue;
    for (const [key, value] of pairs(rest, variables, name === 'ARG')) {
      settings += 1;
      if (settings > MAX_SETTINGS) return labels;
      // Whatever is set later for a build argument is not known here.
      if (name !== 'ARG' || !variables.has(key)) target.set(key, value);
    }
  }
  return labels;
}

/** Instructions with what follows them, their lines put together. */
function* instructions(text: string): Generator<{ readonly name: string; readonly rest: string }> {
  const lines = text.split('\n');
  const joint = /^#\s*escape\s*=\s*`\s*$/i.test(lines[0] ?? '') ? '`' : '\\';
  let parts: string[] = [];
  for (const line of lines) {
    const isContinued = parts.length > 0;
    // Remarks and empty lines stand within instructions, too.
    if (/^\s*(?:#|$)/.test(line)) continue;
    const bare = line.trimEnd();
    const goesOn = bare.endsWith(joint);
    parts.push(goesOn ? bare.slice(0, -1) : isContinued ? line : bare);
    if (goesOn) continue;
    const whole = parts.join('').trimStart();
    parts = [];
    const end = /^[A-Za-z]+(?=\s)/.exec(whole)?.[0].length ?? 0;
    if (end > 0) yield { name: whole.slice(0, end).toUpperCase(), rest: whole.slice(end).trim() };
  }
}

/** `key=value` pairs; the old form `key value` has one, with all that follows. */
function* pairs(
  rest: string,
  variables: ReadonlyMap<string, string>,
  isArgument: boolean,
): Generator<readonly [string, string]> {
  const old = isArgument ? null : /^[^\s=]+(?=\s)/.exec(rest);
  if (old !== null) {
    const [key] = old;
    const [value] = wordsOf(rest.slice(key.length).trimStart(), variables, true);
    yield [key, value?.text ?? ''];
    return;
  }
  for (const { text, equals } of wordsOf(rest, variables)) {
    if (equals !== -1) yield [text.slice(0, equals), text.slice(equals + 1)];
  }
}

interface Word {
  readonly text: string;
  /** Where the first `=` stands that is outside of quotes; -1 where there is none. */
  readonly equals: number;
}

/** Words as a shell has them: quotes and what is escaped undone, variables expanded. */
function wordsOf(text: string, variables: ReadonlyMap<string, string>, isOneWord = false): readonly Word[] {
  const words: Word[] = [];
  let word = '';
  let equals = -1;
  let quote = '';
  let isOpen = false;
  const add = (more: string) => {
    word += more.slice(0, MAX_VALUE - word.length);
    isOpen = true;
  };
  for (let at = 0; at < text.length && words.length <= MAX_SETTINGS; at += 1) {
    const letter = text[at] ?? '';
    if (quote === '' && !isOneWord && /\s/.test(letter)) {
      if (isOpen) words.push({ text: word, equals });
      [word, equals, isOpen] = ['', -1, false];
    } else if (letter === quote) quote = '';
    else if (quote === '' && (letter === '"' || letter === "'")) [quote, isOpen] = [letter, true];
    else if (letter === '\\' && quote !== "'" && at + 1 < text.length) {
      at += 1;
      add(text[at] ?? '');
    } else if (letter === '$' && quote !== "'") {
      const { value, length } = expanded(text, at, variables);
      at += length - 1;
      add(value);
    } else {
      if (letter === '=' && quote === '' && equals === -1) equals = word.length;
      add(letter);
    }
  }
  if (isOpen) words.push({ text: word, equals });
  return words;
}

const variable = /\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]{0,1000}))?\})/y;

/** What stands for a variable, and how long its name is in the text. */
function expanded(
  text: string,
  at: number,
  variables: ReadonlyMap<string, string>,
): { readonly value: string; readonly length: number } {
  variable.lastIndex = at;
  const found = variable.exec(text);
  if (found === null) return { value: '$', length: 1 };
  const [whole, plain, braced = '', operator = '', other = ''] = found;
  const value = variables.get(plain ?? braced) ?? '';
  const length = whole.length;
  if (operator.endsWith('-') && value === '') return { value: other, length };
  return { value: operator.endsWith('+') ? (value === '' ? '' : other) : value, length };
}
