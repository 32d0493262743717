import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');

/** A source file, by its path from the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Files by glob patterns from the repository, sorted. */
export function files(...patterns: string[]): readonly SourceFile[] {
  return globSync(patterns, { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The product's own code, tests left out. */
export function productFiles(): readonly SourceFile[] {
  return files('src/**/*.ts').filter((file) => !file.path.endsWith('.test.ts'));
}

/** The files of this repository that a file imports, type imports and dynamic ones too, by their paths. */
export function importsOf(file: SourceFile): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'(\.[^']+)'|(?:^|\n)\s*import\s*'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/g;
  return [...file.text.matchAll(pattern)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    return relative(root, join(root, dirname(file.path), target));
  });
}

/** As {@link importsOf}, without what is imported as types alone: what runs. */
export function valueImportsOf(file: SourceFile): readonly string[] {
  return importsOf({ ...file, text: file.text.replace(/(^|\n)\s*(import|export)\s+type\s[^;]*;/g, '$1') });
}
