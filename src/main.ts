import { readFileSync } from 'node:fs';
import { failure } from './base/errors.ts';
import { commands } from './cli/command-table.ts';
import { run } from './cli/run.ts';

/** The exit code of a process that is told to stop a second time. */
const stoppedTwice = 3;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(stoppedTwice);
    stop.abort(failure('interrupted'));
  });
}
// A reader of standard error that has gone away is no reason to stop working.
process.stderr.on('error', () => {});

const code = await run({
  argv: process.argv.slice(2),
  environment: process.env,
  input: () => process.stdin,
  output: process.stdout,
  errors: process.stderr,
  signal: stop.signal,
  version: packageVersion(),
  commands,
  openServices: async (context) => (await import('./wiring.ts')).openServices(context),
});
// Connections that are kept open for reuse would hold the process; everything written is out by now.
process.exit(code);

/** From package.json beside this folder, in a checkout and in the bundle alike. */
function packageVersion(): string {
  const facts: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const isNamed = typeof facts === 'object' && facts !== null && 'version' in facts;
  return isNamed ? String(facts.version) : 'unknown';
}
