import type { Distribution, Package } from '../package.ts';

/** The OSV ecosystems where records about a release stand; none where the release is not known well enough. */
export type Releases = (distribution: Distribution) => readonly string[];

/** Rolling distributions, of which OSV knows one release. */
export function rolling(name: string): Releases {
  return () => [name];
}

/** `Rocky Linux:9` of 9.3. */
export function major(name: string): Releases {
  return (distribution) => {
    const release = majorOf(distribution);
    return release === '' ? [] : [`${name}:${release}`];
  };
}

/** `Photon OS:5.0` of 5.0. */
export function whole(name: string): Releases {
  return ({ versionId }) => (versionId === '' ? [] : [`${name}:${versionId}`]);
}

/** `SUSE:Linux Micro 6.1` of 6.1. */
export function spaced(name: string): Releases {
  return ({ versionId }) => (versionId === '' ? [] : [`${name} ${versionId}`]);
}

/** `12` of `12.4`; empty where the release does not begin with a number. */
function majorOf({ versionId }: Distribution): string {
  return /^[0-9]+/.exec(versionId)?.[0] ?? '';
}

/** Releases whose os-release has no number: testing and unstable carry the codename of the release that they will be. */
export const debianCodenames: Readonly<Record<string, string>> = {
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

export function debian(distribution: Distribution): readonly string[] {
  const codename = distribution.codename ?? '';
  const known = Object.hasOwn(debianCodenames, codename) ? debianCodenames[codename] : undefined;
  const release = majorOf(distribution) || known;
  return release === undefined ? [] : [`Debian:${release}`];
}

/**
 * Releases of April in even years are LTS. Fixes that only subscribers get stand under `Pro`; without them an image stays vulnerable. What was written
 * before a release came out may stand under its number alone: Canonical adds `LTS` with the release, and not to all records.
 */
export function ubuntu({ versionId }: Distribution): readonly string[] {
  const release = /^([0-9]{1,2})\.([0-9]{2})$/.exec(versionId);
  if (release === null) return [];
  const lts = Number(release[1]) % 2 === 0 && release[2] === '04';
  const plain = `Ubuntu:${versionId}`;
  return lts ? [`${plain}:LTS`, `Ubuntu:Pro:${versionId}:LTS`, plain] : [plain];
}

/** A package that was validated for FIPS has fixes and versions of its own, and says so in its version. */
export function ubuntuFips({ version }: Package, { versionId }: Distribution): readonly string[] {
  if (!/fips/i.test(version)) return [];
  return ['FIPS', 'FIPS-updates', 'FIPS-preview'].map((stream) => `Ubuntu:Pro:${stream}:${versionId}:LTS`);
}

/** `3.18.4` is v3.18; edge calls itself by the next release's alpha (`3.21.0_alpha20240923`). */
export function alpine({ versionId }: Distribution): readonly string[] {
  if (versionId === 'edge' || versionId.includes('_alpha')) return ['Alpine:edge'];
  const release = /^([0-9]+\.[0-9]+)(?:[._]|$)/.exec(versionId);
  return release === null ? [] : [`Alpine:v${release[1]}`];
}

/** `Docker Hardened Images:Debian:13`, `Docker Hardened Images:Alpine:3.24`: by the distribution that an image of Docker's is made of (`ID=dhi`, `ID_LIKE=debian`) or calls itself. */
export function dockerHardened(distribution: Distribution): readonly string[] {
  const { id, like } = distribution;
  const lineage = id === 'dhi' ? like : [id];
  const releases = lineage.includes('alpine')
    ? alpine(distribution)
    : lineage.includes('debian')
      ? debian(distribution)
      : [];
  return releases.map((release) => `Docker Hardened Images:${release.replace(':v', ':')}`);
}

export function alpaquita({ versionId }: Distribution): readonly string[] {
  const release = /^[0-9]+/.exec(versionId)?.[0] ?? (versionId === '' ? '' : 'stream');
  return release === '' ? [] : [`Alpaquita:${release}`];
}

/**
 * Red Hat's records stand under the CPE of the repository that has the fix; which repository a package came from is not in the image, so
 * all that can be under this release are asked.
 */
export function redHat(distribution: Distribution): readonly string[] {
  const release = majorOf(distribution);
  if (release === '') return [];
  const number = Number(release);
  const product = `Red Hat:enterprise_linux:${release}`;
  if (number <= 7) {
    const variants = redHatVariants.map((variant) => `${product}::${variant}`);
    // What is fixed since the release ended, for those who pay: without it an image stays vulnerable. And Docker, Podman and the like.
    const later = [`Red Hat:rhel_els:${release}`, `Red Hat:rhel_extras:${release}`];
    // Packages of collections have names of their own (`httpd24-httpd`, `rh-nodejs12-nodejs`), in CentOS as in Red Hat.
    return [...variants, ...later, ...[1, 2, 3].map((n) => `Red Hat:rhel_software_collections:${n}::el${release}`)];
  }
  const named = redHatRepositories.map((repository) => `${product}::${repository}`);
  if (number < 10) return named;
  // From 10 on the CPE names the minor release and no repository: that of the day on which something was fixed. An image of 10.0 lacks what was fixed
  // since 10.1 came out, as one of 9.0 does, whose records have the same name in all minor releases.
  return [...named, ...Array.from({ length: lastMinor + 1 }, (_, i) => `${product}.${i}`)];
}

/** Red Hat makes no more than ten minor releases after the first one. */
const lastMinor = 10;

const redHatVariants: readonly string[] = [
  'server',
  'client',
  'workstation',
  'computenode',
  'fastdatapath',
  'hypervisor',
];

const redHatRepositories: readonly string[] = [
  'baseos',
  'appstream',
  'crb',
  'fastdatapath',
  'highavailability',
  'hypervisor',
  'nfv',
  'realtime',
  'resilientstorage',
  'sap',
  'sap_hana',
  'supplementary',
];

/** What the image was built with besides the release: see `ecosystems/rpm/content-sets.ts`. */
export function redHatProducts({ attributes }: Package): readonly string[] {
  return (attributes['products'] ?? '').split(' ').flatMap((product) => (product === '' ? [] : [`Red Hat:${product}`]));
}

export function leap({ versionId }: Distribution): readonly string[] {
  return /^[0-9]/.test(versionId) ? [`openSUSE:Leap ${versionId}`] : [];
}

/**
 * SUSE's records stand under the product that ships the package: from 15 on mostly one of the modules, and under LTSS, ESPOS or BCL, whichever goes on the
 * longest, once the service pack's general support has ended.
 */
export function suse({ versionId }: Distribution): readonly string[] {
  const release = /^([0-9]{2})(?:\.([0-9]{1,2}))?$/.exec(versionId);
  if (release === null) return [];
  const [, number = '', pack = '0'] = release;
  if (Number(number) >= 16)
    return suseProducts16.map((product) => `SUSE:Linux Enterprise ${product} ${number}.${pack}`);
  const name = Number(pack) === 0 ? number : `${number} SP${pack}`;
  const products = ['Server', 'Server for SAP Applications', 'Desktop', 'High Performance Computing'];
  const named = [
    ...products.map((product) => `SUSE:Linux Enterprise ${product} ${name}`),
    ...['LTSS', 'ESPOS', 'BCL'].map((support) => `SUSE:Linux Enterprise Server ${name}-${support}`),
    `SUSE:Linux Enterprise Server for SAP Applications ${name}-BCL`,
    `SUSE:Linux Enterprise Server Business Critical Linux ${name}`,
    `SUSE:Linux Enterprise High Performance Computing ${name}-LTSS`,
    `SUSE:Linux Enterprise High Performance Computing ${name}-ESPOS`,
    `SUSE:Linux Enterprise Server LTSS Extended Security ${name}`,
    ...['High Availability', 'Workstation'].map((product) => `SUSE:Linux Enterprise ${product} Extension ${name}`),
    `SUSE:Linux Enterprise Real Time ${name}`,
  ];
  // The modules of 12 are those of all its service packs.
  if (Number(number) < 15) {
    const modules = suseModules12.map((module) => `SUSE:Linux Enterprise Module for ${module} ${number}`);
    return [...named, `SUSE:Linux Enterprise Software Development Kit ${name}`, ...modules];
  }
  const modules = suseModules.map((module) => `SUSE:Linux Enterprise Module for ${module} ${name}`);
  // What the community adds has records under two names.
  return [...named, ...modules, `SUSE:Real Time Module ${name}`, `SUSE:Package Hub ${name}`];
}

/** It has no modules any more. */
const suseProducts16: readonly string[] = ['Server', 'Server for SAP applications', 'High Availability Extension'];

/** That for Rancher is the same under another name, with records under both. */
export function suseMicro({ id, versionId }: Distribution): readonly string[] {
  if (versionId === '') return [];
  const forRancher = id === 'sle-micro-rancher' ? [`SUSE:Linux Enterprise Micro for Rancher ${versionId}`] : [];
  return [`SUSE:Linux Enterprise Micro ${versionId}`, ...forRancher];
}

const suseModules12: readonly string[] = [
  'Web and Scripting',
  'Containers',
  'Legacy',
  'Toolchain',
  'Public Cloud',
  'Advanced Systems Management',
  'HPC',
];

const suseModules: readonly string[] = [
  'Basesystem',
  'Server Applications',
  'Web and Scripting',
  'Development Tools',
  'Open Buildservice Development Tools',
  'Containers',
  'Python 2',
  'Python 3',
  'Legacy',
  'Public Cloud',
  'Desktop Applications',
  'Package Hub',
  'Certifications',
  'Transactional Server',
  'SAP Applications',
  'HPC',
];

/** `24.03-LTS`, `22.03-LTS-SP3`: the service pack stands only in the long names. */
export function openEuler({ versionId, name }: Distribution): readonly string[] {
  if (!/^[0-9]+\.[0-9]+$/.test(versionId)) return [];
  const suffix = /\((LTS(?:-SP[0-9]+)?)\)/.exec(name)?.[1];
  return [suffix === undefined ? `openEuler:${versionId}` : `openEuler:${versionId}-${suffix}`];
}
