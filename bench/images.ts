import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianBase, testCache } from '../test/e2e/build/debian.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

export interface BenchImage {
  readonly archive: string;
  /** The one compressed layer, for inflating it alone. */
  readonly layer: string;
  /** Bytes. */
  readonly compressed: number;
  readonly uncompressed: number;
}

/** A Debian with a large gzip layer of real programs and real node_modules, about 1 GB, as an OCI archive. Made once and kept. */
export async function largeImage(): Promise<BenchImage> {
  const folder = join(testCache(), 'bench-large');
  if (!existsSync(join(folder, 'image.tar'))) await build(folder, 1_000_000_000);
  return {
    archive: join(folder, 'image.tar'),
    layer: join(folder, 'layer.tar.gz'),
    compressed: statSync(join(folder, 'layer.tar.gz')).size,
    uncompressed: statSync(join(folder, 'layer.tar')).size,
  };
}

/** A layer of real node_modules on the same base. */
export async function nodeImage(): Promise<BenchImage> {
  const folder = join(testCache(), 'bench-node');
  if (!existsSync(join(folder, 'image.tar'))) await build(folder, 0);
  return {
    archive: join(folder, 'image.tar'),
    layer: join(folder, 'layer.tar.gz'),
    compressed: statSync(join(folder, 'layer.tar.gz')).size,
    uncompressed: statSync(join(folder, 'layer.tar')).size,
  };
}

async function build(folder: string, atLeast: number): Promise<void> {
  const draft = mkdtempSync(join(testCache(), 'draft-'));
  try {
    const layer = join(draft, 'layer.tar');
    execFileSync('cp', [debianBase(), layer]);
    for (let copy = 0; copy === 0 || statSync(layer).size < atLeast; copy += 1) {
      execFileSync('tar', ['-C', checkout, '--transform', `s,^,srv/app${copy}/,`, '-rf', layer, 'node_modules']);
    }
    execFileSync('sh', ['-c', 'gzip -6 <layer.tar >layer.tar.gz'], { cwd: draft });
    mkdirSync(join(draft, 'layout', 'blobs', 'sha256'), { recursive: true });
    const put = (bytes: Buffer, mediaType: string) => {
      const hex = createHash('sha256').update(bytes).digest('hex');
      writeFileSync(join(draft, 'layout', 'blobs', 'sha256', hex), bytes);
      return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
    };
    const blob = await digestOf(join(draft, 'layer.tar.gz'));
    execFileSync('ln', [join(draft, 'layer.tar.gz'), join(draft, 'layout', 'blobs', 'sha256', blob)]);
    const diffId = `sha256:${await digestOf(layer)}`;
    const config = { os: 'linux', architecture: 'amd64', config: {}, rootfs: { type: 'layers', diff_ids: [diffId] } };
    const size = statSync(join(draft, 'layer.tar.gz')).size;
    const manifest = {
      schemaVersion: 2,
      config: put(Buffer.from(JSON.stringify(config)), 'application/vnd.oci.image.config.v1+json'),
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: `sha256:${blob}`, size }],
    };
    const root = put(Buffer.from(JSON.stringify(manifest)), 'application/vnd.oci.image.manifest.v1+json');
    writeFileSync(join(draft, 'layout', 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [root] }));
    writeFileSync(join(draft, 'layout', 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    execFileSync('tar', [
      '-C',
      join(draft, 'layout'),
      '-cf',
      join(draft, 'image.tar'),
      'oci-layout',
      'index.json',
      'blobs',
    ]);
    rmSync(join(draft, 'layout'), { recursive: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}
