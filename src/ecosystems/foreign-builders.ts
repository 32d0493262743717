import type { Distribution, Package } from '../model/package.ts';
import { supplierNames } from './suppliers.ts';

/**
 * Packages of other repositories (NodeSource's, Docker's, EPEL) stand in the same database as the distribution's own. The distribution does not mend what is in them and says nothing of it: Go
 * modules, jars and packages of npm that they brought are judged by themselves.
 */
export function isForeign(pkg: Package, distribution: Distribution | null): boolean {
  if (distribution === null) return false;
  const { builtBy, vendor } = pkg.attributes;
  if (pkg.type !== 'rpm') return builtBy !== undefined || vendor !== undefined;
  const own = vendors.get(distribution.id);
  if (own === undefined || vendor === undefined || own.test(vendor)) return false;
  // Whoever mends the distribution's packages in its place says so in records of its own.
  return supplierNames(pkg, distribution).length === 0;
}

/** Who builds a distribution's packages, as rpm's tag `Vendor` says it. */
const suse = /^(?:open)?SUSE\b/;
const vendors: ReadonlyMap<string, RegExp> = new Map([
  ['rhel', /^Red Hat\b/],
  ['centos', /^(?:CentOS|Red Hat)\b/],
  ['almalinux', /^(?:AlmaLinux|CloudLinux)\b/],
  ['rocky', /^Rocky\b/],
  ['photon', /^(?:VMware|Broadcom)\b/],
  ['azurelinux', /^Microsoft\b/],
  ['mariner', /^Microsoft\b/],
  ['mageia', /^Mageia/],
  ...['sles', 'sles_sap', 'sled', 'sle_hpc', 'sle-micro', 'sle-micro-rancher', 'sl-micro'].map(
    (id) => [id, suse] as const,
  ),
  ...['opensuse-leap', 'opensuse', 'opensuse-tumbleweed'].map((id) => [id, suse] as const),
]);

/**
 * Maintainers whose packages no Debian or Ubuntu has. There is no list of all: that a package is the distribution's own nothing in dpkg's database says, and its maintainers have addresses
 * everywhere.
 */
const hosts = [
  'cloudflare.com',
  'confluent.io',
  'couchdb.apache.org',
  'datadoghq.com',
  'docker.com',
  'elastic.co',
  'f5.com',
  'gitlab.com',
  'grafana.com',
  'hashicorp.com',
  'influxdata.com',
  'influxdb.com',
  'jenkins.io',
  'konghq.com',
  'kubernetes.io',
  'lists.mariadb.org',
  'microsoft.com',
  'mongodb.com',
  'newrelic.com',
  'nginx.com',
  'nodesource.com',
  'nvidia.com',
  'openrobotics.org',
  'osrfoundation.org',
  'oss.oracle.com',
  'percona.com',
  'rabbitmq.com',
  'redis.com',
  'redis.io',
  'sap.com',
  'tailscale.com',
  'yarnpkg.com',
];
/**
 * Repositories that are kept by maintainers of Debian's own, whom nothing else tells apart: PostgreSQL's (`16.4-1.pgdg120+1`), Ondřej Surý's of PHP (`8.2.20-1+0~20240609.64+debian12~1.gbp5ebf9f`,
 * `8.1.2-1+ubuntu22.04.1+deb.sury.org+1`), and Launchpad's personal ones (`1:2.46.0-0ppa1~ubuntu22.04.1`).
 */
const versions: readonly (readonly [mark: RegExp, builder: string])[] = [
  [/[.~+-]pgdg[\d+]/, 'apt.postgresql.org'],
  [/[+.]sury\.org\b|\+0~\d{8}\.\d+\+debian\d/, 'packages.sury.org'],
  [/(?<![a-z])ppa\d/, 'ppa.launchpadcontent.net'],
];
const names = /^(?:Chrome Linux Team|GitHub|Google Cloud CLI Authors|Google LLC|HashiCorp|Kubernetes Authors)\b/;

/**
 * What is kept of who built a package of dpkg's, where it is not the distribution. Fields `Vendor` and `License` are those of tools that make packages past Debian's own (fpm, nFPM).
 */
export function builderOf(fields: ReadonlyMap<string, string>): Package['attributes'] {
  const maintainer = (fields.get('maintainer') ?? '').trim();
  const host = /@([\w.-]+)>?$/.exec(maintainer)?.[1]?.toLowerCase() ?? '';
  const isTold = hosts.some((one) => host === one || host.endsWith(`.${one}`)) || names.test(maintainer);
  const repository = versions.find(([mark]) => mark.test(fields.get('version') ?? ''))?.[1];
  const other = fields.get('vendor') ?? (fields.has('license') ? maintainer || 'unknown' : undefined);
  const builder = isTold ? maintainer : (repository ?? other);
  return builder === undefined ? {} : { builtBy: builder.slice(0, 200) };
}
