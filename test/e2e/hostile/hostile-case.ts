import type { ChildProcess } from 'node:child_process';
import type { Part } from '../build/parts.ts';

/** Something hostile, and what Plimsoll has to say to it. */
export interface HostileCase {
  readonly name: string;
  /** Makes the hostile thing and says how Plimsoll is called. May call it before, where the case needs a history. */
  readonly prepare: (place: Place) => Prepared | Promise<Prepared>;
  readonly exit: 0 | 1 | 2 | 3;
  /** The code in the error's first line, `*` for any; null where there is no error. */
  readonly error: string | null;
  /** `what: reason` of gaps that the JSON report must name. */
  readonly gaps?: readonly string[];
  /** `name version` of packages that must be in the JSON report all the same. */
  readonly packages?: readonly string[];
  /** Real programs without which the case cannot be played. */
  readonly needs?: readonly Part[];
  /** Makes file systems, owners or devices that only root can make. */
  readonly asRoot?: boolean;
}

/** Four empty folders that belong to one case. */
export interface Place {
  /** For the hostile thing; Plimsoll writes nothing there. */
  readonly folder: string;
  readonly home: string;
  readonly cwd: string;
  readonly tmp: string;
}

/** One call of Plimsoll. */
export interface Call {
  readonly args: readonly string[];
  readonly input?: Buffer | (() => Generator<Buffer>);
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that run Plimsoll: `unshare -n`. */
  readonly under?: readonly string[];
  /** A file that standard output goes to. */
  readonly stdout?: string;
  /** Is given the process when it runs, to do something to it. */
  readonly started?: (child: ChildProcess) => void;
}

export interface Prepared extends Call {
  /** What else must hold afterwards. */
  readonly afterwards?: (outcome: Outcome) => void | Promise<void>;
  /** Ends what was started for the case. */
  readonly stop?: () => void | Promise<void>;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of a processor. */
  readonly cpu: number;
  /** MiB. */
  readonly peak: number;
  /** What lies where nothing should have been written. */
  readonly strays: readonly string[];
}
