import type { Language } from '../../base/text.ts';
import type { Command } from '../command.ts';
import type { Flag, Flags } from '../flag.ts';
import { globalFlags } from '../global-flags.ts';

/** A command as completion needs it. */
export interface CompletedCommand {
  readonly words: readonly string[];
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** What its arguments may be; empty where they are files or anything else. */
  readonly arguments: readonly string[];
}

export interface CompletedFlag {
  /** `--max-layers`, `-o` */
  readonly names: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** What a shell can complete: all commands and flags that help shows. */
export function completedCommands(commands: readonly Command[], language: Language): readonly CompletedCommand[] {
  return commands
    .filter((command) => command.hidden !== true)
    .map((command) => ({
      words: command.name.split(' '),
      summary: command.summary[language],
      flags: completedFlags({ ...command.flags, ...globalFlags }, language),
      arguments: argumentsOf(command, commands),
    }));
}

/** The flags that may stand before a command. */
export function completedGlobals(language: Language): readonly CompletedFlag[] {
  return completedFlags(globalFlags, language);
}

function completedFlags(flags: Flags, language: Language): CompletedFlag[] {
  return Object.entries(flags)
    .filter(([, flag]) => flag.hidden !== true && flag.later !== true && flag.secret !== true)
    .map(([name, flag]) => ({
      names: flag.short === undefined ? [`--${name}`] : [`--${name}`, `-${flag.short}`],
      summary: flag.summary[language],
      takesValue: flag.type !== 'switch',
      choices: choicesOf(flag),
    }));
}

function argumentsOf(command: Command, commands: readonly Command[]): readonly string[] {
  // Only help is about commands.
  if (command.name === 'help')
    return [...new Set(commands.filter(({ hidden }) => hidden !== true).flatMap(({ name }) => name.split(' ')))];
  const offered = Object.values(command.arguments).flatMap((argument) => argument.offered ?? []);
  return [...offered, ...longerWords(command, commands)];
}

/** What other commands are called that begin with the name of this one: `install` behind `gate docker`. */
function longerWords({ name }: Command, commands: readonly Command[]): readonly string[] {
  const longer = commands.filter((other) => other.hidden !== true && other.name.startsWith(`${name} `));
  return longer.flatMap((other) => other.name.slice(name.length + 1).split(' ')[0] ?? []);
}

function choicesOf(flag: Flag): readonly string[] {
  const choices = flag.type === 'choice' || flag.type === 'list' ? flag.choices : undefined;
  return choices ?? flag.offered ?? [];
}

/** What may follow the words so far, each word once: with the command's summary, or with the words that follow in turn. */
export function nextWords(
  commands: readonly CompletedCommand[],
  before: readonly string[],
): { word: string; summary: string }[] {
  const found = new Map<string, string[]>();
  for (const { words, summary } of commands) {
    if (words.length <= before.length || before.some((word, index) => word !== words[index])) continue;
    const word = words[before.length] ?? '';
    const about = words[before.length + 1] ?? summary;
    found.set(word, [...(found.get(word) ?? []), about]);
  }
  return [...found].map(([word, about]) => ({ word, summary: about.join(', ') }));
}

/** Every beginning of a command's words that more words may follow and that is no command itself, the empty one first. */
export function groupsOf(commands: readonly CompletedCommand[]): readonly (readonly string[])[] {
  const groups = new Map<string, readonly string[]>([['', []]]);
  for (const { words } of commands) {
    for (let length = 1; length < words.length; length += 1) {
      const group = words.slice(0, length);
      groups.set(group.join(' '), group);
    }
  }
  for (const { words } of commands) groups.delete(words.join(' '));
  return [...groups.values()];
}
