import { archive } from './archive.ts';
import { containerd } from './containerd.ts';
import { docker } from './docker.ts';
import type { ImageSource } from './image-source.ts';
import { oci } from './oci.ts';
import { registry } from './registry.ts';
import { rootfs } from './rootfs.ts';
import { sbom } from './sbom.ts';

/** Every image source. References without a scheme are tried in this order: what lies here first, then the engine, then a registry. */
export const imageSources: readonly ImageSource[] = [oci, sbom, archive, rootfs, docker, containerd, registry];
