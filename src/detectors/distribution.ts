import type { Collector } from '../collect/collector.ts';
import type { DistributionPick, Placed } from '../collect/ecosystem.ts';
import { readOsRelease } from '../formats/os-release.ts';
import type { Distribution } from '../model/package.ts';

/**
 * The files by which a distribution names itself, the one that speaks first on top (os-release(5): `/etc/os-release` before
 * `/usr/lib/os-release`; then what older or smaller systems have).
 */
const files: Readonly<Record<string, (text: string) => Distribution | null>> = {
  'etc/os-release': fromOsRelease,
  'usr/lib/os-release': fromOsRelease,
  'x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release': fromOsRelease,
  'aarch64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release': fromOsRelease,
  'etc/lsb-release': fromLsbRelease,
  'etc/alpine-release': fromAlpineRelease,
  'etc/centos-release': fromRedHatRelease,
  'etc/redhat-release': fromRedHatRelease,
  'etc/system-release': fromRedHatRelease,
  'etc/debian_version': fromDebianVersion,
};

const paths = Object.keys(files);
/** What a system is called that does not say it (os-release(5), `ID`). */
const NAMELESS = 'linux';
/** They hold a line or twenty. */
const MAX_SIZE = 64 * 1024;

export const distributionDetector: Collector = {
  name: 'distribution',
  revision: 4,
  wants: { paths, maxSize: MAX_SIZE },
  what: 'distribution',
  blinds: ['distribution'],
  take: ({ path }, content) => {
    const read = Object.hasOwn(files, path) ? files[path] : undefined;
    const distribution = read?.(content.toString('utf8').replace(/^\ufeff/, '')) ?? null;
    return { items: distribution === null ? [] : [{ kind: 'distribution', distribution }] };
  },
};

/**
 * Which of several files speaks for the image: the first of {@link files} that names a distribution. What it leaves open (Debian's
 * os-release has no release for testing; a codename) is filled in from another file that speaks of the same distribution.
 */
export const pickDistribution: DistributionPick = Object.assign(pick, { places: paths });

function pick(placed: readonly Placed<Distribution>[]): Distribution | null {
  const inOrder = placed
    .filter(({ path }) => paths.includes(path))
    .sort((a, b) => paths.indexOf(a.path) - paths.indexOf(b.path))
    .map(({ item }) => item);
  // One that does not say its name is one all the same, where nobody else says it.
  const first = inOrder.find(({ id }) => id !== NAMELESS) ?? inOrder[0];
  if (first === undefined) return null;
  const same = inOrder.filter(({ id }) => id === first.id);
  return {
    ...first,
    versionId: first.versionId || (same.find(({ versionId }) => versionId !== '')?.versionId ?? ''),
    codename: first.codename ?? same.find(({ codename }) => codename !== null)?.codename ?? null,
  };
}

function fromOsRelease(text: string): Distribution | null {
  const fields = readOsRelease(text);
  const id = fields.get('ID') || (text.trim() === '' ? '' : NAMELESS);
  if (id === '') return null;
  const versionId = fields.get('VERSION_ID') || releaseIn(fields);
  const version = fields.get('VERSION') ?? '';
  return {
    id,
    versionId,
    name: fields.get('PRETTY_NAME') || [fields.get('NAME') || id, version].filter(Boolean).join(' '),
    like: (fields.get('ID_LIKE') ?? '').split(/\s+/).filter(Boolean),
    // Older Debian and Ubuntu have it only in brackets: VERSION="8 (jessie)".
    codename: fields.get('VERSION_CODENAME') || (/\(([a-z]+)\)$/.exec(version)?.[1] ?? null),
  };
}

/** Where there is no `VERSION_ID`: the release in `CPE_NAME` (`cpe:/o:amazon:linux:2014.03:ga`), or in `PLATFORM_ID` (`platform:el8`). */
function releaseIn(fields: ReadonlyMap<string, string>): string {
  const cpe = /^cpe:(?:2\.3:|\/)o:[^:]*:[^:]*:([0-9][0-9.]*)(?::|$)/.exec(fields.get('CPE_NAME') ?? '')?.[1];
  return cpe ?? /^platform:[a-z]+([0-9]+)$/.exec(fields.get('PLATFORM_ID') ?? '')?.[1] ?? '';
}

/** lsb_release(1)'s file, in the quoting of os-release. */
function fromLsbRelease(text: string): Distribution | null {
  const fields = readOsRelease(text);
  const id = (fields.get('DISTRIB_ID') ?? '').toLowerCase();
  if (id === '') return null;
  const versionId = fields.get('DISTRIB_RELEASE') ?? '';
  return {
    id,
    versionId,
    name: fields.get('DISTRIB_DESCRIPTION') || `${id} ${versionId}`.trim(),
    like: [],
    codename: fields.get('DISTRIB_CODENAME') || null,
  };
}

function fromAlpineRelease(text: string): Distribution | null {
  const versionId = firstLine(text);
  if (versionId === '') return null;
  return { id: 'alpine', versionId, name: `Alpine Linux v${versionId}`, like: [], codename: null };
}

/** `12.4`, or for testing and unstable `trixie/sid`. */
function fromDebianVersion(text: string): Distribution | null {
  const line = firstLine(text);
  const release = /^([0-9]+)(?:\.[0-9]+)*$/.exec(line)?.[1] ?? '';
  const codename = /^([a-z]+)\/sid$/.exec(line)?.[1] ?? null;
  if (release === '' && codename === null) return null;
  return { id: 'debian', versionId: release, name: `Debian GNU/Linux ${line}`, like: [], codename };
}

/** `CentOS Linux release 7.9.2009 (Core)`: what came before os-release, and still stands beside it. */
function fromRedHatRelease(text: string): Distribution | null {
  const name = firstLine(text);
  const known = redHatNames.find(([beginning]) => name.startsWith(beginning));
  if (known === undefined) return null;
  const versionId = / release (V?[0-9]+(?:\.[0-9]+)*)/.exec(name)?.[1] ?? '';
  return { id: known[1], versionId, name, like: [], codename: null };
}

const redHatNames: readonly (readonly [string, string])[] = [
  ['Red Hat Enterprise Linux', 'rhel'],
  ['CentOS', 'centos'],
  ['AlmaLinux', 'almalinux'],
  ['Rocky Linux', 'rocky'],
  ['Oracle Linux', 'ol'],
  ['Fedora', 'fedora'],
  ['Amazon Linux', 'amzn'],
  ['Mageia', 'mageia'],
  ['openEuler', 'openEuler'],
  ['Anolis OS', 'anolis'],
  ['Alibaba Cloud Linux', 'alinux'],
  ['TencentOS Server', 'tencentos'],
  ['OpenCloudOS', 'opencloudos'],
  ['Kylin Linux Advanced Server', 'kylin'],
];

function firstLine(text: string): string {
  return (text.trimStart().split('\n', 1)[0] ?? '').trim().slice(0, 200);
}
