import type { Purl } from '../../formats/purl.ts';
import type { Distribution, Package } from '../../model/package.ts';

/** Purl namespaces, and what Trivy calls distributions, where that is not the `ID` of os-release. */
const ids: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  oracle: 'ol',
  amazon: 'amzn',
  amazonlinux: 'amzn',
  alma: 'almalinux',
  rockylinux: 'rocky',
  suse: 'sles',
  'suse linux enterprise server': 'sles',
  'suse linux enterprise micro': 'sle-micro',
  slem: 'sle-micro',
  'opensuse.leap': 'opensuse-leap',
  'opensuse.tumbleweed': 'opensuse-tumbleweed',
  'cbl-mariner': 'mariner',
  'centos-stream': 'centos',
  openeuler: 'openEuler',
};

/** The distribution that a package is of, by its purl: `ID` and release, each empty where it is not said. */
export interface NamedDistribution {
  readonly id: string;
  readonly release: string;
}

/** By the namespace and the qualifier `distro`, which reads `debian-12`, `12` or `bookworm`; or by Docker's qualifiers `os_name` and `os_version`. */
export function distributionOfPurl({ namespace, qualifiers }: Purl): NamedDistribution {
  const { os_name: system, os_version: systemRelease } = qualifiers;
  if (qualifiers['distro'] === undefined && system !== undefined && systemRelease !== undefined)
    return { id: idNamed(system), release: systemRelease };
  const said = qualifiers['distro'] ?? '';
  // No distribution has a longer name, and the pattern goes back over it.
  const distro = said.length > 100 ? '' : said;
  const [, before = '', behind = ''] = /^(.*?)-?([0-9][^-]*(?:-SP[0-9]+)?)?$/.exec(distro) ?? [];
  const named = before.toLowerCase();
  const owner = namespace === null ? '' : namespace.toLowerCase();
  // `debian-bookworm`, and `bookworm` alone.
  const isCodename = behind === '' && named !== '' && owner !== '' && named !== owner;
  const release = isCodename ? named.slice(named.startsWith(`${owner}-`) ? owner.length + 1 : 0) : behind;
  const name = isCodename || named === '' ? owner : named;
  return { id: idNamed(name), release };
}

/** The `ID` of os-release of a distribution that a tool calls as it likes. */
export function idNamed(name: string): string {
  const lower = name.toLowerCase();
  return Object.hasOwn(ids, lower) ? (ids[lower] ?? lower) : lower;
}

/** As os-release would have it. */
export function asDistribution({ id, release }: NamedDistribution): Distribution {
  const isNumber = /^[0-9]/.test(release);
  return {
    id,
    versionId: isNumber || id !== 'debian' ? release : '',
    name: `${id} ${release}`.trim(),
    like: [],
    codename: isNumber || release === '' ? null : release,
  };
}

/** Docker's images say in `ID_LIKE` what they are made of, which SBOMs leave out. Their packages are of that kind. */
export function withLineage(distribution: Distribution | null, packages: readonly Package[]): Distribution | null {
  if (distribution?.id !== 'dhi' || distribution.like.length > 0) return distribution;
  const isAlpine = packages.some(({ type }) => type === 'apk');
  return { ...distribution, like: [isAlpine ? 'alpine' : 'debian'] };
}

/** Distributions that one says it is like: no more than a handful. */
const MOST_ALIKE = 20;

/** Whether a purl speaks of this distribution. What it leaves open is no contradiction; a point release is of its release. */
export function isOf({ id, release }: NamedDistribution, distribution: Distribution): boolean {
  const { id: own, like } = distribution;
  if (id !== '' && id !== own.toLowerCase() && id !== own && !like.slice(0, MOST_ALIKE).includes(id)) return false;
  const { versionId, codename } = distribution;
  if (release === '' || versionId === '' || release === codename) return true;
  return release === versionId || release.startsWith(`${versionId}.`) || versionId.startsWith(`${release}.`);
}
