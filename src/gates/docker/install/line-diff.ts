/** The lines of two texts against one another, as people read changes: `-` is gone, `+` is new, with a line of what stays around them. */
export function lineDiff(from: string, to: string): readonly string[] {
  const [old, next] = [linesOf(from), linesOf(to)];
  const lengths = commonLengths(old, next);
  const marked: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      marked.push(`  ${old[i]}`);
      i += 1;
      j += 1;
    } else if (j >= next.length || (i < old.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      marked.push(`- ${old[i]}`);
      i += 1;
    } else {
      marked.push(`+ ${next[j]}`);
      j += 1;
    }
  }
  return marked.filter((_, index) => [index - 1, index, index + 1].some((near) => /^[-+]/.test(marked[near] ?? '')));
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** How many lines two tails have in common, for each two. Configurations are short. */
function commonLengths(old: readonly string[], next: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = next.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row !== undefined)
        row[j] = old[i] === next[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
    }
  return rows;
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
