import type { Placed } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import type { FileItem } from '../model/file-item.ts';
import type { Gap } from '../model/gap.ts';
import type { HarvestedProgram } from '../model/harvest.ts';
import type { Account } from '../model/package.ts';

/** Executables that are gaps by name; of more only the number is told there. */
const MAX_NAMED = 100;

export interface Explanations {
  /** Whether a distribution's package brought a file to this path. */
  readonly isClaimed: (path: string) => boolean;
  /** Files from which packages were read: they tell themselves what they are. */
  readonly speaking: ReadonlySet<string>;
  /** Files that packages of languages brought, or directories with all that is in them. */
  readonly brought: readonly string[];
  readonly resolve: (path: string) => string;
}

/**
 * The executables that no package brought and that nobody recognizes, sorted by path. By path alone: whether a package's file is still the
 * one that it brought is another question.
 */
export function unownedExecutables(
  programs: readonly Placed<HarvestedProgram>[],
  { isClaimed, speaking, brought, resolve }: Explanations,
): readonly Placed<HarvestedProgram>[] {
  if (programs.length === 0) return [];
  const places = new Set(brought.map(resolve));
  const isBrought = (path: string): boolean => {
    for (let at = path; at !== ''; at = directoryOf(at)) if (places.has(at)) return true;
    return false;
  };
  return programs
    .filter(({ path }) => !speaking.has(path) && !isClaimed(path) && !isBrought(resolve(path)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A gap for each, and one more for those beyond a hundred. */
export function executableGaps(unowned: readonly Placed<HarvestedProgram>[]): readonly Gap[] {
  const common = { reason: 'unowned-executable', blinds: ['programs'], incomplete: false } as const;
  const named = unowned
    .slice(0, MAX_NAMED)
    .map(({ path, layer }): Gap => ({ what: 'executable', path, layer, ...common }));
  const rest = unowned.length - named.length;
  return rest === 0 ? named : [...named, { what: `${rest} more executables`, path: null, layer: null, ...common }];
}

/** All of them, for whoever wants each. */
export function executableFiles(
  unowned: readonly Placed<HarvestedProgram>[],
  accounts: readonly Account[] | null,
): readonly FileItem[] {
  const names = new Map(accounts?.toReversed().map(({ uid, name }) => [uid, name]));
  return unowned.map(({ item: { mode, uid }, path, layer }) => ({
    kind: 'unowned-executable',
    path,
    mode: mode.toString(8).padStart(4, '0'),
    owner: null,
    user: names.get(uid) ?? `${uid}`,
    layer,
    removed: false,
  }));
}
