import { failure, type PlimsollError } from '../../base/errors.ts';
import { goldenBuildHints as hints } from '../../messages/golden-build.ts';

/** Lines of output that are kept for the case that a build fails. */
export const keptLines = 200;
const shownLines = 3;

/** How package managers begin what went wrong. */
const complaint =
  /^(?:E: |Err:|ERROR|Error|error:|fatal|dpkg: |rpm: |npm (?:ERR|error)|\s*Problem|Failed|.*: not found$|.*unsatisfiable)/i;
const unreachable =
  /temporary failure (?:resolving|in name)|could not resolve|failed to fetch|network is unreachable|connection (?:refused|timed out)|no route to host|temporary error|bad address|Curl error|network \S+ not found/i;
const gone =
  /does not have a Release file|404 {2}?Not Found|No URLs in mirrorlist|is no longer (?:valid|signed)|Release file .* expired|HTTP error 404/i;
const full = /no space left on device|disk quota exceeded/i;
const needed = /is needed by|depends on|dependency problems|essential package|required by/i;
const forbidden = /^plimsoll: |denied by authorization|authorization denied/i;

/**
 * A build that came to no image: what matters of the engine's message, and what to do.
 * @param output the last lines of what the build printed
 */
export function buildFailure(step: string, message: string, output: readonly string[]): PlimsollError {
  const complaints = output.filter((line) => complaint.test(line));
  const said = [...new Set(complaints.length > 0 ? complaints : output)].slice(-shownLines);
  // What the engine itself says repeats the whole instruction.
  const short = message.replace(/^The command '.*' returned/s, 'the command returned');
  const reason = [...said, short]
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' | ');
  return failure('golden-build-failed', {
    step,
    reason,
    hint: hints[hintFor([...output, message].join('\n'), message)],
  });
}

function hintFor(text: string, message: string): keyof typeof hints {
  if (forbidden.test(message)) return 'forbidden';
  if (full.test(text)) return 'full';
  if (gone.test(text)) return 'gone';
  if (unreachable.test(text)) return 'unreachable';
  return needed.test(text) ? 'needed' : 'other';
}
