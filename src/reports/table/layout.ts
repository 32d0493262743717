import { clipLine, fitLine, indent, type Line, lineWidth, space, wrapLine } from './line.ts';

const gap = 2;

/** Left and right on one line where they fit, else one under the other. */
export function spread(left: Line, right: Line, width: number): Line[] {
  const rest = width - lineWidth(left) - lineWidth(right);
  if (right.length === 0) return wrapLine(left, width);
  if (rest >= gap) return [[...left, space(rest), ...right]];
  return [...wrapLine(left, width), ...wrapLine(right, width)];
}

/** One entry of a list: a short mark, what it says, and what stands beside it where there is room. */
export interface Entry {
  readonly lead: Line;
  readonly main: Line;
  readonly aside: Line;
}

/** Below this many columns `aside` has no room beside `main`. */
const leastAside = 30;
/** Trying all widths is for lists that an eye takes in at once. */
const tried = 40;

/**
 * A list in three columns, each broken into lines inside its own, as wide as takes the fewest lines. Where too little room is left for
 * `aside`, or where that costs hardly a line more, it goes under `main`, for all entries alike.
 */
export function list(entries: readonly Entry[], width: number): Line[] {
  const lead = Math.max(0, ...entries.map((entry) => lineWidth(entry.lead)));
  const room = width - lead - gap;
  const shapes = [...shapesBeside(entries, room), (entry: Entry) => underneath(entry, room)];
  const shape = shapes.length === 1 || entries.length > tried ? shapes[0] : fewestLines(entries, shapes);
  return entries.flatMap((entry) =>
    (shape?.(entry) ?? []).map((line, at) => [...fitLine(at === 0 ? entry.lead : [], lead), space(gap), ...line]),
  );
}

/** How an entry is laid out beside its lead. */
type Shape = (entry: Entry) => Line[];

/** `main` and `aside` side by side: first in the usual widths, then in all others that leave `aside` enough; none where there is no room. */
function shapesBeside(entries: readonly Entry[], room: number): Shape[] {
  const widestMain = Math.max(0, ...entries.map((entry) => lineWidth(entry.main)));
  const widestAside = Math.max(0, ...entries.map((entry) => lineWidth(entry.aside)));
  const least = Math.min(leastAside, widestAside);
  const usual = Math.min(widestMain, Math.max(Math.floor(room * 0.55), room - gap - widestAside));
  const widths = [usual];
  for (let main = Math.floor(room * 0.3); main <= Math.min(widestMain, room - gap - least); main += 1)
    widths.push(main);
  return widths
    .filter((main) => room - main - gap >= least)
    .map((main) => (entry) => sideBySide(entry, main, room - main - gap));
}

/** The first shape of those that take the fewest lines, unless the last one, which breaks the least, takes hardly more. */
function fewestLines(entries: readonly Entry[], shapes: readonly Shape[]): Shape | undefined {
  const counts = shapes.map((shape) => entries.reduce((sum, entry) => sum + shape(entry).length, 0));
  const fewest = Math.min(...counts);
  return (counts.at(-1) ?? 0) <= fewest * 1.1 ? shapes.at(-1) : shapes[counts.indexOf(fewest)];
}

function sideBySide(entry: Entry, main: number, aside: number): Line[] {
  const left = wrapLine(entry.main, main);
  const right = entry.aside.length === 0 ? [] : wrapLine(entry.aside, aside);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
    ...fitLine(left[at] ?? [], main),
    space(gap),
    ...(right[at] ?? []),
  ]);
}

function underneath(entry: Entry, room: number): Line[] {
  const under = entry.aside.length === 0 ? [] : indent(wrapLine(entry.aside, room - gap), gap);
  return entry.main.length === 0 ? under : [...wrapLine(entry.main, room), ...under];
}

/** Pieces one after the other, as many on a line as fit; no piece is broken where it fits on a line of its own. */
export function flow(pieces: readonly Line[], between: Line, width: number): Line[] {
  const lines: Line[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + lineWidth(between) + lineWidth(piece) <= width) {
      lines[lines.length - 1] = [...last, ...between, ...piece];
    } else lines.push(...wrapLine(piece, width));
  }
  return lines;
}

/** How a column of a grid behaves: the least it may be narrowed to, and whether numbers align at its right. */
export interface Column {
  readonly least: number;
  readonly right?: boolean;
}

/** Rows of cells in aligned columns. What is too wide is narrowed, the widest column first, and its cells end in `…`. */
export function grid(rows: readonly (readonly Line[])[], columns: readonly Column[], width: number): Line[] {
  const widths = columns.map((_, at) => Math.max(0, ...rows.map((row) => lineWidth(row[at] ?? []))));
  let over = widths.reduce((sum, one) => sum + one, 0) + gap * (columns.length - 1) - width;
  while (over > 0) {
    const widest = widestOf(widths, columns);
    if (widest === null) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return rows.map((row) => {
    const cells = columns.flatMap((column, at): Line => {
      const cell = row[at] ?? [];
      const columnWidth = widths[at] ?? 0;
      const before = at === 0 ? [] : [space(gap)];
      if (column.right === true)
        return [...before, space(columnWidth - lineWidth(cell)), ...clipLine(cell, columnWidth)];
      return [...before, ...fitLine(cell, columnWidth)];
    });
    return clipLine(cells, width);
  });
}

function widestOf(widths: readonly number[], columns: readonly Column[]): number | null {
  let widest: number | null = null;
  columns.forEach(({ least }, at) => {
    const width = widths[at] ?? 0;
    if (width > least && (widest === null || width > (widths[widest] ?? 0))) widest = at;
  });
  return widest;
}
