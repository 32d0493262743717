import type { Collector, Taken } from '../../collect/collector.ts';
import { deb822Paragraphs } from '../../formats/deb822.ts';
import type { HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import { vendorOf } from '../docker-hardened.ts';
import { builderOf } from '../foreign-builders.ts';

const WHAT = 'dpkg database';
/** More than any system has installed. */
const MAX_PACKAGES = 100_000;
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };

/**
 * dpkg's database: one file (dpkg(1), "FILES"), or for distroless images one file a package in `status.d`. Next to the latter lie lists of
 * checksums, which are not packages. What dpkg was about to write when it was broken off stands in `updates`, in files with numbers for names (dpkg, `lib/dpkg/dbmodify.c`):
 * it reads these on top. Here both count: what was there before and what came.
 */
export const statusCollector: Collector = {
  name: 'deb-status',
  revision: 4,
  wants: {
    paths: ['var/lib/dpkg/status'],
    directories: [
      { in: 'var/lib/dpkg/status.d', ending: '' },
      { in: 'var/lib/dpkg/updates', ending: '' },
    ],
    // Ten times what the largest systems have.
    maxSize: 64 << 20,
    unless: ({ path }) => path.endsWith('.md5sums') || isNoUpdate.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeStatus(content.toString('utf8')),
};

/** What is being written there has another name. */
const isNoUpdate = /^var\/lib\/dpkg\/updates\/.*[^\d/][^/]*$/;
const wanted: ReadonlySet<string> = new Set([
  'package',
  'status',
  'version',
  'architecture',
  'source',
  'maintainer',
  'vendor',
  'license',
]);

type State = 'there' | 'half-installed' | 'gone';

/** The states of dpkg(1), "Package states", and whether files of the package are in the image. */
const states: Readonly<Record<string, State>> = {
  'not-installed': 'gone',
  'config-files': 'gone',
  // It may have no version yet.
  'half-installed': 'half-installed',
  unpacked: 'there',
  'half-configured': 'there',
  'triggers-awaited': 'there',
  'triggers-pending': 'there',
  installed: 'there',
};

function takeStatus(text: string): Taken {
  const items: HarvestedPackage[] = [];
  let whole = true;
  for (const { fields, faults } of deb822Paragraphs(text, wanted)) {
    if (items.length >= MAX_PACKAGES) return { items, gaps: [{ ...unparsable, reason: 'too-many' }] };
    if (faults > 0) whole = false;
    const name = fields.get('package');
    const version = fields.get('version') ?? '';
    const state = stateOf(fields.get('status'));
    if (state === null) whole = false;
    else if (state === 'gone') continue;
    if (!name || (version === '' && state !== 'half-installed')) whole = false;
    else if (version !== '') items.push(packageOf(name, version, fields));
  }
  return whole ? { items } : { items, gaps: [unparsable] };
}

/** A paragraph without a status is taken for an installed package: distroless images have none, and leaving it out would hide it. */
function stateOf(status: string | undefined): State | null {
  if (status === undefined) return 'there';
  const word = status.trim().split(/\s+/)[2] ?? '';
  return Object.hasOwn(states, word) ? (states[word] ?? null) : null;
}

function packageOf(name: string, version: string, fields: ReadonlyMap<string, string>): HarvestedPackage {
  return {
    kind: 'package',
    ecosystem: 'deb',
    name,
    version,
    architecture: fields.get('architecture') || null,
    source: sourceOf(fields.get('source'), name, version),
    licenses: [],
    attributes: { ...vendorOf(fields.get('maintainer')), ...builderOf(fields) },
  };
}

/** `Source: name (version)`; what is not said is as the package's own (deb-control(5)). */
function sourceOf(field: string | undefined, name: string, version: string): { name: string; version: string } {
  const bracket = field?.indexOf('(') ?? -1;
  if (field === undefined || field.trim() === '') return { name, version };
  if (bracket === -1) return { name: field.trim(), version };
  const end = field.indexOf(')', bracket);
  const inner = field.slice(bracket + 1, end === -1 ? undefined : end).trim();
  return { name: field.slice(0, bracket).trim() || name, version: inner || version };
}
