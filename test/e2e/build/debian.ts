import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './parts.ts';

/** Where things are kept that take long to make, between runs and between test files. */
export function testCache(): string {
  const folder = process.env['PLIMSOLL_TEST_CACHE'] ?? join(tmpdir(), `plimsoll-tests-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A real Debian 11 as one tar archive, made by debootstrap the first time. Needs root, debootstrap and Debian's mirror. */
export function debianBase(): string {
  const archive = join(testCache(), 'debian-11-minbase.tar');
  if (existsSync(archive)) return archive;
  const draft = mkdtempSync(join(testCache(), 'draft-'));
  try {
    run('debootstrap', ['--variant=minbase', 'bullseye', join(draft, 'root')]);
    run('tar', [
      '-C',
      join(draft, 'root'),
      '--numeric-owner',
      '--sort=name',
      '--exclude=./dev/*',
      '-cf',
      join(draft, 'base.tar'),
      '.',
    ]);
    renameSync(join(draft, 'base.tar'), archive);
    return archive;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
