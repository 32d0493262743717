import type { Collector, Taken } from '../../collect/collector.ts';
import { isObject, jsonObject } from '../../formats/json-object.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { databaseGap, MAX_PACKAGES, WHAT } from './database-place.ts';

const NAME = 'application-inventory.json';
/** In the system itself, and below the directories that it keeps the system of each machine in. */
const place = /^(?:(?:x86_64|aarch64)-bottlerocket-linux-gnu\/sys-root\/)?usr\/share\/bottlerocket\/[^/]+$/;

/**
 * The rpm packages that Bottlerocket was put together from, which has neither rpm nor its database: `Content`, each with `Name`, `Version`, `Release`,
 * `Epoch` (since 1.20) and `Architecture`.
 */
export const applicationInventoryCollector: Collector = {
  name: 'rpm-application-inventory',
  revision: 1,
  wants: { names: [NAME], maxSize: 64 << 20, unless: ({ path }) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  const listed = jsonObject(content)?.['Content'];
  if (!Array.isArray(listed)) return { items: [], gaps: [databaseGap('unparsable')] };
  const items = listed.slice(0, MAX_PACKAGES).flatMap((entry: unknown) => packageOf(entry) ?? []);
  if (listed.length > MAX_PACKAGES) return { items, gaps: [databaseGap('too-many')] };
  return items.length === listed.length ? { items } : { items, gaps: [databaseGap('unparsable')] };
}

function packageOf(entry: unknown): HarvestedPackage | null {
  if (!isObject(entry)) return null;
  const text = (field: string): string => (typeof entry[field] === 'string' ? entry[field] : '');
  const [name, version, release, epoch] = [text('Name'), text('Version'), text('Release'), text('Epoch')];
  if (name === '' || version === '' || !/^\d*$/.test(epoch)) return null;
  const evr = release === '' ? version : `${version}-${release}`;
  return {
    kind: 'package',
    ecosystem: 'rpm',
    name,
    version: /^0*$/.test(epoch) ? evr : `${epoch}:${evr}`,
    architecture: text('Architecture') || null,
    source: null,
    licenses: [],
    attributes: text('Publisher') === '' ? {} : { vendor: text('Publisher') },
  };
}
