import { dockerArchive } from '../../build/image.ts';
import { directory, file, hardlink, paxEntry, symlink, tar, tarEntry } from '../../build/tar.ts';
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
  scanning,
  scanningLayers,
  status,
} from './images.ts';

const special = (name: string, type: string) => tarEntry({ name, type });
export const linkCases: readonly HostileCase[] = [
  {
    name: 'a thousand whiteouts of a megabyte',
    prepare: long('path', '.wh.', file('x', '')),
    ...broken('digest-mismatch'),
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
    ...blind('missing'),
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
    ...blind('not-a-file'),
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
