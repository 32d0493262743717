import type { Collector, Taken } from '../../collect/collector.ts';
import { ZipFault, ZipFile } from '../../formats/zip/zip-file.ts';
import type { Harvested, HarvestedGap } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { takeMetadata } from './metadata.ts';
import { vendoredIn, vendoredList } from './vendored.ts';

const ARCHIVE = 'Python archive';
const MAX_PACKAGES = 10_000;
const MAX_METADATA = 16 << 20;
const MAX_TOGETHER = 128 << 20;
/** A wheel is there to be installed, and run as it is only where it is a small one. */
const MAX_WHEEL = 32 << 20;
const ofTests = /(?:^|\/)(?:tests?|testdata|fixtures?)\//;
/** Of an entry, or of an archive without any. */
const marks = ['PK\x03\x04', 'PK\x05\x06'];
const metadata = /\.dist-info\/METADATA$|(?:^|\/)EGG-INFO\/PKG-INFO$/;

/**
 * Zip files that Python runs without unpacking them: eggs (setuptools, "Eggs"), applications (`zipapp`, `shiv`, `pex`), and wheels, as `ensurepip`
 * carries them.
 */
export const archivesCollector: Collector = {
  name: 'pypi-archives',
  revision: 1,
  wants: {
    extensions: ['.egg', '.whl', '.pyz', '.pex'],
    unless: ({ path, size }) => ofTests.test(path) || (path.endsWith('.whl') && size > MAX_WHEEL),
  },
  what: ARCHIVE,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  // An empty file holds the place of one that is mounted there; others have files of these names that are no archives.
  if (marks.every((mark) => content.indexOf(mark, 0, 'latin1') === -1)) return { items: [] };
  const packages = new Map<string, Harvested>();
  const gaps = new Set<HarvestedGap['reason']>();
  try {
    const zip = new ZipFile(content);
    let left = MAX_TOGETHER;
    for (const entry of zip.entries) {
      const isList = vendoredList.test(entry.name);
      if (!isList && !metadata.test(entry.name)) continue;
      if (packages.size >= MAX_PACKAGES) gaps.add('too-many');
      else {
        const bytes = zip.read(entry, Math.min(MAX_METADATA, left));
        left -= bytes.length;
        // The egg's own name says what its metadata may not.
        const one = isList
          ? { items: vendoredIn(entry.name, bytes) }
          : takeMetadata(`${path}/${entry.name}`, bytes, false);
        for (const { reason } of one.gaps ?? []) gaps.add(reason);
        for (const item of one.items) if (item.kind === 'package') packages.set(`${item.name}\0${item.version}`, item);
      }
    }
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    gaps.add(error.kind === 'unsupported' ? 'unsupported-format' : error.kind);
  }
  return {
    items: packages.size === 0 ? [] : [...packages.values(), ...digestFacts('pypi', path, content)],
    gaps: [...gaps].map((reason) => ({ what: ARCHIVE, reason, blinds: ['packages'] })),
  };
}
