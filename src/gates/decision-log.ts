import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';

/** A file of JSON lines that only grows, and makes way for a new one when it is large. */
export interface DecisionLog {
  /** Writes one line. Throws where it cannot be kept. */
  write(line: Readonly<Record<string, unknown>>): void;
  /** Goes on in the file that has the name by now, made where there is none. Throws where that cannot be: then it goes on as before. */
  reopen(): void;
  close(): void;
}

export interface LogLimits {
  /** Bytes of one file. */
  readonly size: number;
  /** How many older files are kept, `.1` the youngest. */
  readonly kept: number;
}

const usualLogLimits: LogLimits = { size: 64 << 20, kept: 5 };

/**
 * Opens the log, in append mode, so that two gates on one file lose nothing to each other. A line that was cut off by a full disk or a
 * crash is ended first, so that the next one can be read.
 */
export function openDecisionLog(file: string, limits: LogLimits = usualLogLimits): DecisionLog {
  let fd = -1;
  let size = 0;
  let isBroken = false;
  const open = () => {
    fd = openForAppending(file);
    size = fstatSync(fd).size;
    isBroken = size > 0 && !endsWithLine(fd, size);
  };
  open();
  return {
    write(line) {
      const text = `${isBroken ? '\n' : ''}${JSON.stringify(line)}\n`;
      if (size > 0 && size + text.length > limits.size) {
        closeSync(fd);
        rotate(file, limits.kept);
        fd = openForAppending(file);
        size = 0;
      }
      const bytes = Buffer.from(text);
      isBroken = true;
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      size += bytes.length;
      isBroken = false;
    },
    reopen() {
      const before = fd;
      open();
      closeSync(before);
    },
    close() {
      fsyncSync(fd);
      closeSync(fd);
    },
  };
}

function openForAppending(file: string): number {
  return openSync(file, 'a+', 0o600);
}

function endsWithLine(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return readSync(fd, last, 0, 1, size - 1) === 1 && last[0] === 0x0a;
}

function rotate(file: string, kept: number): void {
  rmSync(`${file}.${kept}`, { force: true });
  for (let number = kept; number > 1; number -= 1) moved(`${file}.${number - 1}`, `${file}.${number}`);
  if (kept > 0) moved(file, `${file}.1`);
  else rmSync(file, { force: true });
}

/** A file that another gate moved away already is where it should be. */
function moved(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
