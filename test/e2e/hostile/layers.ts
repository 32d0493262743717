import { file, paxEntry, paxRecord, symlink, tar, tarEnd, tarEntry, tarHeader } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import {
  bash,
  blind,
  broken,
  debian,
  fine,
  judging,
  judgingLayers,
  layer,
  long,
  manyEntries,
  packed,
  release,
  scanningLayers,
  status,
} from './images.ts';

const megabyte = 'x'.repeat(1_000_000);

/** A file of nothing but holes as GNU tar's format 1.0 writes it. */
const inFront = (pieces: number) => ({
  'GNU.sparse.major': '1',
  'GNU.sparse.minor': '0',
  'GNU.sparse.realsize': String(pieces * 2),
});
const piecesInFront = (count: number) => {
  const map = `${count}\n${Array.from({ length: count }, (_, i) => `${i * 2}\n0\n`).join('')}`;
  return map.padEnd(Math.ceil(map.length / 512) * 512, '\0');
};

export const layerCases: readonly HostileCase[] = [
  {
    name: 'cut off in a file',
    prepare: scanningLayers(() => [debian.subarray(0, 1600)]),
    ...broken('truncated'),
  },
  {
    name: 'cut off in a header',
    prepare: scanningLayers(() => [debian.subarray(0, 1200)]),
    ...broken('truncated'),
  },
  {
    name: 'without the padding behind its last file',
    prepare: scanningLayers(() => [debian.subarray(0, 1700)]),
    ...fine,
  },
  { name: 'without an end marker', prepare: scanningLayers(() => [debian.subarray(0, -1024)]), ...fine },
  {
    name: 'noise behind its end',
    prepare: scanningLayers(() => [Buffer.concat([debian, Buffer.alloc(5000, 7)])]),
    ...fine,
  },
  { name: 'nothing at all', prepare: scanningLayers(() => [Buffer.alloc(0), debian]), ...fine },
  { name: 'noise', prepare: scanningLayers(() => [debian, Buffer.alloc(4000, 'x')]), ...broken('corrupt') },
  {
    name: 'a damaged header',
    prepare: scanningLayers(() => [Buffer.concat([debian.subarray(0, 1024), Buffer.alloc(512, 'x'), tarEnd])]),
    ...broken('corrupt'),
  },
  {
    name: 'a zero block between two files',
    prepare: layer(release, Buffer.alloc(512), file(status, bash)),
    ...broken('corrupt'),
  },
  {
    name: 'a negative size',
    prepare: layer(tarHeader({ name: 'n', patch: [[124, '\xff'.repeat(12)]] })),
    ...broken('corrupt'),
  },
  {
    name: 'a size of sixteen exabytes',
    prepare: layer(tarHeader({ name: 'n', patch: [[124, `\x80\0\0\0${'\xff'.repeat(8)}`]] })),
    ...broken('corrupt'),
  },
  {
    name: 'an extension header of 8 GB',
    prepare: layer(tarHeader({ name: 'p', type: 'x', patch: [[124, '77777777777']] })),
    ...broken('corrupt'),
  },
  {
    name: 'an extension header that is no list of records',
    prepare: layer(tarEntry({ name: 'p', type: 'x', content: '99 path=x\n' }), file('x', '')),
    ...broken('corrupt'),
  },
  {
    name: 'an extension header of a hundred thousand records',
    prepare: layer(
      release,
      tarEntry({ name: 'p', type: 'x', content: paxRecord('k', 'v').repeat(100_000) }),
      file(status, bash),
    ),
    ...fine,
  },
  {
    name: 'an extension header that gives a link a size',
    prepare: layer(release, paxEntry({ size: '1000000' }, symlink('l', 'x')), file(status, bash)),
    ...fine,
  },
  {
    name: 'a hundred names of a megabyte',
    prepare: packed(() => [
      release,
      file(status, bash),
      ...Array.from({ length: 100 }, (_, i) => paxEntry({ path: `${megabyte}${i}` }, file('x', ''))),
    ]),
    ...fine,
    gaps: ['entry: engine-dependent'],
  },
  {
    name: 'a thousand links of a megabyte',
    prepare: long('linkpath', '', symlink('l', 'x')),
    ...broken('digest-mismatch'),
  },
  {
    name: 'a path of 300,000 parts',
    prepare: layer(release, paxEntry({ path: 'a/'.repeat(300_000) }, file('x', '')), file(status, bash)),
    ...fine,
  },
  {
    name: 'a sparse package database of a terabyte',
    prepare: layer(
      release,
      paxEntry({ 'GNU.sparse.map': '0,3', 'GNU.sparse.size': '1099511627776' }, file(status, 'abc')),
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['dpkg database: too-large'],
  },
  {
    name: 'a sparse package database larger than any',
    prepare: judging(
      release,
      paxEntry({ 'GNU.sparse.map': '0,3', 'GNU.sparse.size': '255000000' }, file(status, 'abc')),
    ),
    exit: 3,
    error: 'incomplete',
    gaps: ['dpkg database: too-large'],
  },
  {
    name: 'a sparse package database of nothing but holes',
    prepare: judging(
      release,
      paxEntry({ 'GNU.sparse.map': '0,3', 'GNU.sparse.size': '60000000' }, file(status, 'abc')),
    ),
    ...blind('unparsable'),
  },
  {
    name: 'a sparse file whose pieces lie on one another',
    prepare: layer(paxEntry({ 'GNU.sparse.map': '0,3,1,3', 'GNU.sparse.size': '100' }, file(status, 'abcdef'))),
    ...broken('corrupt'),
  },
  {
    name: 'a sparse file of more pieces than there can be',
    prepare: layer(
      paxEntry({ 'GNU.sparse.map': '0,0,'.repeat(101_000).slice(0, -1), 'GNU.sparse.size': '1' }, file('x', '')),
    ),
    ...broken('corrupt'),
  },
  {
    name: 'forty sparse files of 70,000 pieces each, which stand in front of their contents',
    prepare: packed(() => [
      release,
      file(status, bash),
      ...Array.from({ length: 40 }, () => paxEntry(inFront(70_000), file('x', piecesInFront(70_000)))),
    ]),
    ...fine,
  },
  {
    name: 'names that climb out',
    prepare: layer(
      release,
      file('../../../../tmp/evil', 'x'),
      file('/../../etc/evil', 'x'),
      file(`/../${status}`, bash),
    ),
    ...fine,
    gaps: ['entry: path-escapes'],
  },
  {
    name: 'so many names that climb out that what follows could be forgotten',
    prepare: packed(() => [
      release,
      file(status, bash),
      manyEntries(3000, (i) => `../${i}`),
      manyEntries(500_000, (i) => `.wh.${i}`),
    ]),
    ...broken('limit-crossed'),
  },
  {
    name: 'a package database whose directories a later layer empties',
    prepare: judgingLayers(() => [debian, tar([file('var/.wh..wh..opq', '')])]),
    ...blind('no-database'),
  },
  {
    name: 'half a million entries',
    prepare: packed(() => [release, file(status, bash), manyEntries(500_000, (i) => `n${i}`)]),
    ...fine,
  },
];
