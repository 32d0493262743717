import { Unidentified } from './unidentified.ts';

/** How an engine calls an OCI runtime (runc's command line, which crun and youki follow): global flags, a verb, its flags, the container's id. */
export interface Invocation {
  readonly verb: string;
  /** The directory with `config.json`; the current one where no flag names it. */
  readonly bundle: string;
  readonly id: string;
  /** Where the engine reads what went wrong, as lines of JSON; null where it reads no such file. */
  readonly jsonLog: string | null;
}

/** Flags with a value of their own; anything else that begins with a dash stands alone. */
const valued = new Set([
  '--log',
  '--log-format',
  '--log-level',
  '--root',
  '--criu',
  '--rootless',
  '--bundle',
  '-b',
  '--console-socket',
  '--pid-file',
  '--preserve-fds',
  '--cgroup-manager',
  '--pidfd-socket',
]);

/** Verbs that bring a container to life. Everything else speaks of one that was let through. */
export const startingVerbs: readonly string[] = ['create', 'run', 'restore'];

/** Reads a runtime's command line; null where it names no verb. Where it can be read in two ways, throws. */
export function readInvocation(args: readonly string[]): Invocation | null {
  const words: string[] = [];
  let bundle: string | null = null;
  let log: string | null = null;
  let isJson = false;
  let isOver = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (isOver || !word.startsWith('-') || word === '-') words.push(word);
    else if (word === '--') isOver = true;
    else {
      const equals = word.indexOf('=');
      const name = asLong(equals < 0 ? word : word.slice(0, equals));
      refuseSecondReading(word, name);
      if (!valued.has(name)) continue;
      const value = equals < 0 ? args[at + 1] : word.slice(equals + 1);
      if (equals < 0) at += 1;
      if (name === '--log') log = value ?? null;
      if (name === '--log-format') isJson = value === 'json';
      if (name !== '--bundle' && name !== '-b') continue;
      if (value === undefined || bundle !== null) throw new Unidentified('two-readings', { word: '--bundle' });
      bundle = value;
    }
  }
  const [verb, ...rest] = words;
  if (verb === undefined) return null;
  return { verb, bundle: bundle ?? '.', id: rest[0] ?? '', jsonLog: isJson ? log : null };
}

/** Throws for what one runtime reads otherwise than another: crun takes another file than `config.json`, shortened names, and values without a blank. */
function refuseSecondReading(word: string, name: string): void {
  const isShortened = name.length > 2 && !valued.has(name) && [...valued].some((flag) => flag.startsWith(name));
  if (name === '--config' || /^-[bf]./.test(word) || word === '-f' || isShortened)
    throw new Unidentified('two-readings', { word });
}

/** Go's flag package takes one dash and two for the same. */
function asLong(name: string): string {
  return /^-[^-]{2,}$/.test(name) ? `-${name}` : name;
}
