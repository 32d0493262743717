import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type TestRecord, testRecord, zipOf } from '../../../src/advisories/bucket-for-tests.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';

const record = testRecord('DSA-1-1', '2024-01-01T00:00:00Z', 'Debian:11', 'bash', '5.2');
const list = '2024-01-01T00:00:00Z,DSA-1-1\n';

/** A bucket on disk with one feed, as the change left it. */
function bucket(change: (files: Record<string, Buffer | string>) => void): (folder: string) => Prepared {
  return (folder) => {
    const files: Record<string, Buffer | string> = {
      'ecosystems.txt': 'Debian\n',
      'Debian/all.zip': zipOf([{ name: 'DSA-1-1.json', data: JSON.stringify(record) }]),
      'Debian/modified_id.csv': list,
    };
    change(files);
    mkdirSync(join(folder, 'Debian'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return { args: ['db', 'update', '--source', pathToFileURL(folder).href] };
  };
}

const good = zipOf([{ name: 'DSA-1-1.json', data: JSON.stringify(record) }]);
const zipped = (data: string | Buffer, name = 'DSA-1-1.json') => zipOf([{ name, data }]);
const withRecord = (change: Partial<TestRecord>) => zipped(JSON.stringify({ ...record, ...change }));

export const feedCases: readonly HostileCase[] = (
  [
    [
      'an archive that is cut off',
      (files) => {
        files['Debian/all.zip'] = good.subarray(0, good.length - 30);
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
      'a record of 300 MB in 300 kB',
      (files) => {
        files['Debian/all.zip'] = zipped(Buffer.alloc(300 << 20, 0x20));
      },
    ],
    [
      'a record that is no JSON',
      (files) => {
        files['Debian/all.zip'] = zipped('{"id":');
      },
    ],
    [
      'a record nested a million deep',
      (files) => {
        files['Debian/all.zip'] = zipped('['.repeat(1_000_000));
      },
    ],
    [
      'a record without an id',
      (files) => {
        files['Debian/all.zip'] = withRecord({ id: '' });
      },
    ],
    [
      'a record with ranges of a wrong shape',
      (files) => {
        files['Debian/all.zip'] = withRecord({
          affected: [
            { package: { ecosystem: 'Debian:11', name: 'bash' }, ranges: [{ type: 'ECOSYSTEM', events: 'all' }] },
          ],
        });
      },
    ],
    [
      'a member that wants to lie elsewhere',
      (files) => {
        files['Debian/all.zip'] = zipped(JSON.stringify(record), '../../../../tmp/evil.json');
      },
    ],
    [
      'a list that names what the archive lacks',
      (files) => {
        files['Debian/modified_id.csv'] = `${list}2024-01-01T00:00:00Z,DSA-2-1\n`;
      },
    ],
    [
      'a list of noise',
      (files) => {
        files['Debian/modified_id.csv'] = Buffer.alloc(3000, 0xfe);
      },
    ],
  ] satisfies readonly (readonly [string, (files: Record<string, Buffer | string>) => void])[]
).map(([name, change]): HostileCase => ({ name: `feed: ${name}`, prepare: bucket(change), exit: 3, error: '*' }));
