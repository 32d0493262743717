import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Specimen } from './specimen.ts';

/** Files by their path. Where a language's own tool or registry cannot be had, its documents say what it writes. */
export function written(
  id: string,
  files: Readonly<Record<string, string | object>>,
  more: Pick<Specimen, 'isSources'> = {},
): Specimen {
  return {
    id,
    ...more,
    of: 'by hand, after the tool’s documents',
    needs: [],
    make: (root) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(join(root, dirname(path)), { recursive: true });
        writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
      }
    },
  };
}

/** Where a digest has to stand, of which nobody asks. */
export const hash = '0123456789abcdef'.repeat(4);
