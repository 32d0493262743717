import { zstdCompressSync } from 'node:zlib';
import { dockerArchive, ociArchive } from '../../build/image.ts';
import {
  directory,
  file,
  hardlink,
  paxEntry,
  paxRecord,
  symlink,
  type TestEntry,
  tar,
  tarEnd,
  tarEntry,
  tarHeader,
} from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import {
  bash,
  debian,
  judging,
  judgingLayers,
  longEntries,
  manyEntries,
  release,
  scanning,
  scanningLayers,
  status,
  withStoredLayer,
} from './images.ts';

const layer = (...pieces: Parameters<typeof tar>[0]) => scanningLayers(() => [tar(pieces)]);
/** A layer that is small only when it is compressed. */
const packed = (pieces: () => Parameters<typeof tar>[0]) =>
  scanning(() => ociArchive({ layers: [tar(pieces())] }, 'zstd'));
/** A layer of gigabytes that nobody made whole, so that its diffID is not known. */
const long = (...given: [key: 'path' | 'linkpath', beginning: string, entry: TestEntry]) =>
  scanning(() => withStoredLayer(Buffer.concat([longEntries(1000, ...given), zstdCompressSync(tarEnd)]), null));
const special = (name: string, type: string) => tarEntry({ name, type });
const broken = (reason: string) => ({ exit: 3, error: 'incomplete', gaps: [`layer: ${reason}`] }) as const;
const fine = { exit: 0, error: null, packages: ['bash 5.1-2'] } as const;
const blind = (reason: string) => ({ exit: 3, error: 'undecided', gaps: [`dpkg database: ${reason}`] }) as const;
const megabyte = 'x'.repeat(1_000_000);

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
    name: 'a thousand whiteouts of a megabyte',
    prepare: long('path', '.wh.', file('x', '')),
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
    name: 'links that lead out and in circles',
    prepare: layer(
      release,
      symlink('a', 'b'),
      symlink('b', 'a'),
      symlink('etc/passwd', '/a/b'),
      hardlink('h', 'h'),
      symlink('var', '../../../..'),
      file(status, bash),
    ),
    exit: 0,
    error: null,
  },
  {
    name: 'a package database that is a link to a file of the host',
    prepare: judging(release, symlink(status, '../../../../../../../../etc/passwd')),
    ...blind('no-database'),
  },
  {
    name: 'a package database behind a circle of links',
    prepare: judging(release, symlink('var/lib/dpkg', 'dpkg2'), symlink('var/lib/dpkg2', 'dpkg')),
    ...blind('no-database'),
  },
  {
    name: 'a thousand directories behind a link of half a million steps that leads to itself',
    prepare: scanningLayers(() => [
      tar([
        release,
        file(status, bash),
        paxEntry({ linkpath: `${'./'.repeat(500_000)}x` }, symlink('x', 'y')),
        ...Array.from({ length: 1000 }, (_, i) => [symlink(`l${i}`, 'x'), file(`x/${i}/f`, '')]).flat(),
      ]),
    ]),
    ...fine,
    gaps: ['entry: engine-dependent'],
  },
  {
    name: 'twenty thousand directories behind a link of two thousand steps that leads to itself',
    prepare: packed(() => [
      release,
      file(status, bash),
      paxEntry({ linkpath: `${'y/../'.repeat(800)}x` }, symlink('x', 'y')),
      ...Array.from({ length: 20_000 }, (_, i) => [symlink(`l${i}`, 'x'), file(`x/${i}/f`, '')]).flat(),
    ]),
    ...broken('limit-crossed'),
  },
  {
    name: 'a package database that is a device',
    prepare: judging(release, special(status, '3')),
    ...blind('not-a-file'),
  },
  {
    name: 'a package database that is a pipe',
    prepare: judging(release, special(status, '6')),
    ...blind('not-a-file'),
  },
  {
    name: 'a package database that is a directory',
    prepare: judging(release, directory(status)),
    ...blind('no-database'),
  },
  {
    name: 'a package database that a later layer replaces with a device',
    prepare: judgingLayers(() => [debian, tar([special(status, '4')])]),
    ...blind('not-a-file'),
  },
  {
    name: 'a package database that a later layer deletes',
    prepare: judgingLayers(() => [debian, tar([file('var/lib/dpkg/.wh.status', '')])]),
    ...blind('no-database'),
  },
  {
    name: 'a package database whose directories a later layer empties',
    prepare: judgingLayers(() => [debian, tar([file('var/.wh..wh..opq', '')])]),
    ...blind('no-database'),
  },
  {
    name: 'a package database that a later layer hides behind a file',
    prepare: judgingLayers(() => [debian, tar([file('var', '')])]),
    ...blind('no-database'),
  },
  {
    name: 'whiteouts that mean nothing',
    prepare: scanningLayers(() => [
      debian,
      tar(
        ['.wh.', '.wh..', '.wh...', 'var/lib/dpkg/.wh.', '.wh..wh.aufs', '.wh..wh.plnk/x', 'var/.wh'].map((n) =>
          file(n, ''),
        ),
      ),
    ]),
    ...fine,
  },
  {
    name: 'a whiteout beside what it would delete in its own layer',
    prepare: scanningLayers(() => [
      tar([release, file('var/lib/dpkg/.wh.status', ''), file(status, bash), file('var/lib/.wh..wh..opq', '')]),
    ]),
    ...fine,
  },
  {
    name: 'entries under a directory that is a link',
    prepare: layer(release, directory('x'), symlink('x', 'var/lib/dpkg'), file('x/status', bash)),
    ...fine,
  },
  {
    name: 'half a million entries',
    prepare: packed(() => [release, file(status, bash), manyEntries(500_000, (i) => `n${i}`)]),
    ...fine,
  },
  {
    name: 'a hundred thousand whiteouts',
    prepare: scanningLayers(() => [debian, tar([manyEntries(100_000, (i) => `d/.wh.${i}`)])]),
    ...fine,
  },
  {
    name: 'more links than there are',
    prepare: packed(() => [
      release,
      file(status, bash),
      manyEntries(250_000, (i) => `d${i}/l`, { type: '2', linkName: '../d' }),
    ]),
    ...broken('limit-crossed'),
  },
  {
    name: 'a hundred thousand links',
    prepare: packed(() => [
      release,
      file(status, bash),
      manyEntries(100_000, (i) => `d${i}/l`, { type: '2', linkName: '../d' }),
    ]),
    ...fine,
  },
  {
    name: 'two hundred layers that delete one another',
    prepare: scanning(() =>
      dockerArchive({
        layers: [...Array.from({ length: 200 }, (_, i) => tar([file(`f${i}`, ''), file(`.wh.f${i - 1}`, '')])), debian],
      }),
    ),
    ...fine,
  },
];
