import type { Text } from '../base/text.ts';
import type { Flag, Flags, FlagValue, ValuesOf } from './flag.ts';
import type { Io } from './io.ts';
import type { Services } from './services.ts';

export interface Argument {
  readonly summary: Text;
  readonly required?: true;
  /** Only the last argument may repeat. */
  readonly repeats?: true;
  /** Words that completion offers; others may be right, too. */
  readonly offered?: readonly string[];
}

/** Positional arguments in their order, by the word that help shows: `REF`. */
export type Arguments = Readonly<Record<string, Argument>>;

type ArgumentOf<A extends Argument> = A extends { readonly repeats: true }
  ? readonly string[]
  : A extends { readonly required: true }
    ? string
    : string | null;

export interface Example {
  readonly line: string;
  /** One sentence: what it is for. */
  readonly does: Text;
}

export interface FlagGroup {
  readonly title: Text;
  readonly flags: readonly string[];
}

interface CommandFacts {
  /** The words as they are typed: `db update`. */
  readonly name: string;
  /** One line, for lists. */
  readonly summary: Text;
  /** Paragraphs that teach. */
  readonly description: readonly Text[];
  readonly examples: readonly [Example, ...Example[]];
  /** In which order and under which titles help shows the flags; those in no group come first. */
  readonly groups?: readonly FlagGroup[];
  /** Names of other commands worth knowing. */
  readonly seeAlso?: readonly string[];
  readonly hidden?: true;
  /** It runs until it is told to end, and sees to its own end when `io.signal` is aborted. */
  readonly serves?: true;
}

interface Definition<A extends Arguments, F extends Flags> extends CommandFacts {
  readonly arguments: A;
  readonly flags: F;
  run(
    parsed: {
      readonly arguments: { readonly [K in keyof A]: ArgumentOf<A[K]> };
      readonly flags: ValuesOf<F>;
      /** The flags as they would be, were the command begun now: configuration files are read anew. Throws errors of the catalogue. */
      reread(): Promise<ValuesOf<F>>;
    },
    open: () => Promise<Services>,
    io: Io,
  ): Promise<number>;
}

/** What a command line came to, before a command's own types are put on it. */
export interface Parsed {
  readonly arguments: Readonly<Record<string, string | null | readonly string[]>>;
  readonly flags: Readonly<Record<string, FlagValue>>;
  reread(): Promise<Readonly<Record<string, FlagValue>>>;
}

/**
 * A command: what help, completion and the docs say of it, and what it does. One file each in `commands/`.
 *
 * `run` returns the exit code and throws errors of the catalogue. What it is served with is loaded only where it opens it. It writes what was asked for to `io.out` and nothing else there.
 */
export interface Command extends CommandFacts {
  readonly arguments: Arguments;
  readonly flags: Readonly<Record<string, Flag>>;
  run(parsed: Parsed, open: () => Promise<Services>, io: Io): Promise<number>;
}

/** Checks a command's definition against itself: what `run` gets is typed by its own arguments and flags. */
export function command<const A extends Arguments, const F extends Flags>(definition: Definition<A, F>): Command {
  return {
    ...definition,
    // The parser builds exactly what the definition names; the types above only say so.
    run: (parsed, open, io) => definition.run(parsed as Parameters<typeof definition.run>[0], open, io),
  };
}
