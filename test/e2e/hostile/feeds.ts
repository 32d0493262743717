import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { zipOf } from '../../../src/advisories/bucket-for-tests.ts';
import { archiveOf, bucket, type Files, good, listOf, numbered, record, withRecord, zipped } from './feed-place.ts';
import type { HostileCase } from './hostile-case.ts';

const damaged: readonly (readonly [string, (files: Files, folder: string) => void, string?])[] = [
  [
    'an archive that is cut off',
    (files) => {
      files['Debian/all.zip'] = good.subarray(0, good.length - 30);
    },
  ],
  [
    'an archive that is cut off in its middle',
    (files) => {
      files['Debian/all.zip'] = archiveOf(numbered(50)).subarray(0, 4000);
    },
  ],
  [
    'an archive that is noise',
    (files) => {
      files['Debian/all.zip'] = Buffer.alloc(5000, 0x50);
    },
  ],
  [
    'an archive with a wrong checksum',
    (files) => {
      files['Debian/all.zip'] = Buffer.from(good).fill(0x11, 50, 60);
    },
  ],
  [
    'an empty archive',
    (files) => {
      files['Debian/all.zip'] = '';
    },
  ],
  [
    'an archive of nothing',
    (files) => {
      files['Debian/all.zip'] = zipOf([]);
    },
    'feed-shrank',
  ],
  [
    'a record of 300 MB in 300 kB',
    (files) => {
      files['Debian/all.zip'] = zipped(Buffer.alloc(300 << 20, 0x20));
    },
  ],
  [
    'an archive whose members lie on one another',
    (files) => {
      files['Debian/all.zip'] = overlapping();
    },
    'advisory-invalid',
  ],
  [
    'an archive that says that it holds millions of members',
    (files) => {
      files['Debian/all.zip'] = Buffer.from(good).fill(0xff, good.length - 14, good.length - 10);
    },
  ],
  [
    'a record that is no JSON',
    (files) => {
      files['Debian/all.zip'] = zipped('{"id":');
    },
    'advisory-invalid',
  ],
  [
    'a record of noise',
    (files) => {
      files['Debian/all.zip'] = zipped(Buffer.alloc(3000, 0xfe));
    },
    'advisory-invalid',
  ],
  [
    'a record nested a million deep',
    (files) => {
      files['Debian/all.zip'] = zipped('['.repeat(1_000_000));
    },
    'advisory-invalid',
  ],
  [
    'a record without an id',
    (files) => {
      files['Debian/all.zip'] = withRecord({ id: '' });
    },
    'advisory-invalid',
  ],
  [
    'a record that is another one',
    (files) => {
      files['Debian/all.zip'] = withRecord({ id: 'DSA-2-2' });
    },
    'advisory-invalid',
  ],
  [
    'a record of no day',
    (files) => {
      files['Debian/all.zip'] = withRecord({ modified: 'yesterday' });
    },
    'advisory-invalid',
  ],
  [
    'a record with ranges of a wrong shape',
    (files) => {
      files['Debian/all.zip'] = withRecord({
        affected: [{ package: { ecosystem: 'Debian:11', name: 'x' }, ranges: [{ type: 'ECOSYSTEM', events: 'all' }] }],
      });
    },
    'advisory-invalid',
  ],
  [
    'a member that wants to lie elsewhere',
    (files) => {
      files['Debian/all.zip'] = zipped(JSON.stringify(record), '../../../../tmp/evil.json');
    },
  ],
  [
    'a member with a name of the root',
    (files) => {
      files['Debian/all.zip'] = zipped(JSON.stringify(record), '/tmp/evil.json');
    },
  ],
  [
    'a record that is there twice',
    (files) => {
      files['Debian/all.zip'] = zipOf([1, 2].map(() => ({ name: 'DSA-1-1.json', data: JSON.stringify(record) })));
    },
  ],
  [
    'a list that names much that the archive lacks',
    (files) => {
      files['Debian/modified_id.csv'] = listOf([record, ...numbered(40)]);
    },
  ],
  [
    'an archive with much that the list lacks',
    (files) => {
      files['Debian/all.zip'] = archiveOf([record, ...numbered(40)]);
    },
  ],
  [
    'a list of noise',
    (files) => {
      files['Debian/modified_id.csv'] = Buffer.alloc(3000, 0xfe);
    },
  ],
  [
    'a list that is cut off in a line',
    (files) => {
      files['Debian/modified_id.csv'] = '2024-01-01T00:00:00Z,DSA-1';
    },
  ],
  [
    'a list with a line of 300 MB',
    (files) => {
      files['Debian/modified_id.csv'] = Buffer.alloc(300 << 20, 0x41);
    },
  ],
  [
    'a list with a name that climbs',
    (files) => {
      files['Debian/modified_id.csv'] = '2024-01-01T00:00:00Z,../../../etc/passwd\n';
    },
  ],
  [
    'no archive',
    (files) => {
      delete files['Debian/all.zip'];
    },
    'source-lacks-file',
  ],
  [
    'no list of ecosystems',
    (files) => {
      delete files['ecosystems.txt'];
    },
    'source-lacks-file',
  ],
  [
    'an ecosystem that climbs',
    (files) => {
      files['ecosystems.txt'] = '../../etc\n';
    },
  ],
  [
    'ecosystems without end',
    (files) => {
      files['ecosystems.txt'] = Buffer.alloc(50 << 20, 'Debian\n');
    },
  ],
  [
    'an archive that is a directory',
    (files, folder) => {
      delete files['Debian/all.zip'];
      mkdirSync(join(folder, 'Debian', 'all.zip'), { recursive: true });
    },
    '*',
  ],
  [
    'an archive that is a device without end',
    (files, folder) => {
      delete files['Debian/all.zip'];
      mkdirSync(join(folder, 'Debian'));
      symlinkSync('/dev/zero', join(folder, 'Debian', 'all.zip'));
    },
  ],
  [
    'a feed that lost its records',
    (files) => {
      files['Debian/all.zip'] = zipOf([]);
      files['Debian/modified_id.csv'] = '';
    },
    'feed-shrank',
  ],
];

/** Ten thousand members that are one and the same stretch of zeros. */
function overlapping(): Buffer {
  const one = zipped(Buffer.alloc(10 << 20));
  const directoryAt = one.readUInt32LE(one.length - 6);
  const entry = one.subarray(directoryAt, one.length - 22);
  const end = Buffer.from(one.subarray(one.length - 22));
  const count = 10_000;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(entry.length * count, 12);
  const entries = Array.from({ length: count }, (_, i) => {
    const copy = Buffer.from(entry);
    copy.write(`DSA-${String(i).slice(-1)}-1.json`, 46);
    return copy;
  });
  return Buffer.concat([one.subarray(0, directoryAt), ...entries, end]);
}

const catalogues: readonly (readonly [string, '--kev' | '--epss', string | Buffer | (() => Buffer)])[] = [
  ['a KEV catalogue of noise', '--kev', Buffer.alloc(5000, 0xfe)],
  ['a KEV catalogue that is cut off', '--kev', '{"vulnerabilities":[{"cveID":"CVE-2024-1"'],
  ['a KEV catalogue of something else', '--kev', '{"vulnerabilities":[{"cveID":"../../x","dateAdded":"2024-01-01"}]}'],
  ['a KEV catalogue that lost entries', '--kev', '{"count":3,"vulnerabilities":[]}'],
  ['a KEV catalogue of 200 MB', '--kev', () => Buffer.alloc(200 << 20, '[')],
  ['EPSS scores of noise', '--epss', Buffer.alloc(5000, 0xfe)],
  ['EPSS scores above one', '--epss', 'cve,epss\nCVE-2024-1,7\n'],
  [
    'EPSS scores that unfold to a gigabyte',
    '--epss',
    () => gzipSync(Buffer.concat([Buffer.from('cve,epss\n'), Buffer.alloc(1 << 30, '\n')]), { level: 1 }),
  ],
  ['EPSS scores cut off', '--epss', gzipSync('cve,epss\nCVE-2024-1,0.5\n').subarray(0, 20)],
];

export const feedCases: readonly HostileCase[] = [
  ...damaged.map(
    ([name, change, error = 'feed-damaged']): HostileCase => ({
      name: `feed: ${name}`,
      prepare: bucket(change),
      exit: 3,
      error,
    }),
  ),
  ...catalogues.map(
    ([name, flag, content]): HostileCase => ({
      name: `feed: ${name}`,
      prepare: async (place) => {
        writeFileSync(join(place.folder, 'catalogue'), typeof content === 'function' ? content() : content);
        return bucket(() => {}, flag, pathToFileURL(join(place.folder, 'catalogue')).href)(place);
      },
      exit: 3,
      error: 'feed-damaged',
    }),
  ),
  {
    name: 'feed: ecosystems that no image holds',
    prepare: bucket((files) => {
      files['ecosystems.txt'] = 'Nothing\n';
    }),
    exit: 2,
    error: 'source-invalid',
  },
  {
    name: 'feed: a list that is a little ahead of the archive',
    prepare: bucket((files) => {
      files['Debian/modified_id.csv'] = listOf([record, { ...record, id: 'DSA-2-1' }]);
    }),
    exit: 0,
    error: null,
  },
];
