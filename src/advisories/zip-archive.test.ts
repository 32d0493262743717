import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { PlimsollError } from '../base/errors.ts';
import { zipOf } from './bucket-for-tests.ts';
import { zipMembers } from './zip-archive.ts';

const limits = { member: 1_000_000, members: 100 };
const members = [
  { name: 'a.json', data: '{"a":1}' },
  { name: 'b.json', data: '{"b":2}'.repeat(500) },
  { name: 'c.json', data: '{"c":3}', stored: true },
];

async function readAll(bytes: Buffer, path: string): Promise<string[]> {
  writeFileSync(path, bytes);
  const found: string[] = [];
  for await (const member of zipMembers(path, 'all.zip', limits))
    found.push(`${member.name} ${member.read().toString('latin1')}`);
  return found;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-zip-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const expected = members.map(({ name, data }) => `${name} ${data}`);

test('members come in the order of the directory, deflated or stored', () =>
  inFolder(async (folder) => assert.deepEqual(await readAll(zipOf(members), join(folder, 'x.zip')), expected)));

test('an archive that Python wrote is read', (t) =>
  inFolder(async (folder) => {
    const path = join(folder, 'python.zip');
    const script =
      'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_STORED)\nfor i in range(66000): z.writestr(f"R-{i}.json",str(i))\nz.close()';
    try {
      execFileSync('python3', ['-c', script, path], { stdio: 'pipe' });
    } catch (error) {
      if (process.env['CI'] === 'true') throw error;
      return t.skip('needs Debian package: python3');
    }
    // More than 65,535 members: the directory is that of ZIP64.
    let count = 0;
    for await (const member of zipMembers(path, 'all.zip', { member: 100, members: 100_000 })) {
      if (count % 9973 === 0) assert.equal(member.read().toString(), String(count));
      count++;
    }
    assert.equal(count, 66_000);
  }));

const whole = zipOf(members);
const changed = (change: (bytes: Buffer) => void) => {
  const bytes = Buffer.from(whole);
  change(bytes);
  return bytes;
};
const central = whole.lastIndexOf('PK\x01\x02', whole.indexOf('PK\x01\x02') + 1, 'latin1');

const damaged: [string, Buffer, RegExp][] = [
  ['empty', Buffer.alloc(0), /all\.zip is damaged/],
  ['cut off', whole.subarray(0, whole.length - 30), /all\.zip is damaged/],
  ['cut off at the front', whole.subarray(40), /all\.zip is damaged/],
  ['another byte in a member', changed((b) => (b[38] = (b[38] ?? 0) ^ 0xff)), /all\.zip is damaged: a\.json/],
  ['another checksum', changed((b) => b.writeUInt32LE(1, central + 16)), /a\.json: its checksum/],
  ['longer than it says', changed((b) => b.writeUInt32LE(3, central + 24)), /a\.json: it/],
  ['shorter than it says', changed((b) => b.writeUInt32LE(9, central + 24)), /a\.json: it has 7 bytes, not 9/],
  ['a size out of this world', changed((b) => b.writeUInt32LE(0xfffffff0, central + 24)), /more than 1000000/],
  [
    'a compressed size out of this world',
    changed((b) => b.writeUInt32LE(0x7ffffff0, central + 20)),
    /a\.json: its two sizes/,
  ],
  [
    'an offset out of the archive',
    changed((b) => b.writeUInt32LE(0x7ffffff0, central + 42)),
    /a\.json: the archive ends before it/,
  ],
  ['an offset into the middle', changed((b) => b.writeUInt32LE(7, central + 42)), /a\.json: its header is not/],
  ['encrypted', changed((b) => b.writeUInt16LE(1, central + 8)), /a\.json/],
  ['an unknown method', changed((b) => b.writeUInt16LE(97, central + 10)), /a\.json: it is compressed by method 97/],
  ['a path that climbs', zipOf([{ name: '../../x.json', data: '1' }]), /all\.zip is damaged/],
  [
    'too many members',
    zipOf(Array.from({ length: 101 }, (_, at) => ({ name: `${at}.json`, data: '1' }))),
    /101 members/,
  ],
  [
    'a bomb',
    zipOf(Array.from({ length: 90 }, (_, at) => ({ name: `${at}.json`, data: Buffer.alloc(990_000) }))),
    /200 times/,
  ],
];

for (const [name, bytes, reason] of damaged) {
  test(`refused by name: ${name}`, () =>
    inFolder((folder) =>
      assert.rejects(readAll(bytes, join(folder, 'x.zip')), { code: 'feed-damaged', message: reason }),
    ));
}

test('any damage is refused by name or does no harm', () =>
  inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(whole.length)),
        async (changes, end) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            const found = await readAll(bytes.subarray(0, end ?? whole.length), join(folder, 'x.zip'));
            // A CRC-32 covers what a member holds, nothing covers what it is called.
            for (const line of found)
              assert.ok(
                expected.some((good) => line.endsWith(good.slice(good.indexOf(' ')))),
                line,
              );
          } catch (error) {
            assert.ok(error instanceof PlimsollError && error.code === 'feed-damaged', String(error));
          }
        },
      ),
      { seed: 99, numRuns: 500 },
    ),
  ));
