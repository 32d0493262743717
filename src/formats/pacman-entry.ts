/** More lines than any package has files. */
const MAX_LINES = 1_000_000;

/**
 * Reads a file of pacman's database (libalpm, `be_local.c`): sections that begin with `%NAME%`, a value a line, and end with an empty line.
 * Lines outside of any section are counted as faults.
 */
export function readPacmanEntry(text: string): {
  readonly sections: ReadonlyMap<string, readonly string[]>;
  readonly faults: number;
} {
  const sections = new Map<string, string[]>();
  let current: string[] | null = null;
  let faults = 0;
  for (const line of text.split('\n', MAX_LINES)) {
    const title = /^%([A-Z0-9_]+)%$/.exec(line)?.[1];
    if (line === '') {
      current = null;
    } else if (current !== null) {
      current.push(line);
    } else if (title === undefined) {
      faults += 1;
    } else {
      current = [];
      sections.set(title, current);
    }
  }
  return { sections, faults };
}
