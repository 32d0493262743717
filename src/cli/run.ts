import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes, failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { fill, type Language, type Text } from '../base/text.ts';
import { type Call, isGroup, readCall } from './call.ts';
import type { Command, Parsed } from './command.ts';
import type { CommandTable } from './command-table.ts';
import { asPlimsollError, type ComplaintStyle, complaint } from './complaint.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { globalFlags } from './global-flags.ts';
import { commandHelp, type HelpStyle, overview } from './help.ts';
import { handOver } from './home-owner.ts';
import type { Io } from './io.ts';
import { languageAtFirstSight, languageOf } from './language.ts';
import { standardOut, wantsColor } from './out.ts';
import { noProgress, terminalProgress } from './progress.ts';
import type { ServiceContext, Services } from './services.ts';
import { checkConfigKeys, type SettingSources, settle } from './settings.ts';
import type { StandardStream } from './standard-stream.ts';
import { stateHome } from './state-home.ts';

/** What a process is, as far as the command line looks at it. */
export interface Surroundings {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input; opened when it is asked for. */
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly output: StandardStream;
  readonly errors: StandardStream;
  readonly signal: AbortSignal;
  /** Calls this whenever somebody asks for settings to be read anew (SIGHUP). Whoever does not say so ends by it, as usual. */
  readonly onReload: (again: () => void) => void;
  readonly version: string;
  /** The file that starts Plimsoll: absolute. */
  readonly launcher: string;
  readonly commands: CommandTable;
  /** Asked for only where a command needs it, so that help and errors do not wait for it. */
  readonly openServices: (context: ServiceContext) => Promise<Services>;
}

/** Runs one command line to its exit code. Whatever goes wrong ends in two lines on standard error; nothing is thrown. */
export async function run(around: Surroundings): Promise<number> {
  const { argv, environment, errors } = around;
  let style = styleAtFirstSight(argv, environment);
  try {
    const call = await readCall(argv, around.commands);
    const sources = await settingSources(call, around);
    const globals = readGlobals(sources);
    style = { language: globals.language, json: globals.logFormat === 'json', verbose: globals.verbose };
    return await serve(call, sources, globals, around, style);
  } catch (error) {
    const known = asPlimsollError(error);
    errors.write(complaint(known, style));
    return known.exit;
  }
}

/** How to show an error about a command line that could not be taken apart. */
export function styleAtFirstSight(argv: readonly string[], environment: Surroundings['environment']): ComplaintStyle {
  const asked =
    argv.includes('--log-format=json') ||
    (argv.includes('--log-format') && argv[argv.indexOf('--log-format') + 1] === 'json');
  return {
    language: languageAtFirstSight(argv, environment),
    json: asked || environment['PLIMSOLL_LOG_FORMAT'] === 'json',
    verbose: argv.includes('--verbose') || argv.includes('-v'),
  };
}

interface Globals {
  readonly help: boolean;
  readonly version: boolean;
  readonly home: string | null;
  readonly language: Language;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  readonly logFormat: string;
}

async function settingSources(call: Call, around: Surroundings): Promise<SettingSources> {
  const { environment } = around;
  const first: SettingSources = { given: call.given, environment, config: null };
  const named = settle({ config: globalFlags.config }, first).config;
  const config = await configFor(call, typeof named === 'string' ? named : null);
  if (config !== null && !config.seen) {
    const own = knownFlags(call.command === null ? [] : [call.command]);
    // Other commands are loaded where a key is none of this one's.
    const isOwn = [...config.values.keys()].every((key) => own.has(key));
    checkConfigKeys(config, isOwn ? own : knownFlags(await around.commands.all()));
    config.passed();
  }
  return { ...first, config };
}

/** Help and the version are answered even where a configuration file is broken. */
async function configFor(call: Call, named: string | null): Promise<ConfigFile | null> {
  if (call.command === null || call.command.name === 'help' || call.given.has('help')) return null;
  return readConfigFile(named);
}

function knownFlags(commands: readonly Command[]): ReadonlySet<string> {
  return new Set([...Object.keys(globalFlags), ...commands.flatMap((command) => Object.keys(command.flags))]);
}

function readGlobals(sources: SettingSources): Globals {
  const values = settle(globalFlags, sources);
  return {
    help: values.help === true,
    version: values.version === true,
    home: typeof values.home === 'string' ? values.home : null,
    language: values.lang === 'en' || values.lang === 'zh-CN' ? values.lang : languageOf(sources.environment),
    quiet: values.quiet === true,
    verbose: values.verbose === true,
    noColor: values['no-color'] === true,
    logFormat: String(values['log-format']),
  };
}

async function serve(
  call: Call,
  sources: SettingSources,
  globals: Globals,
  around: Surroundings,
  style: ComplaintStyle,
) {
  const out = standardOut(around.output, wantsColor(around.output, around.environment, globals.noColor));
  const helpStyle: HelpStyle = { language: globals.language, columns: out.columns, color: out.color };
  const { command } = call;
  if (globals.version) {
    await out.write(`${around.version}\n`);
    return exitCodes.done;
  }
  if (command === null) {
    if (call.words.length > 0 && !globals.help) throw groupAlone(call.words, around.commands.names);
    await out.write(overview(await around.commands.all(), call.words, helpStyle));
    return exitCodes.done;
  }
  if (globals.help) {
    await out.write(commandHelp(command, helpStyle));
    return exitCodes.done;
  }
  const parsed: Parsed = {
    arguments: readArguments(command, call.rest),
    flags: settle(command.flags, sources),
    reread: async () => settle(command.flags, await settingSources(call, around)),
  };
  const home = stateHome(globals.home, around.environment);
  const { io, clear } = makeIo({ globals, around, style, out, home, configFile: sources.config?.file ?? null });
  try {
    const work = command.run(parsed, () => around.openServices({ home, version: around.version }), io);
    return await (command.serves === true ? work : Promise.race([work, whenAborted(around.signal)]));
  } finally {
    clear();
    handOver(home.path);
    if (globals.verbose) io.note(fill(texts.peak, { memory: peakMemory() }));
  }
}

/** Ends the wait for work that does not look at the signal itself. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

interface IoParts {
  readonly globals: Globals;
  readonly around: Surroundings;
  readonly style: ComplaintStyle;
  readonly out: Io['out'];
  readonly home: Io['home'];
  readonly configFile: string | null;
}

function makeIo({ globals, around, style, out, home, configFile }: IoParts): { io: Io; clear: () => void } {
  const { errors } = around;
  // A line that is drawn over needs a terminal that can go back.
  const shows = errors.isTTY === true && around.environment['TERM'] !== 'dumb' && !globals.quiet && !style.json;
  const progress = shows ? terminalProgress(errors, globals.language) : noProgress;
  const write = (level: string, text: Text) => {
    progress.clear();
    const words = printable(text[globals.language], 4000);
    errors.write(style.json ? `${JSON.stringify({ level, message: words })}\n` : `${words}\n`);
  };
  const io: Io = {
    out: {
      ...out,
      write(text) {
        progress.clear();
        return out.write(text);
      },
    },
    note(text) {
      if (globals.verbose) write('debug', text);
    },
    remark(text) {
      if (!globals.quiet) write('info', text);
    },
    announce(text) {
      progress.clear();
      const lines = text[globals.language].split('\n').map((line) => printable(line, 4000));
      errors.write(`${lines.join('\n')}\n`);
    },
    complain(error) {
      progress.clear();
      errors.write(complaint(asPlimsollError(error), style));
    },
    language: globals.language,
    say: (text) => text[globals.language],
    quiet: globals.quiet,
    verbose: globals.verbose,
    environment: around.environment,
    home,
    configFile: configFile === null ? null : resolve(configFile),
    version: around.version,
    launcher: around.launcher,
    signal: around.signal,
    onReload: around.onReload,
    progress,
    commands: around.commands,
    input: around.input,
  };
  return { io, clear: () => progress.clear() };
}

/** In MB. What the kernel counts for a process that was begun by a larger one holds that one's peak as well; Linux knows better. */
function peakMemory(): number {
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(readTextIfThere('/proc/self/status'))?.[1];
  return Math.round((own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024);
}

function readTextIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function groupAlone(words: readonly string[], all: readonly string[]): Error {
  const group = words.join(' ');
  const names = all.filter((name) => isGroup(words, [name])).map((name) => `plimsoll ${name}`);
  return failure('unknown-command', { given: group, hint: fill(texts.has, { names: names.join(', ') }) });
}

function readArguments(command: Command, rest: readonly string[]): Parsed['arguments'] {
  const values: Record<string, string | null | readonly string[]> = {};
  let position = 0;
  for (const [name, argument] of Object.entries(command.arguments)) {
    const given = argument.repeats === true ? rest.slice(position) : rest.slice(position, position + 1);
    position += given.length;
    if (argument.required === true && (given[0] ?? '') === '') {
      throw failure('missing-argument', {
        command: `plimsoll ${command.name}`,
        argument: name,
        example: command.examples[0].line,
      });
    }
    values[name] = argument.repeats === true ? given : (given[0] ?? null);
  }
  const extra = rest[position];
  if (extra !== undefined) throw failure('too-many-arguments', { command: command.name, given: extra.slice(0, 80) });
  return values;
}

const texts = {
  peak: { en: 'peak memory {memory} MB', 'zh-CN': '内存峰值 {memory} MB' },
  has: { en: 'It begins these commands: {names}', 'zh-CN': '以它开头的命令有：{names}' },
} as const satisfies Record<string, Text>;
