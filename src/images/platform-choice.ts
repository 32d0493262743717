import { failure } from '../base/errors.ts';
import { type Platform, platformName } from '../model/image.ts';
import type { Descriptor } from './oci-manifest.ts';

/** Node.js' names of processors in the words of OCI (which are Go's). */
const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: '386',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
};

/** Linux on this machine's processor: what an image is picked for unless somebody says otherwise. */
export function defaultPlatform(): Platform {
  return { os: 'linux', architecture: architectures[process.arch] ?? process.arch };
}

/** Reads `OS/ARCH[/VARIANT]`; null where it has another form. */
export function parsePlatform(text: string): Platform | null {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text);
  if (match === null) return null;
  const [, os = '', architecture = '', variant] = match;
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/**
 * Picks the manifest for a platform out of an index, the first that fits best. Attestations (BuildKit marks them with the platform
 * `unknown/unknown`) are no images. A lone image that names no platform is taken as it is; beside others it is one that some engines
 * look into and take, and others do not.
 * Throws `no-such-platform` with what there is, `manifest-invalid` where it depends on the engine.
 */
export function pickPlatform(manifests: readonly Descriptor[], wanted: Platform, ref: string): Descriptor {
  const images = manifests.filter((candidate) => candidate.platform?.os !== 'unknown');
  const unnamed = images.find((image) => image.artifactType === '' && (image.platform ?? noPlatform).os === '');
  if (unnamed !== undefined) {
    if (images.length === 1) return unnamed;
    const reason = {
      en: `its index names no platform for ${unnamed.digest}, so that it depends on the engine which image is meant`,
      'zh-CN': `索引没有写明 ${unnamed.digest} 的平台，取哪个镜像取决于引擎`,
    };
    throw failure('manifest-invalid', { ref, reason });
  }
  let best: Descriptor | null = null;
  let bestScore = 0;
  for (const candidate of images) {
    const score = candidate.platform === null ? 0 : fit(candidate.platform, wanted);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  if (best !== null) return best;
  const available = [...new Set(images.map((image) => (image.platform === null ? '?' : platformName(image.platform))))];
  throw failure('no-such-platform', {
    ref,
    platform: platformName(wanted),
    available: available.slice(0, 12).join(', ') || '-',
  });
}

const noPlatform: Platform = { os: '', architecture: '' };

/** How well an image's platform fits: 0 not at all. A 32-bit ARM of a lower version runs on a higher one. */
function fit(have: Platform, want: Platform): number {
  if (have.os !== want.os || have.architecture !== want.architecture) return 0;
  const haveVariant = normalVariant(have);
  const wantVariant = normalVariant(want);
  if (haveVariant === wantVariant) return 100;
  if (want.variant === undefined) return 50 + armVersion(haveVariant);
  if (want.architecture === 'arm' && armVersion(haveVariant) < armVersion(wantVariant))
    return 10 + armVersion(haveVariant);
  return 0;
}

function normalVariant(platform: Platform): string {
  if (platform.architecture === 'arm64') return platform.variant ?? 'v8';
  if (platform.architecture === 'arm') return platform.variant ?? 'v7';
  return platform.variant ?? '';
}

function armVersion(variant: string): number {
  const match = /^v([0-9])$/.exec(variant);
  return match === null ? 0 : Number(match[1]);
}
