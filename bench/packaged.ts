import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const checkout = join(import.meta.dirname, '..');
let made: string | null = null;

/** A folder with Plimsoll as its package comes to lie on a machine, with the Node.js of this checkout; it goes with this process. */
export function packaged(): string {
  if (made !== null) return made;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-installed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { status, stderr } = spawnSync(join(checkout, 'scripts/node'), [join(checkout, 'scripts/bundle.mjs')]);
  if (status !== 0) throw new Error(String(stderr));
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(checkout, name), join(folder, name), { recursive: true });
  rmSync(join(checkout, 'dist'), { recursive: true });
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  made = folder;
  return folder;
}
