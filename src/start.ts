import { endProcess } from './base/end-process.ts';
import { exitCodes, failure } from './base/errors.ts';
import { productVersion } from './base/product-version.ts';
import { standardStreams } from './base/standard-streams.ts';
import { asPlimsollError, complaint } from './cli/complaint.ts';
import { run, type Surroundings, styleAtFirstSight } from './cli/run.ts';
import { lateStream } from './cli/standard-stream.ts';

const texts = {
  stuck: { en: 'it waits for something that does not come', 'zh-CN': '在等待不会到来的结果' },
} as const;

/** Runs this process' command line, and ends it with the result's exit code, whatever happens. */
export async function start(own: Pick<Surroundings, 'commands' | 'openServices' | 'launcher'>): Promise<never> {
  const argv = process.argv.slice(2);
  const errors = lateStream(2, standardStreams.errors);
  // A reader of standard error that has gone away is no reason to stop working.
  errors.on('error', () => {});
  const complain = (error: unknown) =>
    void errors.write(complaint(asPlimsollError(error), styleAtFirstSight(argv, process.env)));

  // What escapes from a stream or a timer would end the process with 1, which here means that a policy denied an image.
  process.on('uncaughtException', (error) => {
    complain(error);
    endProcess(exitCodes.incomplete);
  });
  // Nothing is left to wait for, and there is no result: Node.js would end with 0, which here means allowed.
  process.on('beforeExit', () => {
    complain(failure('defect', { reason: texts.stuck }));
    endProcess(exitCodes.incomplete);
  });

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) endProcess(exitCodes.incomplete);
      stop.abort(failure('interrupted'));
    });
  }

  const code = await run({
    ...own,
    argv,
    environment: process.env,
    input: standardStreams.input,
    output: lateStream(1, standardStreams.output),
    errors,
    signal: stop.signal,
    onReload: (again) => void process.on('SIGHUP', again),
    version: productVersion(),
  });
  // Connections that are kept open for reuse would hold the process; everything written is out by now.
  endProcess(code);
}
