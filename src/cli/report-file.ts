import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UnfitFile } from '../base/bounded-file.ts';
import { failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { checkReplaceable, namedDescriptor } from '../base/output-name.ts';
import { wordsOf } from '../base/system-words.ts';

/** A file whose new content lies beside it, whole and on disk, until it is put in place or dropped. */
export interface StagedFile {
  readonly file: string;
  place(): void;
  drop(): void;
}

/** Whether a name means standard output: `-`, `/dev/stdout`. */
export function isStandardOutput(name: string): boolean {
  return name === '-' || namedDescriptor(name) === 1;
}

/** Says early that a file could not be written: before hours of work, not after. Throws `cannot-write`. */
export function checkWritable(file: string): void {
  try {
    if (isStream(file)) accessSync(file, constants.W_OK);
    else {
      checkReplaceable(file);
      accessSync(dirname(file), constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Writes a file's new content beside it. In place, it appears whole or not at all: a link of that name is replaced, never
 * written through. Devices, pipes and open descriptors (`/dev/stderr`, `>(…)`) are written to when it is put in place.
 */
export function stageFile(file: string, content: Iterable<string>): StagedFile {
  if (isStream(file)) return { file, place: () => writeStream(file, content), drop() {} };
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.part`);
  try {
    // Exclusive: fails where anything of that name is there, a planted link included.
    const descriptor = openSync(temporary, 'wx', 0o666);
    try {
      writeAll(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    remove(temporary);
    throw cannotWrite(file, error);
  }
  return { file, place: () => place(temporary, file), drop: () => remove(temporary) };
}

function place(temporary: string, file: string): void {
  try {
    renameSync(temporary, file);
    const directory = openSync(dirname(file), 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch (error) {
    remove(temporary);
    throw cannotWrite(file, error);
  }
}

function writeStream(file: string, content: Iterable<string>): void {
  try {
    // What a descriptor leads to may be a file that others write to as well.
    const descriptor = openSync(file, namedDescriptor(file) === null ? 'w' : 'a');
    try {
      writeAll(descriptor, content);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function writeAll(descriptor: number, content: Iterable<string>): void {
  for (const text of joined(content)) {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  }
}

/** Small pieces in writes of about 64 KiB. */
export function* joined(pieces: Iterable<string>): Iterable<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length >= 65_536) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw cannotWrite(file, error);
  }
}

function isStream(file: string): boolean {
  if (namedDescriptor(file) !== null) return true;
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts?.isCharacterDevice() === true || facts?.isFIFO() === true;
}

/** The error of the catalogue for what kept a file from being written. */
export function cannotWrite(file: string, error: unknown): unknown {
  // Only these errors are about the file; what rendering throws is passed on as it is.
  const isAboutFile = error instanceof UnfitFile || systemCode(error) !== undefined;
  if (error instanceof PlimsollError || !isAboutFile) return error;
  return failureFrom(error, 'cannot-write', { file, reason: wordsOf(error) });
}
