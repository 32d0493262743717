import { Digester } from './digester.ts';

/** How long (milliseconds) one waits for the next file: starting one takes as long as hashing some megabytes. */
const PATIENCE = 20_000;

let waiting: { readonly one: Digester; readonly timer: NodeJS.Timeout; users: number } | null = null;

/** The thread that hashes files beside this one, started where there is none, for as long as somebody uses it. */
export function usedDigester(): { readonly one: Digester; readonly done: () => void } {
  waiting ??= started();
  const used = waiting;
  used.users += 1;
  used.timer.refresh();
  return {
    one: used.one,
    done: () => {
      used.users -= 1;
    },
  };
}

function started(): NonNullable<typeof waiting> {
  const one = new Digester();
  const timer = setTimeout(() => {
    if (waiting !== null && waiting.users > 0) {
      timer.refresh();
      return;
    }
    waiting = null;
    void one.end();
  }, PATIENCE);
  return { one, timer: timer.unref(), users: 0 };
}
