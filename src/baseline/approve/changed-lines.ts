/** The one stretch of lines in which two texts differ. */
export interface ChangedLines {
  /** How many lines stand before it. */
  readonly from: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export function changedLines(before: readonly string[], after: readonly string[]): ChangedLines {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let same = 0;
  while (same < most - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { from, removed: before.slice(from, before.length - same), added: after.slice(from, after.length - same) };
}

const around = 2;

/** What changes from one text to another, as a unified diff shows it. */
export function diffLines(before: string, after: string, file: string): readonly string[] {
  const old = before.split('\n');
  const { from, removed, added } = changedLines(old, after.split('\n'));
  if (removed.length + added.length === 0) return [];
  const lead = old.slice(Math.max(0, from - around), from);
  const rest = old.slice(from + removed.length, from + removed.length + around);
  const start = from - lead.length + 1;
  const length = lead.length + rest.length;
  return [
    `--- ${file}`,
    `+++ ${file}`,
    `@@ -${start},${length + removed.length} +${start},${length + added.length} @@`,
    ...lead.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...rest.map((line) => ` ${line}`),
  ];
}
