import type { Collector } from '../collect/collector.ts';

/**
 * Databases of packages by the ends of their paths, below whatever root they lie. Of pacman's, the file that every one has; of those of distroless images, which are a file for
 * each package, the package that all of them have.
 */
const databases =
  /^(.*)\/(?:var\/lib\/dpkg\/status(?:\.d\/base(?:-files)?)?|var\/lib\/chisel\/manifest\.wall|(?:usr\/)?lib\/apk\/db\/installed|(?:usr|var)\/lib\/opkg\/status|(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:rpmdb\.sqlite|Packages(?:\.db)?)|var\/lib\/pacman\/local\/ALPM_DB_VERSION)$/;
/** Where the image's own system, or what is added to it, has one of these. */
const own = /^\/(?:usr|opt|opt\/var)?$/;
/** Where engines of containers unpack images: on a host with containers there are as many as there are layers. What is in them is judged as images. */
const engines = /^var\/lib\/(?:docker|containerd|containers\/storage)\//;

/**
 * Systems in a system: the roots of other containers and virtual machines, chroots, what an engine in the image has unpacked. Which packages they have is not
 * looked at, as they are mostly of other releases; that they are there is said.
 */
export const nestedSystems: Collector = {
  name: 'nested-systems',
  revision: 2,
  wants: {
    names: [
      'status',
      'base',
      'base-files',
      'manifest.wall',
      'installed',
      'rpmdb.sqlite',
      'Packages',
      'Packages.db',
      'ALPM_DB_VERSION',
    ],
    never: (path) => !isNested(path),
    unless: ({ path, size }) => size === 0 || !isNested(path),
  },
  what: 'system in a directory',
  blinds: ['packages'],
  take: ({ path }) => ({
    items: [],
    gaps: [
      {
        what: 'system in a directory',
        reason: 'nested-system',
        blinds: [engines.test(path) ? 'programs' : 'packages'],
      },
    ],
  }),
};

function isNested(path: string): boolean {
  const root = databases.exec(`/${path}`)?.[1];
  return root !== undefined && !own.test(root === '' ? '/' : root);
}
