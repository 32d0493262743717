import type { AdvisoryName } from '../collect/ecosystem.ts';
import type { Distribution, Package } from '../model/package.ts';

/**
 * How OSV names the distributions (osv-schema, "Defined ecosystems"; the records themselves where it is silent), by the `ID` of
 * os-release. Adding a distribution is adding a line here.
 */
interface DistributionNames {
  /** The purl type of its packages. */
  readonly packages: 'deb' | 'rpm' | 'apk';
  /** The purl namespace, where it is not the `ID`. */
  readonly namespace?: string;
  /**
   * Whose names and versions its records carry: those of source packages, those of the packages that are installed, or (where records
   * of both kinds were seen) either.
   */
  readonly by: 'source' | 'binary' | 'either';
  /** The ecosystems where records about this release stand; empty where the release is not known well enough. */
  readonly ecosystems: (distribution: Distribution) => readonly string[];
}

const distributions: Readonly<Record<string, DistributionNames>> = {
  debian: { packages: 'deb', by: 'source', ecosystems: debian },
  raspbian: { packages: 'deb', by: 'source', ecosystems: debian },
  ubuntu: { packages: 'deb', by: 'source', ecosystems: ubuntu },
  echo: { packages: 'deb', by: 'source', ecosystems: () => ['Echo'] },

  alpine: { packages: 'apk', by: 'source', ecosystems: alpine },
  alpaquita: { packages: 'apk', by: 'source', ecosystems: alpaquita },
  'bellsoft-hardened-containers': {
    packages: 'apk',
    by: 'source',
    ecosystems: whole('BellSoft Hardened Containers'),
  },
  wolfi: { packages: 'apk', by: 'either', ecosystems: () => ['Wolfi'] },
  chainguard: { packages: 'apk', by: 'either', ecosystems: () => ['Chainguard'] },
  minimos: { packages: 'apk', by: 'either', ecosystems: () => ['MinimOS'] },
  cleanstart: { packages: 'apk', by: 'either', ecosystems: () => ['CleanStart'] },
  clnstrt: { packages: 'apk', by: 'either', ecosystems: () => ['CleanStart'] },

  almalinux: { packages: 'rpm', by: 'binary', ecosystems: major('AlmaLinux') },
  rocky: { packages: 'rpm', by: 'source', ecosystems: major('Rocky Linux') },
  rhel: { packages: 'rpm', namespace: 'redhat', by: 'binary', ecosystems: redHat },
  // Rebuilt from the same sources with the same versions. Stream runs ahead of the release whose fixes it is compared with.
  centos: { packages: 'rpm', by: 'binary', ecosystems: redHat },
  'opensuse-leap': { packages: 'rpm', namespace: 'opensuse', by: 'source', ecosystems: leap },
  opensuse: { packages: 'rpm', namespace: 'opensuse', by: 'source', ecosystems: leap },
  'opensuse-tumbleweed': {
    packages: 'rpm',
    namespace: 'opensuse',
    by: 'source',
    ecosystems: () => ['openSUSE:Tumbleweed'],
  },
  sles: { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: suse },
  sles_sap: { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: suse },
  sled: { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: suse },
  sle_hpc: { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: suse },
  'sle-micro': { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: spaced('SUSE:Linux Enterprise Micro') },
  'sl-micro': { packages: 'rpm', namespace: 'suse', by: 'source', ecosystems: spaced('SUSE:Linux Micro') },
  mageia: { packages: 'rpm', by: 'source', ecosystems: major('Mageia') },
  openEuler: { packages: 'rpm', namespace: 'openeuler', by: 'source', ecosystems: openEuler },
  photon: { packages: 'rpm', by: 'either', ecosystems: whole('Photon OS') },
  azurelinux: { packages: 'rpm', by: 'either', ecosystems: major('Azure Linux') },
  mariner: { packages: 'rpm', by: 'either', ecosystems: major('Azure Linux') },

  // OSV has no records of these. The name makes the gap `no-advisories` say what is missing, and a feed of one's own can fill it.
  amzn: { packages: 'rpm', by: 'binary', ecosystems: whole('Amazon Linux') },
  fedora: { packages: 'rpm', by: 'binary', ecosystems: whole('Fedora') },
  ol: { packages: 'rpm', namespace: 'oracle', by: 'binary', ecosystems: major('Oracle Linux') },
};

/** Under which names the feeds may know a distribution's package. */
export function distributionAdvisoryNames(
  pkg: Package,
  distribution: Distribution | null,
): readonly AdvisoryName[] | 'unknown' {
  const names = namesOf(distribution);
  if (distribution === null || names === null || names.packages !== pkg.type) return 'unknown';
  const ecosystems = names.ecosystems(distribution);
  if (ecosystems.length === 0) return 'unknown';
  const binary = { name: pkg.name, version: pkg.version };
  const source = pkg.source ?? binary;
  const same = source.name === binary.name && source.version === binary.version;
  const asked = names.by === 'binary' ? [binary] : names.by === 'source' || same ? [source] : [source, binary];
  return ecosystems.flatMap((ecosystem) => asked.map(({ name, version }) => ({ ecosystem, name, version })));
}

/** The purl namespace of a distribution's packages. */
export function purlNamespace(distribution: Distribution | null): string | null {
  if (distribution === null) return null;
  return namesOf(distribution)?.namespace ?? distribution.id.toLowerCase();
}

/** What purls of the field carry as `distro`: `debian-12`. */
export function purlDistro(distribution: Distribution | null): string | null {
  if (distribution === null) return null;
  const release = distribution.versionId || distribution.codename;
  return release === null || release === '' ? distribution.id : `${distribution.id}-${release}`;
}

/** Whether a distribution, or one that it is made from, keeps packages of this type. */
export function keepsPackages(type: 'deb' | 'rpm' | 'apk'): (distribution: Distribution) => boolean {
  return ({ id, like }) => {
    const known = [id, ...like].find((name) => Object.hasOwn(distributions, name));
    return known !== undefined && distributions[known]?.packages === type;
  };
}

function namesOf(distribution: Distribution | null): DistributionNames | null {
  if (distribution === null || !Object.hasOwn(distributions, distribution.id)) return null;
  return distributions[distribution.id] ?? null;
}

/** `12` of `12.4`; empty where the release does not begin with a number. */
function majorOf({ versionId }: Distribution): string {
  return /^[0-9]+/.exec(versionId)?.[0] ?? '';
}

function major(name: string): DistributionNames['ecosystems'] {
  return (distribution) => {
    const release = majorOf(distribution);
    return release === '' ? [] : [`${name}:${release}`];
  };
}

function whole(name: string): DistributionNames['ecosystems'] {
  return ({ versionId }) => (versionId === '' ? [] : [`${name}:${versionId}`]);
}

function spaced(name: string): DistributionNames['ecosystems'] {
  return ({ versionId }) => (versionId === '' ? [] : [`${name} ${versionId}`]);
}

/** Releases whose os-release has no number: testing and unstable carry the codename of the release that they will be. */
const debianCodenames: Readonly<Record<string, string>> = {
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  duke: '15',
};

function debian(distribution: Distribution): readonly string[] {
  const codename = distribution.codename ?? '';
  const known = Object.hasOwn(debianCodenames, codename) ? debianCodenames[codename] : undefined;
  const release = majorOf(distribution) || known;
  return release === undefined ? [] : [`Debian:${release}`];
}

/** Releases of April in even years are LTS. Fixes that only subscribers get stand under `Pro`; without them an image stays vulnerable. */
function ubuntu({ versionId }: Distribution): readonly string[] {
  const release = /^([0-9]{1,2})\.([0-9]{2})$/.exec(versionId);
  if (release === null) return [];
  const lts = Number(release[1]) % 2 === 0 && release[2] === '04';
  return lts ? [`Ubuntu:${versionId}:LTS`, `Ubuntu:Pro:${versionId}:LTS`] : [`Ubuntu:${versionId}`];
}

/** `3.18.4` is v3.18; edge calls itself by the next release's alpha (`3.21.0_alpha20240923`). */
function alpine({ versionId }: Distribution): readonly string[] {
  if (versionId === 'edge' || versionId.includes('_alpha')) return ['Alpine:edge'];
  const release = /^([0-9]+\.[0-9]+)(?:[._]|$)/.exec(versionId);
  return release === null ? [] : [`Alpine:v${release[1]}`];
}

function alpaquita({ versionId }: Distribution): readonly string[] {
  const release = /^[0-9]+/.exec(versionId)?.[0] ?? (versionId === '' ? '' : 'stream');
  return release === '' ? [] : [`Alpaquita:${release}`];
}

/**
 * Red Hat's records stand under the CPE of the repository that has the fix; which repository a package came from is not in the image, so
 * all that can be under this release are asked.
 */
function redHat(distribution: Distribution): readonly string[] {
  const release = majorOf(distribution);
  if (release === '') return [];
  const number = Number(release);
  const product = `Red Hat:enterprise_linux:${release}`;
  if (number <= 7) return ['server', 'client', 'workstation', 'computenode'].map((variant) => `${product}::${variant}`);
  const repositories = ['baseos', 'appstream', 'crb', 'highavailability', 'nfv', 'realtime', 'resilientstorage', 'sap'];
  const named = repositories.map((repository) => `${product}::${repository}`);
  if (number < 10) return named;
  // From 10 on the CPE names the minor release and no repository.
  const minor = Number(/^[0-9]+\.([0-9]{1,2})/.exec(distribution.versionId)?.[1] ?? 0);
  return [...named, ...Array.from({ length: minor + 1 }, (_, i) => `${product}.${i}`)];
}

function leap({ versionId }: Distribution): readonly string[] {
  return /^[0-9]/.test(versionId) ? [`openSUSE:Leap ${versionId}`] : [];
}

/**
 * SUSE's records stand under the product that ships the package: from 15 on mostly one of the modules, and under LTSS once the service
 * pack's general support has ended.
 */
function suse({ versionId }: Distribution): readonly string[] {
  const release = /^([0-9]{2})(?:\.([0-9]{1,2}))?$/.exec(versionId);
  if (release === null) return [];
  const [, number = '', pack = '0'] = release;
  if (Number(number) >= 16) return [`SUSE:Linux Enterprise Server ${number}.${pack}`];
  const name = Number(pack) === 0 ? number : `${number} SP${pack}`;
  const products = ['Server', 'Server for SAP Applications', 'Desktop', 'High Performance Computing'];
  const named = [
    ...products.map((product) => `SUSE:Linux Enterprise ${product} ${name}`),
    `SUSE:Linux Enterprise Server ${name}-LTSS`,
    `SUSE:Linux Enterprise High Performance Computing ${name}-LTSS`,
    `SUSE:Linux Enterprise High Performance Computing ${name}-ESPOS`,
  ];
  if (Number(number) < 15) return [...named, `SUSE:Linux Enterprise Software Development Kit ${name}`];
  return [...named, ...suseModules.map((module) => `SUSE:Linux Enterprise Module for ${module} ${name}`)];
}

const suseModules: readonly string[] = [
  'Basesystem',
  'Server Applications',
  'Web and Scripting',
  'Development Tools',
  'Containers',
  'Python 3',
  'Legacy',
  'Public Cloud',
  'Desktop Applications',
  'Package Hub',
  'Certifications',
  'Transactional Server',
];

/** `24.03-LTS`, `22.03-LTS-SP3`: the service pack stands only in the long names. */
function openEuler({ versionId, name }: Distribution): readonly string[] {
  if (!/^[0-9]+\.[0-9]+$/.test(versionId)) return [];
  const suffix = /\((LTS(?:-SP[0-9]+)?)\)/.exec(name)?.[1];
  return [suffix === undefined ? `openEuler:${versionId}` : `openEuler:${versionId}-${suffix}`];
}
