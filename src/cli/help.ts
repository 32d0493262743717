import { displayWidth, wrap } from '../base/display-width.ts';
import { fill, type Language, type Text } from '../base/text.ts';
import { helpTexts } from '../messages/cli-help.ts';
import type { Command, Example } from './command.ts';
import { defaultWords, type Flag, type Flags, variableOf } from './flag.ts';
import { globalFlags } from './global-flags.ts';

export interface HelpStyle {
  readonly language: Language;
  readonly columns: number;
  readonly color: boolean;
}

type Row = readonly [left: string, right: string];

/** All that there is to know of one command, in the order in which a person needs it. */
export function commandHelp(command: Command, style: HelpStyle): string {
  const { language } = style;
  const page = pageOf(style);
  page.paragraph(`plimsoll ${command.name}: ${command.summary[language]}`);
  page.rows(helpTexts.usage, [[usageOf(command, language), '']]);
  for (const paragraph of command.description) page.paragraph(paragraph[language]);
  page.rows(
    helpTexts.arguments,
    Object.entries(command.arguments).map(([name, argument]): Row => [name, argument.summary[language]]),
  );
  for (const group of flagGroups(command)) page.rows(group.title, flagRows(group.flags, language));
  page.rows(helpTexts.globalFlags, flagRows(globalFlags, language));
  page.paragraph(helpTexts.elsewhere[language]);
  page.examples(command.examples);
  page.rows(helpTexts.exitCodes, exitRows(language));
  const seeAlso = command.seeAlso ?? [];
  if (seeAlso.length > 0) page.rows(helpTexts.seeAlso, [[seeAlso.map((name) => `plimsoll ${name}`).join(', '), '']]);
  return page.text();
}

/** What there is, and where to begin. With `words`, only the commands that begin with them. */
export function overview(commands: readonly Command[], words: readonly string[], style: HelpStyle): string {
  const { language } = style;
  const page = pageOf(style);
  const prefix = words.length === 0 ? '' : `${words.join(' ')} `;
  const shown = commands.filter((command) => command.hidden !== true && command.name.startsWith(prefix));
  if (prefix === '') page.paragraph(helpTexts.tagline[language]);
  page.rows(helpTexts.usage, [[`plimsoll ${prefix}${helpTexts.callOf[language]}`, '']]);
  page.rows(
    helpTexts.commands,
    shown.map((command): Row => [command.name, command.summary[language]]),
  );
  if (prefix === '')
    page.examples(
      shown.filter((command) => startHere.includes(command.name)).map((command) => command.examples[0]),
      helpTexts.start,
    );
  page.rows(helpTexts.globalFlags, flagRows(globalFlags, language));
  page.paragraph(helpTexts.elsewhere[language]);
  page.paragraph(helpTexts.more[language]);
  return page.text();
}

const startHere: readonly string[] = ['quickstart', 'scan', 'db update'];

/** `plimsoll scan [FLAGS] REF` */
export function usageOf(command: Command, language: Language = 'en'): string {
  const words = Object.entries(command.arguments).map(([name, argument]) => {
    const repeated = argument.repeats === true ? `${name}…` : name;
    return argument.required === true ? repeated : `[${repeated}]`;
  });
  const flags = Object.values(command.flags).some((flag) => isShown(flag)) ? [helpTexts.someFlags[language]] : [];
  return ['plimsoll', command.name, ...flags, ...words].join(' ');
}

function isShown(flag: Flag): boolean {
  return flag.hidden !== true && flag.later !== true;
}

function flagGroups(command: Command): { title: Text; flags: Flags }[] {
  const grouped = new Set((command.groups ?? []).flatMap((group) => group.flags));
  const pick = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(command.flags).filter(([name]) => wanted(name)));
  return [
    { title: helpTexts.flags, flags: pick((name) => !grouped.has(name)) },
    ...(command.groups ?? []).map((group) => ({
      title: group.title,
      flags: pick((name) => group.flags.includes(name)),
    })),
  ];
}

function flagRows(flags: Flags, language: Language): Row[] {
  return Object.entries(flags)
    .filter(([, flag]) => isShown(flag))
    .map(
      ([name, flag]): Row => [
        flagUsage(name, flag),
        [flag.summary[language], ...flagNotes(name, flag, language)].join(helpTexts.besides[language]),
      ],
    );
}

/** `-o, --output FORMAT[=FILE]` */
export function flagUsage(name: string, flag: Flag): string {
  if (flag.secret === true) return variableOf(name);
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  return `${short}--${name}${flag.type === 'switch' ? '' : ` ${flag.value ?? flag.type.toUpperCase()}`}`;
}

/** What else is to know of a flag's value, in words. */
export function flagNotes(name: string, flag: Flag, language: Language): string[] {
  const notes: string[] = [];
  if (flag.type === 'list') {
    if (flag.choices !== undefined) notes.push(fill(helpTexts.someOf, { choices: flag.choices.join(', ') })[language]);
    notes.push((flag.commas === true ? helpTexts.commaList : helpTexts.repeatable)[language]);
  }
  const standard = defaultWords(flag);
  if (standard !== null) notes.push(fill(helpTexts.defaultIs, { value: standard })[language]);
  if (flag.secret === true) notes.push(fill(helpTexts.onlyVariable, { variable: variableOf(name) })[language]);
  return notes;
}

function exitRows(language: Language): Row[] {
  return [helpTexts.exit0, helpTexts.exit1, helpTexts.exit2, helpTexts.exit3].map(
    (text, code): Row => [String(code), text[language]],
  );
}

/** Collects blocks of text that fit the width, with an empty line between them. */
function pageOf(style: HelpStyle) {
  const blocks: string[] = [];
  const columns = Math.min(Math.max(style.columns, 40), 110);
  const bold = (text: string) => (style.color ? `\x1b[1m${text}\x1b[22m` : text);

  function rowLines([left, right]: Row, indent: number): string[] {
    const room = Math.max(24, columns - indent - 2);
    const lines = right === '' ? [] : wrap(right, room);
    const head = `  ${left}`;
    if (lines.length === 0) return [head];
    const fits = displayWidth(head) + 2 <= indent;
    const first = fits ? `${head}${' '.repeat(indent - displayWidth(head))}${lines[0] ?? ''}` : head;
    return [first, ...(fits ? lines.slice(1) : lines).map((line) => ' '.repeat(indent) + line)];
  }

  return {
    paragraph(text: string) {
      blocks.push(wrap(text, columns).join('\n'));
    },
    rows(title: Text, rows: readonly Row[]) {
      if (rows.length === 0) return;
      const widest = Math.max(...rows.map(([left]) => displayWidth(left)));
      const indent = Math.min(widest + 4, 30);
      blocks.push([bold(title[style.language]), ...rows.flatMap((row) => rowLines(row, indent))].join('\n'));
    },
    examples(examples: readonly Example[], title: Text = helpTexts.examples) {
      const lines = examples.flatMap((example) => [
        ...wrap(example.does[style.language], columns - 4).map((line) => `  # ${line}`),
        `  ${example.line}`,
      ]);
      blocks.push([bold(title[style.language]), ...lines].join('\n'));
    },
    text: () => `${blocks.join('\n\n')}\n`,
  };
}
