/**
 * Commands and groups that the outside contract names and this version does not have. Asking for one is answered with that,
 * not with "unknown".
 */
const laterCommands: readonly string[] = ['policy simulate', 'gate kubernetes', 'gate cri', 'serve'];

/** The later command that these words begin with; null where they name none. */
export function laterCommand(words: readonly string[]): string | null {
  const line = words.join(' ');
  return laterCommands.find((name) => line === name || line.startsWith(`${name} `)) ?? null;
}
