import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../test/e2e/build/parts.ts';

/** Unpacks packages of this machine's Debian below `root`, without what they depend on and without telling dpkg: as content alone. */
export function unpackDebian(root: string, work: string, names: readonly string[]): void {
  const folder = join(work, 'debs');
  mkdirSync(folder, { recursive: true });
  run('apt-get', ['download', '-q', ...names], { cwd: folder });
  for (const file of readdirSync(folder)) run('dpkg-deb', ['-x', join(folder, file), root]);
}
