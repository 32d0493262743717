import { type CompletedCommand, type CompletedFlag, groupsOf, nextWords } from './words.ts';

/** A completion script for fish 3 or newer. */
export function fishScript(commands: readonly CompletedCommand[], globals: readonly CompletedFlag[]): string {
  const known = [...groupsOf(commands).slice(1), ...commands.map((command) => command.words)].map((words) =>
    quote(words.join(' ')),
  );
  const lines = [
    '# fish completion for plimsoll. To keep it: plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish',
    'function __plimsoll_line',
    `  set -l known ${known.join(' ')}`,
    '  set -l line',
    '  for word in (commandline -opc)[2..]',
    "    string match -q -- '-*' $word; and continue",
    '    set -l longer (string join " " $line $word)',
    '    contains -- "$longer" $known; and set line $longer',
    '  end',
    '  test "$line" = "$argv"',
    'end',
    'complete -c plimsoll -e',
  ];
  for (const group of groupsOf(commands)) {
    const condition = conditionOf(group);
    for (const { word, summary } of nextWords(commands, group)) {
      lines.push(`complete -c plimsoll -f -n ${condition} -a ${quote(word)} -d ${quote(summary)}`);
    }
    lines.push(...globals.map((flag) => flagLine(flag, condition)));
  }
  for (const command of commands) {
    const condition = conditionOf(command.words);
    if (command.arguments.length > 0)
      lines.push(`complete -c plimsoll -f -n ${condition} -a ${quote(command.arguments.join(' '))}`);
    lines.push(...command.flags.map((flag) => flagLine(flag, condition)));
  }
  return `${lines.join('\n')}\n`;
}

function conditionOf(words: readonly string[]): string {
  return quote(`__plimsoll_line ${words.join(' ')}`.trimEnd());
}

function flagLine(flag: CompletedFlag, condition: string): string {
  const names = flag.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = !flag.takesValue ? '' : flag.choices.length > 0 ? ` -x -a ${quote(flag.choices.join(' '))}` : ' -r';
  return `complete -c plimsoll -n ${condition} ${names.join(' ')}${value} -d ${quote(flag.summary)}`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
