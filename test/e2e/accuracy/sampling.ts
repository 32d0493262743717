/** The same numbers from the same seed, from 0 up to but not including 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** So many of them, each at most once, in the order in which they were. */
export function sample<T>(all: readonly T[], count: number, next: () => number): T[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, all.length)) chosen.add(Math.floor(next() * all.length));
  return [...chosen].sort((a, b) => a - b).map((at) => all[at]!);
}

export function pick<T>(all: readonly T[], next: () => number): T {
  return all[Math.floor(next() * all.length)]!;
}

/** The text with its last number, or the last before `end`, changed by so much; null where it would fall below 0. */
export function stepped(text: string, by: number, end = text.length): string | null {
  const found = /^(.*?)(\d{1,9})(\D*)$/s.exec(text.slice(0, end));
  if (found === null || Number(found[2]) + by < 0) return null;
  return `${found[1]}${Number(found[2]) + by}${found[3]}${text.slice(end)}`;
}
