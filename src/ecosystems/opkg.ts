import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem, OwnedFile, Placed } from '../collect/ecosystem.ts';
import { deb822Paragraphs } from '../formats/deb822.ts';
import type { HarvestedFact, HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { deb as debVersions } from '../versions/deb.ts';
import { distributionAdvisoryNames, keepsPackages } from './distribution-names.ts';
import { distributionPackages } from './distribution-packages.ts';
import { isOwnerAsked } from './file-digests.ts';
import { normalizedLicense } from './license-names.ts';
import { differingCopies } from './told-twice.ts';

const WHAT = 'opkg database';
const MAX_PACKAGES = 100_000;
const MAX_OWNED = 50_000;
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
/** OpenWrt keeps it in `usr/lib`, Yocto in `var/lib`, what is added to a system (Entware) in `opt`. */
const places = ['usr/lib/opkg', 'var/lib/opkg', 'opt/lib/opkg', 'opt/var/lib/opkg'];
const infoOf = (ending: string) => places.map((place) => ({ in: `${place}/info`, ending }));

const statusCollector: Collector = {
  name: 'opkg-status',
  revision: 1,
  wants: { paths: places.map((place) => `${place}/status`), maxSize: 64 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeStatus(content.toString('utf8')),
};

/** What a package's own control file says and the status leaves out. */
const controlCollector: Collector = {
  name: 'opkg-control',
  revision: 1,
  wants: { directories: infoOf('.control'), maxSize: 1 << 20 },
  what: WHAT,
  blinds: [],
  take: ({ path }, content) => {
    const [paragraph] = deb822Paragraphs(content.toString('utf8'), controlFields);
    const values = ['sourcename', 'license'].map((field) => paragraph?.fields.get(field)?.slice(0, 500) ?? '');
    return { items: [fact('control', packageOf(path), values)] };
  },
};

const listCollector: Collector = {
  name: 'opkg-list',
  revision: 2,
  wants: { directories: infoOf('.list'), maxSize: 64 << 20 },
  what: 'list of package files',
  blinds: [],
  take: ({ path }, content) => {
    // Yocto writes size and mode behind a path.
    const paths = content
      .toString('utf8')
      .split('\n')
      .map((line) => (line.split('\t', 1)[0] ?? '').replace(/^\/+/, ''));
    const owned = paths.filter((one) => one !== '' && isOwnerAsked(one)).slice(0, MAX_OWNED);
    return { items: owned.length === 0 ? [] : [fact('owned', packageOf(path), owned)] };
  },
};

/** Packages of opkg: OpenWrt before it went over to apk, Yocto, Entware. Its versions are dpkg's. */
export const opkg: Ecosystem = {
  id: 'opkg',
  title: { en: 'opkg packages', 'zh-CN': 'opkg 软件包' },
  kind: 'distribution',
  versions: debVersions,
  collectors: [statusCollector, controlCollector, listCollector],
  database: { what: WHAT, isKeptBy: keepsPackages('opkg') },
  assemble,
  doubts: ({ packages }) => differingCopies(packages.filter(isOfSystem), WHAT),
  ownedFiles,
  advisoryNames: distributionAdvisoryNames,
};

/** What is added to a system has a database besides. */
function isOfSystem({ path }: Placed<HarvestedPackage>): boolean {
  return !path.startsWith('opt/');
}

const statusFields: ReadonlySet<string> = new Set(['package', 'version', 'status', 'architecture', 'license']);
const controlFields: ReadonlySet<string> = new Set(['sourcename', 'license']);

function takeStatus(text: string): Taken {
  const items: HarvestedPackage[] = [];
  let whole = true;
  for (const { fields, faults } of deb822Paragraphs(text, statusFields)) {
    if (items.length >= MAX_PACKAGES) return { items, gaps: [{ ...unparsable, reason: 'too-many' }] };
    const [, , state] = (fields.get('status') ?? '').trim().split(/\s+/);
    // Whatever else stands there (`half-installed`, `post-inst-failed`): files of it are in the image.
    if (state === 'not-installed') continue;
    const [name, version] = [fields.get('package'), fields.get('version')];
    if (faults > 0 || !name || !version) whole = false;
    if (!name || !version) continue;
    const license = fields.get('license');
    items.push({
      kind: 'package',
      ecosystem: 'opkg',
      name,
      version,
      architecture: fields.get('architecture') || null,
      source: null,
      licenses: license ? [normalizedLicense(license)] : [],
      attributes: {},
    });
  }
  return whole ? { items } : { items, gaps: [unparsable] };
}

function assemble(assembly: Assembly): readonly Package[] {
  const control = new Map(
    assembly.facts.filter(({ item }) => item.fact === 'control').map(({ item }) => [item.key, item.values]),
  );
  return distributionPackages(assembly, 'opkg').map((pkg) => {
    const [source = '', license = ''] = control.get(pkg.name) ?? [];
    return {
      ...pkg,
      source: { name: source || pkg.name, version: pkg.version },
      licenses: pkg.licenses.length > 0 || license === '' ? pkg.licenses : [normalizedLicense(license)],
    };
  });
}

function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map(packages.map(({ name, purl }) => [name, purl]));
  for (const { item } of facts) {
    const owner = item.fact === 'owned' ? owners.get(item.key) : undefined;
    if (owner !== undefined) for (const path of item.values) yield { path, owner, digest: null };
  }
}

/** `…/info/NAME.control` */
function packageOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
}

function fact(name: string, key: string, values: readonly string[]): HarvestedFact {
  return { kind: 'fact', ecosystem: 'opkg', fact: name, key, values };
}
