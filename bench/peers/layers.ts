import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { testCache } from '../../test/e2e/build/debian.ts';

/** A layer on this disk, compressed as registries serve it. */
export interface LayerFile {
  readonly file: string;
  readonly digest: string;
  readonly diffId: string;
  /** Bytes. */
  readonly compressed: number;
  readonly uncompressed: number;
}

/** Makes something once and keeps it under `name`; one that was interrupted is begun anew. */
export async function kept(name: string, make: (draft: string) => Promise<void> | void): Promise<string> {
  const folder = join(testCache(), 'bench-peers', name);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  const draft = mkdtempSync(join(testCache(), 'draft-'));
  try {
    await make(draft);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** A layer of the tar archive that `make` writes to the path it is given. */
export async function layerOf(name: string, make: (tar: string) => Promise<void> | void): Promise<LayerFile> {
  const folder = await kept(join('layers', name), async (draft) => {
    const tar = join(draft, 'layer.tar');
    await make(tar);
    execFileSync('sh', ['-c', 'gzip -n -6 <layer.tar >layer.tar.gz'], { cwd: draft });
    const gzip = join(draft, 'layer.tar.gz');
    const facts = {
      diffId: await digestOf(tar),
      digest: await digestOf(gzip),
      uncompressed: statSync(tar).size,
      compressed: statSync(gzip).size,
    };
    rmSync(tar);
    writeFileSync(join(draft, 'layer.json'), JSON.stringify(facts));
  });
  const facts = JSON.parse(readFileSync(join(folder, 'layer.json'), 'utf8')) as Omit<LayerFile, 'file'>;
  return { ...facts, file: join(folder, 'layer.tar.gz') };
}

/** Appends what lies in `folder` to an archive, under `prefix`; with `members`, these alone. */
export function pack(tar: string, folder: string, prefix: string, members: readonly string[] = ['.']): void {
  execFileSync(
    'tar',
    [
      '-C',
      folder,
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--transform',
      // Names alone: a symbolic link keeps its target.
      `flags=rSH;s,^\\(\\./\\)\\?,${prefix}/,`,
      '-rf',
      tar,
      '-T',
      '-',
    ],
    { input: members.join('\n') },
  );
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
