import type { Digest } from '../base/digest.ts';
import { phrase, type Text, verbatim } from '../base/text.ts';
import { gapText } from '../messages/gap-text.ts';
import { reportWords } from '../messages/report-words.ts';
import type { Gap } from '../model/gap.ts';

/** What a report for people says in one line: one gap, or several unowned executables that lie together. */
export interface GapLine extends Pick<Gap, 'reason' | 'blinds' | 'incomplete'> {
  readonly text: Text;
  /** Null, too, where it is not the same for all. */
  readonly layer: Digest | null;
  /** All executables, where the line is of several; else empty. */
  readonly paths: readonly string[];
}

/** Lines that the unowned executables of a report may take. */
const MOST_PLACES = 8;
/** Directories of a path by which executables are told apart. */
const DEEPEST = 20;
const NAMED = 3;
/** Letters of a path in such a line. */
const LONGEST = 80;

/**
 * The gaps of a report as its lines: first what makes the scan incomplete, last the unowned executables, told by directories, of which
 * there are never more than a few, however an image spreads its files. The JSON report has each gap.
 * @param isEach a line for each gap all the same
 */
export function gapLines(gaps: readonly Gap[], isEach = false): readonly GapLine[] {
  const sorted = gaps.toSorted((a, b) => rank(a) - rank(b));
  if (isEach) return sorted.map(single);
  const executables = sorted.filter(isExecutable);
  const others = sorted.filter((gap) => !isExecutable(gap));
  const uncounted = others.filter(({ reason }) => reason === 'unowned-executable');
  return [
    ...others.slice(0, others.length - uncounted.length).map(single),
    ...placesOf(executables).flatMap(placeLine),
    ...uncounted.map(single),
  ];
}

type Executable = Gap & { readonly path: string };

function isExecutable(gap: Gap): gap is Executable {
  return gap.reason === 'unowned-executable' && gap.path !== null;
}

function rank({ incomplete, reason }: Gap): number {
  return incomplete ? 0 : reason === 'unowned-executable' ? 2 : 1;
}

function single(gap: Gap): GapLine {
  const { reason, blinds, incomplete, layer } = gap;
  return { text: gapText(gap), reason, blinds, incomplete, layer, paths: [] };
}

type Place = readonly [directory: string, inside: readonly Executable[]];

function placeLine([directory, inside]: Place): GapLine[] {
  const [first, second] = inside;
  if (first === undefined) return [];
  if (second === undefined) return [single(first)];
  const within = directory === '' ? 0 : directory.length + 1;
  const names = inside.slice(0, NAMED).map(({ path }) => clipped(path.slice(within)));
  const left = inside.length - names.length;
  const words = { count: inside.length, directory: `${clipped(directory)}/`, names: verbatim(names.join(', ')) };
  const text =
    left === 0 ? phrase(reportWords.executables, words) : phrase(reportWords.executablesMore, { ...words, left });
  const layer = inside.every((gap) => gap.layer === first.layer) ? first.layer : null;
  return [{ ...single(first), text, layer, paths: inside.map(({ path }) => path) }];
}

function clipped(path: string): string {
  return path.length > LONGEST ? `${path.slice(0, LONGEST - 1)}…` : path;
}

/**
 * Directories with what lies in or below them: as deep ones as do not come to too many. Where even the uppermost are too many, the fullest
 * stay and the rest is told of as of the root.
 */
function placesOf(gaps: readonly Executable[]): Place[] {
  let depth = DEEPEST;
  let places = placesAt(gaps, depth);
  while (depth > 1 && places.size > MOST_PLACES) places = placesAt(gaps, --depth);
  if (places.size <= MOST_PLACES) return [...places];
  const fullest = [...places]
    .filter(([directory]) => directory !== '')
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_PLACES - 1);
  const told = new Set(fullest.flatMap(([, inside]) => inside));
  return [...fullest, ['', gaps.filter((gap) => !told.has(gap))]];
}

function placesAt(gaps: readonly Executable[], depth: number): Map<string, Executable[]> {
  return Map.groupBy(gaps, ({ path }) =>
    path
      .slice(0, Math.max(0, path.lastIndexOf('/')))
      .split('/', depth)
      .join('/'),
  );
}
