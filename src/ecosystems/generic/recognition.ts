import { type VersionMark, versionIn, versionMark } from '../../formats/executable/version-mark.ts';
import { type KnownProgram, nameParts } from './known-program.ts';
import { knownPrograms } from './known-programs.ts';

/** What a file of a name may be, and how it would say so. */
export interface Candidate {
  readonly program: KnownProgram;
  readonly marks: readonly VersionMark[];
}

const byFile = new Map<string, KnownProgram[]>();
for (const program of knownPrograms) {
  for (const file of program.files) byFile.set(file, [...(byFile.get(file) ?? []), program]);
}

/** Whom a file of this name may be; empty for nearly all names there are. */
export function candidatesFor(fileName: string): readonly Candidate[] {
  const { names, named } = nameParts(fileName);
  const programs = new Set(names.flatMap((name) => byFile.get(name) ?? []));
  return [...programs].map((program) => ({
    program,
    marks: program.says.flatMap((template) => versionMark(template, named) ?? []),
  }));
}

/** The first candidate that says its version in the bytes, and that version. */
export function recognized(
  candidates: readonly Candidate[],
  bytes: readonly Buffer[],
): { readonly program: KnownProgram; readonly version: string } | null {
  for (const { program, marks } of candidates) {
    for (const mark of marks) {
      for (const part of bytes) {
        const version = versionIn(part, mark);
        if (version !== null) return { program, version };
      }
    }
  }
  return null;
}
