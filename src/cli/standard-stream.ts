import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { systemCode } from '../base/errors.ts';

/** What is used of a standard stream. */
export interface StandardStream extends Partial<Pick<WriteStream, 'isTTY' | 'columns'>> {
  write(text: string, done?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A standard stream that is opened when something is written to it: Node.js loads all that streams and sockets are made of for one, and on standard
 * error there is mostly nothing to say. A file is written to without one.
 *
 * @param open gives the stream of that descriptor
 */
export function lateStream(descriptor: 1 | 2, open: () => StandardStream): StandardStream {
  const facts = fstatSync(descriptor);
  const isTerminal = () => facts.isCharacterDevice() && stream().isTTY === true;
  const listeners: ((error: Error) => void)[] = [];
  let opened: StandardStream | null = null;
  const stream = (): StandardStream => {
    if (opened !== null) return opened;
    opened = open();
    for (const listener of listeners) opened.on('error', listener);
    return opened;
  };
  return {
    get isTTY() {
      return isTerminal();
    },
    get columns() {
      return isTerminal() ? (stream().columns ?? 0) : 0;
    },
    on(event, listener) {
      if (opened === null) listeners.push(listener);
      else opened.on(event, listener);
    },
    write(text, done) {
      if (!facts.isFile()) return stream().write(text, done);
      const failed = writeAll(descriptor, text);
      if (failed !== null) for (const listener of listeners) listener(failed);
      return done?.(failed);
    },
  };
}

/** What kept a text from being written whole; null where nothing did. */
function writeAll(descriptor: number, text: string): Error | null {
  const bytes = Buffer.from(text);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    return null;
  } catch (error) {
    if (systemCode(error) !== undefined && error instanceof Error) return error;
    throw error;
  }
}
