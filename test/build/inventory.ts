import type { Ecosystem } from '../../src/collect/ecosystem.ts';
import { detectors, pickDistribution } from '../../src/detectors/all.ts';
import { ecosystems } from '../../src/ecosystems/all.ts';
import { squash } from '../../src/images/squash.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { assembleInventory } from '../../src/scan/inventory.ts';
import { harvestOf } from './collector.ts';
import { file, paxEntry, symlink, tar } from './tar.ts';

/** The files of a layer: a text, bytes, `{ program }` for bytes that may be executed, `{ to }` for a symbolic link, or what is no file. */
export type LayerFiles = Readonly<
  Record<
    string,
    string | Buffer | { readonly program: Buffer } | { readonly to: string } | { readonly is: keyof typeof noFiles }
  >
>;

/** By their types in a tar archive. */
const noFiles = { directory: '5', pipe: '6', device: '3' } as const;

/** What an image of these layers holds, read by all ecosystems and detectors as a scan reads it. */
export async function inventoryOf(...layers: readonly LayerFiles[]): Promise<Inventory> {
  const collectors = [...ecosystems.flatMap((ecosystem: Ecosystem) => ecosystem.collectors), ...detectors];
  const harvests = [];
  for (const files of layers) {
    const entries = Object.entries(files).map(([path, content]) => {
      if (typeof content === 'string' || Buffer.isBuffer(content)) return longNamed(path, file(path, content));
      if ('is' in content) return { name: path, type: noFiles[content.is] };
      return longNamed(path, 'to' in content ? symlink(path, content.to) : file(path, content.program, 0o755));
    });
    harvests.push(await harvestOf(tar(entries), { collectors, maxFileSize: 1 << 28 }));
  }
  const squashed = squash(harvests);
  return assembleInventory(squashed.files, squashed.links, harvests, [], ecosystems, pickDistribution);
}

/** The older header has room for a hundred letters. */
function longNamed(path: string, entry: ReturnType<typeof file>): ReturnType<typeof file> | Buffer {
  return path.length > 100 ? paxEntry({ path }, { ...entry, name: path.slice(0, 100) }) : entry;
}

/** os-release files of some releases, as short as they can be. */
export const releases = {
  debian12: { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\nVERSION_CODENAME=bookworm\n' },
  alpine318: { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.18.4\n' },
  almalinux9: { 'etc/os-release': 'ID="almalinux"\nVERSION_ID="9.4"\nID_LIKE="rhel centos fedora"\n' },
} as const;
