interface HasHandle {
  /** Of pipes and sockets. It is not documented; without it their descriptors stay as they are. */
  readonly _handle?: { readonly setBlocking?: (isBlocking: boolean) => number } | null;
}

const opened = new Set<object>();

/** This process' standard streams. Opening one loads much of Node.js, so each is opened where it is used. */
export const standardStreams = {
  input: () => noted(process.stdin),
  output: () => noted(process.stdout),
  errors: () => noted(process.stderr),
} as const;

/** Has pipes and sockets wait again for who writes to them or reads: Node.js sets them not to, also for other processes that have them. */
export function giveBackStreams(): void {
  for (const stream of opened) (stream as HasHandle)._handle?.setBlocking?.(true);
}

function noted<T extends object>(stream: T): T {
  opened.add(stream);
  return stream;
}
