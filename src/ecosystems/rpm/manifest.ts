import type { Collector, Taken } from '../../collect/collector.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { databaseGap, MANIFEST, MAX_PACKAGES, WHAT } from './database-place.ts';

/**
 * The list that stands in for a database where rpm was left out, one package a line, as `rpm -qa` printed it in the order name,
 * version-release, time of installation and of build, vendor, epoch, size, architecture, epoch as a number, source package.
 */
export const manifestCollector: Collector = {
  name: 'rpm-manifest',
  revision: 1,
  wants: { paths: [MANIFEST], maxSize: 16 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => takeManifest(content.toString('utf8')),
};

const COLUMNS = 10;

function takeManifest(text: string): Taken {
  const items: HarvestedPackage[] = [];
  let isWhole = true;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (items.length >= MAX_PACKAGES) return { items, gaps: [databaseGap('too-many')] };
    const columns = line.split('\t');
    const [name = '', evr = '', , , vendor = '', , , architecture = '', epoch = '', sourceRpm = ''] = columns;
    if (columns.length < COLUMNS || name === '' || !/^[^-]+-[^-]+$/.test(evr)) isWhole = false;
    else if (name !== 'gpg-pubkey') {
      items.push({
        kind: 'package',
        ecosystem: 'rpm',
        name,
        version: /^[1-9][0-9]*$/.test(epoch) ? `${epoch}:${evr}` : evr,
        architecture: said(architecture),
        source: null,
        licenses: [],
        attributes: {
          ...(said(vendor) === null ? {} : { vendor }),
          ...(said(sourceRpm) === null ? {} : { sourceRpm: sourceRpm.trim() }),
        },
      });
    }
  }
  return isWhole ? { items } : { items, gaps: [databaseGap('unparsable')] };
}

/** rpm prints `(none)` for a tag that a package does not have. */
function said(column: string): string | null {
  return column === '' || column === '(none)' ? null : column;
}
