import { accessSync, constants } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { giveBackStreams } from './standard-streams.ts';

/** Nothing but a number is said to it. */
const shell = '/bin/sh';

/**
 * Ends this process at once, with an exit code of 0 to 255, whatever its threads do: another program takes its place, which exits with that code.
 * `process.exit` waits for V8's threads first, and one of them that compiles may wait in turn for garbage to be collected by the main thread, which
 * never happens (nodejs/node#54918, open). What `process.on('exit')` would run is not run.
 */
export function endProcess(code: number): never {
  try {
    flushCompileCache();
    giveBackStreams();
    // Node.js aborts where it cannot be started.
    accessSync(shell, constants.X_OK);
    // A shell says so where its working directory is gone.
    process.chdir('/');
    process.execve?.(shell, ['sh', '-c', `exit ${code}`], {});
  } catch {
    // No such program, or a system without this call.
  }
  process.exit(code);
}
