import type { Language, Text } from '../base/text.ts';
import type { ProgressSink } from '../images/image-source.ts';
import type { CommandTable } from './command-table.ts';
import type { StateHome } from './services.ts';

/** Everything outside that a command touches, given to it so that tests can give something else. */
export interface Io {
  readonly out: Out;
  /** A remark on standard error, only with --verbose. */
  note(text: Text): void;
  /** A line on standard error that a person should see; not with --quiet. */
  remark(text: Text): void;
  /** What another program waits for, or was asked to read, on standard error; with --quiet, too. Lines are kept. */
  announce(text: Text): void;
  /** An error in its two lines (or as JSON) on standard error, without ending. */
  complain(error: unknown): void;
  readonly language: Language;
  /** The text in the language of this call. */
  say(text: Text): string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: StateHome;
  /** The configuration file that was read: absolute; null where there was none. */
  readonly configFile: string | null;
  readonly version: string;
  /** The file that starts Plimsoll, `bin/plimsoll`: absolute. */
  readonly launcher: string;
  /** Aborted with `interrupted` on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Calls this whenever somebody asks for settings to be read anew (SIGHUP). Whoever does not say so ends by it, as usual. */
  readonly onReload: (again: () => void) => void;
  readonly progress: ProgressSink;
  /** All commands, for help and completion. */
  readonly commands: CommandTable;
  /** Standard input; opened when it is asked for. */
  readonly input: () => AsyncIterable<Uint8Array>;
}

/** Standard output. */
export interface Out {
  /** Waits where the reader is slow. Does nothing once the reader has gone. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  readonly color: boolean;
  readonly columns: number;
}
