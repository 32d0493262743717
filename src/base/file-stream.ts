import { constants, createReadStream, openSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * Reads a file, a pipe or a device as it comes. A pipe is opened without waiting for somebody who writes to it: that wait is for the stream,
 * which can be ended. Throws errors of the system.
 */
export function fileStream(file: string, facts: Stats): Readable {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  if (facts.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
  return createReadStream(file, { fd: descriptor });
}
