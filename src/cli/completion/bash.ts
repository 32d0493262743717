import { type CompletedCommand, type CompletedFlag, groupsOf, nextWords } from './words.ts';

/** A completion script for bash 4 or newer, without bash-completion. */
export function bashScript(commands: readonly CompletedCommand[], globals: readonly CompletedFlag[]): string {
  const valued = new Set(
    [...commands.flatMap((command) => command.flags), ...globals]
      .filter((flag) => flag.takesValue)
      .flatMap((flag) => flag.names),
  );
  const groups = groupsOf(commands).map((group) => {
    const words = nextWords(commands, group).map(({ word }) => word);
    return `    '${group.join(' ')}') words='${words.join(' ')}'; flags='${namesOf(globals)}' ;;`;
  });
  const leaves = commands.map(
    (command) =>
      `    '${command.words.join(' ')}') words='${command.arguments.join(' ')}'; flags='${namesOf(command.flags)}' ;;`,
  );
  const choices = [{ words: [], flags: globals }, ...commands].flatMap((command) =>
    command.flags
      .filter((flag) => flag.choices.length > 0)
      .map(
        (flag) =>
          `    ${flag.names.map((name) => `'${command.words.join(' ')} ${name}'`).join('|')}) choices='${flag.choices.join(' ')}' ;;`,
      ),
  );
  return `# bash completion for plimsoll. To use it now: source <(plimsoll completion bash)
_plimsoll() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} line= word words= flags= choices= skip=
  local index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      =) skip=1 ;;
      ${[...valued].join('|')}) skip=1 ;;
      -*) ;;
      *)
        case "\${line:+$line }$word" in
          ${[...groupsOf(commands).slice(1), ...commands.map((command) => command.words)].map((words) => `'${words.join(' ')}'`).join('|')}) line="\${line:+$line }$word" ;;
        esac ;;
    esac
  done
  case $line in
${groups.join('\n')}
${leaves.join('\n')}
  esac
  [[ $previous == = ]] && previous=\${COMP_WORDS[COMP_CWORD-2]}
  [[ $current == = ]] && current=
  case "$line $previous" in
${choices.join('\n')}
  esac
  if [[ -n $choices ]]; then
    COMPREPLY=($(compgen -W "$choices" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _plimsoll plimsoll
`;
}

function namesOf(flags: readonly CompletedFlag[]): string {
  return flags.flatMap((flag) => flag.names).join(' ');
}
