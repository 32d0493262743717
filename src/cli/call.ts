import { failure } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import type { Command } from './command.ts';
import type { CommandTable } from './command-table.ts';
import type { Flag, Flags } from './flag.ts';
import { variableOf } from './flag.ts';
import { globalFlags } from './global-flags.ts';
import { laterCommand } from './later.ts';
import { nearest } from './suggest.ts';

/** A command line taken apart: which command, which texts were given for which flag, what stands besides. Nothing is read yet. */
export interface Call {
  /** Null where no command was named. */
  readonly command: Command | null;
  /** The words that lead to a command or a group of commands. */
  readonly words: readonly string[];
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly rest: readonly string[];
}

/** Takes a command line apart. Throws `unknown-command`, `unknown-flag`, `flag-needs-value`, `not-in-this-version`, … */
export async function readCall(argv: readonly string[], commands: CommandTable): Promise<Call> {
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const rest: string[] = [];
  let position = 0;
  let command: Command | null = null;
  let flagsEnded = false;
  while (position < argv.length) {
    const token = argv[position] ?? '';
    position += 1;
    if (!flagsEnded && token === '--') {
      flagsEnded = true;
    } else if (!flagsEnded && token.length > 1 && token.startsWith('-')) {
      position += await readFlag(token, argv[position], command, given, commands);
    } else if (!flagsEnded && (command === null || leadsOn([...words, token], rest, commands.names))) {
      words.push(token);
      command = await commands.find(words.join(' '));
      if (command === null && !isGroup(words, commands.names)) throw unknownCommand(words, await commands.all());
    } else {
      rest.push(token);
    }
  }
  return { command, words, given, rest };
}

/** Whether a command's name goes on with this word: `gate docker` is a command, and `gate docker install` another one. */
function leadsOn(words: readonly string[], rest: readonly string[], names: readonly string[]): boolean {
  return rest.length === 0 && names.includes(words.join(' '));
}

/** Whether words are the beginning of the names of commands. */
export function isGroup(words: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => name.startsWith(`${words.join(' ')} `));
}

/** Reads one flag; returns how many further tokens it took. */
async function readFlag(
  token: string,
  next: string | undefined,
  command: Command | null,
  given: Map<string, string[]>,
  commands: CommandTable,
): Promise<0 | 1> {
  const flags: Flags = { ...globalFlags, ...command?.flags };
  if (!token.startsWith('--')) return readShort(token, next, flags, command, given);
  const equals = token.indexOf('=');
  const name = equals < 0 ? token.slice(2) : token.slice(2, equals);
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag === undefined) throw unknownFlag(`--${name}`, flags, command, command === null ? await commands.all() : []);
  return keep(name, flag, `--${name}`, equals < 0 ? undefined : token.slice(equals + 1), next, given);
}

/** `-o json`, `-ojson`, `-qv`. */
function readShort(
  token: string,
  next: string | undefined,
  flags: Flags,
  command: Command | null,
  given: Map<string, string[]>,
): 0 | 1 {
  for (let index = 1; index < token.length; index += 1) {
    const letter = token[index] ?? '';
    const entry = Object.entries(flags).find(([, flag]) => flag.short === letter);
    if (entry === undefined) throw unknownFlag(`-${letter}`, flags, command, []);
    const [name, flag] = entry;
    if (flag.type !== 'switch') {
      const attached = token.slice(index + 1).replace(/^=/, '');
      return keep(name, flag, `-${letter}`, attached === '' ? undefined : attached, next, given);
    }
    keep(name, flag, `-${letter}`, undefined, undefined, given);
  }
  return 0;
}

function keep(
  name: string,
  flag: Flag,
  typed: string,
  attached: string | undefined,
  next: string | undefined,
  given: Map<string, string[]>,
): 0 | 1 {
  if (flag.later === true) throw failure('not-in-this-version', { given: typed });
  if (flag.secret === true) throw failure('secret-on-command-line', { flag: typed, variable: variableOf(name) });
  const takesNext = flag.type !== 'switch' && attached === undefined;
  if (takesNext && (next === undefined || (next.length > 1 && next.startsWith('-')))) {
    throw failure('flag-needs-value', { flag: typed });
  }
  given.set(name, [...(given.get(name) ?? []), (takesNext ? next : attached) ?? '']);
  return takesNext ? 1 : 0;
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): Error {
  const later = laterCommand(words);
  if (later !== null) return failure('not-in-this-version', { given: `plimsoll ${later}` });
  const visible = commands.filter((candidate) => candidate.hidden !== true).map((candidate) => candidate.name);
  const group = words.slice(0, -1).join(' ');
  const inGroup = group === '' ? visible : visible.filter((name) => name.startsWith(`${group} `));
  const near = nearest(words.join(' '), inGroup.length > 0 ? inGroup : visible) ?? nearestGroup(words, visible);
  const hint =
    near === null
      ? fill(texts.seeHelp, { group: group === '' ? 'help' : `help ${group}` })
      : fill(texts.meant, { near: `plimsoll ${near}` });
  return failure('unknown-command', { given: words.join(' ').slice(0, 80), hint });
}

function nearestGroup(words: readonly string[], visible: readonly string[]): string | null {
  const groups = [...new Set(visible.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] ?? ''))];
  const near = nearest(words[0] ?? '', groups);
  return near === null ? null : `help ${near}`;
}

function unknownFlag(typed: string, flags: Flags, command: Command | null, commands: readonly Command[]): Error {
  const name = typed.replace(/^-+/, '');
  const ofACommand = commands.some((candidate) => Object.hasOwn(candidate.flags, name));
  if (command === null && ofACommand) return failure('flag-before-command', { flag: typed });
  const visible = Object.entries(flags).filter(([, flag]) => flag.hidden !== true && flag.later !== true);
  const near = nearest(
    name,
    visible.map(([known]) => known),
  );
  const shown = command === null ? 'plimsoll' : `plimsoll ${command.name}`;
  const hint =
    near === null
      ? fill(texts.seeHelp, { group: command === null ? 'help' : `help ${command.name}` })
      : fill(texts.meant, { near: `--${near}` });
  return failure('unknown-flag', { command: shown, given: typed.slice(0, 80), hint });
}

const texts = {
  meant: { en: 'Did you mean: {near}', 'zh-CN': '你是不是想输入：{near}' },
  seeHelp: { en: 'See what there is: plimsoll {group}', 'zh-CN': '查看可用的内容：plimsoll {group}' },
} as const satisfies Record<string, Text>;
