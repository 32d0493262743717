import type { Package } from '../model/package.ts';
import type { Command, ManagerId, PlanItem } from './plan.ts';
import { isSafeName, isSafeVersion } from './safe-words.ts';

/** How one program upgrades and removes, in its own idiom. */
export interface PackageManager {
  readonly id: ManagerId;
  /** The purl type of what it manages. */
  readonly type: 'deb' | 'rpm' | 'apk';
  /** Whether its commands name the least version that is wanted. */
  readonly saysVersions: boolean;
  /** Null where no command may carry the item. */
  word(item: Pick<PlanItem, 'name' | 'fixed'>): string | null;
  upgrade(words: readonly string[]): readonly Command[];
  remove(names: readonly string[]): readonly Command[];
}

const fixed = (text: string): Command => ({ fixed: text, words: [] });
const named =
  (id: ManagerId) =>
  ({ name }: Pick<PlanItem, 'name'>) =>
    isSafeName(id, name) ? name : null;

/** rpm itself removes: what needs the package is not removed along with it, as dnf would. */
const erase = (words: readonly string[]): readonly Command[] => [{ fixed: 'rpm --erase', words }];

const managers: Readonly<Record<ManagerId, PackageManager>> = {
  apt: {
    id: 'apt',
    type: 'deb',
    saysVersions: false,
    word: named('apt'),
    upgrade: (words) => [
      fixed('apt-get update'),
      {
        fixed:
          'DEBIAN_FRONTEND=noninteractive apt-get install --yes --only-upgrade --no-install-recommends --option Dpkg::Options::=--force-confold',
        words,
      },
      fixed('apt-get clean'),
      fixed('rm -rf /var/lib/apt/lists/*'),
    ],
    // dpkg refuses where a package is needed; apt would take away what needs it.
    remove: (words) => [{ fixed: 'dpkg --purge', words }],
  },
  dnf: {
    id: 'dnf',
    type: 'rpm',
    saysVersions: false,
    word: named('dnf'),
    upgrade: (words) => [
      { fixed: 'dnf --assumeyes upgrade', words },
      fixed('dnf clean all'),
      fixed('rm -rf /var/cache/dnf'),
    ],
    remove: erase,
  },
  microdnf: {
    id: 'microdnf',
    type: 'rpm',
    saysVersions: false,
    word: named('microdnf'),
    upgrade: (words) => [{ fixed: 'microdnf --assumeyes upgrade', words }, fixed('microdnf clean all')],
    remove: erase,
  },
  yum: {
    id: 'yum',
    type: 'rpm',
    saysVersions: false,
    word: named('yum'),
    upgrade: (words) => [
      { fixed: 'yum --assumeyes update', words },
      fixed('yum clean all'),
      fixed('rm -rf /var/cache/yum'),
    ],
    remove: erase,
  },
  zypper: {
    id: 'zypper',
    type: 'rpm',
    saysVersions: false,
    word: named('zypper'),
    upgrade: (words) => [
      fixed('zypper --non-interactive refresh'),
      { fixed: 'zypper --non-interactive update --no-recommends', words },
      fixed('zypper clean --all'),
    ],
    remove: erase,
  },
  apk: {
    id: 'apk',
    type: 'apk',
    saysVersions: true,
    word: ({ name, fixed: version }) => {
      if (!isSafeName('apk', name)) return null;
      if (version === null) return name;
      return isSafeVersion(version) ? `${name}>=${version}` : null;
    },
    upgrade: (words) => [{ fixed: 'apk add --no-cache --upgrade', words }],
    remove: (words) => [{ fixed: 'apk del --no-cache', words }],
  },
};

const ways: readonly (readonly [manager: ManagerId, type: string, packages: readonly string[]])[] = [
  ['apt', 'deb', ['apt']],
  ['dnf', 'rpm', ['dnf', 'dnf5']],
  ['microdnf', 'rpm', ['microdnf']],
  ['zypper', 'rpm', ['zypper']],
  ['yum', 'rpm', ['yum']],
  ['apk', 'apk', ['apk-tools']],
];
const shells: readonly string[] = ['dash', 'bash', 'busybox', 'busybox-binsh', 'bash-minimal'];
const systemTypes: readonly string[] = ['deb', 'rpm', 'apk'];

/** Whether the image has a shell that a RUN instruction can use, as its package database tells. */
export function hasShell(packages: readonly Package[]): boolean {
  return packages.some(({ name, type }) => systemTypes.includes(type) && shells.includes(name));
}

export function isSystemType(type: string): boolean {
  return systemTypes.includes(type);
}

/** The image's own package manager; null where it has none that could be run. */
export function managerOf(packages: readonly Package[]): PackageManager | null {
  if (!hasShell(packages)) return null;
  const way = ways.find(([, type, names]) => packages.some((one) => one.type === type && names.includes(one.name)));
  return way === undefined ? null : managers[way[0]];
}
