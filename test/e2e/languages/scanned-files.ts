import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerArchive } from '../../build/image.ts';
import { run } from '../build/parts.ts';
import { plimsoll, type Ran } from '../build/plimsoll.ts';

/** What a scan says of the packages of one type. */
export interface ScannedFiles {
  /** `NAME VERSION PATH`, sorted. */
  readonly packages: readonly string[];
  /** `PATH: LICENSES` of those that tell any, sorted. */
  readonly licenses: readonly string[];
  readonly gaps: readonly string[];
  readonly ran: Ran;
}

/** Puts a directory of a test into an image of one layer, and lists its packages of one type as `sbom` or `scan` finds them. */
export async function scannedFiles(
  folder: string,
  content: string,
  type: string,
  flags: readonly string[] = [],
): Promise<ScannedFiles> {
  const archive = join(folder, `${type}.tar`);
  const layer = run('tar', ['-C', join(folder, content), '--owner=0', '--group=0', '-cf', '-', '.']);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const ran = await plimsoll(['scan', `archive:${archive}`, '-o', 'json', ...flags], { home });
  const report = JSON.parse(ran.stdout) as {
    packages: readonly { name: string; version: string; type: string; path: string; licenses: readonly string[] }[];
    gaps: readonly { what: string; reason: string; path: string | null }[];
  };
  const packages = report.packages.filter((pkg) => pkg.type === type);
  return {
    packages: packages.map(({ name, version, path }) => `${name} ${version} ${path}`).sort(),
    licenses: packages
      .flatMap(({ path, licenses }) => (licenses.length === 0 ? [] : [`${path}: ${licenses.join(', ')}`]))
      .sort(),
    gaps: report.gaps
      .filter(({ reason }) => reason !== 'no-advisories')
      .map(({ what, path, reason }) => `${what} ${path} ${reason}`),
    ran,
  };
}
