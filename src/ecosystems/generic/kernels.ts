import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import { nameOf } from '../../collect/layer-path.ts';
import { readKernelModule } from '../../formats/executable/kernel-module.ts';
import { kernelRelease, unpackedWithin } from '../../formats/kernel-image.ts';
import { unxz } from '../../formats/xz.ts';
import type { Harvested, HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import { undigested } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';

/** As Syft calls it. */
export const KERNEL = 'linux-kernel';
const names = ['vmlinuz', 'vmlinux', 'bzImage', 'zImage', 'kernel'];
const named = new RegExp(`^(?:${names.join('|')})(?:-.*)?$`);
/** Kernels with all that a debugger wants are larger, and are not started. */
const MAX_KERNEL = 128 << 20;
const MAX_MODULE = 64 << 20;
/** The same from xz, which takes a second for some megabytes. */
const MAX_XZ = 16 << 20;
/** How many times its size a module may unpack to, where real ones come to five or ten: thousands of tiny ones would else take hours. */
const MAX_RATIO = 64;
const gap = (what: string, reason: HarvestedGap['reason']): HarvestedGap => ({ what, reason, blinds: ['programs'] });

/** Linux itself, in the images of machines. */
export const kernelsCollector: Collector = {
  name: 'generic-kernels',
  revision: 1,
  wants: {
    names,
    directories: [{ in: 'boot', ending: '' }],
    unless: ({ path, size }) => size > MAX_KERNEL || !named.test(nameOf(path)),
  },
  what: 'Linux kernel',
  blinds: ['programs'],
  take: ({ path }, content) => {
    const release = kernelRelease(content);
    if (release === null) return { items: [] };
    if (release === 'unreadable') return { items: [], gaps: [gap('Linux kernel', 'unparsable')] };
    return { items: [kernelPackage(release), ...undigested('generic', path)] };
  },
};

/**
 * Modules of Linux. Of the kernel's own sources is what was built with it (`intree`): it is the kernel, and a package of its own where it has a version. Others have one, or are
 * known by their names alone.
 */
export const kernelModulesCollector: Collector = {
  name: 'generic-kernel-modules',
  revision: 3,
  wants: {
    extensions: ['.ko', '.ko.gz', '.ko.xz', '.ko.zst'],
    unless: ({ path, size }) => size > MAX_MODULE || !place.test(path),
  },
  what: 'module of Linux',
  blinds: ['programs'],
  take: takeModule,
};

/** `lib/modules/RELEASE/kernel/…` are the kernel's own. */
const place = /(?:^|\/)lib\/modules\/([^/]+)\/(kernel\/)?/;

function takeModule({ path }: LayerFile, content: Buffer): Taken {
  const [, directory = '', isOwn] = place.exec(path) ?? [];
  // What is in the kernel's own directory is the kernel, whatever it does: thousands of them would take minutes.
  if (path.endsWith('.xz') && isOwn !== undefined)
    return { items: [kernelPackage(directory), ...undigested('generic', path)] };
  const bytes = plain(path, content);
  const module = bytes === null ? null : readKernelModule(bytes);
  if (module === null) return { items: [], gaps: [gap('module of Linux', 'unparsable')] };
  const { release, version, license, isInTree } = module;
  const name =
    module.name ||
    nameOf(path)
      .replace(/\.ko.*$/, '')
      .replaceAll('-', '_');
  const licenses = license === '' ? [] : [license];
  const own = languagePackage('generic', name, version || release, { licenses, attributes: { kernel: release } });
  const items: Harvested[] = [
    ...(isInTree ? [kernelPackage(release)] : []),
    ...(isInTree && version === '' ? [] : [own]),
    ...undigested('generic', path),
  ];
  return { items };
}

function plain(path: string, content: Buffer): Buffer | null {
  const most = Math.min(MAX_MODULE, content.length * MAX_RATIO);
  if (path.endsWith('.gz')) return unpackedWithin(most, content, gunzipSync);
  if (path.endsWith('.xz')) return unxz(content, Math.min(MAX_XZ, most));
  return path.endsWith('.zst') ? unpackedWithin(most, content, zstdDecompressSync) : content;
}

function kernelPackage(release: string): HarvestedPackage {
  const upstream = /^[\d.]*\d/.exec(release)?.[0] ?? release;
  const attributes = { cpe: `cpe:2.3:o:linux:linux_kernel:${upstream}:*:*:*:*:*:*:*` };
  return languagePackage('generic', KERNEL, release, { attributes });
}
