import { type CompletedCommand, type CompletedFlag, groupsOf, nextWords } from './words.ts';

/** A completion script for zsh; a file `_plimsoll` in a folder of `fpath`, or sourced. */
export function zshScript(commands: readonly CompletedCommand[], globals: readonly CompletedFlag[]): string {
  const groups = groupsOf(commands).map((group) => {
    const words = nextWords(commands, group).map(({ word, summary }) =>
      quote(`${word}:${summary.replaceAll(':', '\\:')}`),
    );
    return `    ${quote(group.join(' '))}) words_next=(${words.join(' ')}); specs=(${specsOf(globals)}) ;;`;
  });
  const leaves = commands.map(
    (command) =>
      `    ${quote(command.words.join(' '))}) specs=(${specsOf(command.flags)} ${quote(argumentSpec(command))}) ;;`,
  );
  const lines = [...groupsOf(commands).slice(1), ...commands.map((command) => command.words)].map((words) =>
    quote(words.join(' ')),
  );
  return `#compdef plimsoll
# zsh completion for plimsoll. To keep it: plimsoll completion zsh > "\${fpath[1]}/_plimsoll"
_plimsoll() {
  local line= word index
  local -a specs words_next known
  known=(${lines.join(' ')})
  for ((index = 2; index < CURRENT; index++)); do
    word=\${words[index]}
    [[ $word == -* ]] && continue
    (( \${known[(Ie)\${line:+$line }$word]} )) && line="\${line:+$line }$word"
  done
  case $line in
${groups.join('\n')}
${leaves.join('\n')}
  esac
  if (( \${#words_next} )) && [[ \${words[CURRENT]} != -* ]]; then
    _describe 'command' words_next
  else
    _arguments $specs
  fi
}
if [[ $funcstack[1] == _plimsoll ]]; then _plimsoll "$@"; else compdef _plimsoll plimsoll; fi
`;
}

function specsOf(flags: readonly CompletedFlag[]): string {
  return flags
    .flatMap((flag) => flag.names.map((name) => quote(`*${name}[${escapeSpec(flag.summary)}]${valueSpec(flag)}`)))
    .join(' ');
}

function argumentSpec(command: CompletedCommand): string {
  return command.arguments.length > 0 ? `*:argument:(${command.arguments.join(' ')})` : '*:file:_files';
}

function valueSpec(flag: CompletedFlag): string {
  if (!flag.takesValue) return '';
  return flag.choices.length > 0 ? `:value:(${flag.choices.join(' ')})` : ':value:_files';
}

function escapeSpec(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
