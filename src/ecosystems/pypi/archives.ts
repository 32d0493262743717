import type { Collector, Taken } from '../../collect/collector.ts';
import { ZipFault, ZipFile } from '../../formats/zip/zip-file.ts';
import type { Harvested, HarvestedGap } from '../../model/harvest.ts';
import { digestFacts } from '../file-digests.ts';
import { scriptCollector } from '../script-archives.ts';
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
/** Wheels as they are published, which `pex --no-pre-install-wheels` leaves packed and Python runs from where they lie. */
const packedWheel = /^\.deps\/[^/]+\.whl$/;
const metadata = /\.dist-info\/METADATA$|(?:^|\/)EGG-INFO\/PKG-INFO$/;

/**
 * Zip files that Python runs without unpacking them: eggs (setuptools, "Eggs"), applications (`zipapp`, `shiv`, `pex`), and wheels, as `ensurepip`
 * carries them.
 */
export const archivesCollector: Collector = {
  name: 'pypi-archives',
  revision: 2,
  wants: {
    extensions: ['.egg', '.whl', '.pyz', '.pex'],
    unless: ({ path, size }) => ofTests.test(path) || (path.endsWith('.whl') && size > MAX_WHEEL),
  },
  what: ARCHIVE,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

/** The same applications as most people call them: without an ending. */
export const scriptsCollector: Collector = scriptCollector(
  'pypi-scripts',
  ARCHIVE,
  { names: ['.dist-info/METADATA', 'EGG-INFO/PKG-INFO', '.whl'] },
  (beginning) => /^(?:#![^\n]{0,200}(?:python|pypy)|PK)/.test(beginning) && /PK\x03\x04|__main__\.py/.test(beginning),
  take,
);

interface Reading {
  readonly packages: Map<string, Harvested>;
  readonly gaps: Set<HarvestedGap['reason']>;
  left: number;
}

function take(path: string, content: Buffer): Taken {
  // An empty file holds the place of one that is mounted there; others have files of these names that are no archives.
  if (marks.every((mark) => content.indexOf(mark, 0, 'latin1') === -1)) return { items: [] };
  const reading: Reading = { packages: new Map(), gaps: new Set(), left: MAX_TOGETHER };
  readInto(reading, path, content, true);
  const { packages, gaps } = reading;
  return {
    items: packages.size === 0 ? [] : [...packages.values(), ...digestFacts('pypi', path, content)],
    gaps: [...gaps].map((reason) => ({ what: ARCHIVE, reason, blinds: ['packages'] })),
  };
}

function readInto(reading: Reading, path: string, content: Buffer, isOuter: boolean): void {
  const { packages, gaps } = reading;
  try {
    const zip = new ZipFile(content);
    for (const entry of zip.entries) {
      const isWheel = isOuter && packedWheel.test(entry.name);
      const isList = vendoredList.test(entry.name);
      if (!isWheel && !isList && !metadata.test(entry.name)) continue;
      if (packages.size >= MAX_PACKAGES) {
        gaps.add('too-many');
        continue;
      }
      const bytes = zip.read(entry, Math.min(isWheel ? MAX_WHEEL : MAX_METADATA, reading.left));
      reading.left -= bytes.length;
      if (isWheel) readInto(reading, entry.name, bytes, false);
      else takeEntry(reading, `${path}/${entry.name}`, bytes, isList);
    }
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    gaps.add(error.kind === 'unsupported' ? 'unsupported-format' : error.kind);
  }
}

/** The egg's own name says what its metadata may not. */
function takeEntry({ packages, gaps }: Reading, path: string, bytes: Buffer, isList: boolean): void {
  const one: Taken = isList ? { items: vendoredIn(path, bytes) } : takeMetadata(path, bytes, false);
  for (const { reason } of one.gaps ?? []) gaps.add(reason);
  for (const item of one.items) if (item.kind === 'package') packages.set(`${item.name}\0${item.version}`, item);
}
