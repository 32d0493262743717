// Which version of Plimsoll a build is of: what one build has found in an image is not believed by another.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @returns 32 hexadecimal digits, of all sources that end up in the package, and of `further` files and folders. */
export function digestOfSources(root, further = []) {
  const sources = globSync('src/**/*.{ts,json}', { cwd: root }).filter((path) => !path.endsWith('.test.ts'));
  const others = globSync([...further, ...further.map((path) => `${path}/**/*`)], { cwd: root });
  const hash = createHash('sha256');
  for (const path of ['package.json', 'package-lock.json', ...sources.sort(), ...others.sort()])
    if (statSync(join(root, path)).isFile()) hash.update(`${path}\0${readFileSync(join(root, path), 'utf8')}\0`);
  return hash.digest('hex').slice(0, 32);
}
